//! The wire form of an account's line, `ipi.fleet/1`: fields are added to it, never renamed or taken away.

use super::compact;
use crate::output::wire;
use serde::{Deserialize, Serialize};

/// The schema's name and version.
pub const SCHEMA: &str = "ipi.fleet/1";

/// Why an account has no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The reports cannot be read, or cannot be trusted (exit code 3 of `ipi score`).
    Unreadable,
    /// The reports are too little for a number (exit code 4).
    TooLittle,
    /// What was asked for is wrong: a folder that is not there, a setting, a line of the manifest (exit code 2).
    Usage,
    /// It took longer than it may.
    Timeout,
    /// The process that worked on it ended, each time it was tried.
    Died,
    /// Something failed that has nothing to do with the account.
    Fault,
}

impl Kind {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Unreadable => "unreadable",
            Kind::TooLittle => "too-little",
            Kind::Usage => "usage",
            Kind::Timeout => "timeout",
            Kind::Died => "died",
            Kind::Fault => "fault",
        }
    }

    /// May another run end otherwise, though nothing about the account has changed?
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self, Kind::Timeout | Kind::Died | Kind::Fault)
    }
}

/// Why an account has no figure, in a word and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In a word.
    pub kind: Kind,
    /// In words, as `ipi score` says it.
    pub text: String,
}

/// What is told of an account.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The name by which it was asked for.
    pub id: &'a str,
    /// Where its reports are, as it was given.
    pub path: &'a str,
    /// Whose history it has, where that was said.
    pub account: Option<&'a str>,
    /// The marketplace that was asked for, where one was.
    pub marketplace: Option<&'a str>,
    /// How `ipi score` ends; `None` where it did not end by itself.
    pub exit: Option<u8>,
    /// Why there is no figure, where there is none.
    pub error: Option<&'a Failure>,
    /// What `ipi score -f json` writes, where it writes something.
    pub document: Option<&'a str>,
}

/// How a line ended: the word for why it has no figure, where it has none. An error where it is no line of a fleet.
///
/// # Errors
/// What is wrong with it.
pub fn ending(line: &str) -> Result<Option<Kind>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Ended {
        error: Option<Why>,
    }
    #[derive(Deserialize)]
    struct Why {
        kind: Kind,
    }
    let ended: Ended = serde_json::from_str(line)?;
    Ok(ended.error.map(|error| error.kind))
}

/// Is it the line of an account of this id?
#[must_use]
pub fn is_of(line: &str, id: &str) -> bool {
    line.starts_with(&format!("{{\"schema\":\"{SCHEMA}\",\"id\":{},", string(id)))
}

/// A text as JSON writes it.
fn string(text: &str) -> String {
    wire::json_line(text).trim_end().to_owned()
}

impl Line<'_> {
    /// The line, with its end.
    ///
    /// ```
    /// use ipi::output::fleet::Line;
    /// let line = Line { id: "7", path: "a/7", account: None, marketplace: None, exit: Some(0), error: None,
    ///     document: Some("{\n  \"share\": 0.10\n}\n") };
    /// assert_eq!(line.text(), concat!(
    ///     r#"{"schema":"ipi.fleet/1","id":"7","path":"a/7","account":null,"marketplace":null,"#,
    ///     r#""exit":0,"error":null,"result":{"share":0.10}}"#, "\n"));
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let text = string;
        let stated = |stated: Option<&str>| stated.map_or("null".to_owned(), text);
        let error = self.error.map_or("null".to_owned(), |failure| {
            format!(r#"{{"kind":"{}","text":{}}}"#, failure.kind.key(), text(&failure.text))
        });
        format!(
            "{{\"schema\":\"{SCHEMA}\",\"id\":{},\"path\":{},\"account\":{},\"marketplace\":{},\"exit\":{},\"error\":{error},\"result\":{}}}\n",
            text(self.id),
            text(self.path),
            stated(self.account),
            stated(self.marketplace),
            self.exit.map_or("null".to_owned(), |code| code.to_string()),
            self.document.map_or("null".to_owned(), compact),
        )
    }
}
