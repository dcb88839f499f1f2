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
    let folder = folder(&examination.files);
    page.heading(match folder.len() {
        0 => "The files".into(),
        _ => format!("The files in {}", printable(folder)),
    });
    page.text(verdict(examination));
    page.table(files(examination, folder.len()));
    if !examination.problems.is_empty() {
        page.heading("What is wrong");
        page.list(examination.problems.iter().map(ToString::to_string).collect());
    }
    let (odd, rest): (Vec<_>, Vec<_>) = examination.notes.iter().partition(|note| note.is_fault());
    section(&mut page, "What is odd", &odd);
    section(&mut page, "Good to know", &rest);
    if let (Some(why), true) = (examination.too_little, examination.problems.is_empty()) {
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
        Fitness::Well if examination.too_little.is_some() => {
            format!("{files} with {rows}: nothing is wrong, but it is too little for a score; see below.")
        }
        Fitness::Odd if examination.too_little.is_some() => {
            format!("{files} with {rows}: something is odd, and it is too little for a score; see below.")
        }
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

/// The folder that all files are in, with its last separator: said once, it leaves room in the table.
fn folder(files: &[Examined]) -> &str {
    let Some((first, rest)) = files.split_first() else { return "" };
    let common = rest.iter().fold(&*first.file, |common, file| {
        let same = common.char_indices().zip(file.file.chars()).find(|((_, a), b)| a != b);
        let shorter = if file.file.len() < common.len() { file.file.len() } else { common.len() };
        &common[..same.map_or(shorter, |((at, _), _)| at)]
    });
    &common[..common.rfind(['/', '\\']).map_or(0, |at| at + 1)]
}

fn files(examination: &Examination, folder: usize) -> Table {
    use Align::{Left, Right};
    let mut table = Table::new(&[
        ("File", Left),
        ("Report", Left),
        ("Rows", Right),
        ("Days", Left),
        ("Written in", Left),
        ("Used", Left),
    ]);
    let is_copy = |file: &str| {
        examination.notes.iter().any(|note| matches!(note, Note::Copy { .. }) && note.place().0 == Some(file))
    };
    for Examined { file, source, .. } in &examination.files {
        let why = if is_copy(file) { "a copy, see below" } else { "not read, see below" };
        let file = printable(&file[folder..]);
        let Some(source) = source else {
            table.row([file, why.into(), "-".into(), "-".into(), "-".into(), "no".into()]);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> String {
        let file = |name: &&str| Examined { file: (*name).into(), bytes: 0, source: None };
        folder(&names.iter().map(file).collect::<Vec<_>>()).into()
    }

    #[test]
    fn the_folder_of_all_files_is_found() {
        assert_eq!(of(&["a/b/x.csv", "a/b/y.csv", "a/b/c/z.csv"]), "a/b/");
        assert_eq!(of(&["a/b.csv", "a/bé.csv", "a"]), "");
        assert_eq!(of(&["C:\\r\\x.csv", "C:\\r\\xy.csv"]), "C:\\r\\");
        assert_eq!(of(&["x.csv"]), "");
        assert_eq!(of(&[]), "");
    }
}
