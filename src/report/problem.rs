//! What is wrong with an input: one type, one way to show it.

use super::code::Code;
use crate::system::too_many_open;
use std::fmt;
use std::sync::Arc;

/// One thing that is wrong with one place of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing.
    pub code: Code,
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The line that an editor shows, from 1; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// The column, as the file's own header spells it.
    pub column: Option<String>,
    /// The offending text, cut to a readable length.
    pub value: Option<String>,
    /// What more there is to say of this case.
    pub detail: Option<String>,
    /// How many further rows of the file have this problem in this column.
    pub more: u64,
    /// The lines of the first of those.
    pub also: Vec<u64>,
}

impl Problem {
    /// A problem with a whole file.
    #[must_use]
    pub fn of_file(code: Code, file: &Arc<str>) -> Self {
        Problem {
            code,
            file: file.clone(),
            line: None,
            column: None,
            value: None,
            detail: None,
            more: 0,
            also: Vec::new(),
        }
    }

    /// A file that the medium does not give.
    #[must_use]
    pub fn unreadable(file: &Arc<str>, error: &std::io::Error) -> Self {
        if too_many_open(error) {
            return Problem::of_file(Code::TooManyOpen, file);
        }
        let detail = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
            std::io::ErrorKind::PermissionDenied => "you are not allowed to read it".into(),
            _ => error.to_string(),
        };
        Problem::of_file(Code::Unreadable, file).detail(detail)
    }

    /// With more to say of this case.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl Problem {
    /// `, also in line 7`; `, also in lines 7, 9 and 112 more`.
    fn write_more(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unshown = self.more.saturating_sub(self.also.len() as u64);
        let lines: Vec<_> = self.also.iter().map(ToString::to_string).collect();
        match (&lines[..], unshown) {
            ([], 0) => Ok(()),
            ([], more) => write!(f, ", also in {more} more {}", if more == 1 { "row" } else { "rows" }),
            ([line], 0) => write!(f, ", also in line {line}"),
            ([lines @ .., last], 0) => write!(f, ", also in lines {} and {last}", lines.join(", ")),
            (lines, more) => write!(f, ", also in lines {} and {more} more", lines.join(", ")),
        }
    }
}

impl fmt::Display for Problem {
    /// `path:line: column "…": "value": why (detail); next step`, safe to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::ids::printable;
        write!(f, "{}:", printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if let Some(column) = &self.column {
            write!(f, " column \"{}\":", printable(column))?;
        }
        // An empty cell is worth showing only where the words go on from it.
        if let Some(value) =
            self.value.as_ref().filter(|v| !v.is_empty() || self.code.why().starts_with("is "))
        {
            write!(f, " \"{}\"", printable(value))?;
            // "1.2e" is not a whole number; but «"-5": units cannot be negative here».
            if !self.code.why().starts_with("is ") {
                f.write_str(":")?;
            }
        }
        write!(f, " {}", self.code.why())?;
        if let Some(detail) = &self.detail {
            write!(f, " ({})", printable(detail))?;
        }
        self.write_more(f)?;
        write!(f, "; {} [{}]", self.code.next(), self.code)
    }
}

/// All problems of an input, in the order of files and lines: why it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Problem>);

impl Refused {
    /// How many problems there are, those that are only counted among them.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|problem| 1 + problem.more).sum()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
