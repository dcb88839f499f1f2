//! The password: from a variable, a file or a command; never from the command line, and never shown.

use crate::cli::mail_settings::{Mail, Several};
use crate::cli::usage::Usage;
use ipi::system::{others_may_read, shell};
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Where it is looked for when nothing else is said.
pub(super) const VARIABLE: &str = "IPI_MAIL_PASSWORD";
/// A command that gives it may ask a key ring, but nobody sits there.
const PATIENCE: Duration = Duration::from_secs(30);
/// No password is longer.
const LONGEST: u64 = 4096;

/// A password. It shows itself to nobody who prints it.
#[derive(Clone)]
pub(super) struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(not shown)")
    }
}

impl Password {
    /// For the server alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// A text in which it does not stand, should a server have repeated it as it was sent: plain, or in base64.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        let text = text.replace(&self.0, "(password)");
        let mut shown = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(begin) = rest.find(is_sign) {
            let end = begin + rest[begin..].find(|c| !is_sign(c)).unwrap_or(rest.len() - begin);
            shown += &rest[..begin];
            if self.is_sent_by(&rest[begin..end]) {
                shown += "(not shown)";
                rest = rest[end..].trim_start_matches('=');
            } else {
                shown += &rest[begin..end];
                rest = &rest[end..];
            }
        }
        shown + rest
    }

    /// Does a word stand for it in base64? What it is sent with, such as the user, may stand before it.
    fn is_sent_by(&self, word: &str) -> bool {
        let holds =
            |from| memchr::memmem::find(&decoded(&word.as_bytes()[from..]), self.0.as_bytes()).is_some();
        (0..word.len().min(4)).any(holds)
    }
}

fn is_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/')
}

/// What signs of base64 stand for.
fn decoded(word: &[u8]) -> Vec<u8> {
    let (mut bytes, mut bits, mut many) = (Vec::new(), 0_u32, 0);
    for sign in word {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        (bits, many) = (bits << 6 | u32::from(value), many + 6);
        if many >= 8 {
            many -= 8;
            bytes.push((bits >> many).to_le_bytes()[0]);
        }
    }
    bytes
}

/// Where the password is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Variable(String),
    File(PathBuf),
    /// A program and its arguments.
    Program(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Who mistakes the setting puts the password itself there.
            Place::Variable(name) if !is_name(name) => f.write_str("the variable that password_env names"),
            Place::Variable(name) => write!(f, "the variable {name}"),
            Place::File(file) => write!(f, "the file {}", file.display()),
            Place::Program(words) => write!(f, "the command {}", words.first().map_or("", String::as_str)),
            // What stands behind the first word may be a secret of its own, and so may a variable that is set before it.
            Place::Shell(line) => match line.split_whitespace().next() {
                Some(first) if !first.contains('=') => write!(f, "the command {first}"),
                _ => f.write_str("the command of password_command"),
            },
        }
    }
}

impl Place {
    /// As the settings name it; one place, and no more.
    pub(super) fn of(settings: &Mail) -> Result<Place, Usage> {
        let command = settings.password_command.as_ref().map(|command| match command {
            Several::One(line) => Place::Shell(line.clone()),
            Several::Many(words) => Place::Program(words.clone()),
        });
        let file = settings.password_file.as_ref().map(|file| Place::File(from(&settings.folder, file)));
        let variable = settings.password_env.clone().map(Place::Variable);
        let mut named = [command, file, variable].into_iter().flatten();
        match (named.next(), named.next()) {
            (None, _) => Ok(Place::Variable(VARIABLE.into())),
            (Some(place), None) => Ok(place),
            _ => Err(Usage(
                "mail: of password_env, password_file and password_command one is to be named, and no more"
                    .into(),
            )),
        }
    }

    /// Fetches it.
    pub(super) fn fetch(&self) -> anyhow::Result<Password> {
        let text = match self {
            Place::Variable(name) => variable(name).ok_or_else(|| {
                "is not set; next: set it, or name password_file or password_command under [mail]".to_owned()
            }),
            Place::File(file) => read(file),
            Place::Program(words) => match words.split_first() {
                Some((program, args)) => ask(Command::new(program).args(args)),
                None => Err("is empty".into()),
            },
            Place::Shell(line) => ask(&mut shell(line)),
        };
        let text = text.map_err(|why| Usage(format!("the password: {self} {why}")))?;
        match text.lines().next().unwrap_or_default() {
            "" => Err(Usage(format!("the password: {self} gives none: its first line is empty")).into()),
            first => Ok(Password(first.into())),
        }
    }
}

/// Is it what variables are called? By custom in capital letters.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// A file as a settings file names it: from its own folder, or from the home folder.
pub(super) fn from(folder: &Path, file: &Path) -> PathBuf {
    match file.strip_prefix("~").ok().zip(etcetera::home_dir().ok()) {
        Some((rest, home)) => home.join(rest),
        None => folder.join(file),
    }
}

#[allow(clippy::disallowed_methods)] // the command line may look: which variable is a setting, so that clap cannot
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn read(file: &Path) -> Result<String, String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {error}");
    // A pipe would be waited for, maybe for ever.
    if !file.metadata().map_err(cannot)?.is_file() {
        return Err("is no plain file; next: put the password into one that only you may read, or name password_command".into());
    }
    let open = std::fs::File::open(file).map_err(cannot)?;
    if let Some(why) = others_may_read(&open.metadata().map_err(cannot)?) {
        return Err(format!("is not read: {why} {}", file.display()));
    }
    let mut text = String::new();
    open.take(LONGEST).read_to_string(&mut text).map_err(cannot)?;
    Ok(text)
}

/// What a command prints, if it ends in time and well. What it says on stderr goes there.
fn ask(command: &mut Command) -> Result<String, String> {
    let begun = Instant::now();
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| format!("cannot be run: {error}"))?;
    let (tell, told) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut text = String::new();
            let read = out.take(LONGEST).read_to_string(&mut text);
            _ = tell.send(read.map(|_| text));
        });
    }
    let late = || format!("gave nothing within {} seconds", PATIENCE.as_secs());
    let Ok(read) = told.recv_timeout(PATIENCE) else {
        stop(&mut child);
        return Err(late());
    };
    while begun.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(ended)) if ended.success() => {
                return read.map_err(|error| format!("gave no text: {error}"));
            }
            Ok(Some(ended)) => return Err(format!("failed ({ended})")),
            Ok(None) => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => return Err(format!("cannot be waited for: {error}")),
        }
    }
    stop(&mut child);
    Err(late())
}

fn stop(child: &mut Child) {
    _ = child.kill();
    _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_not_shown() {
        let password = Password("hunter2".into());
        assert_eq!(format!("{password:?}"), "Password(not shown)");
        assert_eq!(password.hidden_in("no hunter2 here"), "no (password) here");
        // "\0me\0hunter2", as AUTH PLAIN sends it.
        let echoed = "535 bad credentials AUTH PLAIN AG1lAGh1bnRlcjI=";
        assert_eq!(password.hidden_in(echoed), "535 bad credentials AUTH PLAIN (not shown)");
        // By itself, as AUTH LOGIN sends it; what it stands beside is shown.
        let quoted = "535 rejected required AUTH=<aHVudGVyMg==>, \"xaHVudGVyMg\" ==\u{e4}";
        assert_eq!(
            password.hidden_in(quoted),
            "535 rejected required AUTH=<(not shown)>, \"(not shown)\" ==\u{e4}"
        );
        let place = Place::Shell("printf hunter2".into());
        assert_eq!(place.to_string(), "the command printf");
        assert_eq!(place.fetch().unwrap().reveal(), "hunter2");
        for place in [Place::Variable("hunter2".into()), Place::Shell("KEY=hunter2 ask".into())] {
            assert!(!place.to_string().contains("hunter2"), "{place}");
        }
    }

    #[test]
    fn a_command_gives_the_first_line_of_what_it_prints() {
        let words = |words: &[&str]| Place::Program(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(words(&["printf", "one\\ntwo\\n"]).fetch().unwrap().reveal(), "one");
        // No shell looks at it.
        assert_eq!(words(&["echo", "$HOME;x"]).fetch().unwrap().reveal(), "$HOME;x");
        for (place, why) in [
            (words(&["false"]), "failed"),
            (words(&["no-such-program"]), "cannot be run"),
            (words(&[]), "empty"),
        ] {
            assert!(place.fetch().unwrap_err().to_string().contains(why), "{place:?}");
        }
    }
}
