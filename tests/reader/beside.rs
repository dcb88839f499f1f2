//! A damaged download beside a whole one of the same report: what is wrong is wrong with the damaged one.

use super::{account, facts, settings};
use ipi::account::ReadError;
use std::path::Path;

/// Reports of an account, by name.
fn reports() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending != "md"));
    files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect()
}

/// Cut in the middle of a row, as a download that was broken off.
fn cut(bytes: &[u8]) -> Vec<u8> {
    let line = bytes[..bytes.len() * 3 / 5].iter().rposition(|byte| *byte == b'\n').unwrap();
    bytes[..line + 30].to_vec()
}

/// The first row without the last of its cells.
fn short_of_a_cell(bytes: &[u8]) -> Vec<u8> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
    let delimiter = if head.contains(&b'\t') { b'\t' } else { b',' };
    let end = row.iter().rposition(|byte| *byte == delimiter).unwrap();
    [head, &row[..end], b"\n", &lines.collect::<Vec<_>>().concat()].concat()
}

#[test]
fn a_damaged_download_is_no_fault_of_the_whole_one() {
    let all = reports();
    assert_eq!(all.len(), 10);
    let with = |more: Option<(&str, &[u8])>| -> Vec<(String, Vec<u8>)> {
        let more = more.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        all.iter().cloned().chain(more).collect()
    };
    let judged = |files: &[(String, Vec<u8>)], lenient: bool| {
        let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let mut settings = settings(2, 4000, 1000);
        settings.lenient = lenient;
        account(&files, &settings)
    };
    let whole = facts(&judged(&with(None), false).unwrap());
    for (name, bytes) in &all {
        for (how, damaged) in [("cut", cut(bytes)), ("short of a cell", short_of_a_cell(bytes))] {
            for beside in [format!("0 {name}"), format!("{name} (1)")] {
                let files = with(Some((&beside, &damaged)));
                let Err(ReadError::Refused(refused)) = judged(&files, false) else {
                    panic!("{beside}, {how}, is believed");
                };
                let others: Vec<_> = refused
                    .0
                    .iter()
                    .filter(|problem| *problem.file != *beside)
                    .map(ToString::to_string)
                    .collect();
                assert!(others.is_empty(), "{beside}, {how}: {others:#?}");
                let going_on = judged(&files, true).unwrap();
                assert_eq!(facts(&going_on), whole, "{beside}, {how}");
            }
        }
    }
}
