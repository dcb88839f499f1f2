//! Where output goes: results to stdout or a file, everything else to stderr.

use super::pager;
use super::usage::Usage;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use ipi::output::page::Page;
use ipi::output::plot::Glyphs;
use ipi::output::text::Style;
use ipi::output::{markdown, text, words};
use ipi::report::Problem;
use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The forms that a report can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading: tables of 80 columns where it does not go to a terminal.
    Text,
    /// One JSON document with a `schema` field.
    Json,
    /// Comma-separated rows for a spreadsheet.
    Csv,
    /// Markdown.
    Md,
}

/// For reports with a first screen.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct DetailArgs {
    /// Show all that stands behind the first screen: points, sums, storage, notes, files
    #[arg(short = 'v', long)]
    details: bool,
}

impl DetailArgs {
    /// Is all asked for by name?
    pub(super) fn asked(self) -> bool {
        self.details
    }

    /// Is all to be shown? Whoever asks for Markdown has a page, and no screen, before him.
    pub(super) fn all(self, format: Format) -> bool {
        self.details || format == Format::Md
    }
}

/// When colours are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// Flags that every report command has.
#[derive(Clone, Debug, Args)]
pub(super) struct OutArgs {
    /// Form of the report [default: from the name of --output, else text]
    #[arg(short, long, value_enum, value_name = "FORM")]
    format: Option<Format>,
    /// Write to FILE instead of stdout; it is replaced only when the report is complete
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Colours
    #[arg(
        long = "color",
        visible_alias = "colour",
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false
    )]
    colour: Colour,
    /// Print what is longer than the screen without a pager
    #[arg(long)]
    no_pager: bool,
}

impl OutArgs {
    /// The form asked for: by flag, else by the ending of the output file's name, else text.
    pub(super) fn format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(ending) = self.file().and_then(|file| file.extension()?.to_str()) else {
            return Ok(Format::Text);
        };
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Ok(Format::Text),
            "json" => Ok(Format::Json),
            "csv" => Ok(Format::Csv),
            "md" => Ok(Format::Md),
            other => Err(Usage(format!(
                "no form goes with the ending .{other}; write .txt, .json, .csv or .md, or name the form with --format"
            ))
            .into()),
        }
    }

    /// The file asked for, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| *file != Path::new("-"))
    }

    /// Draws a page as text or Markdown and writes it.
    pub(super) fn page(&self, page: &Page) -> anyhow::Result<()> {
        let drawn = match self.format()? {
            Format::Md => markdown::render(page),
            _ if self.file().is_some() => text::render(page, Style::PLAIN),
            _ => {
                let drawn = text::render(page, self.style());
                return if self.no_pager || !pager::show(&drawn) { self.write(&drawn) } else { Ok(()) };
            }
        };
        self.write(&drawn)
    }

    /// The width and the colours that suit stdout: the terminal's, or plain 80 columns in a pipe.
    pub(super) fn style(&self) -> Style {
        let stdout = std::io::stdout();
        let is_terminal = stdout.is_terminal();
        let colour = match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                is_terminal && anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never
            }
        };
        let width = terminal_size::terminal_size().filter(|_| is_terminal);
        let width = width.map_or(80, |(terminal_size::Width(width), _)| width.clamp(40, 120));
        Style { width, colour }
    }

    /// How a plot is drawn: Unicode where it goes straight to a terminal that shows it; and how wide.
    pub(super) fn plot(&self) -> (Glyphs, u16) {
        if self.file().is_some() || !std::io::stdout().is_terminal() {
            return (Glyphs::Ascii, Style::PLAIN.width);
        }
        let unicode = cfg!(any(windows, target_os = "macos"))
            || ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(std::env::var_os).is_some_and(|locale| {
                locale.to_string_lossy().to_ascii_uppercase().replace('-', "").contains("UTF8")
            });
        (if unicode { Glyphs::Unicode } else { Glyphs::Ascii }, self.style().width)
    }

    /// Writes a finished report to the file or to stdout.
    pub(super) fn write(&self, report: &str) -> anyhow::Result<()> {
        match self.file() {
            Some(file) => replace(file, report).with_context(|| format!("cannot write {}", file.display())),
            None => print(report),
        }
    }
}

/// Writes to stdout; an error, such as a full disk behind a redirection, is not lost.
pub(super) fn print(report: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(report.as_bytes()).and_then(|()| stdout.flush()).context("cannot write to stdout")
}

/// Writes a further file in one step, as reports are written.
pub(super) fn write_file(file: &Path, text: &str) -> std::io::Result<()> {
    replace(file, text)
}

/// Files that were read in this run: no output replaces one of them.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Notes that a file is an input, or the history: whatever is asked for, it is not written over.
pub(super) fn keep(file: &Path) {
    if let (Ok(mut read), Ok(path)) = (READ.lock(), file.canonicalize()) {
        read.insert(path);
    }
}

fn is_read(file: &Path) -> bool {
    let path = file.canonicalize();
    path.is_ok_and(|path| READ.lock().is_ok_and(|read| read.contains(&path)))
}

/// Replaces `file` in one step, so that a reader never sees half a report. What is there and no plain file, such as a
/// device, is written to instead.
fn replace(file: &Path, report: &str) -> std::io::Result<()> {
    if is_read(file) {
        return Err(std::io::Error::new(
            std::io::ErrorKind::AlreadyExists,
            "it is one of the files that were read, and nothing was written; next: name another file",
        ));
    }
    if file.metadata().is_ok_and(|there| !there.is_file()) {
        return std::fs::write(file, report);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    draft.write_all(report.as_bytes())?;
    draft.as_file().sync_all()?;
    draft.persist(file).map_err(|error| error.error)?;
    // Nor does a second output of the same run take its place.
    keep(file);
    Ok(())
}

/// One line on stderr for a warning.
pub(super) fn warning(text: &str) {
    _ = writeln!(std::io::stderr().lock(), "ipi: warning: {}", words::printable(text));
}

/// One line on stderr for something that is wrong with the input.
pub(super) fn problem(problem: &Problem) {
    _ = writeln!(std::io::stderr().lock(), "ipi: error: {problem}");
}

/// One line on stderr for something that is wrong and was passed over at the user's wish.
pub(super) fn passed_over(problem: &Problem) {
    _ = writeln!(std::io::stderr().lock(), "ipi: warning: left out: {problem}");
}

/// An error with its causes on stderr.
pub(super) fn error(error: &anyhow::Error) {
    let mut stderr = std::io::stderr().lock();
    for line in format!("{error:#}").lines() {
        _ = writeln!(stderr, "ipi: error: {}", words::printable(line));
    }
}
