//! The letter arrives, and is what it should be.

use crate::post::{Seller, Server, has_server};
use serde_json::{Value, json};

/// What every letter of ours is.
pub(crate) fn is_sound(mail: &Value) {
    assert_eq!(mail["defects"], json!([]), "{mail:#}");
    assert_eq!(mail["bare_line_ends"], 0);
    assert!(mail["longest_line"].as_u64().unwrap() <= 79, "{}", mail["longest_line"]);
    let headers = &mail["headers"];
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert_eq!(headers["MIME-Version"], "1.0");
    let text = mail["text"].as_str().unwrap();
    assert!(text.lines().count() <= 25 && text.lines().all(|line| line.chars().count() <= 78), "{text}");
    let html = mail["html"].as_str().unwrap();
    for dropped in ["<style", "<svg", "<script", "<img", "<link", "http:", "https:", "url("] {
        assert!(!html.contains(dropped), "{dropped} in {html}");
    }
}

#[test]
fn a_letter_arrives_by_starttls() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "");
    seller.mail(&[]).ended(0, &[]);
    let [mail] = server.received().try_into().unwrap();
    is_sound(&mail);
    assert_eq!(mail["secured"], true);
    assert_eq!((&mail["from"], &mail["to"]), (&json!("stock@example.com"), &json!(["seller@example.com"])));
    assert_eq!(mail["kinds"], json!(["multipart/alternative", "text/plain", "text/html"]));
    let headers = &mail["headers"];
    assert_eq!(headers["From"], "Stock <stock@example.com>");
    assert_eq!(headers["Date"], "Fri, 03 Jul 2026 12:00:00 +0000");
    let id = headers["Message-ID"].as_str().unwrap();
    assert!(id.starts_with("<ipi.2026-w27.2026-07-03.") && id.ends_with("@example.com>"), "{id}");
    let subject = headers["Subject"].as_str().unwrap();
    assert!(subject.starts_with("IPI ") && subject.contains("(±") && subject.contains("400"), "{subject}");
    // Both forms tell what was computed: 10 of 100 units, 5 of 100, 110 shipped (worked by hand beside the reports).
    for form in ["text", "html"] {
        let told = mail[form].as_str().unwrap();
        for fact in [
            "10 of 100 units",
            "5 of 100 units",
            "110 shipped in 90 days",
            "Next: ",
            "ipi mail reports",
            "--details",
        ] {
            assert!(told.contains(fact), "{form}: {fact} in {told}");
        }
    }
    assert!(seller.waiting().is_empty());
}

#[test]
fn a_letter_arrives_by_tls_from_the_beginning() {
    if !has_server() {
        return;
    }
    let server = Server::start(json!({ "tls": "tls", "certificate": "good" }));
    Seller::new(server.port, "security = \"tls\"").mail(&[]).ended(0, &[]);
    assert_eq!(server.received()[0]["secured"], true);
}

#[test]
fn a_server_that_wants_a_login_gets_one() {
    if !has_server() {
        return;
    }
    let server =
        Server::start(json!({ "tls": "starttls", "certificate": "good", "login": ["seller", "hunter2"] }));
    let seller = Seller::new(server.port, "user = \"seller\"");
    let ran = seller.mail_as("hunter2", &["--account", "Grün & Co"]);
    ran.ended(0, &[]);
    let [mail] = server.received().try_into().unwrap();
    is_sound(&mail);
    assert_eq!(mail["login"], "seller");
    let subject = mail["headers"]["Subject"].as_str().unwrap();
    assert!(subject.starts_with("Grün & Co: IPI "), "{subject}");
    assert!(
        mail["raw_headers"].as_str().unwrap().contains("=?utf-8?b?R3LDvG4=?="),
        "{}",
        mail["raw_headers"]
    );
    // Without one it says so, and keeps the letter.
    seller.settle(server.port, "");
    seller.mail(&["--account", "other"]).ended(3, &["wants a login: 530", "1 letter waits"]);
}

#[test]
fn the_week_goes_with_it_as_a_file() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "attach = \"csv\"");
    seller.mail(&[]).ended(0, &[]);
    seller.mail(&["--attach", "xlsx"]).ended(0, &[]);
    let received = server.received();
    for (mail, ending) in received.iter().zip(["csv", "xlsx"]) {
        is_sound(mail);
        assert_eq!(mail["kinds"][0], "multipart/mixed");
        assert!(mail["files"][0][0].as_str().unwrap().ends_with(ending), "{}", mail["files"]);
        assert!(mail["files"][0][1].as_u64().unwrap() > 300, "{}", mail["files"]);
    }
}

#[test]
fn an_error_becomes_a_letter_too() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let seller = Seller::new(server.port, "");
    std::fs::write(
        seller.reports().join("planning.csv"),
        "snapshot-date,sku,available,units-shipped-t30,units-shipped-t60,units-shipped-t90\n2026-06-30,A,x\u{7}y<b>,1,2,3\n",
    )
    .unwrap();
    seller.mail(&["--only-if", "below"]).ended(3, &["is not a whole number"]);
    std::fs::remove_dir_all(seller.reports()).unwrap();
    std::fs::create_dir(seller.reports()).unwrap();
    seller.settle(server.port, "");
    seller.mail(&[]).ended(2, &["holds no report"]);
    let [damaged, empty] = server.received().try_into().unwrap();
    for (mail, why, code) in
        [(&damaged, "a report cannot be trusted", "planning.csv:2"), (&empty, "no report", "holds no report")]
    {
        is_sound(mail);
        let subject = mail["headers"]["Subject"].as_str().unwrap();
        assert!(subject.starts_with(&format!("IPI: no score this week — {why}")), "{subject}");
        assert!(
            mail["text"].as_str().unwrap().contains(code) && mail["html"].as_str().unwrap().contains(code),
            "{mail:#}"
        );
    }
    assert!(damaged["html"].as_str().unwrap().contains("&lt;b&gt;"), "{}", damaged["html"]);
}
