//! Every command in every form, run once for all tests.

use crate::account::{BEFORE, NAME, Seller};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Every form.
const ALL: &[&str] = &["text", "md", "html", "csv", "tsv", "json", "jsonl", "raw", "xlsx"];
/// Those of which each is drawn in its own way.
const MOST: &[&str] = &["text", "md", "html", "csv", "json", "jsonl"];
/// Those that can tell something else of what was told in all forms already.
const FEW: &[&str] = &["text", "md", "csv", "jsonl"];
/// Rows alone.
const ROWS: &[&str] = &["csv", "tsv", "jsonl", "raw"];

/// A command, what it is asked, and the forms.
type Asked = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Every command that reports.
const COMMANDS: [Asked; 16] = [
    ("score", &["score", ".", "--details", "--limit", "standard=5"], ALL),
    ("explain", &["score", ".", "--explain"], MOST),
    ("skus", &["skus", ".", "--top", "9999", "--details"], ALL),
    ("why", &["why", ".", "--since", BEFORE, "--details"], MOST),
    ("forecast", &["forecast", ".", "--weeks", "4"], MOST),
    // A plan takes its time.
    ("plan", &["plan", ".", "--target", "520"], &["text", "md", "html", "csv", "jsonl"]),
    ("check", &["check", "."], ALL),
    ("history", &["history"], MOST),
    ("backtest", &["backtest"], FEW),
    ("score-short", &["score", "."], FEW),
    ("score-what-if", &["score", ".", "--what-if", "remove WHAT 5"], FEW),
    (
        "score-excluded",
        &["score", ".", "--exclude", "a\u{202e}b|<b>", "--exclude", "=1+1;`x`", "--details"],
        FEW,
    ),
    ("skus-short", &["skus", ".", "--top", "9999"], FEW),
    ("skus-sales", &["skus", ".", "--by", "sales", "--top", "9999"], FEW),
    ("skus-alerts", &["skus", ".", "--alerts", "--top", "9999"], FEW),
    ("run-out", &["forecast", ".", "--weeks", "9", "--list", "run-out"], ROWS),
];

/// What was printed.
pub(crate) struct Printed {
    pub(crate) command: &'static str,
    pub(crate) form: &'static str,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Printed {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap_or_else(|error| panic!("{}: {error}", self.name()))
    }

    pub(crate) fn name(&self) -> String {
        format!("{} -f {}", self.command, self.form)
    }
}

/// `ipi` in the folder of a seller, with the history beside it.
pub(crate) fn ipi(seller: &Seller, args: &[&str]) -> Output {
    ipi_as(seller, NAME, args)
}

/// The same under another name of the account.
pub(crate) fn ipi_as(seller: &Seller, account: &str, args: &[&str]) -> Output {
    command(seller, account, args).output().unwrap()
}

/// What it says on stderr with colours, as on a terminal.
pub(crate) fn ipi_coloured(seller: &Seller, args: &[&str]) -> String {
    let done =
        command(seller, NAME, args).env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR").output().unwrap();
    String::from_utf8(done.stderr).unwrap()
}

fn command(seller: &Seller, account: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command
        .args(args)
        .env("IPI_MAX_AGE", "off")
        .env("IPI_TODAY", "2026-11-02")
        .env("IPI_HISTORY", seller.home().join("history.sqlite3"))
        .env("IPI_ACCOUNT", account)
        .env("IPI_THREADS", "1")
        .current_dir(seller.folder());
    command
}

/// A seller, and all that was printed of it.
pub(crate) struct Matrix {
    pub(crate) seller: Seller,
    pub(crate) printed: Vec<Printed>,
}

impl Matrix {
    fn of(seller: Seller, forms: &[&str]) -> Matrix {
        // A past: three weeks with an official score, and a run of the day before.
        for (score, day) in [("512", "2026-10-10"), ("498", "2026-10-17"), ("505", BEFORE)] {
            let done = ipi(&seller, &["log", score, "--on", day]);
            assert!(done.status.success(), "{done:?}");
        }
        // All that the history is to hold is there before anything is shown of it, in whatever order that comes.
        for args in [&["score", ".", "--as-of", BEFORE][..], &["score", "."]] {
            let done = ipi(&seller, args);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        let mut asked: Vec<(&'static str, &'static str, Vec<String>)> = Vec::new();
        for (command, args, forms) in COMMANDS {
            let args: Vec<_> = args.iter().map(|arg| arg.replace("WHAT", &seller.skus[0])).collect();
            for form in forms.iter().filter(|form| cfg!(feature = "workbook") || **form != "xlsx") {
                let more = if *form == "raw" { &["-f", "csv", "--raw-csv"][..] } else { &["-f", form] };
                let more: Vec<_> = more.iter().map(ToString::to_string).collect();
                asked.push((command, form, [args.clone(), more].concat()));
            }
        }
        let letter = ["--to", "a@example.com", "--from", "b@example.com"].map(String::from);
        let score =
            |more: &[&str]| ["score", "."].iter().chain(more).map(ToString::to_string).collect::<Vec<_>>();
        asked.push(("row", "csv", score(&["-f", "row"])));
        asked.push(("row", "raw", score(&["-f", "row", "--raw-csv"])));
        if cfg!(feature = "mail") {
            asked.push(("letter", "eml", [&score(&["-f", "eml", "--attach", "csv"])[..], &letter].concat()));
            let mail = ["mail", ".", "--dry-run", "--host", "localhost"].map(String::from);
            asked.push(("mail", "eml", [&mail[..], &letter].concat()));
        }
        asked.push((
            "all-accounts",
            "json",
            ["history", "--all-accounts", "-f", "json"].map(String::from).into(),
        ));
        asked.push(("fleet", "jsonl", ["fleet", "..", "--ordered"].map(String::from).into()));
        asked.push(("fleet", "text", ["fleet", "..", "-f", "text"].map(String::from).into()));
        asked.push(("fleet", "md", ["fleet", "..", "-f", "md"].map(String::from).into()));
        asked.push(("fleet", "html", ["fleet", "..", "-f", "html"].map(String::from).into()));
        asked.push(("fleet", "csv", ["fleet", "..", "-f", "csv"].map(String::from).into()));
        asked.retain(|(_, form, _)| forms.is_empty() || forms.contains(form));
        let (first, second) = asked.split_at(asked.len() / 2);
        let run = |asked: &[(&'static str, &'static str, Vec<String>)]| {
            let one = |(command, form, args): &(&'static str, &'static str, Vec<String>)| {
                let args: Vec<_> = args.iter().map(String::as_str).collect();
                let done = ipi(&seller, &args);
                let err = String::from_utf8(done.stderr).unwrap();
                assert!(!done.stdout.is_empty() || *form == "jsonl", "{args:?}: {err}");
                Printed { command, form, out: done.stdout, err }
            };
            asked.iter().map(one).collect::<Vec<_>>()
        };
        let printed = std::thread::scope(|scope| {
            let other = scope.spawn(|| run(second));
            [run(first), other.join().unwrap()].into_iter().flatten().collect()
        });
        Matrix { seller, printed }
    }

    /// Of a seller whose texts want to be obeyed.
    pub(crate) fn hostile() -> &'static Matrix {
        static MATRIX: OnceLock<Matrix> = OnceLock::new();
        MATRIX.get_or_init(|| Matrix::of(Seller::hostile(), &[]))
    }

    /// Of a seller of the same figures whose texts are harmless, in the forms that are held against it.
    pub(crate) fn harmless() -> &'static Matrix {
        static MATRIX: OnceLock<Matrix> = OnceLock::new();
        MATRIX.get_or_init(|| Matrix::of(Seller::harmless(), &["html", "md", "eml"]))
    }

    /// What was printed in a form.
    pub(crate) fn of_form(&self, form: &'static str) -> impl Iterator<Item = &Printed> {
        self.printed.iter().filter(move |printed| printed.form == form)
    }

    pub(crate) fn find(&self, command: &str, form: &str) -> &Printed {
        let is_it = |printed: &&Printed| printed.command == command && printed.form == form;
        self.printed.iter().find(is_it).unwrap_or_else(|| panic!("{command} -f {form} was not run"))
    }
}
