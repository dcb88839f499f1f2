//! Messages: what is wrong with arguments, settings, files and cells is told with what was there, and nothing of it is obeyed.

use crate::matrix::{Matrix, ipi, ipi_coloured};
use crate::strings;
use crate::terminal::is_visible;
use ipi::account::{Account, Settings};
use ipi::report::{Plan, Source};
use std::fs;
use std::process::Output;

/// All that was said, which must be something and be visible.
fn told(what: &str, done: &Output, code: i32) {
    let err = String::from_utf8(done.stderr.clone()).unwrap();
    assert_eq!(done.status.code(), Some(code), "{what:.60}: {err}");
    assert!(!err.is_empty());
    is_visible(&format!("{what:.60}"), &err);
    for line in err.lines() {
        assert!(!line.contains("panicked"), "{line}");
    }
}

/// Texts that an argument can hold, many in one.
fn arguments() -> Vec<String> {
    let texts = strings::all().into_iter().filter(|text| !text.contains('\0') && text.len() < 200);
    let texts: Vec<_> = texts.collect();
    texts.chunks(40).map(|chunk| format!("x{}", chunk.join(" "))).collect()
}

#[test]
fn what_was_typed_comes_back_as_text() {
    let seller = &Matrix::hostile().seller;
    for text in arguments() {
        for args in [
            &["score", "--format"][..],
            &["score", "--as-of"],
            &["score", "--what-if"],
            &["score", "--limit"],
            &["score", "-m"],
            &["score", "--delimiter"],
            &["skus", "--by"],
            &["log"],
            &["log", "--on"],
            &["rules", "--on"],
            &["schema"],
            &["forecast", "--growth"],
            &["plan", "--budget"],
            &["fleet", "--shard"],
            &[],
        ] {
            let asked: Vec<_> = args.iter().copied().chain([text.as_str()]).collect();
            told(&asked.join(" "), &ipi(seller, &asked), 2);
        }
        let unknown = format!("--{text}");
        told(&unknown, &ipi(seller, &["score", &unknown]), 2);
    }
}

/// A terminal gets colours, and must get nothing else: what a pipe lets go on its way is to be seen as text in both.
#[test]
fn sequences_that_were_typed_are_shown_and_not_taken_away() {
    let seller = &Matrix::hostile().seller;
    let typed = "1\u{1b}[31mX\u{1b}]0;pwn\u{7}\nY";
    for args in [
        &["score", "--account", typed][..],
        &["score", "--as-of", typed],
        &["score", "--fail-under", typed],
        &["score", "--threads", typed],
        &["score", "-f", typed],
        &["skus", "--top", typed],
        &["fleet", "--jobs", typed],
        &["log", typed],
        &["completions", typed],
        &["score", "--1\u{1b}[31mX\u{1b}]0;pwn\u{7}\nY"],
        &["1\u{1b}[31mX\u{1b}]0;pwn\u{7}\nY"],
    ] {
        let done = ipi(seller, args);
        told(&args.join(" "), &done, 2);
        let err = String::from_utf8(done.stderr).unwrap();
        assert!(err.contains("1\\u{1b}[31mX\\u{1b}]0;pwn\\u{7}\\u{a}Y"), "{args:?}: {err}");
        // With colours, as on a terminal, no sequence but those that colour.
        let coloured = ipi_coloured(seller, args);
        let bare = coloured.replace("\u{1b}[31mX", "OBEYED");
        assert!(coloured.contains("\u{1b}[1m") && !bare.contains("OBEYED"), "{args:?}: {coloured:?}");
        assert!(!coloured.contains("\u{1b}]") && !coloured.contains('\u{7}'), "{args:?}: {coloured:?}");
    }
}

/// Beside `--incognito` a pasted name is no part of a message about it either.
#[test]
fn what_was_typed_is_hidden_too() {
    let seller = &Matrix::hostile().seller;
    for args in
        [&["score", "--incognito", "--as-of", "SecretShop"][..], &["skus", "--SecretShop", "--incognito"]]
    {
        let done = ipi(seller, args);
        told(&args.join(" "), &done, 2);
        let err = String::from_utf8(done.stderr).unwrap();
        assert!(!err.contains("SecretShop") && err.contains("run it without"), "{err}");
    }
}

#[test]
fn a_name_of_a_file_or_an_account_is_told_as_text() {
    let seller = &Matrix::hostile().seller;
    for text in ["a\u{1b}[2J\u{202e}b", "a\nb", "a\u{9b}31m", "=1+1", "$(touch canary)", "<b>|`x`"] {
        told(text, &ipi(seller, &["score", text]), 3);
        told(text, &ipi(seller, &["check", "-q", text]), 3);
        told(text, &ipi(seller, &["log", "--import", text]), 3);
        told(text, &ipi(seller, &["score", ".", "-o", &format!("no/{text}.csv")]), 3);
        told(text, &ipi(seller, &["plan", ".", "--costs", text]), 3);
        told(text, &ipi(seller, &["forecast", ".", "--shipments", text]), 3);
        told(text, &ipi(seller, &["fleet", text]), 2);
    }
    for text in ["a\u{202e}b\u{200b}", "<b>|`x`", "=1+1"] {
        let done = ipi(seller, &["history", "--account", text]);
        is_visible(text, &String::from_utf8(done.stderr).unwrap());
        is_visible(text, &String::from_utf8(done.stdout).unwrap());
    }
    assert!(!seller.folder().join("canary").exists());
}

#[test]
fn what_stands_in_a_damaged_cell_is_told_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let seller = &Matrix::hostile().seller;
    let mut report = String::from(
        "snapshot-date,sku,fnsku,asin,avail\u{202e}able,units-shipped-t30,units-shipped-t90,marketplace\r\n",
    );
    // The first one is shown.
    report += "2026-10-31,FIRST,X,B0,a\u{202e}b\u{9b}2J<img src=x>,1,1,US\r\n";
    for (at, text) in seller.skus.iter().enumerate() {
        let cell = text.replace('"', "\"\"");
        report += &format!("2026-10-31,\"{cell}\",X{at:09},B0,\"{cell}\",1,1,US\r\n");
    }
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("cells")).unwrap();
    fs::write(at("cells/a\u{1b}[2J\u{202e}=|`b`<img src=x>.csv"), report).unwrap();
    // A report that nobody knows is told by its columns.
    fs::create_dir(at("head")).unwrap();
    fs::write(at("head/a.csv"), "sku,a\u{202e}b\u{9b}2J,units-shipped-t30,=1+1\r\n1,2,3,4\r\n").unwrap();
    for place in ["cells", "head"].map(|name| at(name).display().to_string()) {
        let is_shown = |text: &str| text.contains("u{202e}b") || text.contains("u202eb");
        let done = ipi(seller, &["score", &place]);
        told("score", &done, 3);
        assert!(is_shown(&String::from_utf8(done.stderr).unwrap()));
        for form in ["text", "md", "html", "csv", "json", "jsonl"] {
            let done = ipi(seller, &["check", &place, "-f", form]);
            let text = String::from_utf8(done.stdout).unwrap();
            assert!(text.len() > 200 && is_shown(&text), "{form}: {text}");
            assert_eq!(done.status.code(), Some(3), "{form}");
            is_visible(form, &text);
            if form == "html" {
                assert!(!text.contains("<img") && !text.contains("<script"), "{form}");
            }
        }
        let done = ipi(seller, &["score", &place, "--lenient", "-f", "json"]);
        is_visible("lenient", &String::from_utf8(done.stderr).unwrap());
    }
    // Settings name what they hold.
    fs::create_dir(at("settings")).unwrap();
    fs::write(at("settings/ipi.toml"), "\"a\\u001b[2J\\u202eb<b>\" = \"x\"\n").unwrap();
    told("settings", &ipi(seller, &["score", &at("settings").display().to_string()]), 2);
}

/// Of cells that are damaged in the same way the first alone is shown, so each has a file of its own here.
#[test]
fn whatever_is_shown_of_a_report_is_shown_as_text() {
    let head = "snapshot-date,sku,fnsku,asin,available,units-shipped-t30,units-shipped-t90,marketplace\r\n";
    let settings = || Settings {
        marketplace: None,
        as_of: None,
        no_stranded: true,
        lenient: false,
        excluded: Default::default(),
        steer: None,
        plan: Plan::with_threads(1),
    };
    let mut told = 0;
    for text in strings::all() {
        let cell = text.replace('"', "\"\"");
        let report = format!("{head}2026-10-31,\"{cell}\",X1,B0,\"{cell}\",\"{cell}\",1,US\r\n");
        let sources = [Source::new(&format!("{text}.csv"), report.into_bytes())];
        let Err(error) = Account::read(&sources, &settings()) else { continue };
        for line in error.to_string().lines() {
            is_visible(&text, line);
            told += 1;
        }
    }
    assert!(told > 100, "{told}");
}

#[test]
fn half_a_letter_of_utf16_becomes_a_mark() {
    let folder = tempfile::tempdir().unwrap();
    let seller = &Matrix::hostile().seller;
    let head =
        "snapshot-date\tsku\tproduct-name\tavailable\tunits-shipped-t30\tunits-shipped-t90\tmarketplace\r\n";
    let mut units: Vec<u16> = vec![0xfeff];
    units.extend(head.encode_utf16());
    units.extend("2026-10-31\tA-".encode_utf16());
    units.push(0xd83d);
    units.extend("-B\tHalf ".encode_utf16());
    units.push(0xde00);
    units.extend("\t45\t10\t30\tUS\r\n".encode_utf16());
    let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    fs::write(folder.path().join("half.txt"), bytes).unwrap();
    let place = folder.path().display().to_string();
    let done = ipi(seller, &["skus", &place, "-m", "US", "--no-stranded", "--no-history", "-f", "json"]);
    let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    is_visible("stdout", &out);
    is_visible("stderr", &err);
    let is_refused = done.status.code() == Some(3) && err.contains("not-utf8");
    assert!(is_refused || out.contains("A-\u{fffd}-B"), "{out}{err}");
}
