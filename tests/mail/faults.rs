//! Servers that hang, drop, refuse, or are not there.

use crate::post::{Seller, Server, has_server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn open(more: &Value) -> Server {
    let mut asked = json!({ "tls": "none" });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Server::start(asked)
}

const PLAIN: &str = "security = \"none\"\n";

#[test]
fn a_server_that_hangs_does_not_hang_the_run() {
    if !has_server() {
        return;
    }
    for (raw, said) in [
        ("full", "no answer from localhost"),
        ("silent", "no answer from localhost"),
        ("drip", "no answer from localhost"),
    ] {
        let server = Server::start(json!({ "raw": raw }));
        let seller = Seller::new(server.port, &format!("{PLAIN}tries = 1\ndeadline = 4"));
        let begun = Instant::now();
        seller.mail(&["--timeout", "1"]).ended(3, &[said, "1 letter waits"]);
        assert!(begun.elapsed() < Duration::from_secs(8), "{raw}: {:?}", begun.elapsed());
        assert_eq!(seller.waiting().len(), 1);
    }
}

#[test]
fn what_may_have_arrived_is_not_sent_again_by_the_same_run() {
    if !has_server() {
        return;
    }
    for (asked, said) in [
        (json!({ "hang": "data" }), "after the letter; it may have arrived"),
        (json!({ "drop": "data" }), "ended the connection in the middle of the letter"),
    ] {
        let server = open(&asked);
        let seller = Seller::new(server.port, PLAIN);
        let ran = seller.mail(&["--timeout", "1"]);
        ran.ended(3, &[said, "1 letter waits"]);
        assert!(!ran.err.contains("try 2"), "{}", ran.err);
    }
}

#[test]
fn a_server_that_is_away_is_tried_again_and_the_letter_waits() {
    if !has_server() {
        return;
    }
    let server = Server::start(json!({ "raw": "away" }));
    let seller = Seller::new(server.port, PLAIN);
    let ran = seller.mail(&[]);
    ran.ended(
        3,
        &[
            "nothing listens there; next: is the server running there, and are host and port right?",
            "try 2 of 3",
            "try 3 of 3",
            "1 letter waits",
        ],
    );
    assert!(!ran.err.contains("try 4"));
    assert_eq!(ran.out, "", "nobody took it, and nothing says so");
    // .invalid is a name that no server has (RFC 6761).
    let unknown = seller.mail(&["--host", "mail.invalid", "--account", "b"]);
    unknown.ended(3, &["mail.invalid: no such server is found"]);
    assert_eq!(seller.waiting().len(), 2);
}

#[test]
fn come_back_later_is_obeyed() {
    if !has_server() {
        return;
    }
    let server = open(&json!({ "defer": ["seller@example.com"], "defer_times": 2 }));
    let seller = Seller::new(server.port, PLAIN);
    seller.mail(&[]).ended(0, &["takes nothing now", "451 4.7.1 greylisted", "try 3 of 3"]);
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
}

#[test]
fn of_two_recipients_one_may_have_to_wait() {
    if !has_server() {
        return;
    }
    let server = open(&json!({ "defer": ["late@example.com"], "defer_times": 4 }));
    let seller =
        Seller::new(server.port, &format!("{PLAIN}to = [\"seller@example.com\", \"late@example.com\"]"));
    seller.mail(&[]).ended(3, &["late@example.com: 451", "1 letter waits"]);
    seller.mail(&["--flush"]).ended(0, &[]);
    let to: Vec<_> = server.received().iter().map(|mail| mail["to"].clone()).collect();
    assert_eq!(to, [json!(["seller@example.com"]), json!(["late@example.com"])], "each once");
    assert!(seller.waiting().is_empty());
}

#[test]
fn of_two_recipients_one_may_be_refused() {
    if !has_server() {
        return;
    }
    let server = open(&json!({ "refuse": ["gone@example.com"] }));
    let seller =
        Seller::new(server.port, &format!("{PLAIN}to = [\"seller@example.com\", \"gone@example.com\"]"));
    let ran = seller.mail(&[]);
    ran.ended(
        3,
        &[
            "refuses the recipient gone@example.com: 550 5.1.1 no such user",
            "was not sent to gone@example.com",
            "refused",
        ],
    );
    assert!(ran.out.starts_with("Sent to seller@example.com by localhost:"), "{}", ran.out);
    assert_eq!(server.received()[0]["to"], json!(["seller@example.com"]));
    assert_eq!((seller.waiting().len(), seller.refused().len()), (0, 1));
    seller.mail(&["--flush"]).ended(0, &[]);
    assert_eq!(server.received().len(), 1, "what is refused is not tried again");
}

#[test]
fn a_letter_that_is_refused_is_put_aside_and_not_tried_again() {
    if !has_server() {
        return;
    }
    for (asked, said) in [
        (json!({ "refuse": ["seller@example.com"] }), "550 5.1.1 no such user"),
        (json!({ "reject_data": true }), "refuses the letter: 554 5.7.1 looks like spam"),
    ] {
        let server = open(&asked);
        let seller = Seller::new(server.port, PLAIN);
        let ran = seller.mail(&[]);
        ran.ended(3, &[said, "is not tried again; its text is "]);
        assert_eq!(ran.out, "");
        assert!(!ran.err.contains("try 2") && !ran.err.contains("waits"), "{}", ran.err);
        let [aside] = seller.refused().try_into().unwrap();
        assert!(std::fs::read_to_string(aside).unwrap().contains("\r\nSubject: IPI "));
        assert!(seller.waiting().is_empty());
    }
}

#[test]
fn a_wrong_password_is_told_and_the_letter_waits() {
    if !has_server() {
        return;
    }
    let server =
        Server::start(json!({ "tls": "starttls", "certificate": "good", "login": ["seller", "hunter2"] }));
    let seller = Seller::new(server.port, "user = \"seller\"");
    let ran = seller.mail_as("hunter3", &[]);
    ran.ended(3, &["refuses user and password: 535", "next: are user and password right?", "1 letter waits"]);
    assert!(!ran.err.contains("hunter3") && !ran.err.contains("try 2"), "{}", ran.err);
    // None at all is told before the server is asked; the letter waits too.
    seller.mail(&[]).ended(2, &["nothing was sent, nothing is lost", "IPI_MAIL_PASSWORD is not set"]);
    seller.mail_as("hunter2", &["--flush"]).ended(0, &[]);
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
}
