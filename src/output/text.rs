//! A page as plain text of a given width, for terminals, mail and logs.

use super::page::{Align, Block, Fact, Page, Table, Tone};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How the text is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns that a line may fill.
    pub width: u16,
    /// Bold headings and colours, for a terminal that shows them.
    pub colour: bool,
}

impl Style {
    /// 80 columns and no escape codes: what a pipe and a mail get.
    pub const PLAIN: Style = Style { width: 80, colour: false };
}

/// Draws the page. No line is wider than the style's width unless a single word is.
#[must_use]
pub fn render(page: &Page, style: Style) -> String {
    let mut out = String::new();
    for (i, block) in page.blocks.iter().enumerate() {
        let is_close = |block: &Block| {
            matches!(
                block,
                Block::Text(_) | Block::Verdict(..) | Block::Command(..) | Block::Facts(_) | Block::List(_)
            )
        };
        let before = i.checked_sub(1).map(|before| &page.blocks[before]);
        let close = page.close.is_some_and(|close| i < close) && is_close(block);
        if before.is_some_and(|before| !matches!(before, Block::Heading(_)) && !close) {
            out.push('\n');
        }
        match block {
            Block::Heading(text) if style.colour => {
                let mut lines = String::new();
                wrap(&mut lines, text, "", "", style.width);
                lines.lines().for_each(|line| _ = writeln!(out, "\u{1b}[1m{line}\u{1b}[0m"));
            }
            Block::Heading(text) => wrap(&mut out, text, "", "", style.width),
            Block::Text(text) => wrap(&mut out, text, "", "", style.width),
            Block::Verdict(text, tone) => {
                let mut lines = String::new();
                wrap(&mut lines, text, "", "", style.width);
                lines.lines().for_each(|line| _ = writeln!(out, "{}", painted(line, *tone, style)));
            }
            Block::Command(text, command) => {
                wrap(&mut out, text, "", "", style.width);
                let last = out.trim_end().lines().next_back().map_or(0, |line| line.chars().count());
                let fits = last + 1 + command.chars().count() <= usize::from(style.width);
                out.truncate(out.trim_end().len());
                _ = writeln!(out, "{}{command}", if fits { " " } else { "\n  " });
            }
            Block::Facts(facts) => self::facts(&mut out, facts, style),
            Block::List(items) => items.iter().for_each(|item| wrap(&mut out, item, "- ", "  ", style.width)),
            Block::Table(table) => draw(&mut out, table, style.width),
            Block::Verbatim(text) => _ = writeln!(out, "{}", text.trim_end_matches('\n')),
        }
    }
    out
}

/// Text in the colour of how things stand, where colours are shown.
fn painted(text: &str, tone: Tone, style: Style) -> String {
    let code = match tone {
        Tone::Good => 32,
        Tone::Fair => 33,
        Tone::Bad => 31,
        Tone::Plain => return text.into(),
    };
    if style.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.into() }
}

/// Facts in two columns; where there is no room for that, what is told goes below.
fn facts(out: &mut String, facts: &[Fact], style: Style) {
    let length = |text: &str| text.chars().count();
    let head = facts.iter().map(|fact| length(&fact.head)).max().unwrap_or(0);
    let room = usize::from(style.width).saturating_sub(head + 2);
    for fact in facts {
        let blanks = " ".repeat(head + 2 - length(&fact.head));
        let line = fact.line(|line| length(line) <= room);
        let head = painted(&fact.head, fact.tone, style);
        if line.is_empty() {
            _ = writeln!(out, "{head}");
        } else if length(&line) <= room {
            _ = writeln!(out, "{head}{blanks}{line}");
        } else {
            _ = writeln!(out, "{head}");
            wrap(out, &line, "  ", "  ", style.width);
        }
    }
}

fn draw(out: &mut String, table: &Table, width: u16) {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING);
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(width);
    drawn.set_header(table.columns.iter().map(|(name, _)| name.as_str()));
    for (column, (_, align)) in drawn.column_iter_mut().zip(&table.columns) {
        column.set_cell_alignment(match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    for (column, room) in drawn.column_iter_mut().zip(least(table, width)) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(room + PADDING)));
    }
    drawn.add_rows(table.rows.iter().map(|row| row.iter().map(|cell| shortened(cell))));
    for line in drawn.to_string().lines() {
        _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Blanks around a cell.
const PADDING: u16 = 2;

/// So much of a name is shown: no seller's is as long, and one that is would fill the screen.
const LONGEST: usize = 120;

/// A cell whose words are no longer than that; one that is cut shows it.
fn shortened(cell: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.chars().nth(LONGEST).is_some();
    if !cell.split_whitespace().any(is_long) {
        return cell.into();
    }
    let word = |word: &str| match word.char_indices().nth(LONGEST - 3) {
        Some((end, _)) if is_long(word) => format!("{}...", &word[..end]),
        _ => word.to_owned(),
    };
    cell.split_whitespace().map(word).collect::<Vec<_>>().join(" ").into()
}

/// The room that each column has at least. A number is never broken, nor is one among words; and what a row is about (a file, a
/// SKU) stands first and is not broken before everything else is.
fn least(table: &Table, width: u16) -> Vec<u16> {
    let length = |text: &str| u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    let longest_word = |text: &str| text.split_whitespace().map(length).max().unwrap_or(0);
    // What is longer is a code; a day may be parted at its signs.
    let is_number = |word: &&str| {
        let is_of_one = |c: char| c.is_ascii_digit() || ",.%".contains(c);
        let figure = word.trim_start_matches(['+', '-']);
        word.len() <= 20 && figure.contains(|c: char| c.is_ascii_digit()) && figure.chars().all(is_of_one)
    };
    let longest_number =
        |text: &str| text.split_whitespace().filter(is_number).map(length).max().unwrap_or(0);
    let figures = |(at, (_, align)): (usize, &(String, Align))| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        match (align, at) {
            (Align::Right, _) => cells.map(|cell| longest_word(cell)).max(),
            (Align::Left, 1..) => cells.map(|cell| longest_number(cell)).max(),
            (Align::Left, 0) => None,
        }
        .unwrap_or(0)
    };
    let mut least: Vec<_> = table.columns.iter().enumerate().map(figures).collect();
    // Nor are the words above it, where there is room for all of them.
    let with_heads: Vec<_> =
        least.iter().zip(&table.columns).map(|(room, (head, _))| longest_word(head).max(*room)).collect();
    if with_heads.iter().map(|room| u32::from(*room) + u32::from(PADDING)).sum::<u32>() <= u32::from(width) {
        least = with_heads;
    }
    if let Some((first, others)) = least.split_first_mut() {
        let taken = others.iter().fold(0_u16, |sum, room| sum.saturating_add(*room).saturating_add(PADDING));
        let longest = table.rows.iter().filter_map(|row| row.first()).map(|cell| length(cell)).max();
        let left = width.saturating_sub(taken).saturating_sub(PADDING);
        *first = longest.unwrap_or(0).min(width * 2 / 5).min(left).max(*first);
    }
    least
}

/// Breaks a text into lines of a width; a word that is wider stays whole.
pub(super) fn wrap(out: &mut String, text: &str, first: &str, rest: &str, width: u16) {
    let mut line = String::from(first);
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > usize::from(width) {
            _ = writeln!(out, "{line}");
            line.clear();
            line.push_str(rest);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    _ = writeln!(out, "{line}");
}
