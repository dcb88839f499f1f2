//! `ipi demo DIR`: writes the example account, so that everything can be tried before the first download.

use super::exit::Ended;
use super::out::write_file;
use super::usage::Usage;
use anyhow::Context as _;
use ipi::draft::is_draft;
use ipi::output::words::{printable, typed};
use std::fs;
use std::io::ErrorKind;
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
    write(folder)?;
    super::out::print(&said(&name))?;
    Ok(Ended::Done)
}

/// Writes all of it, or leaves nothing of it behind.
fn write(folder: &Path) -> anyhow::Result<()> {
    let missing: Vec<_> = folder.ancestors().take_while(|above| !above.exists()).collect();
    let shown = |path: &Path| printable(&path.display().to_string());
    let mut done = Vec::new();
    let mut all = || -> anyhow::Result<()> {
        fs::create_dir_all(folder)
            .with_context(|| format!("{}: the folder cannot be made", shown(folder)))?;
        for (file, bytes) in FILES {
            let path = folder.join(file);
            write_file(&path, bytes).with_context(|| format!("{}: cannot be written", shown(&path)))?;
            done.push(path);
        }
        Ok(())
    };
    let written = all();
    if written.is_err() {
        done.iter().for_each(|file| _ = fs::remove_file(file));
        missing.iter().for_each(|folder| _ = fs::remove_dir(folder));
    }
    written
}

/// Is there anything at the path that is not an empty folder? What a run that was killed has left is nothing, and is written again.
fn taken(folder: &Path) -> std::io::Result<bool> {
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut ours = 0;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let known = FILES.iter().find(|(file, _)| name == *file);
        match known {
            _ if is_draft(&name) => {}
            Some((_, bytes)) if is_file_of(&entry.path(), bytes) => ours += 1,
            _ => return Ok(true),
        }
    }
    Ok(ours == FILES.len())
}

fn is_file_of(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = path.metadata().is_ok_and(|there| there.is_file() && there.len() == bytes.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|found| found == bytes)
}

/// What was written and what to do with it. The example has a history of its own, so that it never counts among the
/// seller's weeks.
fn said(name: &str) -> String {
    let typed = typed(name);
    let next = [
        (format!("ipi score {typed} --account example"), "the score, what makes it"),
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
