//! A letter is never lost, and never sent twice without need.

use crate::post::{Ran, Seller, Server, has_server};
use serde_json::json;
use std::process::Stdio;

/// A seller whose server is away, with a letter of one week that waits.
fn seller_with_a_letter(port: u16) -> Seller {
    let seller = Seller::new(port, "tries = 1");
    let ran = seller.mail(&[]);
    ran.ended(3, &["1 letter waits in ", "the next ipi mail sends them first, or now: ipi mail reports"]);
    seller
}

fn away() -> u16 {
    Server::start(json!({ "raw": "away" })).port
}

#[test]
fn what_waits_goes_first_and_once() {
    if !has_server() {
        return;
    }
    let port = away();
    let seller = seller_with_a_letter(port);
    let [kept] = seller.waiting().try_into().unwrap();
    // The next week finds the server up.
    let server = Server::start(json!({ "tls": "starttls", "certificate": "good", "port": port }));
    let next_week = Ran::of(seller.command("mail", &[]).env("IPI_TODAY", "2026-07-10").output().unwrap());
    next_week.ended(0, &[]);
    let dates: Vec<_> = server.received().iter().map(|mail| mail["headers"]["Date"].clone()).collect();
    assert_eq!(dates, [json!("Fri, 03 Jul 2026 12:00:00 +0000"), json!("Fri, 10 Jul 2026 12:00:00 +0000")]);
    let id = server.received()[0]["headers"]["Message-ID"].as_str().unwrap().to_owned();
    assert!(id.contains(kept.file_stem().unwrap().to_str().unwrap()), "{id}");
    // What we noted for ourselves is not sent.
    assert!(!server.received()[0]["raw_headers"].as_str().unwrap().contains("X-Ipi"));
    seller.mail(&["--flush"]).ended(0, &[]);
    assert_eq!((server.received().len(), seller.waiting().len()), (2, 0));
}

#[test]
fn the_command_that_is_advised_sends_it() {
    if !has_server() {
        return;
    }
    let port = away();
    let seller = Seller::new(port, "tries = 1");
    let ran = seller.mail(&["--account", "Shop 2"]);
    let (_, advised) = ran.err.split_once("or now: ipi ").unwrap();
    let advised = advised.lines().next().unwrap();
    assert!(advised.starts_with("mail reports --account \"Shop 2\" --history "), "{advised}");
    let server = Server::start(json!({ "tls": "starttls", "certificate": "good", "port": port }));
    let words = advised.replace("\"Shop 2\"", "Shop_2");
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_ipi"));
    let run = run.args(words.split(' ')).current_dir(seller.home.path()).env_remove("IPI_HISTORY");
    Ran::of(run.output().unwrap()).ended(0, &[]);
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
}

#[test]
fn the_same_letter_is_kept_once() {
    if !has_server() {
        return;
    }
    let port = away();
    let seller = seller_with_a_letter(port);
    seller.mail(&[]).ended(3, &["1 letter waits"]);
    assert_eq!(seller.waiting().len(), 1);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::MetadataExt as _;
    use std::path::PathBuf;
    if !has_server() {
        return;
    }
    let seller = seller_with_a_letter(away());
    let mode = |path: PathBuf| path.metadata().unwrap().mode() & 0o777;
    assert_eq!(mode(seller.waiting()[0].clone()), 0o600);
    assert_eq!(mode(seller.home.path().join("outbox")), 0o700);
}

#[test]
fn what_is_for_another_server_is_told_and_stays() {
    if !has_server() {
        return;
    }
    let seller = seller_with_a_letter(away());
    let server = Server::starttls();
    seller.settle(server.port, "");
    let other = Ran::of(seller.command("mail", &[]).env("IPI_TODAY", "2026-07-04").output().unwrap());
    other.ended(0, &["1 letter waits", "for another server (localhost:"]);
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 1));
    // The same letter for another server is still one letter: this server takes it, and nothing waits.
    seller.mail(&[]).ended(0, &[]);
    assert_eq!((server.received().len(), seller.waiting().len()), (2, 0));
}

#[test]
fn two_runs_at_once_send_each_letter_once() {
    if !has_server() {
        return;
    }
    let port = away();
    let seller = seller_with_a_letter(port);
    let server = Server::start(json!({ "tls": "starttls", "certificate": "good", "port": port }));
    let runs: Vec<_> = (0..4).map(|_| seller.command("mail", &["--flush"]).spawn().unwrap()).collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
}

#[test]
fn four_runs_at_once_send_one_letter() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "");
    // All four have written their letter and wait for the outbox before the first may send.
    let outbox = seller.home.path().join("outbox");
    std::fs::create_dir(&outbox).unwrap();
    let lock = std::fs::File::create(outbox.join("lock")).unwrap();
    lock.lock().unwrap();
    let start = || seller.command("mail", &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut runs: Vec<_> = (0..4).map(|_| start()).collect();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert!(runs.iter_mut().all(|run| run.try_wait().unwrap().is_none()));
    drop(lock);
    let ran: Vec<_> = runs.into_iter().map(|run| Ran::of(run.wait_with_output().unwrap())).collect();
    ran.iter().for_each(|ran| _ = ran.ended(0, &[]));
    let sent = ran.iter().filter(|ran| ran.out.starts_with("Sent to seller@example.com by ")).count();
    let told = |ran: &&Ran| {
        ran.err.contains("ipi: another ipi mail has just sent this letter, so it is not sent again: IPI ")
    };
    assert_eq!((sent, ran.iter().filter(told).count()), (1, 3), "{ran:#?}");
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
    // Whoever asks for it again gets it again.
    seller.mail(&[]).ended(0, &[]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_file_that_is_no_letter_is_told_and_left_alone() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "");
    let strange = seller.home.path().join("outbox/strange.eml");
    std::fs::create_dir(strange.parent().unwrap()).unwrap();
    std::fs::write(&strange, "To: somebody@example.com\r\n\r\nhello\r\n").unwrap();
    seller.mail(&[]).ended(0, &["strange.eml: it is no letter of ipi; it stays where it is"]);
    assert_eq!(server.received().len(), 1);
    assert!(strange.exists());
}

#[test]
fn an_outbox_that_cannot_be_used_is_an_error_before_anything_is_sent() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "");
    std::fs::write(seller.home.path().join("outbox"), "in the way").unwrap();
    seller.mail(&[]).ended(3, &["nothing was sent: the outbox ", "next: "]);
    assert!(server.received().is_empty());
}

#[test]
fn a_full_outbox_takes_no_further_letter_and_says_so() {
    let seller = Seller::new(25, "security = \"none\"\ntries = 1");
    let folder = seller.home.path().join("outbox");
    std::fs::create_dir(&folder).unwrap();
    for number in 0..200 {
        std::fs::write(folder.join(format!("{number}.eml")), "To: a@example.com\r\n\r\n").unwrap();
    }
    seller.mail(&[]).ended(3, &["was not sent and is not kept", "holds 200 letters already; next: "]);
    assert_eq!(seller.waiting().len(), 200, "nothing is deleted");
}
