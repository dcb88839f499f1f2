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

/// What is wrong with a settings file, without the line itself where a secret may stand in it.
pub(super) fn told(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let number = text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
    let line = text.lines().nth(number).unwrap_or_default().to_ascii_lowercase();
    let is_secret = ["pass", "secret", "token", "pwd"].iter().any(|word| line.contains(word));
    if is_secret {
        let key = line.split('=').next().unwrap_or_default().trim().to_owned();
        return format!(
            "line {}: {key}: no such setting, or not written as it should be; what is set to is not shown",
            number + 1
        );
    }
    error.to_string()
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
        ] {
            let said = section(text).unwrap_err();
            assert!(!said.contains("hunter2") && said.contains("passwor"), "{text}: {said}");
        }
        assert!(section("password = \"hunter2\"").unwrap_err().contains("password_file"));
        assert!(section("hots = \"x\"").unwrap_err().contains("`host`"));
    }
}
