//! Subjects, and when a letter goes out: figures by hand, from scores that were noted.

use crate::post::{Ran, Seller, Server, has_server};

/// A seller whose official scores of the week of the reports (Tue 2026-06-30) and of earlier weeks are known.
fn seller(scores: &[(&str, &str)]) -> Seller {
    let seller = Seller::new(25, "");
    for (score, day) in scores {
        note(&seller, score, day);
    }
    seller
}

fn note(seller: &Seller, score: &str, day: &str) {
    let mut log = std::process::Command::new(env!("CARGO_BIN_EXE_ipi"));
    let log =
        log.args(["log", score, "--on", day, "--history"]).arg(seller.history()).env_remove("IPI_ACCOUNT");
    assert!(log.env_remove("IPI_MARKETPLACE").output().unwrap().status.success());
}

/// The subject of a letter, unfolded, with the two characters that are encoded decoded.
fn subject(ran: &Ran) -> String {
    let (_, rest) = ran.out.split_once("Subject: ").unwrap_or_else(|| panic!("no letter: {ran:#?}"));
    let mut subject = String::new();
    for line in rest.lines() {
        if !subject.is_empty() && !line.starts_with(' ') {
            break;
        }
        subject += line;
    }
    subject.replace("=?utf-8?b?4oCU?=", "—")
}

fn dry(seller: &Seller, args: &[&str]) -> Ran {
    seller.mail(&[&["--dry-run"], args].concat())
}

#[test]
fn a_subject_tells_score_change_verdict_and_next_date() {
    // The limits of August are announced in the week of Mon 2026-07-20, 17 days after Fri 2026-07-03.
    for (scores, expected) in [
        (
            &[("421", "2026-06-23"), ("412", "2026-06-30")][..],
            "IPI 412, down 9 — above 400, 17 days to the next date",
        ),
        (
            &[("380", "2026-06-23"), ("391", "2026-07-01")],
            "IPI 391, up 11 — below 400, 17 days to the next date",
        ),
        (
            &[("500", "2026-06-09"), ("500", "2026-06-30")],
            "IPI 500, unchanged in 3 weeks — above 400, 17 days to the next date",
        ),
        (&[("500", "2026-06-30")], "IPI 500 — above 400, 17 days to the next date"),
    ] {
        let seller = seller(scores);
        assert_eq!(subject(dry(&seller, &[]).ended(0, &[])), expected);
    }
    let seller = seller(&[("412", "2026-06-30")]);
    let on = |day: &str| {
        subject(&Ran::of(seller.command("mail", &["--dry-run"]).env("IPI_TODAY", day).output().unwrap()))
    };
    assert_eq!(on("2026-07-19"), "IPI 412 — above 400, 1 day to the next date, reports 19 days old");
    assert_eq!(on("2026-07-20"), "IPI 412 — above 400, the next date is today, reports 20 days old");
    assert_eq!(on("2026-07-22"), "IPI 412 — above 400, the next date is this week, reports 22 days old");
    assert_eq!(on("2026-07-08"), "IPI 412 — above 400, 12 days to the next date");
    let named = subject(&dry(&seller, &["--account", "Shop 2"]));
    assert!(named.starts_with("Shop 2: IPI "), "{named}");
}

#[test]
fn an_estimate_says_how_sure_it_is_and_no_score_says_so() {
    let seller = seller(&[]);
    let alone = subject(dry(&seller, &[]).ended(0, &[]));
    assert!(alone.starts_with("IPI ") && alone.contains("=?utf-8?b?KMKx"), "{alone}");
    assert!(!alone.contains("down") && !alone.contains("up "), "nothing is known before: {alone}");
    // Reports of a marketplace of which nobody knows what counts.
    std::fs::remove_file(seller.reports().join("ledger.csv")).unwrap();
    std::fs::remove_file(seller.reports().join("stranded.txt")).unwrap();
    let report = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t60,units-shipped-t90,marketplace\n2026-06-30,MUG,45,10,20,30,BR\n";
    std::fs::write(seller.reports().join("planning.csv"), report).unwrap();
    let unknown = subject(dry(&seller, &[]).ended(4, &[]));
    assert!(unknown.starts_with("IPI not estimated"), "{unknown}");
}

#[test]
fn conditions_are_met_by_any_and_say_why() {
    let down = seller(&[("421", "2026-06-23"), ("412", "2026-06-30")]);
    let same = seller(&[("412", "2026-06-23"), ("412", "2026-06-30")]);
    let low = seller(&[("412", "2026-06-23"), ("399", "2026-06-30")]);
    let first = seller(&[("412", "2026-06-30")]);
    for (seller, conditions, why) in [
        (&down, &["changed"][..], "the score is down 9"),
        (&down, &["9-points"], "the score is down 9"),
        (&down, &["below", "changed"], "the score is down 9"),
        (&low, &["below"], "the score is below 400"),
        (&first, &["changed"], "no earlier score is known to compare with"),
        (&first, &["10-points"], "no earlier score is known to compare with"),
    ] {
        let args: Vec<_> = conditions.iter().flat_map(|condition| ["--only-if", condition]).collect();
        let ran = dry(seller, &args);
        let text = ran.ended(0, &[]).out.replace("=\r\n", "").replace(":\r\nipi mail", ": ipi mail");
        assert!(
            text.contains(&format!("Sent because {why}: ipi mail reports --only-if {}", conditions[0])),
            "{text}"
        );
    }
    for (seller, conditions, why) in [
        (&down, &["below"][..], "the score, 412, is not below 400"),
        (&down, &["10-points"], "the score is down 9 since 2026-06-23, less than 10 points"),
        (&down, &["10-points", "below"], "less than 10 points, and the score, 412, is not below 400"),
        (&same, &["changed"], "the score is that of 2026-06-23"),
    ] {
        let args: Vec<_> = conditions.iter().flat_map(|condition| ["--only-if", condition]).collect();
        let ran = dry(seller, &args);
        ran.ended(0, &["no letter this week: ", why]);
        assert_eq!(ran.out, "");
    }
    // No SKU of these reports is out of stock, low or stranded but those that ipi skus lists.
    let listed = Ran::of(down.command("skus", &["--alerts", "--fail-on-alert"]).output().unwrap());
    assert_eq!(listed.code, Some(1));
    let alerts = listed.out.lines().filter(|line| line.starts_with(' ')).count() - 1;
    assert!(
        dry(&down, &["--only-if", "alert"]).out.replace("=\r\n", "").contains(&format!("{alerts} SKU")),
        "{}",
        listed.out
    );
}

#[test]
fn a_condition_that_is_none_is_wrong_usage() {
    let seller = seller(&[]);
    for condition in ["often", "0-points", "1001-points", "points", "5 points"] {
        dry(&seller, &["--only-if", condition]).ended(2, &["only-if"]);
    }
    seller.settle(25, "only_if = [\"often\"]");
    dry(&seller, &[]).ended(2, &["only_if = \"often\": write changed, below, alert"]);
    seller.settle(25, "only_if = \"below\"");
    note(&seller, "412", "2026-06-30");
    dry(&seller, &[]).ended(0, &["is not below 400"]);
}

#[test]
fn where_no_letter_is_due_what_waits_is_sent_all_the_same() {
    if !has_server() {
        return;
    }
    let port = Server::start(serde_json::json!({ "raw": "away" })).port;
    let seller = seller(&[("412", "2026-06-30")]);
    seller.settle(port, "tries = 1");
    seller.mail(&[]).ended(3, &["1 letter waits"]);
    let server = Server::start(serde_json::json!({ "tls": "starttls", "certificate": "good", "port": port }));
    seller.mail(&["--only-if", "below"]).ended(0, &["no letter this week"]);
    assert_eq!((server.received().len(), seller.waiting().len()), (1, 0));
}
