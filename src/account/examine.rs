//! What can be said of the files before any figure is believed: what each is, and all that is wrong with them.

use super::intake::{Opened, Troubles};
use super::ledger::Days;
use super::{Account, Joined, Note, Settings, SourceFile, join};
use crate::ids::Marketplace;
use crate::report::{
    Business, CustomerShipmentSales, DailyHistory, Export, LedgerDetail, LedgerEvent, LedgerRow,
    LedgerSummary, Orders, Plan, Problem, Refused, ReportKind, Sale, Shipments, Sink, Source, StorageFees,
    Stranded, Unread,
};
use chrono::NaiveDate;
use std::sync::Arc;

/// All files, and what is wrong with them. Unlike [`Account::read`] it refuses nothing.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Every file that may be a report, in the order of names.
    pub files: Vec<Examined>,
    /// What keeps the input from being trusted.
    pub problems: Vec<Problem>,
    /// What else was seen; some of it is a fault that does not forbid a figure.
    pub notes: Vec<Note>,
    /// Rows left out because something in them is wrong.
    pub rows_left_out: u64,
    /// What is wrong is left out at the seller's wish.
    pub partial: bool,
    /// What would be judged, where the files tell a day.
    pub account: Option<Account>,
    /// Why no day can be judged, where none can, or no score be told of it.
    pub too_little: Option<&'static str>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The path as the user gave it.
    pub file: Arc<str>,
    /// Bytes.
    pub bytes: u64,
    /// What it is; `None` where it could not be read as a report.
    pub source: Option<SourceFile>,
}

/// How good the input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitness {
    /// Nothing is wrong.
    Well,
    /// Something is odd, and figures can be computed all the same.
    Odd,
    /// No figure is computed from it.
    Unfit,
}

impl Examination {
    /// Reads all files, joins them as for a score, and tells what came of it.
    #[must_use]
    pub fn of(sources: &[Source], settings: &Settings) -> Examination {
        let Joined { sources, mut opened, account, mut notes, mut troubles } = join(sources, settings);
        let unread: Vec<_> = opened.iter().map(|opened| !opened.read || account.is_err()).collect();
        read_rest(&mut opened, &settings.plan, &mut troubles);
        // Those of the others are in the account's notes.
        let odd = opened.iter().zip(unread).filter(|(_, unread)| *unread);
        let odd: Vec<_> = odd.flat_map(|(opened, _)| opened.oddities()).collect();
        let judged = account.as_ref().map(|account| account.sources.as_slice()).unwrap_or_default();
        let mut known = opened.into_iter().map(|opened| opened.file).peekable();
        let files = sources
            .iter()
            .filter(|source| !source.is_stray())
            .map(|source| {
                let file = known.next_if(|file| file.file == *source.name());
                let used = |file: &SourceFile| judged.iter().any(|s| s.file == file.file && s.used);
                let source_file = file.map(|file| SourceFile { used: used(&file), ..file });
                Examined { file: source.name().clone(), bytes: source.len(), source: source_file }
            })
            .collect();
        let partial = settings.lenient && !troubles.problems.is_empty();
        notes.extend(account.iter().flat_map(|account| account.notes.iter().cloned()));
        notes.extend(odd);
        let problems = Refused(troubles.problems);
        notes.extend(partial.then(|| Note::LeftOut { problems: problems.count(), rows: troubles.rows }));
        Examination {
            files,
            problems: problems.0,
            notes,
            partial,
            rows_left_out: troubles.rows,
            too_little: account.as_ref().err().copied(),
            account: account.ok(),
        }
    }

    /// The day that would be judged, where the files tell one.
    #[must_use]
    pub fn as_of(&self) -> Option<NaiveDate> {
        self.account.as_ref().map(|account| account.as_of.day())
    }

    /// The marketplace that would be judged, where it is known.
    #[must_use]
    pub fn marketplace(&self) -> Option<Marketplace> {
        self.account.as_ref().and_then(|account| account.marketplace)
    }

    /// How good the input is, all in all.
    #[must_use]
    pub fn fitness(&self) -> Fitness {
        if !self.problems.is_empty() {
            Fitness::Unfit
        } else if self.notes.iter().any(Note::is_fault) {
            Fitness::Odd
        } else {
            Fitness::Well
        }
    }
}

/// Reads the files that no figure needed, or that there was no day to read them for.
pub(super) fn read_rest(opened: &mut [Opened], plan: &Plan, troubles: &mut Troubles) {
    for opened in opened.iter_mut().filter(|opened| !opened.read) {
        read_alone(opened, plan, troubles);
    }
}

/// Counts the rows of a file, takes its days, and finds what is wrong with it.
fn read_alone(opened: &mut Opened, plan: &Plan, troubles: &mut Troubles) {
    match opened.report.kind {
        ReportKind::LedgerSummary => days::<LedgerSummary>(opened, plan, troubles),
        ReportKind::DailyHistory => days::<DailyHistory>(opened, plan, troubles),
        ReportKind::LedgerDetail => days::<LedgerDetail>(opened, plan, troubles),
        ReportKind::Shipments => days::<Shipments>(opened, plan, troubles),
        ReportKind::CustomerShipmentSales => days::<CustomerShipmentSales>(opened, plan, troubles),
        ReportKind::Orders => days::<Orders>(opened, plan, troubles),
        ReportKind::Stranded => rows::<Stranded>(opened, plan, troubles),
        ReportKind::StorageFees => rows::<StorageFees>(opened, plan, troubles),
        ReportKind::Business => rows::<Business>(opened, plan, troubles),
        _ => count_rows(opened, plan),
    }
}

/// Counts the rows of a file of which nothing is used, so that nothing in it can be wrong.
pub(super) fn count_rows(opened: &mut Opened, plan: &Plan) {
    rows::<Unread>(opened, plan, &mut Troubles::default());
}

/// The last day that a ledger or a sales report tells; `None` for other files. Its problems come up when it is read.
pub(super) fn last_day(opened: &mut Opened, plan: &Plan) -> Option<NaiveDate> {
    read_alone(opened, plan, &mut Troubles::default());
    opened.read = false;
    opened.file.days.map(|(_, last)| last)
}

/// What is wrong with a file. Whoever reads it later finds it again.
pub(super) fn troubles(opened: &mut Opened, plan: &Plan) -> Troubles {
    let mut found = Troubles::default();
    read_alone(opened, plan, &mut found);
    opened.read = false;
    found
}

fn days<E: Export>(opened: &mut Opened, plan: &Plan, troubles: &mut Troubles)
where
    DaysSeen: Sink<E>,
{
    let sinks = opened.read::<E, DaysSeen>(plan, troubles, DaysSeen::default).unwrap_or_default();
    let mut all = Days::default();
    sinks.iter().for_each(|sink| all.join(sink.0));
    opened.file.days = all.span;
}

fn rows<E: Export>(opened: &mut Opened, plan: &Plan, troubles: &mut Troubles) {
    _ = opened.read::<E, Nothing>(plan, troubles, || Nothing);
}

/// Keeps the days of the rows.
#[derive(Default)]
struct DaysSeen(Days);

macro_rules! sees_days {
    ($($export:ident $row:ty;)*) => {$(
        impl Sink<$export> for DaysSeen {
            fn row(&mut self, row: $row, _: u64) {
                self.0.add(row.day);
            }
        }
    )*};
}
sees_days! {
    LedgerSummary LedgerRow<'_>;
    DailyHistory LedgerRow<'_>;
    LedgerDetail LedgerEvent<'_>;
    Shipments Sale<'_>;
    CustomerShipmentSales Sale<'_>;
    Orders Sale<'_>;
}

/// Keeps nothing: the reader counts the rows and finds the faults.
struct Nothing;

impl<E: Export> Sink<E> for Nothing {
    fn row(&mut self, _: E::Row<'_>, _: u64) {}
}
