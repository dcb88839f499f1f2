//! `[mail]` of `ipi.toml`: from whom, to whom, by which server.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What the section may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "mail"), allow(dead_code))] // what is written is checked all the same
pub(super) struct Mail {
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) security: Option<String>,
    pub(super) user: Option<String>,
    pub(super) from: Option<String>,
    #[serde(default)]
    pub(super) to: Several,
    pub(super) reply_to: Option<String>,
    pub(super) attach: Option<String>,
    #[serde(default)]
    pub(super) only_if: Several,
    pub(super) password_env: Option<String>,
    pub(super) password_file: Option<PathBuf>,
    pub(super) password_command: Option<Several>,
    pub(super) ca_file: Option<PathBuf>,
    /// Seconds that the server has for each answer.
    pub(super) timeout: Option<u32>,
    /// Seconds for all letters of a run, with every try.
    pub(super) deadline: Option<u32>,
    /// How often it is tried.
    pub(super) tries: Option<u32>,
    /// Seconds before the second try; before each further one three times as long.
    pub(super) wait: Option<u32>,
    /// Never read: a password does not belong in a file that lies beside reports.
    password: Option<serde::de::IgnoredAny>,
    /// Where `ipi.toml` is, from which files are named.
    #[serde(skip)]
    pub(super) folder: PathBuf,
}

/// One or several texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Several {
    One(String),
    Many(Vec<String>),
}

impl Default for Several {
    fn default() -> Self {
        Several::Many(Vec::new())
    }
}

impl Several {
    /// All of them.
    #[cfg_attr(not(feature = "mail"), allow(dead_code))]
    pub(super) fn all(&self) -> Vec<String> {
        match self {
            Several::One(text) => vec![text.clone()],
            Several::Many(texts) => texts.clone(),
        }
    }
}

impl Mail {
    /// As read from a folder, once it is known to hold no password.
    pub(super) fn read(self, folder: &Path) -> Result<Mail, String> {
        if self.password.is_some() {
            return Err("mail: a password is not to stand in ipi.toml, and was not read; next: take it out, and name where \
                        it is kept: password_file (a file that only you may read), password_command or password_env"
                .into());
        }
        Ok(Mail { folder: folder.into(), ..self })
    }
}

/// Words that stand where a secret does.
const SECRET: [&str; 7] = ["pass", "secret", "token", "pwd", "login", "kennw", "[mail"];

/// What is wrong with a settings file. Where a secret may stand in it, no line of it is shown, nor what a setting is set to: a
/// quotation mark that is missing would put any line into the message.
pub(super) fn told(text: &str, error: &toml::de::Error) -> String {
    let lower = text.to_ascii_lowercase();
    if !SECRET.iter().any(|word| lower.contains(word)) {
        return error.to_string();
    }
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let number = text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
    let key = text.lines().nth(number).unwrap_or_default().split_once('=').map(|(key, _)| key.trim());
    let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let key = key.filter(is_key).map_or(String::new(), |key| format!(" {key}:"));
    // What a message quotes by double quotes is what was read; the names of settings stand in others.
    let parts = error.message().split('"').enumerate();
    let message: Vec<_> = parts.map(|(at, part)| if at % 2 == 1 { "..." } else { part }).collect();
    format!("line {}:{key} {} (what the file holds is not shown)", number + 1, message.join("\"").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str) -> Result<Mail, String> {
        let mail: Mail = toml::from_str(text).map_err(|error| told(text, &error))?;
        mail.read(Path::new("."))
    }

    #[test]
    fn a_password_is_refused_and_never_shown() {
        for text in [
            "password = \"hunter2\"",
            "password = 7",
            "passwort = \"hunter2\"",
            "password_file = [\"hunter2\"]",
            "password = \"\"\"hunter2",
            "password =\n\"hunter2\"",
            "password = '''hunter2",
            "password = \"x\"\nhunter2",
            "user = \"me:hunter2\npassword_env = \"A\"",
            "kennwort = \"hunter2\" hunter2",
            "login = hunter2\npassword_env = 1",
            "port = \"hunter2\"\npassword_env = \"A\"",
            "tries = \"hunter2\" # login",
        ] {
            let said = section(text).unwrap_err();
            assert!(!said.contains("hunter2"), "{text}: {said}");
            assert!(said.contains("passwor") || said.starts_with("line "), "{text}: {said}");
        }
        assert!(section("password = \"hunter2\"").unwrap_err().contains("password_file"));
        assert!(section("hots = \"x\"").unwrap_err().contains("`host`"));
    }
}
