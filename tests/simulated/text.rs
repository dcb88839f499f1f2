//! Tables as Seller Central writes them, in any of its habits.

use super::Dice;

/// How a table is written.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) delimiter: char,
    /// Every field in quotes; else none in tab-separated files, and those that need it in comma-separated ones.
    pub(crate) quote_all: bool,
    pub(crate) line_end: &'static str,
    pub(crate) bom: bool,
    pub(crate) last_line_end: bool,
}

impl Style {
    pub(crate) fn any(dice: &mut Dice) -> Style {
        Style {
            delimiter: if dice.chance(50) { '\t' } else { ',' },
            quote_all: dice.chance(50),
            line_end: if dice.chance(50) { "\r\n" } else { "\n" },
            bom: dice.chance(20),
            last_line_end: dice.chance(80),
        }
    }
}

/// A table: named columns, rows of cells.
#[derive(Clone)]
pub(crate) struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(columns: &[&'static str]) -> Table {
        Table { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        assert_eq!(N, self.columns.len());
        self.rows.push(cells.into());
    }

    pub(crate) fn shuffle_rows(&mut self, dice: &mut Dice) {
        dice.shuffle(&mut self.rows);
    }

    pub(crate) fn shuffle_columns(&mut self, dice: &mut Dice) {
        let mut order: Vec<_> = (0..self.columns.len()).collect();
        dice.shuffle(&mut order);
        self.columns = order.iter().map(|&i| self.columns[i]).collect();
        for row in &mut self.rows {
            *row = order.iter().map(|&i| row[i].clone()).collect();
        }
    }

    pub(crate) fn bytes(&self, style: Style) -> Vec<u8> {
        let mut text = String::from(if style.bom { "\u{feff}" } else { "" });
        let header: Vec<_> = self.columns.iter().map(|name| (*name).to_owned()).collect();
        for (i, row) in std::iter::once(&header).chain(&self.rows).enumerate() {
            if i > 0 {
                text.push_str(style.line_end);
            }
            let cells: Vec<_> = row.iter().map(|cell| written(cell, style)).collect();
            text.push_str(&cells.join(&style.delimiter.to_string()));
        }
        if style.last_line_end {
            text.push_str(style.line_end);
        }
        text.into_bytes()
    }
}

fn written(cell: &str, style: Style) -> String {
    // In tab-separated exports a quote hides no line end, so there is none in a cell.
    let cell = if style.delimiter == '\t' { cell.replace('\n', " ") } else { cell.to_owned() };
    let needs = style.delimiter == ',' && cell.contains([',', '"', '\n']);
    if style.quote_all || needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
