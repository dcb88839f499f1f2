//! The stages of reading one by one, for the benches and for tests that feed them anything: no part of the library's
//! interface.

mod texts;

pub use texts::{Texts, texts};

use super::scan::{Marks, mark};
use super::{
    Attempt, Export, FbaInventory, LedgerRow, LedgerSummary, Plan, Report, ReportKind, Sale, Shipments, Sink,
    Source, Stock,
};
use std::io;

/// Marks fields and records of `width` fields in a chunk of whole blocks, in quotes or without: how many there are of
/// both.
#[must_use]
pub fn split(chunk: &[u8], delimiter: u8, quoted: bool, width: usize) -> (usize, usize) {
    let mut marks = Marks::default();
    mark(chunk.as_chunks().0, delimiter, quoted.then_some(b'"'), width, &mut marks);
    (marks.bounds().len() - 1, marks.records().len())
}

/// Reads every row of a ledger, a shipments or an inventory report and keeps none: how many there are, and a sum over
/// their units, so that no cell is left unread.
///
/// # Errors
/// That the file is none of the three, or whatever the medium reports.
pub fn decode(source: &Source, plan: &Plan) -> io::Result<(u64, u64)> {
    let mut report = Report::open(source).map_err(|_| io::Error::other("no report"))?;
    match report.kind {
        ReportKind::LedgerSummary => all::<LedgerSummary>(&mut report, plan),
        ReportKind::Shipments => all::<Shipments>(&mut report, plan),
        ReportKind::FbaInventory => all::<FbaInventory>(&mut report, plan),
        kind => Err(io::Error::other(kind.title())),
    }
}

fn all<E: Export>(report: &mut Report, plan: &Plan) -> io::Result<(u64, u64)>
where
    Sum: Sink<E>,
{
    loop {
        if let Attempt::Read(reading) = report.read::<E, Sum>(plan, Sum::default)? {
            return Ok((reading.rows, reading.sinks.iter().map(|sum| sum.0).sum()));
        }
    }
}

/// Takes rows and keeps a sum.
#[derive(Default)]
struct Sum(u64);

impl Sink<LedgerSummary> for Sum {
    fn row(&mut self, row: LedgerRow<'_>, _: u64) {
        self.0 += u64::from(row.balance.shipped) + u64::from(row.balance.end) + row.sku.len() as u64;
    }
}

impl Sink<Shipments> for Sum {
    fn row(&mut self, row: Sale<'_>, _: u64) {
        self.0 += row.units.get() + row.sku.len() as u64;
    }
}

impl Sink<FbaInventory> for Sum {
    fn row(&mut self, row: Stock, _: u64) {
        self.0 += row.sku.as_str().len() as u64;
    }
}
