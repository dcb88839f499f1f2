//! A connection that is not what it should be gets neither letter nor password.

use crate::post::{Seller, Server, has_server};
use serde_json::json;

#[test]
fn a_certificate_that_is_wrong_is_told_and_the_letter_waits() {
    if !has_server() {
        return;
    }
    for (tls, security) in [("starttls", ""), ("tls", "security = \"tls\"\n")] {
        for (certificate, why) in [
            ("stranger", "nobody known here has signed its certificate; next: "),
            ("wrong-name", "its certificate is for another name; next: "),
            ("expired", "its certificate has expired; next: "),
        ] {
            let server = Server::start(
                json!({ "tls": tls, "certificate": certificate, "login": ["seller", "hunter2"] }),
            );
            let seller = Seller::new(server.port, &format!("{security}user = \"seller\"\n"));
            let ran = seller.mail_as("hunter2", &[]);
            ran.ended(3, &["localhost:", why, "1 letter waits"]);
            assert_eq!(ran.err.matches("is not trusted").count(), 1, "it is not tried again: {}", ran.err);
            assert_eq!((server.received().len(), seller.waiting().len()), (0, 1));
        }
    }
}

#[test]
fn a_server_of_its_own_authority_is_not_known_without_it() {
    if !has_server() {
        return;
    }
    let server = Server::starttls();
    let strange = format!("ca_file = \"{}\"", crate::post::certificates().join("stranger.pem").display());
    Seller::new(server.port, &strange).mail(&[]).ended(3, &["nobody known here has signed"]);
    let seller = Seller::new(server.port, "ca_file = \"missing.pem\"");
    seller.mail(&[]).ended(2, &["ca_file", "missing.pem: cannot be read"]);
    std::fs::write(seller.reports().join("missing.pem"), "no certificate").unwrap();
    seller.mail(&[]).ended(2, &["holds no certificate"]);
}

#[test]
fn without_starttls_nothing_is_said_unless_plain_is_asked_for() {
    if !has_server() {
        return;
    }
    let server = Server::start(json!({ "tls": "none", "login": ["seller", "hunter2"] }));
    let seller = Seller::new(server.port, "user = \"seller\"\n");
    seller
        .mail_as("hunter2", &[])
        .ended(3, &["does not offer to secure the connection (STARTTLS)", "1 letter waits"]);
    seller.mail_as("hunter2", &["--security", "tls"]).ended(3, &["does not speak TLS from the beginning"]);
    assert!(server.received().is_empty());
    // This computer may hear the password: nobody is between.
    seller.mail_as("hunter2", &["--security", "none"]).ended(0, &[]);
    let received = server.received();
    assert_eq!((received.len(), &received[0]["secured"]), (1, &json!(false)));
}

#[test]
fn a_password_never_goes_over_an_open_connection() {
    let seller = Seller::new(25, "user = \"seller\"\nsecurity = \"none\"\ntries = 1");
    // An address that is kept for documentation: nothing is sent there, since it is not this computer.
    let ran = seller.mail_as("hunter2", &["--host", "192.0.2.1"]);
    ran.ended(
        3,
        &["a password would go to 192.0.2.1:25 over a connection that anybody can read, so it was not sent"],
    );
    assert!(!ran.err.contains("hunter2"));
    assert_eq!(seller.waiting().len(), 1);
}
