//! Invented accounts, and `ipi fleet` over them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// `ipi` without a history and without what the environment may say.
pub(crate) fn ipi(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(args).env("IPI_MAX_AGE", "off");
    for variable in ["IPI_ACCOUNT", "IPI_MARKETPLACE", "IPI_AS_OF", "IPI_HISTORY", "IPI_THREADS"] {
        command.env_remove(variable);
    }
    command
}

/// A folder of accounts.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    /// So many accounts in `accounts/`, called 000, 001, …
    pub(crate) fn of(count: usize) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        fs::create_dir(folder.path("accounts")).unwrap();
        (0..count).for_each(|number| folder.account(&format!("{number:03}"), number));
        folder
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// An account whose figures follow from a number.
    pub(crate) fn account(&self, name: &str, number: usize) {
        let mut text = String::from(
            "snapshot-date,sku,fnsku,asin,product-name,condition,available,units-shipped-t30,units-shipped-t60,\
             units-shipped-t90,your-price,currency,estimated-excess-quantity,storage-type,marketplace\n",
        );
        for sku in 0..3 {
            let (units, excess) = (100 + 7 * number + sku, (13 * number + sku) % 90);
            writeln!(
                text,
                "2026-10-31,SKU-{number}-{sku},X{number:06}{sku:03},B{number:06}{sku:03},\"Lamp, {sku}\",New,{units},30,60,90,20.00,USD,{excess},Standard,US"
            )
            .unwrap();
        }
        let folder = self.path("accounts").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("fba-inventory.csv"), text).unwrap();
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, below: &str, text: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `ipi fleet`, in this folder and without a history.
    pub(crate) fn fleet(&self, args: &[&str]) -> Command {
        let mut command = ipi(&["fleet", "--no-history"]);
        command.args(args).current_dir(self.0.path());
        command
    }

    /// The lines of all accounts, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        lines(&self.fleet(&["accounts", "--ordered"]).output().unwrap())
    }
}

/// The lines of a run that ended well.
pub(crate) fn lines(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{output:?}");
    text_lines(&output.stdout)
}

pub(crate) fn text_lines(bytes: &[u8]) -> Vec<String> {
    std::str::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
}

pub(crate) fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// What a line says.
pub(crate) fn value(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap()
}

/// The kinds of errors by id; those with a figure have none.
pub(crate) fn kinds(lines: &[String]) -> BTreeMap<String, String> {
    let kind = |line: &String| {
        let line = value(line);
        let kind = line["error"]["kind"].as_str().unwrap_or_default().to_owned();
        (line["id"].as_str().unwrap().to_owned(), kind)
    };
    let kinds: BTreeMap<_, _> = lines.iter().map(kind).collect();
    assert_eq!(kinds.len(), lines.len(), "an id stands twice");
    kinds
}

/// What `ipi score -f json` writes of a folder, its lines put behind one another by hand.
pub(crate) fn score(folder: &Path, path: &str) -> String {
    let output = ipi(&["score", path, "-f", "json", "--no-history"]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let joined = text_lines(&output.stdout).into_iter().map(|line| {
        let line = line.trim_start().to_owned();
        // Only a key has a colon and a blank behind its quotes that stand first.
        match line.split_once("\": ") {
            Some((key, rest)) if key.starts_with('"') && !key[1..].contains('"') => format!("{key}\":{rest}"),
            _ => line,
        }
    });
    joined.collect()
}
