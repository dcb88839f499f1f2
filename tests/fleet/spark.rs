//! On a real Spark, with the script of docs/fleet.md: two executors of which one is killed, an account that kills its child each
//! time, and one that hangs.

use crate::accounts::{Folder, kinds, sorted, text_lines};
use crate::ends::{descendants, is_gone, signal};
use crate::tools::{missing, tool};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const ACCOUNTS: usize = 2000;

/// A Python that has PySpark, where there is one, and Java.
fn python() -> Option<PathBuf> {
    tool("java")?;
    let python = tool("python3")?;
    let has_it = Command::new(&python)
        .args(["-c", "import pyspark"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_it {
        missing("pyspark (python3 -m pip install pyspark)");
    }
    has_it.then_some(python)
}

/// The script that the page shows.
fn script() -> String {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fleet.md")).unwrap();
    let script = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(script.lines().count() <= 30, "the script is to be one that is read at a glance");
    script.into()
}

#[test]
fn spark_answers_every_account_once_with_the_same_bytes() {
    let Some(python) = python() else { return };
    let folder = Folder::of(ACCOUNTS);
    crate::ends::large(&folder, "accounts/kills", 60_000);
    slow(&folder, "accounts/hangs");
    folder.write("fleet_spark.py", script());
    let accounts = folder.path("accounts");
    let mut ids: Vec<_> = fs::read_dir(&accounts)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    ids.sort();
    let lines: String = ids
        .iter()
        .map(|id| {
            format!("{}\n", serde_json::json!({ "id": id, "path": accounts.join(id).to_str().unwrap() }))
        })
        .collect();
    folder.write("manifest.jsonl", lines);
    let command = format!(
        "{} fleet - --jobs 1 --no-history --max-age off --memory 64M --timeout 20s",
        env!("CARGO_BIN_EXE_ipi")
    );
    let log = fs::File::create(folder.path("spark.log")).unwrap();
    let mut driver = Command::new(python)
        .args(["fleet_spark.py", "manifest.jsonl", "lines", "16", &command])
        .current_dir(folder.0.path())
        .env("PYSPARK_SUBMIT_ARGS", "--master local-cluster[2,1,1024] pyspark-shell")
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let stopping = stop(driver.id());
    let killed = kill_an_executor(driver.id());
    let ended = driver.wait().unwrap();
    stopping.join().unwrap();
    let log = || fs::read_to_string(folder.path("spark.log")).unwrap_or_default();
    assert!(ended.success(), "{}", log());
    assert!(killed, "no executor was at work: {}", log());
    let mut on_spark = Vec::new();
    for entry in fs::read_dir(folder.path("lines")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("part-") {
            on_spark.extend(text_lines(&fs::read(path).unwrap()));
        }
    }
    let told = kinds(&on_spark);
    assert_eq!(told.len(), ACCOUNTS + 2);
    assert_eq!((told["kills"].as_str(), told["hangs"].as_str()), ("died", "timeout"));
    let args = ["manifest.jsonl", "--memory", "64M", "--timeout", "20s"];
    let here = folder.fleet(&args).stdout(Stdio::piped()).spawn().unwrap();
    let stopping = stop(here.id());
    let here = here.wait_with_output().unwrap();
    stopping.join().unwrap();
    // What a process says as it dies of too little memory differs from one time to the next.
    let lasting = |lines: Vec<String>| {
        sorted(lines.into_iter().filter(|line| !line.contains("\"kind\":\"died\"")).collect())
    };
    assert_eq!(lasting(on_spark), lasting(text_lines(&here.stdout)));
}

/// Stops every child that is found at work on the account that is to hang, as long as a process lives.
fn stop(parent: u32) -> std::thread::JoinHandle<()> {
    let is_at_work = |process: &u32| {
        let files = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
        files
            .filter_map(|file| fs::read_link(file.path()).ok())
            .any(|file| file.ends_with("accounts/hangs/shipments.txt"))
    };
    std::thread::spawn(move || {
        while !is_gone(parent) {
            let found = descendants(parent).into_iter().filter(is_at_work);
            found.for_each(|process| signal("STOP", &process.to_string()));
            sleep(Duration::from_millis(20));
        }
    })
}

/// An account that takes long enough to be found at work on: very many sales of one SKU.
fn slow(folder: &Folder, name: &str) {
    folder.account("hangs", 1);
    let mut text = String::from("shipment-id\tshipment-date\tsku\tquantity-shipped\n");
    (0..300_000).for_each(|n| text += &format!("S{n}\t2026-10-31T08:31:00+00:00\tSKU-1-0\t1\n"));
    folder.write(&format!("{name}/shipments.txt"), text);
}

/// Kills one executor when children of both are at work.
fn kill_an_executor(driver: u32) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(300) {
        let all = descendants(driver);
        let runs = |process: &&u32, what: &str| {
            fs::read(format!("/proc/{process}/cmdline"))
                .is_ok_and(|line| String::from_utf8_lossy(&line).contains(what))
        };
        let at_work = all.iter().any(|process| runs(&process, "__WORKER"));
        if let Some(executor) =
            all.iter().find(|process| runs(process, "CoarseGrainedExecutorBackend")).filter(|_| at_work)
        {
            signal("KILL", &executor.to_string());
            return true;
        }
        sleep(Duration::from_millis(20));
    }
    false
}
