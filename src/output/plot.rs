//! A plot of characters: figures by week.

use std::fmt::Write as _;

/// Which characters a plot is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// For a terminal that shows Unicode.
    Unicode,
    /// For pipes, mail and old terminals.
    Ascii,
}

impl Glyphs {
    /// Of two characters that mean the same the one that is shown.
    #[must_use]
    pub const fn pick(self, unicode: char, ascii: char) -> char {
        match self {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }
}

const ROWS: usize = 9;
/// Columns of the labels on the left.
const MARGIN: usize = 6;

/// A plot on which marks are put.
pub(super) struct Plot {
    glyphs: Glyphs,
    low: f64,
    high: f64,
    /// Weeks from the first to the last.
    last: usize,
    room: usize,
    grid: Vec<Vec<char>>,
}

impl Plot {
    /// A plot of `weeks` weeks, two at least, that holds all `figures`; `None` where there are none.
    pub(super) fn of(
        weeks: usize,
        figures: impl Iterator<Item = f64> + Clone,
        glyphs: Glyphs,
        width: u16,
    ) -> Option<Plot> {
        let (low, high) =
            (figures.clone().fold(f64::INFINITY, f64::min), figures.fold(f64::NEG_INFINITY, f64::max));
        if weeks < 2 || !low.is_finite() {
            return None;
        }
        let (low, high) = scale(low, high);
        let room = usize::from(width).saturating_sub(MARGIN + 1).max(10);
        let mut plot = Plot { glyphs, low, high, last: weeks - 1, room, grid: Vec::new() };
        plot.grid = vec![vec![' '; plot.place(plot.last) + 1]; ROWS];
        Some(plot)
    }

    /// The column of a week. Few weeks are drawn apart, many share a column.
    fn place(&self, week: usize) -> usize {
        match self.room / (self.last + 1) {
            0 => week * (self.room - 1) / self.last,
            apart => week * apart.min(4),
        }
    }

    /// Puts a mark; where another one stands already, `both`.
    pub(super) fn mark(&mut self, week: usize, figure: f64, mark: char, both: char) {
        let (row, place) = (self.row(figure), self.place(week));
        let cell = &mut self.grid[row][place];
        *cell = if *cell == ' ' || *cell == mark { mark } else { both };
    }

    /// Draws a mark on all rows from one figure to another.
    pub(super) fn bar(&mut self, week: usize, from: f64, to: f64, mark: char) {
        let (top, bottom, place) = (self.row(to), self.row(from), self.place(week));
        self.grid[top..=bottom].iter_mut().for_each(|row| row[place] = mark);
    }

    /// Draws a mark wherever nothing else stands, at one figure all along.
    pub(super) fn line(&mut self, figure: f64, mark: char) {
        let row = self.row(figure);
        self.grid[row].iter_mut().filter(|cell| **cell == ' ').for_each(|cell| *cell = mark);
    }

    /// The row of a figure, 0 at the top.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // held within the rows first
    fn row(&self, figure: f64) -> usize {
        const LAST: f64 = 8.0;
        ((self.high - figure) / (self.high - self.low) * LAST).round().clamp(0.0, LAST) as usize
    }

    /// The text, with what stands at both ends and what the marks mean.
    pub(super) fn draw(&self, ends: (&str, &str), meaning: &str) -> String {
        let Plot { glyphs, low, high, .. } = self;
        let (axis, corner, line) = (glyphs.pick('┤', '|'), glyphs.pick('└', '+'), glyphs.pick('─', '-'));
        let mut out = String::new();
        for (i, cells) in self.grid.iter().enumerate() {
            let label = match i {
                0 => format!("{high:.0}"),
                i if i == ROWS / 2 => format!("{:.0}", f64::midpoint(*low, *high)),
                i if i == ROWS - 1 => format!("{low:.0}"),
                _ => String::new(),
            };
            let cells: String = cells.iter().collect();
            _ = writeln!(out, "{}", format!("{label:>4} {axis} {cells}").trim_end());
        }
        let columns = self.place(self.last) + 1;
        let rule: String = std::iter::repeat_n(line, columns + 1).collect();
        _ = writeln!(out, "     {corner}{rule}");
        let gap = columns.saturating_sub(ends.0.len() + ends.1.len()).max(2);
        _ = writeln!(out, "       {}{:gap$}{}", ends.0, "", ends.1);
        _ = write!(out, "       {meaning}");
        out
    }
}

/// Round ends around the figures, so that the middle is round too.
fn scale(low: f64, high: f64) -> (f64, f64) {
    let low = (low / 20.0).floor() * 20.0;
    let high = ((high / 20.0).ceil() * 20.0).max(low + 20.0);
    (low, high)
}
