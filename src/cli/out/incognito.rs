//! `--incognito`: what is shown to strangers, and what is said beside it.

use super::super::usage::Usage;
use super::{Format, OutArgs};
use clap::Args;
use ipi::account::ReadError;
use ipi::output::incognito::Public;
use ipi::output::page::Page;
use ipi::output::sheet::Sheet;
use ipi::output::{html, workbook};
use ipi::report::Problem;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set where names and amounts are hidden.
static HIDES: AtomicBool = AtomicBool::new(false);
/// Set when it has been said that a warning is hidden.
static SAID: AtomicBool = AtomicBool::new(false);

/// To show a result to strangers.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct IncognitoArgs {
    /// To show it to others: without names of SKUs, products, accounts and files, and without units and money; the history keeps
    /// the truth
    #[arg(long)]
    incognito: bool,
}

impl IncognitoArgs {
    /// Hides names and amounts from here on, where that is asked for. With it goes no flag that would show them.
    pub(in crate::cli) fn begin(self, beside: &[(bool, &str)]) -> Result<(), Usage> {
        if !self.incognito {
            return Ok(());
        }
        if let Some((_, flag)) = beside.iter().find(|(is_given, _)| *is_given) {
            return Err(Usage(format!(
                "{flag} shows names or amounts, which --incognito hides; leave one of the two out"
            )));
        }
        HIDES.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// Are names and amounts hidden?
pub(in crate::cli) fn hides() -> bool {
    HIDES.load(Ordering::Relaxed)
}

impl OutArgs {
    /// Writes what strangers may see of the rows of a report, below what is told of it already.
    pub(in crate::cli) fn public(&self, sheet: Sheet<'_>, told: Page) -> anyhow::Result<()> {
        let public = Public::of(sheet);
        match self.format_of_score()? {
            Format::Text | Format::Md => self.page(&public.page(told)),
            Format::Html => self.write(html::public(&public.page(told))),
            Format::Json => self.write(public.json()),
            Format::Jsonl => self.write(public.sheet().jsonl()),
            Format::Xlsx => self.write(workbook::sheet(public.sheet())?),
            format @ (Format::Csv | Format::Tsv | Format::Row | Format::Eml) => {
                self.write(public.sheet().csv(self.dialect(format)?))
            }
        }
    }
}

/// A warning as strangers may see it: once, that there is one.
pub(super) fn warning() -> Option<&'static str> {
    let is_first = !SAID.swap(true, Ordering::Relaxed);
    is_first.then_some("--incognito hides what is warned of; run it without to read that")
}

/// What is wrong with a report, without its name, its place and what stands there.
pub(super) fn problem(problem: &Problem) -> String {
    let code = problem.code;
    let what = if code.why().starts_with("is ") { "what stands in a cell" } else { "a report:" };
    format!("{what} {}; {} [{code}]", code.why(), code.next())
}

/// An error, line by line: of reports what is wrong with them, else only that there is one.
pub(super) fn error(error: &anyhow::Error) -> Vec<String> {
    match error.downcast_ref::<ReadError>() {
        Some(ReadError::Refused(refused)) => {
            let mut lines: Vec<_> = refused.0.iter().map(problem).collect();
            lines.dedup();
            lines
        }
        Some(ReadError::TooLittle(why)) => vec![(*why).to_owned()],
        None => vec!["--incognito hides what went wrong; run it without to read that".into()],
    }
}
