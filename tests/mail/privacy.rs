//! Only `ipi mail` opens a connection, and only to the server that it is told.

use crate::post::{Seller, Server, has_server};
use crate::tools::tool;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn only_the_room_of_mail_knows_the_network() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let names_it = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        [
            "std::net",
            "net::{",
            "TcpStream",
            "UdpSocket",
            "ToSocketAddrs",
            "UnixStream",
            "lettre::",
            "rustls::",
            "socket2",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    let room = root.join("cli/mail/post");
    let (inside, outside): (Vec<_>, Vec<_>) =
        files.into_iter().filter(names_it).partition(|path| path.starts_with(&room));
    assert!(outside.is_empty(), "these know the network: {outside:?}");
    assert!(inside.iter().any(|path| path.ends_with("session.rs")), "the test finds what it looks for");
    // Nor does any other dependency of ours, by its manifest.
    let manifest = std::fs::read_to_string(root.with_file_name("Cargo.toml")).unwrap();
    for crate_ in ["reqwest", "ureq", "hyper", "curl", "tokio", "async-std", "native-tls", "socket2"] {
        assert!(!manifest.lines().any(|line| line.starts_with(&format!("{crate_} ="))), "{crate_}");
    }
}

/// The calls of a run that ask for the network, as the kernel saw them; `None` where nobody may look.
fn asked(strace: &Path, seller: &Seller, command: &mut Command) -> Option<Vec<String>> {
    let log = seller.home.path().join("calls");
    let mut traced = Command::new(strace);
    traced
        .args(["-f", "-qq", "-e", "trace=network", "-o"])
        .arg(&log)
        .arg(command.get_program())
        .args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(key, value),
            None => traced.env_remove(key),
        };
    }
    let output = traced.current_dir(seller.home.path()).output().unwrap();
    let calls = std::fs::read_to_string(&log).unwrap_or_default();
    if calls.is_empty() && String::from_utf8_lossy(&output.stderr).contains("PTRACE") {
        crate::tools::missing("the right to trace programs (strace)");
        return None;
    }
    assert_ne!(output.status.code(), Some(2), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let is_call =
        |line: &&str| line.contains("socket(") || line.contains("connect(") || line.contains("sendto(");
    Some(calls.lines().filter(is_call).map(str::to_owned).collect())
}

#[test]
fn no_other_command_asks_the_kernel_for_the_network() {
    let (true, Some(strace)) = (has_server(), tool("strace")) else { return };
    let server = Server::start(json!({ "raw": "silent" }));
    // All that mail needs is set, so that whoever would send, could.
    let seller = Seller::new(server.port, "tries = 1\ndeadline = 2\nuser = \"seller\"");
    for (command, args) in [
        ("score", &[][..]),
        ("score", &["-f", "eml"]),
        ("score", &["-f", "html"]),
        ("score", &["-f", "xlsx", "-o", "week.xlsx"]),
        ("skus", &[]),
        ("why", &["--since", "2026-06-23"]),
        ("forecast", &[]),
        ("plan", &["--target", "600"]),
        ("check", &[]),
        ("fleet", &[]),
        ("mail", &["--dry-run"]),
        ("mail", &["--only-if", "1000-points", "--dry-run"]),
    ] {
        let mut run = seller.command(command, args);
        let Some(calls) = asked(&strace, &seller, run.env("IPI_MAIL_PASSWORD", "x")) else { return };
        assert!(calls.is_empty(), "{command} {args:?}: {calls:#?}");
    }
    for args in [
        &["rules"][..],
        &["history"],
        &["backtest"],
        &["log", "512", "--on", "2026-06-30"],
        &["estimate", "--excess", "12"],
        &["demo", "example"],
        &["schema"],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ipi"));
        run.args(args).env("IPI_HISTORY", seller.history());
        let Some(calls) = asked(&strace, &seller, &mut run) else { return };
        assert!(calls.is_empty(), "{args:?}: {calls:#?}");
    }
    // The one that may does, which shows that the kernel was listened to; and to one place alone.
    let Some(calls) = asked(&strace, &seller, seller.command("mail", &[]).env("IPI_MAIL_PASSWORD", "x"))
    else {
        return;
    };
    let place = format!("sin_port=htons({})", server.port);
    assert!(calls.iter().any(|call| call.contains("connect(") && call.contains(&place)), "{calls:#?}");
    let elsewhere = |call: &&String| {
        let is_internet = call.contains("AF_INET") && call.contains("connect(");
        // The resolver looks which of its answers can be reached, at port 0, without sending anything.
        is_internet
            && !call.contains(&place)
            && !call.contains(&place.replace("sin_", "sin6_"))
            && !call.contains("htons(0)")
    };
    assert_eq!(calls.iter().find(elsewhere), None);
}
