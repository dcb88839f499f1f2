//! What an examination tells where an account is refused.

use super::{LEDGER, account, file, ledger, settings, sources};
use ipi::account::{Examination, Fitness, ReadError};
use ipi::report::{Code, ReadAt, Source};
use std::io;

/// A medium that gives its beginning and then fails.
struct Failing(Vec<u8>);

impl ReadAt for Failing {
    fn len(&self) -> u64 {
        1 << 20
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        if offset == 0 { self.0.read_at(0, buffer) } else { Err(io::Error::other("the disk is gone")) }
    }
}

#[test]
fn a_medium_that_fails_is_one_problem_among_others() {
    let rows = ledger(1, 2, |_, _| String::new());
    let text = file(&LEDGER, &rows, ",", "\n");
    let mut all = sources(&[("empty", b""), ("good", text.as_bytes())]);
    all.push(Source::new("broken", Failing(text.clone().into_bytes())));
    let examination = Examination::of(&all, &settings(2, 100, 50));
    let told: Vec<_> = examination.problems.iter().map(|p| (&*p.file, p.code)).collect();
    assert_eq!(told, [("broken", Code::Unreadable), ("empty", Code::EmptyFile)]);
    assert!(examination.files[2].source.as_ref().is_some_and(|source| source.rows == 2));
    assert_eq!(examination.fitness(), Fitness::Unfit);
}

#[test]
fn where_no_day_is_told_problems_still_are() {
    let mut rows = ledger(2, 3, |_, _| String::new());
    rows.iter_mut().for_each(|row| row[0] = "2026-02-30".into());
    let text = file(&LEDGER, &rows, ",", "\n");
    let Err(ReadError::Refused(refused)) =
        account(&[("ledger", text.as_bytes())], &settings(1, 1 << 20, 1 << 16))
    else {
        panic!("it is refused for its dates");
    };
    assert_eq!((refused.0[0].code, refused.count()), (Code::NotADate, 6));
}

#[test]
fn with_nothing_wrong_and_no_day_it_is_well_and_too_little() {
    let text = "(Child) ASIN,Units Ordered\nB1,\"1,234\"\n";
    let examination =
        Examination::of(&sources(&[("business", text.as_bytes())]), &settings(1, 1 << 20, 1 << 16));
    assert_eq!(examination.fitness(), Fitness::Well);
    assert!(examination.too_little.is_some_and(|why| why.contains("which day")));
}

#[test]
fn going_on_counts_every_row_that_is_left_out() {
    let mut rows = ledger(3, 30, |_, _| String::new());
    for row in rows.iter_mut().skip(10).take(25) {
        row[8] = "x".into();
    }
    let text = file(&LEDGER, &rows, "\t", "\n");
    let mut settings = settings(3, 500, 100);
    settings.lenient = true;
    let read = account(&[("ledger", text.as_bytes())], &settings).unwrap();
    assert!(read.partial);
    assert_eq!(read.passed_over.count(), 25);
    assert_eq!(read.sources[0].left_out, 25);
    let examination = Examination::of(&sources(&[("ledger", text.as_bytes())]), &settings);
    assert_eq!((examination.partial, examination.rows_left_out), (true, 25));
}

#[test]
fn the_order_of_the_sources_changes_nothing() {
    let mut rows = ledger(2, 30, |_, _| String::new());
    rows[3][8] = "x".into();
    let text = file(&LEDGER, &rows, ",", "\n");
    let files: [(&str, &[u8]); 4] = [
        ("b", text.as_bytes()),
        ("c", text.as_bytes()),
        ("empty", b""),
        ("a", b"<html><title>Sign in</title>"),
    ];
    let told = |files: &[(&str, &[u8])]| {
        let mut examination = Examination::of(&sources(files), &settings(2, 500, 100));
        // Its facts are of the same files.
        examination.account = None;
        format!("{examination:?}")
    };
    let expected = told(&files);
    assert!(expected.contains("Copy"), "{expected}");
    let mut files = files;
    for (i, j) in [(0, 1), (1, 2), (2, 3), (0, 2), (1, 3), (0, 3)] {
        files.swap(i, j);
        assert_eq!(told(&files), expected);
    }
}
