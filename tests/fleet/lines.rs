//! What the lines say: the document of `ipi score` to the byte, in any order of work.

use crate::accounts::{Folder, lines, score, sorted, value};
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

#[test]
fn the_result_is_the_document_of_the_score_to_the_byte() {
    let folder = Folder::of(0);
    let accounts = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts");
    let mut manifest = String::new();
    let mut names: Vec<_> = fs::read_dir(accounts).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    for name in &names {
        let (name, reports) =
            (name.to_str().unwrap(), format!("{accounts}/{}/reports", name.to_str().unwrap()));
        if std::path::Path::new(&reports).is_dir() {
            manifest += &format!("{}\n", serde_json::json!({ "id": name, "path": reports }));
        }
    }
    folder.write("manifest.jsonl", &manifest);
    let lines = lines(&folder.fleet(&["manifest.jsonl", "--ordered"]).output().unwrap());
    assert_eq!(lines.len(), manifest.lines().count());
    assert!(lines.len() > 20);
    let mut compared = 0;
    for line in &lines {
        let told = value(line);
        // Some fixtures need flags of their own to be judged.
        if told["error"].is_null() {
            let result = line.split_once("\"result\":").unwrap().1.strip_suffix('}').unwrap();
            assert_eq!(result, score(folder.0.path(), told["path"].as_str().unwrap()), "{}", told["id"]);
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn a_line_says_whose_it_is() {
    let folder = Folder::of(1);
    let line = &folder.lines()[0];
    let head = r#"{"schema":"ipi.fleet/1","id":"000","path":"accounts/000","account":null,"marketplace":null,"exit":0,"error":null,"result":{"schema":"ipi.score/2","#;
    assert!(line.starts_with(head), "{line}");
}

#[test]
fn jobs_and_order_change_no_byte() {
    let folder = Folder::of(40);
    let once = folder.lines();
    let in_order: Vec<_> = once.iter().map(|line| value(line)["id"].as_str().unwrap().to_owned()).collect();
    assert!(in_order.is_sorted() && in_order.len() == 40);
    for jobs in ["1", "2", "8"] {
        let again = lines(&folder.fleet(&["accounts", "--jobs", jobs]).output().unwrap());
        assert_eq!(sorted(again), sorted(once.clone()), "{jobs}");
    }
    // 7 and 40 share no factor.
    let manifest: String = (0..40)
        .map(|at| at * 7 % 40)
        .map(|number| format!("{{\"id\":\"{number:03}\",\"path\":\"accounts/{number:03}\"}}\n"))
        .collect();
    folder.write("shuffled.jsonl", &manifest);
    let shuffled = lines(&folder.fleet(&["shuffled.jsonl", "--ordered", "--jobs", "3"]).output().unwrap());
    let ids: Vec<_> =
        shuffled.iter().map(|line| value(line)["id"].as_str().unwrap().parse::<usize>().unwrap()).collect();
    assert_eq!(ids, (0..40).map(|at| at * 7 % 40).collect::<Vec<_>>());
    assert_eq!(sorted(shuffled), sorted(once.clone()));
    let mut child = folder.fleet(&["-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(manifest.as_bytes()).unwrap();
    assert_eq!(sorted(lines(&child.wait_with_output().unwrap())), sorted(once));
}

#[test]
fn shards_are_all_and_each_once() {
    let folder = Folder::of(30);
    let mut together = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let lines = lines(&folder.fleet(&["accounts", "--shard", part]).output().unwrap());
        assert!(!lines.is_empty() && lines.len() < 30, "{part}: {}", lines.len());
        together.extend(lines);
    }
    assert_eq!(sorted(together), folder.lines());
}

#[test]
fn a_child_gets_no_setting_of_the_allocator() {
    // The parent itself starts with it, and its children say what they see only by being as fast; so the environment is looked at.
    #[cfg(target_os = "linux")]
    {
        let folder = Folder::of(300);
        let mut parent = folder
            .fleet(&["accounts", "--jobs", "1"])
            .env("MALLOC_TRIM_THRESHOLD_", "65536")
            .env("IPI_SEEN", "1")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let child = crate::ends::first_child(parent.id());
        let environment = fs::read(format!("/proc/{child}/environ")).unwrap();
        let environment = String::from_utf8_lossy(&environment).into_owned();
        assert!(environment.contains("IPI_SEEN=1"), "{environment}");
        assert!(!environment.contains("MALLOC_TRIM_THRESHOLD_"), "{environment}");
        assert!(parent.wait().unwrap().success());
    }
}
