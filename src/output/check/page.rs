//! The check for people.

use crate::account::{Examination, Examined, Fitness, Note};
use crate::ids::printable;
use crate::output::notes;
use crate::output::page::{Align, Page, Table};
use crate::output::words::count;

/// Builds the page.
#[must_use]
pub fn page(examination: &Examination) -> Page {
    let mut page = Page::default();
    page.heading("The files");
    page.text(verdict(examination));
    page.table(files(&examination.files));
    if !examination.problems.is_empty() {
        page.heading("What is wrong");
        page.list(examination.problems.iter().map(ToString::to_string).collect());
    }
    let (odd, rest): (Vec<_>, Vec<_>) = examination.notes.iter().partition(|note| note.is_fault());
    section(&mut page, "What is odd", &odd);
    section(&mut page, "Good to know", &rest);
    if let Some(why) = examination.too_little {
        page.heading("What is missing");
        page.text(format!("There is too little for a score: {why}."));
    }
    page
}

fn section(page: &mut Page, heading: &str, found: &[&Note]) {
    if !found.is_empty() {
        page.heading(heading);
        page.list(found.iter().map(|note| notes::note(note)).collect());
    }
}

fn verdict(examination: &Examination) -> String {
    if examination.partial {
        return "PARTIAL: figures leave out what is wrong; see below.".into();
    }
    let files = count(examination.files.len(), "file", "files");
    let rows = examination.files.iter().filter_map(|file| file.source.as_ref()).map(|source| source.rows);
    let rows = count(rows.sum::<u64>(), "row", "rows");
    match examination.fitness() {
        Fitness::Well => format!("{files} with {rows}: nothing is wrong."),
        Fitness::Odd => {
            format!("{files} with {rows}: good enough for figures, but something is odd; see below.")
        }
        Fitness::Unfit => format!(
            "{files} with {rows}: not fit for figures as they are. Put right what is named below; or go on without it \
             with --lenient, and every output will say \"partial\"."
        ),
    }
}

fn files(files: &[Examined]) -> Table {
    use Align::{Left, Right};
    let mut table = Table::new(&[
        ("File", Left),
        ("Report", Left),
        ("Rows", Right),
        ("Days", Left),
        ("Written in", Left),
        ("Used", Left),
    ]);
    for Examined { file, source, .. } in files {
        let file = printable(file);
        let Some(source) = source else {
            table.row([file, "not read, see below".into(), "-".into(), "-".into(), "-".into(), "no".into()]);
            continue;
        };
        let days = match source.days {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => "-".into(),
        };
        table.row([
            file,
            source.kind.title().into(),
            crate::units::Units::new(source.rows).to_string(),
            days,
            format!("{}, {}", source.encoding, source.delimiter),
            if source.used { "yes" } else { "no" }.into(),
        ]);
    }
    table
}
