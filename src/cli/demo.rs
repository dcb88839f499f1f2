//! `ipi demo DIR`: writes the example account, so that everything can be tried before the first download.

use super::exit::Ended;
use super::usage::Usage;
use anyhow::Context as _;
use ipi::output::words::{printable, typed};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A folder that is new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

macro_rules! files {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../fixtures/accounts/demo/", $name)))),*]
    };
}

/// The example account as it lies in the source tree.
const FILES: &[(&str, &[u8])] = &files! {
    "fba-inventory.csv"
    "2026-10-24-fba.csv"
    "stranded-inventory.txt"
    "2026-10-24-stranded.txt"
    "inventory-ledger.csv"
    "fulfilled-shipments.txt"
    "manage-fba-inventory.txt"
    "restock-inventory.txt"
    "storage-fees.txt"
    "business-report.csv"
    "worked.md"
};

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let folder = &args.folder;
    let name = printable(&folder.display().to_string());
    // The example among a seller's own reports would spoil every figure, so it is not only a matter of overwriting.
    if taken(folder).with_context(|| format!("{name}: cannot be read"))? {
        return Err(Usage(format!(
            "{name} is a file, or holds files already, and the example would mix with them; nothing was written. Next: \
             name a new folder, such as ipi demo ipi-example"
        ))
        .into());
    }
    fs::create_dir_all(folder).with_context(|| format!("{name}: the folder cannot be made"))?;
    for (file, bytes) in FILES {
        let path = folder.join(file);
        File::create_new(&path)
            .and_then(|mut file| file.write_all(bytes))
            .with_context(|| format!("{}: cannot be written", printable(&path.display().to_string())))?;
    }
    super::out::print(&said(&name))?;
    Ok(Ended::Done)
}

/// Is there anything at the path that is not an empty folder?
fn taken(folder: &Path) -> std::io::Result<bool> {
    match folder.read_dir() {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(true),
        Err(error) => Err(error),
    }
}

/// What was written and what to do with it. The example has a history of its own, so that it never counts among the
/// seller's weeks.
fn said(name: &str) -> String {
    let typed = typed(name);
    let next = [
        (format!("ipi score {typed} --account example"), "the score, and what makes it"),
        (format!("ipi skus {typed} --account example"), "which SKUs cost points"),
        (format!("ipi why {typed} --account example"), "what changed in a week"),
        (format!("ipi check {typed}"), "what the files are"),
        ("ipi log 512 --on 2026-10-31 --account example".into(), "an official score"),
        (format!("ipi forecast {typed} --account example"), "the coming weeks"),
        (format!("ipi plan {typed} --target 540 --account example"), "the cheapest way there"),
    ];
    format!(
        "Wrote an example account to {name}: {} reports of 18 products,\nand worked.md, which works out the four factors \
         by hand. Next:\n{}",
        FILES.len() - 1,
        super::out::next(&next)
    )
}
