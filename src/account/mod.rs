//! All reports of an account joined: what is true of it on one day, and how far that can be trusted.
//!
//! # One stock
//!
//! A stock is the units that carry one label (FNSKU); a SKU is a name for it (`roster`). So units, sales, volume and days of a
//! product that was listed anew, or closed and opened again, are those of all its names, and what several rows or reports
//! say of one stock counts once (`today`, `repeats`). What reports say of the same stock is compared (`compared`), and what a
//! report cannot be is told by itself (`plausible`, `continuity`, `ledger_fit`).
//!
//! On hand are units that can be sold at fulfilment centres and in transfer between them: today's stock, past stock and days
//! in stock measure the same. FBA Inventory states units in transfer since early 2026; the ledger has them in a column beside
//! its balance, which is added where it agrees with what the inventory report counts, or no such report is there.
//!
//! # Which report wins
//!
//! | fact | taken from, in this order | why |
//! |---|---|---|
//! | as-of day | `--as-of`; the newest day of an inventory report; the ledger's last day | stock is judged on the day it was counted |
//! | on hand | FBA Inventory, else Inventory Age, Inventory Health, Manage FBA Inventory, Amazon Fulfilled Inventory, Restock of the day | the first is what Amazon counts; a SKU it leaves out has the ledger's last sellable balance, else what another of these reports states |
//! | units shipped | FBA Inventory (Age, Health), else ledger, Amazon Fulfilled Shipments, Customer Shipment Sales, All Orders | Amazon's own count where it lists the SKU; the others by closeness to the shipment |
//! | excess | FBA Inventory, else derived | only Amazon knows its forecast |
//! | stock on past days | kept inventory reports, else ledger, else the sell-through column | see [`crate::factor::sell_through`] |
//! | days in stock | ledger | no other export has days |
//! | stranded | Stranded Inventory | none other has it |
//!
//! Where two reports state the same fact differently the account carries a [`Note`].

mod balances;
mod compared;
mod continuity;
mod course;
mod dated;
mod day;
mod days;
mod events;
mod examine;
mod extras;
mod facts;
mod gaps;
mod gather;
mod intake;
mod known;
mod ledger;
mod ledger_fit;
mod ledgers;
mod note;
mod order;
mod overlap;
mod periods;
mod place;
mod plausible;
mod quality;
mod repeats;
mod roster;
mod sales;
mod shards;
mod snapshots;
mod sold;
mod source;
#[doc(hidden)]
pub mod stages;
mod steering;
mod stock;
mod stranded;
mod today;
mod told;
mod totals;
mod volumes;

pub use dated::Dated;
pub use examine::{Examination, Examined, Fitness};
pub use facts::{DayCount, Fact, Origin, StockFacts};
pub use note::Note;
pub use source::SourceFile;
pub use steering::{Demand, Moves, PastStock, PastUnits, Steer, SteerFacts, Steering};

pub use crate::report::{Advice, Ages, Details, Inbound, Size, StrandedWhy};

use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::{Plan, Refused, ReportKind, Source};
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt;

/// What the seller says beside the reports.
#[derive(Debug)]
pub struct Settings {
    /// Judge this marketplace; else the one that the reports name.
    pub marketplace: Option<Marketplace>,
    /// Judge this day; else the newest of the reports.
    pub as_of: Option<NaiveDate>,
    /// Nothing is stranded: Amazon makes no report then.
    pub no_stranded: bool,
    /// Go on without the rows and files that are wrong.
    pub lenient: bool,
    /// SKUs that are not to be replenished, by the seller's word: no export carries it.
    pub excluded: BTreeSet<String>,
    /// What is read beside the figures of the factors; `None` where nothing is.
    pub steer: Option<Steer>,
    /// How files are read.
    pub plan: Plan,
}

/// What is true of an account on one day.
#[derive(Clone, Debug)]
pub struct Account {
    /// The day.
    pub as_of: AsOf,
    /// The marketplace, where the seller or a report names it.
    pub marketplace: Option<Marketplace>,
    /// Every stock that any report knows, in the order of their names.
    pub stocks: Vec<StockFacts>,
    /// The inventory report that says what is on hand; `None` where only the ledger does.
    pub inventory: Option<ReportKind>,
    /// Stock at the end of the snapshot days, by source, the one that is to be used first.
    pub snapshots: Vec<Snapshots>,
    /// Whether stranded units are known.
    pub stranded: StrandedWord,
    /// Whether days in stock are known for the in-stock window.
    pub in_stock_known: bool,
    /// The ledger's span of days.
    pub ledger: Option<(NaiveDate, NaiveDate)>,
    /// Files read.
    pub sources: Vec<SourceFile>,
    /// What a reader should know.
    pub notes: Vec<Note>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// The problems that were passed over.
    pub passed_over: Refused,
    /// What is kept per stock beside the figures of the factors, where it was asked for.
    pub steering: Option<Steering>,
}

/// Where past stock comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SnapshotSource {
    /// Inventory reports of those days.
    KeptReports,
    /// The ledger's sellable balance.
    Ledger,
    /// Amazon's sell-through column: gives an average, not the days.
    SellThroughColumn,
}

impl SnapshotSource {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            SnapshotSource::KeptReports => "inventory-reports",
            SnapshotSource::Ledger => "ledger",
            SnapshotSource::SellThroughColumn => "sell-through-column",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            SnapshotSource::KeptReports => "kept reports",
            SnapshotSource::Ledger => "ledger",
            SnapshotSource::SellThroughColumn => "sell-through column",
        }
    }
}

/// Stock at the end of the four snapshot days, as one source has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshots {
    /// Where it comes from.
    pub source: SnapshotSource,
    /// Units on each day, today first; `None` where the source does not reach.
    pub units: [Option<Units>; 4],
    /// The day that was really counted: kept reports may be off by up to three days.
    pub days: [NaiveDate; 4],
    /// For a source that gives an average only: that average.
    pub average: Option<Average>,
}

/// An average stock that no single days are known of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// Units.
    pub units: f64,
    /// SKUs whose average is not implied, because they sold nothing: today's units stand for it.
    pub unsold_skus: u64,
    /// Units of those.
    pub unsold_units: Units,
}

/// What is known of stranded units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrandedWord {
    /// A report lists them.
    Reported,
    /// The seller says there are none.
    SaidNone,
    /// Neither.
    NotStated,
}

/// Why there is no account.
#[derive(Debug)]
pub enum ReadError {
    /// Something is wrong with the input.
    Refused(Refused),
    /// No file is a report with stock or a ledger.
    TooLittle(&'static str),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Refused(refused) => refused.fmt(f),
            ReadError::TooLittle(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for ReadError {}

impl Account {
    /// Reads all files and joins them.
    ///
    /// # Errors
    /// Every problem of every file, unless `lenient`; or that there is too little to judge a day.
    pub fn read(sources: &[Source], settings: &Settings) -> Result<Account, ReadError> {
        let Joined { account, troubles, .. } = join(sources, settings);
        let refused = Refused(troubles.problems);
        let mut account = match account {
            Ok(account) if refused.0.is_empty() || settings.lenient => account,
            Err(why) if refused.0.is_empty() => return Err(ReadError::TooLittle(why)),
            _ => return Err(ReadError::Refused(refused)),
        };
        if !refused.0.is_empty() {
            account.partial = true;
            account.notes.push(Note::LeftOut { problems: refused.count(), rows: troubles.rows });
            account.passed_over = refused;
        }
        Ok(account)
    }
}

/// What came of reading and joining, whether or not it can be believed.
struct Joined {
    /// All sources, in the order of their names.
    sources: Vec<Source>,
    opened: Vec<intake::Opened>,
    account: Result<Account, &'static str>,
    /// What was seen when the files were opened.
    notes: Vec<Note>,
    troubles: intake::Troubles,
}

/// Reads all files, joins them, and judges what came of it; refuses nothing.
///
/// Files are read in the order of their names, so that the order in which they were given is no part of what comes of it,
/// down to the order of notes and problems.
fn join(sources: &[Source], settings: &Settings) -> Joined {
    let mut sources = sources.to_vec();
    sources.sort_by(|a, b| a.name().cmp(b.name()));
    let mut troubles = intake::Troubles::default();
    let mut notes = Vec::new();
    let mut opened = intake::open(&sources, &mut troubles, &mut notes);
    let mut account = gather::gather(&mut opened, settings, &mut troubles);
    match &mut account {
        Ok(account) => {
            account.notes.extend(opened.iter().filter_map(intake::Opened::unended));
            account.notes.extend(opened.iter().flat_map(intake::Opened::oddities));
            account.notes.append(&mut notes);
            quality::check(account, &mut troubles);
        }
        // Without a day most files were left unread. What is wrong with them may be why there is no day.
        Err(_) => examine::read_rest(&mut opened, &settings.plan, &mut troubles),
    }
    let place = |file: &str| sources.iter().position(|source| **source.name() == *file);
    troubles.problems.sort_by_key(|problem| (place(&problem.file), problem.line));
    Joined { sources, opened, account, notes, troubles }
}
