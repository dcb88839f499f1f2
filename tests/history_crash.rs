//! Two at once, a kill at any moment, a full disk, a read-only one: the store stays whole and keeps what was noted.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn ipi(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command
        .env("IPI_MAX_AGE", "off")
        .env("IPI_HISTORY", store)
        .env_remove("IPI_ACCOUNT")
        .env_remove("IPI_MARKETPLACE");
    command
}

/// Checks that SQLite finds nothing wrong, and counts the entries of each batch.
fn batches(store: &Path) -> Vec<usize> {
    let db = rusqlite::Connection::open(store).unwrap();
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let mut counts = db.prepare("SELECT count(*) FROM entry GROUP BY batch ORDER BY batch").unwrap();
    counts.query_map([], |row| row.get::<_, u32>(0)).unwrap().map(|n| n.unwrap() as usize).collect()
}

const ROWS: usize = 400;

/// A spreadsheet of [`ROWS`] weeks.
/// A spreadsheet of scores; each number gives other scores, since noting the same again would be no step.
fn sheet(folder: &Path, number: u32) -> PathBuf {
    let mut text = String::from("date,score,excess_pct,sell_through,stranded_pct,in_stock_pct\n");
    let first: chrono::NaiveDate = "2018-07-02".parse().unwrap();
    for week in 0..ROWS {
        let day = first + chrono::Days::new(7 * week as u64);
        let score = 300 + week + number as usize;
        writeln!(text, "{day},{score},12.34,1.56,0.78,98.76").unwrap();
    }
    let path = folder.join(format!("scores-{number}.csv"));
    fs::write(&path, text).unwrap();
    path
}

/// As many spreadsheets as a loop may import.
fn sheets(folder: &Path) {
    (0..100).for_each(|number| _ = sheet(folder, number));
}

fn import(store: &Path, sheet: &Path) -> Child {
    let mut command = ipi(store);
    command.args(["log", "--import"]).arg(sheet).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn eight_at_once_lose_nothing() {
    const EACH: usize = 12;
    let folder = tempfile::tempdir().unwrap();
    // The file is not there yet: they also race to create it.
    let store = folder.path().join("new/history.sqlite3");
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..EACH {
                    let score = (100 * writer + n).to_string();
                    let week = format!("2025-W{:02}", n + 1);
                    let account = if writer % 2 == 0 { "shared".into() } else { format!("own {writer}") };
                    let ended = ipi(store)
                        .args(["log", &score, "--on", &week, "--account", &account])
                        .output()
                        .unwrap();
                    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
                }
            });
        }
    });
    assert_eq!(batches(&store), [1; 8 * EACH]);
    let db = rusqlite::Connection::open(&store).unwrap();
    let weeks: u32 = db.query_row("SELECT count(*) FROM official", [], |row| row.get(0)).unwrap();
    assert_eq!(weeks as usize, 5 * EACH);
}

#[test]
fn a_kill_at_any_moment_leaves_all_or_nothing() {
    const KILLS: u32 = 90;
    let folder = tempfile::tempdir().unwrap();
    let usual = {
        let store = folder.path().join("usual");
        import(&store, &sheet(folder.path(), KILLS)).wait().unwrap();
        let again = sheet(folder.path(), KILLS + 1);
        let start = Instant::now();
        import(&store, &again).wait().unwrap();
        start.elapsed()
    };

    let mut store = folder.path().join("history-0");
    let (mut noted, mut killed, mut torn) = (0, 0, 0);
    for n in 0..KILLS {
        // A new file now and then, so that the kill also hits its creation.
        if n % 10 == 0 {
            store = folder.path().join(format!("history-{n}"));
            noted = 0;
        }
        let mut child = import(&store, &sheet(folder.path(), n));
        // Spread over the whole run, in an order that mixes early and late.
        std::thread::sleep(
            usual.mul_f64(f64::from(n * 37 % KILLS) / f64::from(KILLS) * 1.1) + Duration::from_micros(200),
        );
        child.kill().unwrap();
        let done = child.wait().unwrap().success();
        killed += u32::from(!done);
        torn +=
            u32::from(fs::metadata(format!("{}-journal", store.display())).is_ok_and(|file| file.len() > 0));

        let shown = ipi(&store).args(["history", "-f", "csv"]).output().unwrap();
        assert!(matches!(shown.status.code(), Some(0 | 4)), "{}", String::from_utf8_lossy(&shown.stderr));
        let rows = String::from_utf8(shown.stdout).unwrap().lines().count().saturating_sub(1);
        assert!(rows == 0 || rows == ROWS, "{rows} rows after kill {n}");
        if !store.exists() {
            continue;
        }
        let after = batches(&store);
        assert!(after.iter().all(|&count| count == ROWS), "{after:?} after kill {n}");
        assert!(
            after.len() >= noted + usize::from(done),
            "lost a step that was reported as done at kill {n}"
        );
        assert!(after.len() <= noted + 1);
        noted = after.len();
    }
    eprintln!("{killed} of {KILLS} killed before their end, {torn} with a journal left to roll back");
    assert!(killed > 0);
}

#[test]
fn a_file_size_limit_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("history.sqlite3");
    sheets(folder.path());
    // The signal that a file grew too large is passed over, so that the write itself fails.
    let script = "trap '' XFSZ; ulimit -f 400; n=0
        while \"$1\" log --import \"$2\"/scores-$n.csv >/dev/null; do n=$((n+1)); [ $n -lt 100 ] || exit 99; done
        echo $n; exit 3";
    let ended = Command::new("sh")
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_ipi")])
        .arg(folder.path())
        .env("IPI_MAX_AGE", "off")
        .env("IPI_HISTORY", &store)
        .output()
        .unwrap();
    full(&ended, &store);
}

/// Checks a loop of imports that ended for want of space.
fn full(ended: &Output, store: &Path) {
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.starts_with("ipi: error: ") && said.contains("nothing noted before is lost"), "{said}");
    let noted: usize = String::from_utf8_lossy(&ended.stdout).trim().parse().unwrap();
    assert!(noted > 0);
    assert_eq!(batches(store), vec![ROWS; noted]);
}

/// Runs a script that may mount, with mounts of its own; `None`, and a word about it, where the system forbids that.
#[cfg(target_os = "linux")]
fn with_mounts(script: &str, args: &[&Path]) -> Option<Output> {
    let own = |how: &str, script: &str| {
        let mut command = Command::new("unshare");
        command.args([how, "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_ipi")]).args(args);
        command.env_remove("IPI_HISTORY").output()
    };
    let permitted =
        |how: &&&str| own(how, "mount -t tmpfs tmpfs \"$2\"").is_ok_and(|ended| ended.status.success());
    let Some(how) = ["-m", "-rm"].iter().find(permitted) else {
        eprintln!("skipped: this system does not let the test mount a file system");
        return None;
    };
    Some(own(how, script).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, kept) = (folder.path().join("disk"), folder.path().join("kept"));
    fs::create_dir(&disk).unwrap();
    fs::create_dir(&kept).unwrap();
    let script = "mount -t tmpfs -o size=256k tmpfs \"$2\" || exit 98; n=0; export IPI_HISTORY=\"$2/h\"
        while \"$1\" log --import \"$3\"/scores-$n.csv >/dev/null; do n=$((n+1)); [ $n -lt 100 ] || exit 99; done
        echo $n; \"$1\" history >/dev/null || exit 97; cp \"$2\"/h* \"$4\"; exit 3";
    sheets(folder.path());
    let Some(ended) = with_mounts(script, &[&disk, folder.path(), &kept]) else { return };
    assert!(String::from_utf8_lossy(&ended.stderr).contains("the disk is full"));
    full(&ended, &kept.join("h"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_from_the_start_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=256k tmpfs \"$2\" || exit 98
        head -c 300000 /dev/zero >\"$2/fill\" 2>/dev/null
        \"$1\" log 512 --history \"$2/h\"; [ $? = 3 ] || exit 97
        rm \"$2/fill\" && \"$1\" log 512 --history \"$2/h\"";
    let Some(ended) = with_mounts(script, &[folder.path()]) else { return };
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && said.contains("the disk is full; free some space"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_can_be_read_and_is_told_when_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("history.sqlite3");
    assert!(ipi(&store).args(["log", "512", "--on", "2026-W20"]).output().unwrap().status.success());
    let before = fs::read(&store).unwrap();
    let script = "mount --bind \"$2\" \"$2\" && mount -o remount,bind,ro \"$2\" || exit 98
        \"$1\" history -f csv --history \"$2/history.sqlite3\" || exit 97
        \"$1\" log 513 --history \"$2/new\"; [ $? = 3 ] || exit 96
        \"$1\" log 513 --history \"$2/history.sqlite3\"";
    let Some(ended) = with_mounts(script, &[folder.path()]) else { return };
    let (out, said) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(out.contains("2026-05-11,2026-W20,default,US,,,,512,"), "{out}");
    assert!(said.contains("new: the history cannot be opened: Read-only file system"), "{said}");
    assert!(
        said.contains("the file or its folder is read-only; make the file and its folder writable"),
        "{said}"
    );
    assert_eq!(fs::read(&store).unwrap(), before);
}

#[test]
fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere");
        return;
    }
    let ended = ipi(&locked.join("h")).args(["log", "512"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("check the path and its permissions"));
}
