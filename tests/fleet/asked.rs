//! What is asked for: folders, manifests, and what is wrong with them.

use crate::accounts::{Folder, kinds, lines, value};
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_folder_with_reports_is_an_account() {
    let folder = Folder::of(2);
    folder.account("eu/shop", 5);
    folder.account("weekly/2026-10-24", 6);
    folder.account("weekly/2026-10-31", 6);
    // What lies beside the weeks of an account makes none of it.
    fs::create_dir(folder.path("accounts/weekly/notes")).unwrap();
    folder.write("accounts/weekly/bills/bill.pdf", b"%PDF-1.7\n");
    folder.account("above", 7);
    folder.account("above/older", 7);
    folder.account(".hidden", 8);
    fs::create_dir(folder.path("accounts/empty")).unwrap();
    folder.write("accounts/notes.md", "# Our accounts\n");
    folder.write("accounts/eu/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let lines = lines(&folder.fleet(&["accounts", "--ordered"]).output().unwrap());
    let ids: Vec<_> = lines.iter().map(|line| value(line)["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["000", "001", "above", "eu/shop", "weekly"]);
    // One folder that is an account itself has its own name.
    let one = crate::accounts::lines(&folder.fleet(&["accounts/001"]).output().unwrap());
    assert_eq!(value(&one[0])["id"], "001");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_two_accounts() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::of(1);
    for name in [b"caf\xe9", b"caf\xe8"] {
        let place = folder.path("accounts").join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir(&place).unwrap();
        fs::copy(folder.path("accounts/000/fba-inventory.csv"), place.join("fba-inventory.csv")).unwrap();
    }
    let told = kinds(&lines(&folder.fleet(&["accounts"]).output().unwrap()));
    let told: Vec<_> = told.iter().map(|(id, kind)| (id.as_str(), kind.as_str())).collect();
    assert_eq!(told, [("000", ""), ("caf\\xe8", "usage"), ("caf\\xe9", "usage")]);
}

#[test]
fn what_is_wrong_has_a_line_of_its_own() {
    let folder = Folder::of(1);
    folder.write("page/fba-inventory.csv", "<!DOCTYPE html><html><body>Sign in</body></html>\n");
    folder.write("little/ledger-to-come.csv", "notes\n");
    folder.write("torn/fba-inventory.csv", "snapshot-date,sku,fnsku,asin,available\n2026-10-31,A,X,B,1.2e\n");
    let mut manifest = Vec::new();
    for line in [
        r#"{"id":"good","path":"accounts/000"}"#,
        r#"{"id":"page","path":"page"}"#,
        r#"{"id":"missing","path":"accounts/00O"}"#,
        r#"{"id":"torn","path":"torn"}"#,
        r#"{"id":"no-path"}"#,
        r#"{"id":"mistyped","path":"accounts/000","asof":"2026-10-31"}"#,
        r#"{"id":"marketplace","path":"accounts/000","marketplace":"XX"}"#,
        r#"{"id":"day","path":"accounts/000","as_of":"2026-02-30"}"#,
        r#"{"id":"account","path":"accounts/000","account":""}"#,
        r#"{"id":7,"path":"accounts/000"}"#,
    ] {
        manifest.extend_from_slice(line.as_bytes());
        manifest.extend_from_slice(b"\r\n\n");
    }
    manifest.extend_from_slice(b"{\"id\":\"caf\xe9\",\"path\":\"accounts/000\"}");
    folder.write("manifest.jsonl", &manifest);
    let run = |args: &[&str]| folder.fleet(args).output().unwrap();
    let lines = lines(&run(&["manifest.jsonl"]));
    let told = kinds(&lines);
    let told: BTreeMap<_, _> = told.iter().map(|(id, kind)| (id.as_str(), kind.as_str())).collect();
    assert_eq!(
        told,
        BTreeMap::from([
            ("good", ""),
            ("page", "unreadable"),
            ("missing", "unreadable"),
            ("torn", "unreadable"),
            ("no-path", "usage"),
            ("mistyped", "usage"),
            ("marketplace", "usage"),
            ("day", "usage"),
            ("account", "usage"),
            ("7", ""),
            ("caf\\xe9", "usage"),
        ])
    );
    let missing = lines.iter().find(|line| value(line)["id"] == "missing").unwrap();
    assert!(
        value(missing)["error"]["text"].as_str().unwrap().contains("did you mean accounts/000?"),
        "{missing}"
    );
    // All lines were answered, unless a figure for each was asked for.
    let failed = run(&["manifest.jsonl", "--fail-on-error"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(String::from_utf8(failed.stderr).unwrap().contains("9 of 11 accounts have no figure"));
}

#[cfg(unix)]
#[test]
fn pipes_in_the_place_of_files_are_not_waited_for() {
    let folder = Folder::of(1);
    let fifo = |below: &str| {
        let made = std::process::Command::new("mkfifo").arg(folder.path(below)).status().unwrap();
        assert!(made.success());
    };
    folder.account("settings", 3);
    folder.account("inside", 4);
    fifo("fifo");
    fifo("accounts/settings/ipi.toml");
    fifo("accounts/inside/ledger.csv");
    folder.write(
        "manifest.jsonl",
        "{\"id\":\"fifo\",\"path\":\"fifo\"}\n{\"id\":\"settings\",\"path\":\"accounts/settings\"}\n\
         {\"id\":\"inside\",\"path\":\"accounts/inside\"}\n{\"id\":\"device\",\"path\":\"/dev/zero\"}\n",
    );
    let begun = std::time::Instant::now();
    let lines = lines(&folder.fleet(&["manifest.jsonl", "--timeout", "60"]).output().unwrap());
    let told: Vec<_> = kinds(&lines).into_iter().collect();
    let told: Vec<_> = told.iter().map(|(id, kind)| (id.as_str(), kind.as_str())).collect();
    assert_eq!(told, [("device", "usage"), ("fifo", "usage"), ("inside", ""), ("settings", "usage")]);
    assert!(begun.elapsed().as_secs() < 50);
    // The score itself does not hang there either.
    let alone = crate::accounts::ipi(&["score", "accounts/settings", "--no-history"]);
    let mut alone = alone;
    let alone = alone.current_dir(folder.0.path()).output().unwrap();
    assert_eq!(alone.status.code(), Some(2));
    assert!(
        String::from_utf8(alone.stderr).unwrap().contains("ipi.toml: cannot be read: it is no plain file")
    );
}

#[test]
fn ids_are_checked_before_any_work() {
    let folder = Folder::of(2);
    for (manifest, said) in [
        (
            "{\"id\":\"a\",\"path\":\"accounts/000\"}\n{\"path\":\"accounts/001\"}\n",
            "m.jsonl:2: it has no id",
        ),
        (
            "{\"id\":\"a\",\"path\":\"x\"}\n\n{\"id\":\"b\",\"path\":\"y\"}\n{\"id\":\"a\",\"path\":\"z\"}\n",
            "m.jsonl:4: the id a was there before",
        ),
        ("id,path\na,accounts/000\n", "m.jsonl:1: it is no object of JSON"),
    ] {
        folder.write("m.jsonl", manifest);
        let output = folder.fleet(&["m.jsonl"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "nothing is done before");
        let said_so = String::from_utf8(output.stderr).unwrap();
        assert!(said_so.contains(said), "{said_so}");
    }
    // The same folder by two ways.
    let output = folder.fleet(&["accounts", "accounts/000"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("two accounts are called 000"));
    for args in [
        &["nothing"][..],
        &["accounts", "-f", "json"],
        &["accounts", "-o", "x.jsonl"],
        &["accounts", "--fresh"],
    ] {
        let output = folder.fleet(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_manifest_says_marketplace_and_day() {
    let folder = Folder::of(2);
    folder.write(
        "m.jsonl",
        "{\"id\":\"a\",\"path\":\"accounts/000\",\"as_of\":\"2026-11-02\",\"account\":\"seller\"}\n\
         {\"id\":\"b\",\"path\":\"accounts/001\",\"marketplace\":\"DE\",\"account\":\"seller\"}\n",
    );
    let lines = lines(&folder.fleet(&["m.jsonl", "--ordered"]).output().unwrap());
    let (a, b) = (value(&lines[0]), value(&lines[1]));
    assert_eq!((&a["account"], &a["result"]["as_of"]), (&"seller".into(), &"2026-11-02".into()));
    assert_eq!(b["marketplace"], "DE");
    let alone = crate::accounts::ipi(&["score", "accounts/001", "-m", "DE", "-f", "json", "--no-history"])
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    assert_eq!(b["exit"].as_i64(), alone.status.code().map(i64::from));
}
