//! A place to work at: a history of its own, and the accounts whose pages are looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An account under `fixtures/accounts`, and what its score is asked with.
pub struct Account {
    pub name: String,
    folder: String,
    more: Vec<String>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts")
}

/// The example account.
pub fn demo() -> String {
    "demo".into()
}

/// Every account with reports of its own folder, by name.
pub fn accounts() -> Vec<Account> {
    let mut all: Vec<Account> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("reports").is_dir())
        .map(|folder| {
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let more = fs::read_to_string(folder.join("args")).unwrap_or_default();
            let more = more.split_whitespace().map(str::to_owned).collect();
            Account { folder: format!("{name}/reports"), name, more }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(all.len() > 30);
    all
}

/// The question for an account's score.
pub fn score_of(account: &Account) -> Vec<&str> {
    let asked = ["score", &account.folder, "--no-history"];
    asked.into_iter().chain(account.more.iter().map(String::as_str)).collect()
}

pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Desk(tempfile::tempdir().unwrap())
    }

    /// With ten weeks of official scores before the example account's day, one of that day, and a run of the week before.
    pub fn with_past() -> Self {
        let desk = Desk::new();
        let past = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html/past.csv");
        desk.says(&["log", "--import", past.to_str().unwrap(), "--account", "demo"]);
        desk.says(&["score", "demo", "--account", "demo", "--as-of", "2026-10-24"]);
        desk.says(&["log", "512", "--on", "2026-10-31", "--account", "demo"]);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn ipi(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
            command.env_remove(name);
        }
        command.args(args).current_dir(fixtures()).env("IPI_MAX_AGE", "off");
        command.env("IPI_HISTORY", self.path("history.sqlite3")).output().unwrap()
    }

    pub fn says(&self, args: &[&str]) -> String {
        let done = self.ipi(args);
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    pub fn html(&self, args: &[&str]) -> String {
        self.says(&[args, &["-f", "html"]].concat())
    }

    /// A page of each command, of the example account.
    pub fn commands(&self) -> Vec<(String, String)> {
        let of = ["demo", "--account", "demo"];
        let reports: [(&str, &[&str]); 8] = [
            ("skus", &["skus", "--top", "4", "--details"]),
            ("sales", &["skus", "--by", "sales"]),
            ("alerts", &["skus", "--alerts"]),
            ("why", &["why", "--details"]),
            ("forecast", &["forecast"]),
            ("plan", &["plan", "--target", "540"]),
            ("check", &["check"]),
            ("estimate", &["estimate", "--excess", "12.3", "--on", "2026-10-31"]),
        ];
        let mut pages: Vec<_> = reports
            .iter()
            .map(|(name, args)| {
                let of = match *name {
                    "check" => &of[..1],
                    "estimate" => &of[1..],
                    _ => &of[..],
                };
                ((*name).to_owned(), self.html(&[args, of].concat()))
            })
            .collect();
        for args in [
            &["rules", "-m", "US", "--on", "2026-10-31"][..],
            &["history", "--account", "demo"],
            &["backtest", "--account", "demo"],
        ] {
            pages.push((args[0].to_owned(), self.html(args)));
        }
        pages
    }

    /// The page of reports of which one is damaged.
    pub fn partial(&self) -> String {
        self.html(&["score", "../../tests/errors/lenient.in", "--lenient", "--no-history"])
    }

    /// The page of an account of which nothing is known but that nothing is stranded.
    pub fn nothing_told(&self) -> String {
        let place = "../../tests/errors/nothing-told.in";
        let done = self.ipi(&[
            "score",
            place,
            "--as-of",
            "2026-06-30",
            "-m",
            "US",
            "--no-stranded",
            "--no-history",
            "-f",
            "html",
        ]);
        assert_eq!(done.status.code(), Some(4));
        String::from_utf8(done.stdout).unwrap()
    }

    /// The page of an account whose marketplace no report names.
    pub fn no_marketplace(&self) -> String {
        let folder = self.many_skus(3);
        let file = folder.join("fba-inventory.txt");
        let report = fs::read_to_string(&file).unwrap().replace("\tUSD\t", "\t\t").replace("\tUS\t", "\t\t");
        fs::write(file, report).unwrap();
        let place = folder.to_str().unwrap();
        let done = self.ipi(&["score", place, "--no-history", "-f", "html"]);
        // Where a folder for the moment lies differs from run to run.
        String::from_utf8(done.stdout).unwrap().replace(place, "many")
    }

    /// An inventory report of so many SKUs, all alike but for their names.
    pub fn many_skus(&self, skus: usize) -> PathBuf {
        let folder = self.path("many");
        let report = fs::read_to_string(fixtures().join("planning-only/reports/fba-inventory.txt"));
        let report = report.unwrap();
        let (head, rows) = report.split_once('\n').unwrap();
        let row = rows.lines().next().unwrap();
        let mut cells = row.split('\t').skip(1);
        let [sku, label, asin] = std::array::from_fn(|_| cells.next().unwrap());
        let named = |at: usize| {
            let of = |name: &str| format!("{name}{at:03}");
            row.replace(sku, &of("MANY-")).replace(label, &of("X00MANY")).replace(asin, &of("B00MANY"))
        };
        let rows: String = (0..skus).map(|at| named(at) + "\n").collect();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("fba-inventory.txt"), format!("{head}\n{rows}")).unwrap();
        folder
    }

    /// Pages of an account whose SKUs, titles and name would like to be markup.
    pub fn hostile(&self) -> Vec<(String, String)> {
        let folder = self.path("hostile");
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(fixtures().join("demo")).unwrap() {
            let file = entry.unwrap().path();
            if file.extension().is_some_and(|ending| ending == "md") {
                continue;
            }
            let mut text = fs::read_to_string(&file).unwrap();
            for (sku, hostile) in [
                ("GARLAND-PINE", "</style><script>alert(1)</script>"),
                ("PLANTER-TERRA-9", "<img src=x onerror=alert(1)>"),
                ("COASTER-CORK-6", "javascript:alert(1)"),
                ("KETTLE-SWITCH", "' onload='alert(1)"),
                ("LUNCHBOX-KIDS", "a\u{202e}b\u{200b}c<!--"),
                ("OLD-LABEL-SOAP", "{{ 7 * 7 }}{% raw %}&amp;"),
                ("MUG BLUE 11OZ", "]]><b>x</b>"),
            ] {
                text = text.replace(sku, hostile);
            }
            fs::write(folder.join(file.file_name().unwrap()), text).unwrap();
        }
        let of = [folder.to_str().unwrap(), "--no-history", "--account", "\"><script>alert(1)</script>"];
        [
            ("score", &["score"][..]),
            ("skus", &["skus", "--details"]),
            ("plan", &["plan", "--target", "540"]),
            ("forecast", &["forecast"]),
            ("why", &["why", "--details"]),
        ]
        .into_iter()
        .map(|(name, args)| (format!("hostile-{name}"), self.html(&[args, &of].concat())))
        .collect()
    }
}
