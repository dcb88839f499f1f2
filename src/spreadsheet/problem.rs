//! What can be wrong with a spreadsheet, and the only way it is said.

use crate::ids::printable;
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
    /// `path:line: column "…": what: why; next step`, safe to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", printable(&self.file), self.line)?;
        if let Some(column) = self.column {
            write!(f, "column \"{column}\": ")?;
        }
        write!(f, "{}: {}; {}", printable(&self.what), printable(&self.why), self.next)
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

#[cfg(test)]
mod tests {
    use super::Problem;
    use crate::ids::Marketplace;

    #[test]
    fn a_problem_is_one_line_whatever_its_cells_hold() {
        let why = "US\nipi: error: \u{1b}[2J".parse::<Marketplace>().unwrap_err().to_string();
        let (file, what) = ("a\u{202e}.csv".to_owned(), "\"\u{9b}\" is not read".to_owned());
        let problem =
            Problem { file, line: 2, column: Some("marketplace"), what, why, next: "correct it".into() };
        let said = problem.to_string();
        assert!(
            said.starts_with("a\\u{202e}.csv:2: column \"marketplace\": \"\\u{9b}\" is not read: "),
            "{said}"
        );
        assert!(said.contains("\"US\\u{a}ipi: error: \\u{1b}[2J\" is no marketplace"), "{said}");
        assert!(!said.contains(|c: char| c.is_control()), "{said}");
    }
}
