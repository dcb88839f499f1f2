//! Paths as sellers give them: archives as downloaded, folders with other things in them, pipes.

#![allow(clippy::unwrap_used)] // a test that cannot build its input has failed

use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const INVENTORY: &str = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace\n\
                         2026-06-30,MUG,45,10,30,US\n";
const STRANDED: &str =
    "date-stranded\tstatus-primary\tsku\tfulfillable-qty\n2026-06-12T08:00:00-07:00\tx\tMUG\t3\n";

fn run(folder: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ipi"))
        .args(args)
        .current_dir(folder)
        .env("IPI_MAX_AGE", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    child.wait_with_output().unwrap()
}

/// Every file with its kind, as `ipi check` tells.
fn files(folder: &Path, paths: &[&str], stdin: &[u8]) -> Vec<(String, Option<String>)> {
    let output = run(folder, &[&["check", "-f", "json"], paths].concat(), stdin);
    let check: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    check["files"].as_array().unwrap().iter().map(|f| (text(&f["file"]).unwrap(), text(&f["kind"]))).collect()
}

fn known(name: &str, kind: &str) -> (String, Option<String>) {
    (name.into(), Some(kind.into()))
}

fn gz(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

#[test]
fn archives_as_downloaded() {
    let two_parts = [gz(INVENTORY), gz("2026-06-30,TEA,10,1,3,US\n")].concat();
    let both = zip(&[
        ("inventory.csv", INVENTORY),
        ("more/", ""),
        ("more/stranded.txt", STRANDED),
        (".DS_Store", "x"),
    ]);
    let folder = folder(&[("both.zip", &both), ("parts.csv.gz", &two_parts)]);
    assert_eq!(
        files(folder.path(), &["both.zip"], b""),
        [known("both.zip!inventory.csv", "fba-inventory"), known("both.zip!more/stranded.txt", "stranded")]
    );
    let output = run(folder.path(), &["check", "-f", "json", "parts.csv.gz"], b"");
    let check: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(check["files"][0]["rows"], 2);
}

#[test]
fn archives_that_are_none_or_too_much() {
    let bomb = "0".repeat(8 << 20);
    // No program writes two files of one name; the second gets its name afterwards.
    let mut twice = zip(&[("a.csv", "x"), ("b.csv", "x")]);
    while let Some(at) = twice.windows(5).position(|name| name == b"b.csv") {
        twice[at] = b'a';
    }
    let folder = folder(&[
        ("bomb.csv.gz", &gz(&bomb)),
        ("cut.zip", &zip(&[("a.csv", INVENTORY)])[..60]),
        ("empty.zip", &zip(&[])),
        ("nested.zip", &zip(&[("inner.zip", "PK\u{3}\u{4}")])),
        ("sheet.csv", &zip(&[("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")])),
        ("twice.zip", &twice),
    ]);
    let output = run(folder.path(), &["check", "-q"], b"");
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stderr).unwrap();
    let expected = [
        ("bomb.csv.gz", "200 times as large"),
        ("cut.zip", "damaged or cut off"),
        ("empty.zip", "the archive is empty"),
        ("nested.zip!inner.zip", "an archive in an archive"),
        ("sheet.csv", "a spreadsheet"),
        ("twice.zip", "two files in the archive have one name"),
    ];
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{told}");
    for (line, (file, why)) in lines.iter().zip(expected) {
        assert!(line.starts_with(&format!("ipi: error: {file}: ")) && line.contains(why), "{line}");
    }
}

#[test]
fn archives_of_other_things_lie_there_in_peace() {
    let photos: Vec<_> = (0..300).map(|i| (format!("{i}.jpg"), "\u{0}\u{1}picture")).collect();
    let photos: Vec<_> = photos.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let tar = format!("report.csv{}ustar{}", "\0".repeat(247), "\0".repeat(200));
    let mixed = zip(&[("a.csv", INVENTORY), ("photo.jpg", "\u{0}\u{1}")]);
    let folder = folder(&[
        ("letter.docx", &zip(&[("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")])),
        ("mixed.zip", &mixed),
        ("photos.zip", &zip(&photos)),
        ("program.tar.gz", &gz(&tar)),
        ("~$inventory.xlsx", b"\x03Ann\0\0\0\0"),
    ]);
    let check = |paths: &[&str]| -> Value {
        let output = run(folder.path(), &[&["check", "-f", "json"], paths].concat(), b"");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let all = check(&[]);
    assert_eq!(all["problems"], serde_json::json!([]));
    let strays = ["letter.docx", "mixed.zip!photo.jpg", "photos.zip", "program.tar.gz"];
    let notes = all["notes"].as_array().unwrap();
    let not_read = notes.iter().find(|note| note["code"] == "not-read").unwrap();
    assert_eq!(not_read["files"], serde_json::json!(strays));
    assert_eq!(all["files"][0]["file"], "mixed.zip!a.csv");
    assert_eq!(all["files"].as_array().unwrap().len(), 1);
    for (name, code) in [
        ("letter.docx", "not-a-table"),
        ("photos.zip", "no-report-inside"),
        ("program.tar.gz", "not-a-table"),
    ] {
        assert_eq!(check(&["mixed.zip", name])["problems"][0]["code"], code, "{name}");
    }
}

#[test]
fn copies_count_once_however_they_are_packed() {
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(INVENTORY.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = folder(&[
        ("inventory.csv", INVENTORY.as_bytes()),
        ("inventory (1).csv", INVENTORY.as_bytes()),
        ("inventory utf16.csv", &utf16),
        ("marked by the editor.csv", format!("\u{feff}{INVENTORY}").as_bytes()),
        ("packed.zip", &zip(&[("one.csv", INVENTORY), ("two.csv", INVENTORY)])),
        ("packed.csv.gz", &gz(INVENTORY)),
    ]);
    let output = run(folder.path(), &["check", "-f", "json"], b"");
    assert_eq!(output.status.code(), Some(0));
    let check: Value = serde_json::from_slice(&output.stdout).unwrap();
    let copies: Vec<_> =
        check["notes"].as_array().unwrap().iter().filter(|note| note["code"] == "copy").collect();
    assert_eq!(copies.len(), 6);
    assert!(copies.iter().all(|note| note["text"].as_str().unwrap().contains("the same as inventory.csv")));
}

#[test]
fn folders_pipes_and_files_named_twice() {
    let folder = folder(&[
        ("a/inventory.CSV", INVENTORY.as_bytes()),
        ("a/notes.docx", b"mine"),
        ("a/.hidden.csv", b"mine"),
        ("b/c/stranded", STRANDED.as_bytes()),
    ]);
    let both = [known("a/inventory.CSV", "fba-inventory"), known("b/c/stranded", "stranded")];
    assert_eq!(files(folder.path(), &["."], b""), both);
    assert_eq!(files(folder.path(), &["a", "b/c/stranded", "a/inventory.CSV", "./a"], b""), both);
    assert_eq!(files(folder.path(), &["-"], INVENTORY.as_bytes()), [known("-", "fba-inventory")]);
    assert_eq!(files(folder.path(), &["a/notes.docx"], b""), [("a/notes.docx".to_owned(), None)]);
    std::fs::remove_file(folder.path().join("a/inventory.CSV")).unwrap();
    assert_eq!(run(folder.path(), &["check", "a"], b"").status.code(), Some(2));
}

#[test]
fn standard_input_may_be_packed_like_a_file() {
    let folder = folder(&[]);
    let piped = |bytes: &[u8]| files(folder.path(), &["-"], bytes);
    assert_eq!(piped(&gz(INVENTORY)), [known("-", "fba-inventory")]);
    let both = zip(&[("inventory.csv", INVENTORY), ("stranded.txt", STRANDED)]);
    assert_eq!(
        piped(&both),
        [known("-!inventory.csv", "fba-inventory"), known("-!stranded.txt", "stranded")]
    );
    // One that is cut off, and one that would fill the disk.
    for (bytes, why) in [
        (&both[..60], "damaged or cut off"),
        (&gz(&"0".repeat(3 << 20))[..], "200 times as large"),
        (&zip(&[("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")])[..], "it is a document"),
    ] {
        let output = run(folder.path(), &["check", "-q", "-"], bytes);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(3) && said.contains("ipi: error: -: ") && said.contains(why),
            "{said}"
        );
    }
    let scored = |paths: &[&str], bytes: &[u8]| {
        let args = [&["score", "--no-history", "-f", "json"], paths].concat();
        let said: Value = serde_json::from_slice(&run(folder.path(), &args, bytes).stdout).unwrap();
        said["factors"].clone()
    };
    assert_eq!(scored(&["-"], &gz(INVENTORY)), scored(&["-"], INVENTORY.as_bytes()));
}

#[test]
fn a_mistyped_path_gets_the_nearest_one() {
    let folder = folder(&[("downloads/inventory.csv", INVENTORY.as_bytes())]);
    for (path, meant) in [
        ("downlaods", Some("downloads")),
        ("downloads/inventroy.csv", Some("downloads/inventory.csv")),
        ("./Download", Some("downloads")),
        ("elsewhere", None),
        ("nowhere/inventory.csv", None),
    ] {
        let output = run(folder.path(), &["score", path], b"");
        let said = String::from_utf8(output.stderr).unwrap().replace('\\', "/");
        assert_eq!(output.status.code(), Some(3), "{said}");
        let expected = meant.map_or("(there is no such file".into(), |it| format!("did you mean {it}?"));
        assert!(said.contains(&expected), "{path}: {said}");
    }
}

#[test]
fn a_mistyped_storage_type_gets_the_nearest_one() {
    let folder = folder(&[("inventory.csv", INVENTORY.as_bytes())]);
    let score = |limit: &str| {
        let output = run(folder.path(), &["score", "--no-history", "--limit", limit], b"");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = score("standrad=262");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("limit \"standrad\": no such storage type; did you mean standard?"), "{said}");
    // Known ones in any spelling, and one that resembles none.
    for limit in ["Standard-Size=262", "extra-large=10", "hazmat=10"] {
        assert_eq!(score(limit).0, Some(0), "{limit}");
    }
}

#[test]
fn a_mistyped_sku_gets_the_nearest_one() {
    let two = format!("{INVENTORY}2026-06-30,GARLAND-PINE,45,10,30,US\n");
    let folder = folder(&[("inventory.csv", two.as_bytes())]);
    let warned = |sku: &str| {
        let output = run(folder.path(), &["score", "--no-history", "--exclude", sku], b"");
        assert_eq!(output.status.code(), Some(0), "{sku}");
        String::from_utf8(output.stderr).unwrap()
    };
    let said = warned("GARLAND-PNIE");
    assert!(
        said.contains("ipi: warning: no report knows the SKU GARLAND-PNIE of the exclusion list"),
        "{said}"
    );
    assert!(said.contains("did you mean GARLAND-PINE?"), "{said}");
    for sku in ["GARLAND-PINE", "KETTLE"] {
        assert!(!warned(sku).contains("did you mean"), "{sku}");
    }
}

#[test]
fn text_from_outside_cannot_command_the_terminal() {
    let page = "<title>\u{1b}]52;c;ZXZpbA==\u{7}Sign\u{202e}In</title><!doctype html>".replacen(
        "<title>",
        "<html><title>",
        1,
    );
    let bad = INVENTORY.replace("45", "\u{1b}[2J\u{9b}31m");
    let folder = folder(&[("page.csv", page.as_bytes()), ("bad.csv", bad.as_bytes())]);
    for args in [
        &["score"][..],
        &["check"],
        &["check", "-q"],
        &["check", "-f", "json"],
        &["check", "-f", "csv"],
        &["check", "-f", "md"],
    ] {
        let output = run(folder.path(), args, b"");
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            let hidden = |c: &char| c.is_control() && !"\r\n".contains(*c) || *c == '\u{202e}';
            assert_eq!(text.chars().find(hidden), None, "{args:?}: {text:?}");
        }
    }
}

/// A zip whose members carry another flag and method in both of their headers (APPNOTE.TXT, 4.3.7 and 4.3.12).
fn marked(flag: u8, method: u8) -> Vec<u8> {
    let mut bytes = zip(&[("a.csv", INVENTORY)]);
    for (mark, at) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let header = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[header + at] |= flag;
        bytes[header + at + 2] = if method > 0 { method } else { bytes[header + at + 2] };
    }
    bytes
}

#[test]
fn what_is_not_unpacked_is_told_by_its_cause() {
    let folder = folder(&[
        ("bzip2.zip", &marked(0, 12)),
        ("locked.zip", &marked(1, 0)),
        ("lzma.zip", &marked(0, 14)),
        ("more.csv.gz", &[gz(INVENTORY), b"and more".to_vec()].concat()),
    ]);
    let next = "; unpack it yourself, and give the files that are in it [not-unpacked]";
    for (file, why) in [
        ("bzip2.zip", format!("(it is packed by bzip2){next}")),
        ("locked.zip", format!("(it is locked with a password){next}")),
        ("lzma.zip", format!("(it is packed by LZMA){next}")),
        ("more.csv.gz", "damaged or cut off".into()),
    ] {
        let output = run(folder.path(), &["check", "-q", file], b"");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{file}: {told}");
        assert!(told.lines().any(|line| line.contains(file) && line.contains(&why)), "{file}: {told}");
    }
}

#[test]
fn zeros_behind_what_is_packed_are_nothing() {
    let padded = [gz(INVENTORY), vec![0; 70_000]].concat();
    let spoilt = [gz(INVENTORY), vec![0; 70_000], vec![1]].concat();
    let folder = folder(&[("padded.csv.gz", &padded), ("spoilt.csv.gz", &spoilt)]);
    assert_eq!(files(folder.path(), &["padded.csv.gz"], b""), [known("padded.csv.gz", "fba-inventory")]);
    let output = run(folder.path(), &["check", "-q", "spoilt.csv.gz"], b"");
    assert_eq!(output.status.code(), Some(3));
}

#[cfg(unix)]
#[test]
fn what_is_waited_for_is_said() {
    use std::time::Duration;
    let folder = folder(&[]);
    let made = Command::new("mkfifo").arg(folder.path().join("report.csv")).status().unwrap();
    assert!(made.success());
    let started = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        command.args(arguments).current_dir(folder.path()).env("IPI_MAX_AGE", "off");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let pipe = started(&["score", "report.csv", "--no-history"]);
    let mut stdin = started(&["score", "-", "--no-history"]);
    std::thread::sleep(Duration::from_millis(3500));
    std::fs::write(folder.path().join("report.csv"), INVENTORY).unwrap();
    stdin.stdin.take().unwrap().write_all(INVENTORY.as_bytes()).unwrap();
    for (child, what) in [(pipe, "somebody to write to report.csv"), (stdin, "a report on standard input")] {
        let done = child.wait_with_output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(told.contains(&format!("ipi: waiting for {what}\n")), "{told}");
        assert!(done.status.success(), "{told}");
    }
}

#[test]
fn what_comes_at_once_is_not_waited_for() {
    let output = run(folder(&[]).path(), &["score", "-", "--no-history"], INVENTORY.as_bytes());
    assert!(!String::from_utf8(output.stderr).unwrap().contains("waiting"));
}

#[test]
fn what_other_programs_pack_is_refused_where_it_may_be_a_report() {
    let folder = folder(&[
        ("inventory.csv.bz2", b"BZh91AY&SY and more"),
        ("last-week.csv", INVENTORY.as_bytes()),
        ("photos.7z", b"7z\xbc\xaf\x27\x1c and more"),
    ]);
    for (paths, stdin) in
        [(&["."][..], &b""[..]), (&["inventory.csv.bz2"], b""), (&["-"], b"BZh91AY&SY and more")]
    {
        let output = run(folder.path(), &[&["score", "--no-history"], paths].concat(), stdin);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("(it is packed by bzip2); unpack it yourself"), "{told}");
    }
    let output = run(folder.path(), &["score", "--no-history", "photos.7z"], b"");
    assert!(String::from_utf8(output.stderr).unwrap().contains("packed by 7-Zip"));
}

#[test]
fn own_rows_are_known_however_they_are_packed() {
    let plain = folder(&[("inventory.csv", INVENTORY.as_bytes())]);
    let rows = run(plain.path(), &["skus", ".", "--no-history", "-f", "csv"], b"").stdout;
    let rows = String::from_utf8(rows).unwrap();
    let before = run(plain.path(), &["score", ".", "--no-history"], b"").stdout;
    std::fs::write(plain.path().join("skus.csv.gz"), gz(&rows)).unwrap();
    std::fs::write(plain.path().join("skus.zip"), zip(&[("skus.csv", &rows)])).unwrap();
    let output = run(plain.path(), &["score", ".", "--no-history"], b"");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // The last line counts the notes: an archive without a report is one.
    let page = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.lines().filter(|line| !line.starts_with("More: ")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(page(output.stdout), page(before));
}
