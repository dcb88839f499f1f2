//! Hangs, crashes and kills: nobody is lost, nobody stands twice, and no process is left behind.

use crate::accounts::{Folder, kinds, lines, sorted, text_lines};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Processes by the number of their parent.
fn children(parent: u32) -> Vec<u32> {
    let numbers =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_child = |number: &u32| {
        let Ok(status) = fs::read_to_string(format!("/proc/{number}/stat")) else { return false };
        let mut after = status.rsplit(')').next().unwrap().split_whitespace();
        after.next() != Some("Z") && after.next() == Some(parent.to_string().as_str())
    };
    numbers.filter(is_child).collect()
}

/// All that a process has begotten.
pub(crate) fn descendants(parent: u32) -> Vec<u32> {
    let children = children(parent);
    children.iter().copied().chain(children.iter().flat_map(|child| descendants(*child))).collect()
}

/// Waits until a process has a child that runs `ipi` and not the program that begets it.
pub(crate) fn first_child(parent: u32) -> u32 {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        let is_worker = |child: &u32| {
            fs::read(format!("/proc/{child}/cmdline"))
                .is_ok_and(|line| String::from_utf8_lossy(&line).contains("__WORKER"))
        };
        if let Some(child) = children(parent).into_iter().find(is_worker) {
            return child;
        }
        sleep(Duration::from_millis(1));
    }
    panic!("no child of {parent}");
}

pub(crate) fn signal(name: &str, to: &str) {
    assert!(
        Command::new("sh")
            .args(["-c", &format!("kill -s {name} -- {to} 2>/dev/null || true")])
            .status()
            .unwrap()
            .success()
    );
}

pub(crate) fn is_gone(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat"))
        .map_or(true, |status| status.rsplit(')').next().unwrap().trim_start().starts_with('Z'))
}

fn gone_soon(processes: &[u32]) {
    let begun = Instant::now();
    while !processes.iter().all(|process| is_gone(*process)) {
        assert!(begun.elapsed() < Duration::from_secs(10), "{processes:?} live on");
        sleep(Duration::from_millis(5));
    }
}

/// Accounts of which the first two take so long that a child is at work on them when it is found.
fn slow_first(others: usize) -> Folder {
    let folder = Folder::of(others);
    large(&folder, "accounts/-1", 20_000);
    large(&folder, "accounts/-2", 20_000);
    folder
}

fn begin(folder: &Folder, args: &[&str]) -> Child {
    folder.fleet(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn a_hang_costs_one_account() {
    let folder = slow_first(20);
    let undisturbed = folder.lines();
    let parent = begin(&folder, &["accounts", "--jobs", "1", "--timeout", "20s"]);
    // Stopped, it answers no more.
    signal("STOP", &first_child(parent.id()).to_string());
    let output = parent.wait_with_output().unwrap();
    let lines = lines(&output);
    let told = kinds(&lines);
    assert_eq!(told.len(), 22);
    let late: Vec<_> = told.iter().filter(|(_, kind)| !kind.is_empty()).collect();
    assert!(late.len() == 1 && late[0].0 == "-1" && late[0].1 == "timeout", "{late:?}");
    let others: Vec<_> = lines.into_iter().filter(|line| !line.contains("\"timeout\"")).collect();
    assert!(others.iter().all(|line| undisturbed.contains(line)) && others.len() == 21);
}

#[test]
fn a_child_that_dies_is_replaced_and_its_account_tried_again() {
    let folder = slow_first(20);
    let undisturbed = folder.lines();
    let parent = begin(&folder, &["accounts", "--jobs", "2"]);
    signal("KILL", &first_child(parent.id()).to_string());
    assert_eq!(sorted(lines(&parent.wait_with_output().unwrap())), sorted(undisturbed));
    // Without a second try it is told.
    let parent = begin(&folder, &["accounts", "--jobs", "2", "--retries", "0"]);
    signal("KILL", &first_child(parent.id()).to_string());
    let told = kinds(&lines(&parent.wait_with_output().unwrap()));
    let died: Vec<_> = told.iter().filter(|(_, kind)| !kind.is_empty()).collect();
    assert!(told.len() == 22 && died.len() == 1 && died[0].1 == "died", "{died:?}");
}

/// An account of so many SKUs that a small limit of memory does not hold it.
pub(crate) fn large(folder: &Folder, name: &str, skus: usize) {
    let mut text = String::from(
        "snapshot-date,sku,fnsku,asin,product-name,condition,available,units-shipped-t30,units-shipped-t60,units-shipped-t90,your-price,currency,estimated-excess-quantity,marketplace\n",
    );
    for sku in 0..skus {
        text += &format!(
            "2026-10-31,A-RATHER-LONG-NAME-OF-A-SKU-{sku:07},X{sku:09},B{sku:09},Lamp,New,100,30,60,90,20.00,USD,1,US\n"
        );
    }
    folder.write(&format!("{name}/fba-inventory.csv"), text);
}

#[test]
fn an_account_that_kills_its_child_each_time_has_a_line() {
    let folder = Folder::of(4);
    large(&folder, "accounts/large", 60_000);
    let output = folder.fleet(&["accounts", "--memory", "96M"]).output().unwrap();
    let lines = lines(&output);
    let told = kinds(&lines);
    let told: BTreeMap<_, _> = told.iter().map(|(id, kind)| (id.as_str(), kind.as_str())).collect();
    assert_eq!(told, BTreeMap::from([("000", ""), ("001", ""), ("002", ""), ("003", ""), ("large", "died")]));
    let line = lines.iter().find(|line| line.contains("\"died\"")).unwrap();
    assert!(line.contains("ended, 2 times (") && line.contains("memory allocation of"), "{line}");
}

/// Is SIGINT, the second signal, not among those that this process ignores?
fn hears_ctrl_c() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    u64::from_str_radix(ignored.trim(), 16).unwrap() & 0b10 == 0
}

#[test]
fn no_child_outlives_its_parent() {
    // By a kill that cannot be heard.
    let folder = slow_first(300);
    let mut parent = begin(&folder, &["accounts", "--jobs", "2"]);
    first_child(parent.id());
    let left = children(parent.id());
    assert!(!left.is_empty());
    parent.kill().unwrap();
    parent.wait().unwrap();
    gone_soon(&left);

    // By Ctrl-C, which everybody in the group of the terminal hears.
    let mut command = folder.fleet(&["accounts", "--jobs", "2"]);
    let mut parent = command.stdout(Stdio::null()).process_group(0).spawn().unwrap();
    first_child(parent.id());
    let left = children(parent.id());
    // Whoever runs the tests in the background of a shell has Ctrl-C ignored, by them and by what they start.
    signal(if hears_ctrl_c() { "INT" } else { "TERM" }, &format!("-{}", parent.id()));
    assert!(!parent.wait().unwrap().success());
    gone_soon(&left);

    // By a reader that goes away.
    let mut parent = begin(&folder, &["accounts", "--jobs", "2"]);
    let mut first = String::new();
    let mut out = BufReader::new(parent.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    let left = children(parent.id());
    drop(out);
    assert!(parent.wait().unwrap().success(), "a closed pipe is no error");
    gone_soon(&left);
    assert!(first.ends_with('\n'));
}

#[test]
fn lines_that_wait_for_one_before_them_hold_back_no_work() {
    let folder = slow_first(20);
    let undisturbed = folder.lines();
    let parent = begin(&folder, &["accounts", "--jobs", "2", "--ordered", "--timeout", "20s"]);
    signal("STOP", &first_child(parent.id()).to_string());
    let lines = text_lines(&parent.wait_with_output().unwrap().stdout);
    assert_eq!(lines.len(), 22);
    let differ: Vec<_> = lines.iter().zip(&undisturbed).filter(|(line, other)| line != other).collect();
    assert!(differ.len() == 1 && differ[0].0.contains("\"timeout\""), "{differ:?}");
}
