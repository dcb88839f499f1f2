//! The table of a fleet, in the form that is asked for.

use crate::cli::out::{Forms, OutArgs};
use ipi::output::fleet::{Fleet, Told, page, sheet};

/// Writes it, worst first.
pub(super) fn write(mut rows: Vec<Told>, top: Option<usize>, out: &OutArgs) -> anyhow::Result<()> {
    rows.sort_by(Told::worst_first);
    let fleet = Fleet { rows: &rows, top, today: chrono::Local::now().date_naive() };
    out.emit(&Forms { page: &|| page(&fleet), sheet: &|| sheet(&fleet), json: &String::new })
}
