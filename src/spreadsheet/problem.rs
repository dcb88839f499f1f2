//! What can be wrong with a spreadsheet, and the only way it is said.

use std::fmt;

/// One thing that is wrong with a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, as an editor counts.
    pub line: usize,
    /// The column, where one is at fault.
    pub column: Option<&'static str>,
    /// What is wrong, with the cell's content.
    pub what: String,
    /// Why it cannot be read.
    pub why: String,
    /// What to do.
    pub next: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, "column \"{column}\": ")?;
        }
        write!(f, "{}: {}; {}", self.what, self.why, self.next)
    }
}

/// All that is wrong with a spreadsheet, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if i > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// A cell's content in quotes, cut where it is long: a quote left open swallows the rest of the file.
#[must_use]
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{:?}", text[..end].to_owned() + "…"),
        None => format!("{text:?}"),
    }
}
