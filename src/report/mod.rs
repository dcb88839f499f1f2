//! One export at a time: bytes in, typed rows out.
//!
//! What a file is, is told by its header alone, whatever its name, case, punctuation and order of columns. A file is
//! read in pieces (`rows`), each piece marked 64 bytes at a time (`scan`), each row's cells read as what the columns
//! hold (`cells`); whatever does not fit becomes a [`Problem`] with the line that an editor shows.

mod afn_inventory;
mod business;
mod cells;
mod code;
mod columns;
mod condition;
mod customer_shipment_sales;
mod daily_history;
mod date;
mod details;
mod dispositions;
mod encoding;
mod fault;
mod fba_inventory;
mod identity;
mod inventory_age;
mod inventory_health;
mod kind;
mod ledger_detail;
mod ledger_summary;
mod manage_inventory;
mod memo;
mod mended;
mod odd;
mod orders;
mod packed;
mod problem;
mod restock;
mod rows;
mod sale;
mod scan;
mod shipments;
mod source;
#[doc(hidden)]
pub mod stages;
mod stock;
mod storage_fees;
mod stranded;
mod stray;
mod table;
#[cfg(test)]
mod tests;
mod translated;
mod unread;
mod wrapped;

pub use code::Code;
pub use condition::Condition;
pub use details::{Advice, Ages, Details, Inbound, Size, StrandedWhy};
pub use kind::ReportKind;
pub use problem::{Problem, Refused};
pub use rows::Plan;
pub use source::{ReadAt, Source};
pub(crate) use stock::Checked;
pub use stock::Stock;
pub use stray::{is_binary, is_report, is_stray};

pub(crate) use afn_inventory::AfnInventory;
pub(crate) use business::Business;
pub(crate) use cells::SKU_WORDS;
pub(crate) use customer_shipment_sales::CustomerShipmentSales;
pub(crate) use daily_history::DailyHistory;
pub(crate) use date::DateOrder;
pub(crate) use details::{Extra, Managed, Planning, Restocked, Stored, StrandedDetails};
pub(crate) use dispositions::Dispositions;
pub(crate) use fba_inventory::FbaInventory;
pub(crate) use identity::Identity;
pub(crate) use inventory_age::InventoryAge;
pub(crate) use inventory_health::InventoryHealth;
pub(crate) use ledger_detail::{LedgerDetail, Row as LedgerEvent};
pub(crate) use ledger_summary::{
    Balance, Flow, LedgerFlow, LedgerSummary, Row as LedgerRow, Sign, Signs, is_disposition,
};
pub(crate) use manage_inventory::ManageInventory;
pub(crate) use odd::Oddity;
pub(crate) use orders::Orders;
pub(crate) use packed::{Packed, equal, with_text};
pub(crate) use restock::Restock;
pub(crate) use rows::{Export, Reading, Sink};
pub(crate) use sale::{SITE_WORDS, Sale, Standing};
pub(crate) use shipments::Shipments;
pub(crate) use storage_fees::{Row as FeeVolume, StorageFees};
pub(crate) use stranded::{Row as StrandedStock, Stranded};
pub(crate) use unread::Unread;

use rows::{Stop, Surprise};
use std::io;
use table::Table;

/// A file that is recognised and not yet read.
pub(crate) struct Report {
    pub(crate) kind: ReportKind,
    table: Table,
    order: Option<DateOrder>,
}

/// What a file turned out to be, beside its rows.
pub(crate) struct Shape {
    pub(crate) encoding: &'static str,
    pub(crate) delimiter: &'static str,
    pub(crate) bytes: u64,
}

/// What came of reading a file once.
pub(crate) enum Attempt<S> {
    /// All rows were read.
    Read(Reading<S>),
    /// The file is not what its beginning said. What its sinks were given is void; read it again.
    Again,
}

impl Report {
    /// Recognises a file by its header.
    ///
    /// # Errors
    /// All that keeps it from being a report, each as one problem.
    pub(crate) fn open(source: &Source) -> Result<Report, Vec<Problem>> {
        if let Some(problem) = source.trouble() {
            return Err(vec![problem.clone()]);
        }
        let table = Table::open(source).map_err(|problem| vec![*problem])?;
        let kind = kind::recognise(&table.names).map_err(|near| vec![near.problem(&table)])?;
        let twice = table.names.find(kind.columns()).twice;
        if !twice.is_empty() {
            let problem = |name: &&str| Problem {
                line: Some(table.header_line),
                column: Some((*name).into()),
                ..Problem::of_file(Code::DuplicateColumn, source.name())
            };
            return Err(twice.iter().map(problem).collect());
        }
        Ok(Report { kind, table, order: None })
    }

    /// The file's name.
    pub(crate) fn name(&self) -> &std::sync::Arc<str> {
        self.table.source.name()
    }

    /// Does the file end without a line end, in a column that is used? Then a cut in the last cell cannot be told.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn may_be_cut(&self) -> io::Result<bool> {
        let source = &self.table.source;
        let mut last = [b'\n'];
        source.fill(source.len().saturating_sub(1), &mut last)?;
        let used = self.table.names.find(self.kind.columns()).places;
        let used = used.contains(&Some(self.table.header.len() - 1));
        Ok(used && last != *b"\n")
    }

    /// Does another report hold the same text, whatever the file is called and whether it is packed, in UTF-16, or begins
    /// with a byte-order mark?
    pub(crate) fn same_text(&self, other: &Report) -> bool {
        let text = |report: &Report| {
            let mut start = [0; 3];
            // What cannot be read is the same as nothing, and says so when its rows are read.
            let n = report.table.source.fill(0, &mut start).unwrap_or(0);
            if start[..n] == *b"\xef\xbb\xbf" { 3 } else { 0 }
        };
        let (mine, theirs) = (&self.table.source, &other.table.source);
        mine.same_bytes(text(self), theirs, text(other)).unwrap_or(false)
    }

    /// How the file is written.
    pub(crate) fn shape(&self) -> Shape {
        Shape {
            encoding: self.table.source.form().unwrap_or(self.table.encoding_name),
            delimiter: self.table.delimiter_name(),
            bytes: self.table.source.len(),
        }
    }

    /// The line, as an editor shows it, of an offset that a sink was given.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn line_at(&self, offset: u64) -> io::Result<u64> {
        self.table.line_at(offset)
    }

    /// Reads all rows as rows of `E`, which must be the export of the file's kind.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn read<E: Export, S: Sink<E>>(
        &mut self,
        plan: &Plan,
        new: impl Fn() -> S + Sync,
    ) -> io::Result<Attempt<S>> {
        match rows::read::<E, S>(&self.table, plan, new) {
            Ok(reading) => {
                self.order = reading.order;
                Ok(Attempt::Read(reading))
            }
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Surprised(surprise)) => {
                match surprise {
                    Surprise::NotUtf8 => self.table.find_encoding()?,
                    Surprise::Order(order) => {
                        self.table.day_first = order == DateOrder::Decided { day_first: true };
                    }
                    Surprise::NoOrder => self.table.unsure_days = true,
                    Surprise::Short => self.table.mend()?,
                    Surprise::CutInside => self.table.one_piece = true,
                }
                Ok(Attempt::Again)
            }
        }
    }

    /// What the dates of a file that was read say about their order: `None` where none is written with the year last and
    /// without dots, and before it was read.
    ///
    /// A file that leaves the order open was read month first, as Amazon writes its dates. If another file of the account
    /// is day first, this one is too: say so with [`Report::set_day_first`] and read it again. Where a spreadsheet has
    /// rewritten its dates and they leave the order open, reading it is a problem (`date-order`) until the order is set.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.order
    }

    /// Sets the order in which the next reading reads dates that allow both. Should a date of the file decide the order,
    /// that counts.
    pub(crate) fn set_day_first(&mut self, day_first: bool) {
        self.table.day_first = day_first;
        self.table.order_given = true;
        self.table.unsure_days = false;
    }

    /// Like [`Report::read`], for sinks that keep what they are given to themselves: reads until it is right.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn read_alone<E: Export, S: Sink<E>>(
        &mut self,
        plan: &Plan,
        new: impl Fn() -> S + Sync,
    ) -> io::Result<Reading<S>> {
        loop {
            if let Attempt::Read(reading) = self.read(plan, &new)? {
                return Ok(reading);
            }
        }
    }

    /// The problems of a reading, with their lines.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn problems<S>(&self, reading: &mut Reading<S>) -> io::Result<Vec<Problem>> {
        let mut problems = std::mem::take(&mut reading.faults).resolve(&self.table)?;
        if reading.rows == 0 {
            let problem = Problem::of_file(Code::HeaderOnly, self.name());
            let is_stranded = self.kind == ReportKind::Stranded;
            let detail = "if nothing is stranded, remove the file and say --no-stranded";
            problems.push(if is_stranded { problem.detail(detail) } else { problem });
        }
        Ok(problems)
    }

    /// What is odd about the file and forbids no figure.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn oddities<S>(&self, reading: &mut Reading<S>) -> io::Result<Vec<Oddity>> {
        let mut all = std::mem::take(&mut reading.odd).resolve(&self.table)?;
        all.extend(self.table.oddities()?);
        Ok(all)
    }
}
