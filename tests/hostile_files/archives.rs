//! Archives that are bombs, hold too much, lead out of the folder, or hide what they hold.

use crate::measure::run;
use crate::{HEAD, ROW, folder};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn gz(bytes: &[u8], times: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    let one = packed.finish().unwrap();
    // One part after the other: a .gz may have many.
    one.repeat(times)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_level(Some(9))).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A report that goes on with rows that pack well: nothing tells at its beginning that it is none.
fn endless(mib: usize) -> Vec<u8> {
    let row =
        b"2026-06-30,MUG,45,10,30,US,00000000000000000000000000000000000000000000000000000000000000000\n";
    [HEAD.as_bytes(), &row.repeat((mib << 20) / row.len())].concat()
}

#[test]
fn bombs_are_refused_before_they_fill_anything() {
    let large = endless(12);
    let packed = gz(&large, 1);
    assert!(large.len() > 200 * packed.len() + (1 << 20), "a bomb: {} of {}", packed.len(), large.len());
    let folder = folder(&[
        ("bomb.csv.gz", &packed),
        ("bomb.zip", &zip(&[("a.csv", &large)])),
        ("nested.zip", &zip(&[("inner.zip", &zip(&[("a.csv", &large)]))])),
        ("nested.csv.gz", &gz(&packed, 1)),
    ]);
    let ran = run(folder.path(), &["check", "-q"], 60);
    ran.told(
        3,
        &[
            "bomb.csv.gz: the file cannot be read (the archive is damaged or cut off: unpacked it is more than 200 times as large",
            "bomb.zip: the file cannot be read (the archive is damaged or cut off: unpacked it is more than 200 times as large",
            "nested.zip!inner.zip: this is not a table of text (it is an archive in an archive",
            "nested.csv.gz: this is not a table of text (it is an archive in an archive",
        ],
    );
    assert_eq!(ran.err.lines().count(), 4, "{}", ran.err);
}

#[test]
#[ignore = "16 GiB, for a build with optimisation"]
fn large_bombs_too() {
    let folder = folder(&[("bomb.csv.gz", &gz(&endless(64), 256))]);
    // 200 times its size would be more than any report may have.
    run(folder.path(), &["check", "-q"], 60).told(3, &["bomb.csv.gz: ", "it is larger than 8 GiB"]);
}

/// An archive of so many files, most of them without a byte.
fn members(count: u32) {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.csv", SimpleFileOptions::default()).unwrap();
    zip.write_all(HEAD.as_bytes()).unwrap();
    for number in 0..count {
        zip.start_file(format!("{number}.csv"), SimpleFileOptions::default()).unwrap();
    }
    let folder = folder(&[("many.zip", &zip.finish().unwrap().into_inner())]);
    run(folder.path(), &["check", "-q"], 60)
        .told(3, &["many.zip: ", "the archive holds more than 200 files"]);
}

#[test]
fn ten_thousand_members_are_too_many() {
    members(10_000);
}

#[test]
#[ignore = "for a build with optimisation"]
fn a_hundred_thousand_members_are_too_many() {
    members(100_000);
}

#[test]
fn names_that_lead_elsewhere_are_names() {
    let report = format!("{HEAD}{ROW}");
    let names = ["../../evil.csv", "/tmp/ipi-evil.csv", "C:\\evil.csv", "a/../../b.csv"];
    let members: Vec<_> = names.iter().map(|name| (*name, report.as_bytes())).collect();
    let folder = folder(&[]);
    std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
    std::fs::write(folder.path().join("a/b/names.zip"), zip(&members)).unwrap();
    let ran = run(folder.path(), &["check", "a/b", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let read: Vec<_> = check["files"].as_array().unwrap().iter().map(|file| &file["file"]).collect();
    let told: Vec<_> = names.iter().map(|name| format!("a/b/names.zip!{name}")).collect();
    assert_eq!(read, told.iter().collect::<Vec<_>>());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["a"]);
    assert!(!std::path::Path::new("/tmp/ipi-evil.csv").exists());
}

#[test]
fn an_archive_that_is_cut_anywhere_is_told() {
    let whole = zip(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    for cut in (4..whole.len()).step_by(23) {
        let folder = folder(&[("cut.zip", &whole[..cut])]);
        run(folder.path(), &["check", "-q"], 20)
            .told(3, &["cut.zip: ", "damaged or cut off", "[unreadable]"]);
    }
}
