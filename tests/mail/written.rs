//! The letter as a file, for `sendmail -t`: of every account of the fixtures, and of every damaged one.

use crate::delivery::is_sound;
use crate::post::{Ran, Seller, Server, has_server};
use crate::tools::tool;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn ipi(folder: &Path, args: &[&str]) -> Ran {
    let mut run = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for variable in ["IPI_ACCOUNT", "IPI_MARKETPLACE", "IPI_AS_OF", "IPI_HISTORY"] {
        run.env_remove(variable);
    }
    let run = run.args(args).current_dir(folder).env("IPI_MAX_AGE", "off").env("IPI_TODAY", "2026-11-02");
    Ran::of(run.output().unwrap())
}

const ADDRESSED: [&str; 4] = ["--to", "seller@example.com", "--from", "stock@example.com"];

fn folders(of: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(of)).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir() && path.to_str().unwrap().ends_with(ending));
    folders.sort();
    folders
}

/// The text of a letter: its first part, decoded from quoted-printable.
fn text(letter: &str) -> String {
    let (_, part) = letter.split_once("Content-Type: text/plain; charset=utf-8\r\n").unwrap();
    let (_, body) = part.split_once("\r\n\r\n").unwrap();
    let (body, _) = body.split_once("\r\n--ipi-a-").unwrap();
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut pieces = joined.split('=');
    bytes.extend(pieces.next().unwrap().bytes());
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(piece[2..].bytes());
    }
    String::from_utf8(bytes).unwrap()
}

fn fits(text: &str, of: &Path) {
    assert!(text.lines().count() <= 25, "{of:?}: {} lines: {text}", text.lines().count());
    for line in text.lines() {
        let is_command =
            line.contains("ipi mail") || line.contains("ipi score") || line.starts_with("ipi skus");
        assert!((is_command || line.chars().count() <= 78) && !line.contains('\t'), "{of:?}: {line}");
    }
    let first: Vec<_> = text.lines().take(2).collect();
    assert!(
        first.iter().all(|line| line.ends_with(['.', ':']) || line.ends_with("...")),
        "{of:?}: {first:?}"
    );
}

#[test]
fn every_account_fits_25_lines_of_78_columns() {
    let shapes = folders("fixtures/accounts", "");
    assert!(shapes.len() > 30);
    let mut written = 0;
    for shape in shapes {
        let reports = if shape.join("reports").is_dir() { "reports" } else { "." };
        let ran = ipi(&shape, &[&["score", reports, "-f", "eml", "--no-history"], &ADDRESSED[..]].concat());
        assert!(matches!(ran.code, Some(0 | 4)), "{shape:?}: {}", ran.err);
        // Three of them want a day or a marketplace to be named, and say so.
        if ran.out.is_empty() {
            continue;
        }
        written += 1;
        let text = text(&ran.out);
        fits(&text, &shape);
        for told in
            ["IPI ", "Sell-through", "Next: ", "The reports are of ", "Written by:", "\nMore: ipi score"]
        {
            assert!(text.contains(told), "{shape:?}: {told} in {text}");
        }
    }
    assert!(written > 28, "{written}");
}

#[test]
fn the_page_of_the_documentation_shows_the_letter_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/mail.md")).unwrap();
    let (_, shown) = page.split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let demo = root.join("fixtures/accounts/demo");
    let ran = ipi(&demo, &[&["score", "-f", "eml", "--no-history"], &ADDRESSED[..]].concat());
    assert_eq!(text(&ran.ended(0, &[]).out).replace("\r\n", "\n").trim_end(), shown.trim_end());
}

#[test]
fn every_error_fits_too() {
    let home = tempfile::tempdir().unwrap();
    let history = home.path().join("history.sqlite3");
    for case in folders("tests/errors", ".in") {
        let args = ["mail", ".", "--dry-run", "--host", "localhost", "--history", history.to_str().unwrap()];
        let ran = ipi(&case, &[&args[..], &ADDRESSED].concat());
        let text = text(&ran.out);
        fits(&text, &case);
        if ran.code == Some(3) {
            assert!(
                text.starts_with("No score this week: ")
                    && text.contains("ipi mail")
                    && text.contains(" --host localhost"),
                "{case:?}: {text}"
            );
        }
    }
}

#[test]
fn its_commands_stand_whole_and_do_what_they_say() {
    let shape = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/minimum");
    let long = ["--from", "the.stock.of.a.shop@example.com", "--to", "the.seller.of.a.shop@example.com"];
    let asked = [&["score", "reports", "-f", "eml", "--no-history", "-m", "US"], &long[..]].concat();
    let letter = ipi(&shape, &asked).ended(0, &[]).out.clone();
    let text = text(&letter).replace("\r\n", "\n");
    let (_, command) = text.split_once("\nWritten by:\nipi ").unwrap();
    let command = command.lines().next().unwrap();
    assert_eq!(command, format!("score reports -m US -f eml {}", long.join(" ")));
    let again = [command.split(' ').collect(), vec!["--no-history"]].concat();
    assert_eq!(ipi(&shape, &again).ended(0, &[]).out, letter);
    assert!(text.ends_with("More: ipi score reports -m US --details; ipi skus reports -m US\n"), "{text}");
    let html = letter.replace("=\r\n", "");
    assert!(html.contains("<code style=3D\"white-space:nowrap\">ipi score reports -m US -f eml --from the."));
}

#[test]
fn the_same_week_is_the_same_letter_and_another_day_another() {
    let shape = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/minimum");
    let args =
        [&["score", "reports", "-f", "eml", "--no-history", "--attach", "csv"], &ADDRESSED[..]].concat();
    let one = ipi(&shape, &args);
    assert_eq!(one.ended(0, &[]).out, ipi(&shape, &args).out);
    let id = |letter: &str| letter.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned();
    for other in [["--today", "2026-11-09"], ["--account", "b"]] {
        assert_ne!(id(&one.out), id(&ipi(&shape, &[&args[..], &other].concat()).out), "{other:?}");
    }
}

#[test]
fn a_letter_needs_a_sender_and_somebody_to_go_to() {
    let shape = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/minimum");
    let score = |more: &[&str]| ipi(&shape, &[&["score", "reports", "--no-history"], more].concat());
    score(&["-f", "eml"]).ended(
        2,
        &["the letter wants a sender (from) and somebody to go to (to); next: say --from you@example.com --to you@example.com, or set \
           from and to under [mail] in ipi.toml\n"],
    );
    score(&["-f", "eml", "--to", "a@example.com"])
        .ended(2, &["the letter wants a sender (from); next: say --from you@example.com, or set from under"]);
    for wrong in [
        "no-address",
        "a@b@c",
        "a b@example.com",
        "A\r\nBcc: evil@example.com <a@example.com>",
        "a@example.com\n",
        "",
    ] {
        let ran = score(&["-f", "eml", "--to", wrong, "--from", "a@example.com"]);
        assert_eq!(ran.code, Some(2), "{wrong:?}: {}", ran.err);
        assert!(ran.out.is_empty());
    }
    score(&["--to", "a@example.com"]).ended(2, &["--to goes with a letter: add -f eml"]);
    let mail = |more: &[&str]| ipi(&shape, &[&["mail", "reports", "--no-history"], more].concat());
    mail(&[]).ended(
        2,
        &[
            "the letter wants a sender (from), somebody to go to (to) and a server (host); next: say --from you@example.com \
             --to you@example.com --host smtp.example.com, or set from, to and host under [mail] in ipi.toml; or let",
            "ipi score reports -f eml --from you@example.com --to you@example.com | sendmail -t\n",
        ],
    );
    mail(&ADDRESSED).ended(
        2,
        &[
            "the letter wants a server (host); next: say --host",
            "-f eml --from stock@example.com --to seller@example.com |",
        ],
    );
    mail(&["--flush"]).ended(2, &["the letter wants a server (host); next: say --host"]);
}

#[test]
fn it_goes_to_a_file_and_from_there_to_sendmail() {
    let (true, Some(msmtp)) = (has_server(), tool("msmtp")) else { return };
    let server = Server::start(json!({ "tls": "none" }));
    let seller = Seller::new(server.port, "");
    let written = seller.command("score", &["-o", "week.eml"]).output().unwrap();
    assert!(written.status.success() && written.stdout.is_empty(), "{written:?}");
    let letter = std::fs::File::open(seller.home.path().join("week.eml")).unwrap();
    let mut sendmail = Command::new(msmtp);
    sendmail.args(["-C", "/dev/null", "--host=127.0.0.1", "--from=stock@example.com", "-t"]);
    let sent = sendmail.arg(format!("--port={}", server.port)).stdin(Stdio::from(letter)).output().unwrap();
    assert!(sent.status.success(), "{sent:?}");
    let [mail] = server.received().try_into().unwrap();
    is_sound(&mail);
    assert_eq!(mail["to"], json!(["seller@example.com"]));
}
