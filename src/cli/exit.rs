//! Exit codes are a promise to scripts and to cron: they are given out here and nowhere else.

use super::usage::Usage;
use clap::builder::StyledStr;
use clap::error::ContextValue;
use ipi::account::ReadError;
use ipi::ids::printable;
use std::error::Error as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// The table that stands at the end of `--help`.
pub(super) const HELP: &str = "\
Exit codes:
  0  done
  1  a check that you asked for failed (--fail-..., ipi check)
  2  wrong usage or settings
  3  input that cannot be read or trusted, or output that cannot be written or sent
  4  too little data for a number";

/// How a command ended when nothing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All done.
    Done,
    /// Done, and a check that was asked for failed.
    CheckFailed,
    /// The input was examined and no figure can be computed from it.
    Unfit,
    /// The input was read, but is too little for a number.
    TooLittle,
}

/// Prints clap's own message (help and version go to stdout), an error with the prefix of all others, and gives the code
/// for it.
pub(super) fn usage(error: clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == "--incognito") {
        let hidden =
            "what was typed is wrong, and --incognito hides it; run it without to read what is wrong";
        _ = writeln!(io::stderr().lock(), "ipi: error: {hidden}");
        return ExitCode::from(2);
    }
    let error = shown(error);
    let plain = error.to_string();
    let safe: Vec<_> = plain.lines().map(printable).collect();
    // What clap makes of an error by itself has lost the sequences of a terminal; the styled one, which goes to a terminal, has not.
    let obeyed =
        || error.source().is_some_and(|why| why.to_string().contains(|c: char| c.is_control() && c != '\n'));
    if obeyed() || safe.iter().ne(&plain.lines().collect::<Vec<_>>()) {
        // What was typed comes back in it; where a terminal would obey that, colours are given up for safety.
        _ = writeln!(io::stderr().lock(), "ipi: {}", safe.join("\n"));
    } else if error.use_stderr() && plain.starts_with("error:") {
        _ = write!(anstream::stderr().lock(), "ipi: {}", error.render().ansi());
    } else if let Err(unwritten) = error.print() {
        return code(Err(anyhow::Error::new(unwritten).context("cannot write to stdout")));
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// The same error, with all that was typed as a terminal may show it.
fn shown(mut error: clap::Error) -> clap::Error {
    let values: Vec<_> = error.context().map(|(kind, value)| (kind, value.clone())).collect();
    for (kind, value) in values {
        let safe = match &value {
            ContextValue::String(text) => ContextValue::String(printable(text)),
            ContextValue::Strings(texts) => {
                ContextValue::Strings(texts.iter().map(|text| printable(text)).collect())
            }
            // A tip that repeats what was typed, between clap's own colours.
            ContextValue::StyledStrs(tips) => {
                let plain = |tip: &StyledStr| StyledStr::from(printable(&tip.to_string()));
                ContextValue::StyledStrs(tips.iter().map(plain).collect())
            }
            _ => continue,
        };
        error.insert(kind, safe);
    }
    error
}

/// The exit code of a finished command; an error is printed first. A reader that closed the pipe is no error.
pub(super) fn code(result: anyhow::Result<Ended>) -> ExitCode {
    match result {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::CheckFailed) => ExitCode::from(1),
        Ok(Ended::Unfit) => ExitCode::from(3),
        Ok(Ended::TooLittle) => ExitCode::from(4),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            super::out::error(&error);
            ExitCode::from(of(&error))
        }
    }
}

/// The exit code that an error stands for.
pub(super) fn of(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<ReadError>() {
        Some(ReadError::TooLittle(_)) => 4,
        None if error.is::<Usage>() => 2,
        _ => 3,
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
