//! Where output goes: results to stdout or a file, everything else to stderr.

mod append;
mod file;
mod incognito;
mod lock;
mod next;
mod rows;

pub(super) use append::append;
pub(super) use file::{Replacement, keep, target, write_file};
pub(super) use incognito::{IncognitoArgs, hides};
pub(super) use lock::try_lock;
pub(super) use next::next;

use super::pager;
use super::usage::Usage;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use ipi::output::page::Page;
use ipi::output::plot::Glyphs;
use ipi::output::sheet::{Dialect, Sheet};
use ipi::output::text::Style;
use ipi::output::weekly::Weekly;
use ipi::output::{html, markdown, text, words, workbook};
use ipi::report::Problem;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Set in a process that answers its parent alone.
static CHILD: AtomicBool = AtomicBool::new(false);

/// Says that this process answers its parent alone: it writes no file, and nobody reads what it has to say beside.
pub(super) fn answer_parent() {
    CHILD.store(true, Ordering::Relaxed);
}

fn is_child() -> bool {
    CHILD.load(Ordering::Relaxed)
}

/// The forms that a report can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading: tables of 80 columns where it does not go to a terminal.
    Text,
    /// One JSON document with a `schema` field.
    Json,
    /// The rows of csv, a JSON object on each line.
    Jsonl,
    /// Comma-separated rows for a spreadsheet.
    Csv,
    /// Tab-separated rows.
    Tsv,
    /// One row of the week, for a file that grows by one a week (ipi score only).
    Row,
    /// Markdown.
    Md,
    /// One HTML page that needs nothing else.
    Html,
    /// A workbook for Excel and LibreOffice.
    Xlsx,
    /// A letter, as a mail program reads it (ipi score only).
    Eml,
}

impl Format {
    /// Does it tell the whole week, where the score is asked for?
    pub(super) fn is_week(self) -> bool {
        matches!(self, Format::Html | Format::Xlsx | Format::Eml)
    }

    /// Is it rows of a sheet?
    pub(super) fn is_rows(self) -> bool {
        matches!(self, Format::Jsonl | Format::Csv | Format::Tsv | Format::Row)
    }
}

/// The forms of one report; only the one that is asked for is made.
pub(super) struct Forms<'a, 's> {
    /// For people.
    pub(super) page: &'a dyn Fn() -> Page,
    /// For spreadsheets and pipes.
    pub(super) sheet: &'a dyn Fn() -> Sheet<'s>,
    /// One JSON document.
    pub(super) json: &'a dyn Fn() -> String,
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

    /// Is all to be shown? Whoever asks for Markdown or HTML has a page, and no screen, before him.
    pub(super) fn all(self, format: Format) -> bool {
        self.details || matches!(format, Format::Md | Format::Html)
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
    #[command(flatten)]
    rows: rows::RowArgs,
}

impl OutArgs {
    /// The form asked for: by flag, else by the ending of the output file's name, else text.
    pub(super) fn format(&self) -> anyhow::Result<Format> {
        match self.format_of_score()? {
            Format::Row => {
                Err(Usage("only ipi score writes a row of the week; name another form".into()).into())
            }
            Format::Eml => Err(Usage("only ipi score writes a letter; name another form".into()).into()),
            format => Ok(format),
        }
    }

    /// The form asked for, of the report that can be a letter or a row too. What is asked for beside it has to suit it.
    pub(super) fn format_of_score(&self) -> anyhow::Result<Format> {
        let format = self.named_format()?;
        if format == Format::Xlsx && !workbook::IS_BUILT {
            return Err(Usage(workbook::NOT_BUILT.into()).into());
        }
        self.dialect(format)?;
        Ok(format)
    }

    /// The dialect of a row that is added to a file; nothing else can be asked for beside it.
    pub(super) fn appended(&self, to: &Path) -> anyhow::Result<(Dialect, rows::RowArgs)> {
        let ending = to.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let tabs = match ending.as_deref() {
            None | Some("csv" | "txt") => false,
            Some("tsv" | "tab") => true,
            Some(other) => {
                return Err(Usage(format!(
                    "--append writes rows of text, which do not go under the name of a .{} file; name a .csv, .tsv or .txt",
                    words::printable(other)
                ))
                .into());
            }
        };
        match (self.format, self.file()) {
            (None | Some(Format::Row), None) => Ok((self.rows.dialect(tabs)?, self.rows)),
            (_, Some(_)) => Err(Usage("--append names the file already; leave --output out".into()).into()),
            _ => Err(Usage(
                "--append takes the row of the week; leave --format out, or say --format row".into(),
            )
            .into()),
        }
    }

    /// Refuses what is said of rows of text where none are written.
    pub(super) fn refuse_row_flags(&self) -> anyhow::Result<()> {
        self.dialect(Format::Json).map(|_| ())
    }

    /// How rows are written.
    fn dialect(&self, format: Format) -> anyhow::Result<Dialect> {
        match (format, self.rows.given()) {
            (Format::Csv | Format::Row | Format::Tsv, _) => Ok(self.rows.dialect(format == Format::Tsv)?),
            (_, None) => Ok(Dialect::CSV),
            (_, Some(flag)) => Err(Usage(format!(
                "{flag} is for rows of text and has no meaning in this form; say --format csv or tsv, or leave it out"
            ))
            .into()),
        }
    }

    fn named_format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(ending) = self.file().and_then(|file| file.extension()?.to_str()) else {
            return Ok(Format::Text);
        };
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Ok(Format::Text),
            "json" => Ok(Format::Json),
            "jsonl" | "ndjson" => Ok(Format::Jsonl),
            "csv" => Ok(Format::Csv),
            "tsv" | "tab" => Ok(Format::Tsv),
            "md" => Ok(Format::Md),
            "html" | "htm" => Ok(Format::Html),
            "xlsx" => Ok(Format::Xlsx),
            "eml" => Ok(Format::Eml),
            other => Err(Usage(format!(
                "no form goes with the ending .{other}; write .txt, .md, .html, .xlsx, .json, .jsonl, .csv or .tsv, or name the form with --format"
            ))
            .into()),
        }
    }

    /// The form asked for, where one is: by flag, or by the ending of the output file's name.
    pub(super) fn stated_format(&self) -> anyhow::Result<Option<Format>> {
        let stated = self.format.is_some() || self.file().is_some_and(|file| file.extension().is_some());
        if stated { self.format().map(Some) } else { Ok(None) }
    }

    /// The file asked for, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| *file != Path::new("-"))
    }

    /// Makes the form that is asked for, and writes it.
    pub(super) fn emit(&self, forms: &Forms<'_, '_>) -> anyhow::Result<()> {
        if hides() {
            return self.public((forms.sheet)(), Page::default());
        }
        match self.format_of_score()? {
            Format::Text | Format::Md => self.page(&(forms.page)()),
            Format::Json => self.write((forms.json)()),
            Format::Jsonl => self.write((forms.sheet)().jsonl()),
            format @ (Format::Csv | Format::Tsv | Format::Row) => {
                self.write((forms.sheet)().csv(self.dialect(format)?))
            }
            Format::Html => self.write(html::page(&(forms.page)())),
            Format::Xlsx => self.write(workbook::sheet((forms.sheet)())?),
            Format::Eml => Ok(()), // refused before anything is read
        }
    }

    /// Writes the whole week in one of the forms that tell it.
    pub(super) fn week(&self, format: Format, week: &Weekly<'_>) -> anyhow::Result<()> {
        match format {
            Format::Xlsx => self.write(workbook::week(week)?),
            _ => self.write(html::week(week)),
        }
    }

    /// Draws a page as text or Markdown and writes it.
    fn page(&self, page: &Page) -> anyhow::Result<()> {
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
        let unicode = ipi::system::TERMINALS_SHOW_UNICODE
            || ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(std::env::var_os).is_some_and(|locale| {
                locale.to_string_lossy().to_ascii_uppercase().replace('-', "").contains("UTF8")
            });
        (if unicode { Glyphs::Unicode } else { Glyphs::Ascii }, self.style().width)
    }

    /// Writes a finished report to the file or to stdout.
    pub(super) fn write(&self, report: impl AsRef<[u8]>) -> anyhow::Result<()> {
        let report = report.as_ref();
        match self.file() {
            Some(file) => {
                file::spare_weeks(file)?;
                let written = file::replace(file, report).map_err(ipi::system::not_replaced);
                written.with_context(|| format!("cannot write {}", file.display()))
            }
            None => print_bytes(report),
        }
    }
}

/// Writes to stdout; an error, such as a full disk behind a redirection, is not lost.
pub(super) fn print(report: &str) -> anyhow::Result<()> {
    print_bytes(report.as_bytes())
}

fn print_bytes(report: &[u8]) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(report).and_then(|()| stdout.flush()).context("cannot write to stdout")
}

/// One line on stderr that says what was done, or not.
pub(super) fn note(text: &str) {
    _ = writeln!(std::io::stderr().lock(), "ipi: {}", words::printable(text));
}

/// One line on stderr for a warning.
pub(super) fn warning(text: &str) {
    if is_child() {
        return;
    }
    let Some(text) = (if hides() { incognito::warning() } else { Some(text) }) else { return };
    _ = writeln!(std::io::stderr().lock(), "ipi: warning: {}", words::printable(text));
}

/// One line on stderr for something that is wrong with the input.
pub(super) fn problem(problem: &Problem) {
    let told = if hides() { incognito::problem(problem) } else { problem.to_string() };
    _ = writeln!(std::io::stderr().lock(), "ipi: error: {told}");
}

/// One line on stderr for something that is wrong and was passed over at the user's wish.
pub(super) fn passed_over(problem: &Problem) {
    if is_child() {
        return;
    }
    let told = if hides() { incognito::problem(problem) } else { problem.to_string() };
    _ = writeln!(std::io::stderr().lock(), "ipi: warning: left out: {told}");
}

/// An error with its causes on stderr.
pub(super) fn error(error: &anyhow::Error) {
    let mut stderr = std::io::stderr().lock();
    let lines = if hides() {
        incognito::error(error)
    } else {
        format!("{error:#}").lines().map(words::printable).collect()
    };
    lines.iter().for_each(|line| _ = writeln!(stderr, "ipi: error: {line}"));
}
