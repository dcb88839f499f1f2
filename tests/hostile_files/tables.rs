//! Tables that do not end: in one line, in one cell, in columns, in blank lines.

use crate::measure::{Ran, fed, run};
use crate::{HEAD, ROW, folder};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::ChildStdin;

/// A file that goes on with zeros for so many bytes, which take no room on disk.
fn sparse(file: &Path, start: &str, length: u64) {
    let mut file = File::create(file).unwrap();
    file.write_all(start.as_bytes()).unwrap();
    file.set_len(length).unwrap();
}

#[test]
fn a_line_of_five_gigabytes_is_read_as_far_as_a_row_may_be_long() {
    let folder = folder(&[]);
    sparse(&folder.path().join("line.csv"), &format!("{HEAD}{ROW}2026-06-30,MUG,45"), 5 << 30);
    run(folder.path(), &["check", "-q"], 60)
        .told(3, &["line.csv:3: a row is longer than any report's (over 16 MiB); ", "[too-long]"]);
}

/// A head and a row of so many columns.
fn columns(count: usize, row: &str) {
    let columns = "a,".repeat(count);
    let folder = folder(&[
        ("head.csv", columns.as_bytes()),
        ("row.csv", format!("{HEAD}{ROW}{columns}\n").as_bytes()),
    ]);
    run(folder.path(), &["check", "-q"], 60)
        .told(3, &["head.csv:1: the header is that of no report", "[unknown-report]", row]);
}

#[test]
fn a_million_columns_are_too_many() {
    columns(1_000_000, "row.csv:3: two records stand on one line");
}

#[test]
#[ignore = "for a build with optimisation"]
fn ten_million_columns_are_too_many() {
    columns(10_000_000, "[too-long]");
}

/// A cell that is opened and never closed, with so many MiB behind it.
fn never_closed(mib: usize) -> Ran {
    let rest = ROW.repeat((mib << 20) / ROW.len());
    let folder = folder(&[("open.csv", format!("{HEAD}{ROW}2026-06-30,\"MUG,45\n{rest}").as_bytes())]);
    run(folder.path(), &["check", "-q"], 60)
}

#[test]
fn a_cell_that_is_never_closed_is_told() {
    never_closed(17)
        .told(3, &["open.csv:3: a row is longer than any report's (over 16 MiB); ", "[too-long]"]);
}

#[test]
#[ignore = "200 MiB, for a build with optimisation"]
fn a_cell_that_is_never_closed_in_200_mib_is_told() {
    never_closed(200)
        .told(3, &["open.csv:3: a row is longer than any report's (over 16 MiB); ", "[too-long]"]);
}

/// A report that is fed through a pipe, with so many MiB of something behind its first row.
fn followed(by: &'static str, mib: usize) -> Ran {
    let folder = folder(&[]);
    let feed = move |mut stdin: ChildStdin| {
        let block = by.repeat((1 << 20) / by.len());
        let mut write = || {
            stdin.write_all(format!("{HEAD}{ROW}").as_bytes())?;
            (0..mib).try_for_each(|_| stdin.write_all(block.as_bytes()))
        };
        // Whoever has had enough listens no more.
        _ = write();
    };
    fed(folder.path(), &["check", "-q", "-"], 120, feed)
}

#[test]
fn blank_lines_are_nothing_however_many() {
    followed("\n", 6).told(0, &[]);
}

#[test]
#[ignore = "2 GiB, for a build with optimisation"]
fn two_gibibytes_of_blank_lines_are_nothing() {
    followed("\n", 2048).told(0, &[]);
    followed("\r\n", 1024).told(0, &[]);
}

#[test]
fn what_is_no_report_is_not_read_to_its_end() {
    let folder = folder(&[]);
    // Neither of these has one.
    run(folder.path(), &["check", "-q", "/dev/zero"], 20)
        .told(3, &["/dev/zero: this is not a table of text"]);
    run(folder.path(), &["check", "-q", "/dev/urandom"], 20).told(3, &["/dev/urandom:"]);
    for line in ["y\n", "never,gonna,give,you,up\n", "\0\0\0\0"] {
        let feed = move |mut stdin: ChildStdin| {
            let block = line.repeat(10_000);
            while stdin.write_all(block.as_bytes()).is_ok() {}
        };
        fed(folder.path(), &["check", "-q", "-"], 20, feed).told(3, &["ipi: error: -:"]);
    }
}

#[test]
#[ignore = "8 GiB on disk, for a build with optimisation"]
fn a_report_without_an_end_is_stopped_at_eight_gibibytes() {
    followed(ROW, 9 << 10)
        .told(3, &["-: the file cannot be read (it is larger than 8 GiB: that is no report)"]);
}
