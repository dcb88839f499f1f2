//! Where the password may be, and that nobody sees it.

use crate::post::{Ran, Seller, Server, has_server};
use serde_json::json;

fn server() -> Server {
    Server::start(json!({ "tls": "starttls", "certificate": "good", "login": ["seller", "hunter2 x"] }))
}

#[cfg(unix)]
#[test]
fn it_comes_from_a_file_that_only_its_owner_reads() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    if !has_server() {
        return;
    }
    let server = server();
    let seller = Seller::new(server.port, "user = \"seller\"\npassword_file = \"secret\"");
    let file = seller.reports().join("secret");
    std::fs::write(&file, "hunter2 x\nnotes\n").unwrap();
    for mode in [0o640, 0o604, 0o644, 0o620] {
        std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let ran = seller.mail(&[]);
        ran.ended(2, &["is not read: others may read it", "next: chmod 600"]);
        assert!(!ran.err.contains("hunter2"));
    }
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    seller.mail(&[]).ended(0, &[]);
    assert_eq!(server.received()[0]["login"], "seller");
}

#[cfg(unix)]
#[test]
fn it_comes_from_a_command() {
    if !has_server() {
        return;
    }
    let server = server();
    for command in ["[\"printf\", \"hunter2 x\\nnotes\"]", "\"echo hunter2 x | cat\""] {
        let seller = Seller::new(server.port, &format!("user = \"seller\"\npassword_command = {command}"));
        seller.mail(&[]).ended(0, &[]);
    }
    assert_eq!(server.received().len(), 2);
    let seller = Seller::new(server.port, "user = \"seller\"\npassword_command = [\"false\"]");
    seller.mail(&[]).ended(2, &["the password: the command false failed"]);
}

#[test]
fn it_is_shown_nowhere() {
    if !has_server() {
        return;
    }
    let server = server();
    let seller = Seller::new(server.port, "user = \"seller\"");
    for args in [&["--dry-run"][..], &[], &["--account", "b", "--host", "127.0.0.1"]] {
        let ran = seller.mail_as("hunter2 x", args);
        assert!(!format!("{}{}", ran.out, ran.err).contains("hunter2"), "{ran:#?}");
    }
    seller.mail_as("hunter2 y", &["--account", "c"]).ended(3, &["535"]);
    // Nor in any file that is left behind.
    let mut folders = vec![seller.home.path().to_path_buf()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                assert!(
                    !String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains("hunter2"),
                    "{path:?}"
                );
            }
        }
    }
    assert!(files > 5, "the history, and the letter that waits, were looked at");
}

#[test]
fn in_the_settings_it_is_refused() {
    let seller = Seller::new(25, "password = \"hunter2\"");
    let why = ["a password is not to stand in ipi.toml", "password_file"];
    for (command, args) in [
        ("mail", &[][..]),
        ("score", &[]),
        ("skus", &[]),
        ("why", &["--since", "2026-06-23"]),
        ("forecast", &[]),
        ("plan", &["--target", "600"]),
        ("check", &[]),
    ] {
        let ran = Ran::of(seller.command(command, args).output().unwrap());
        ran.ended(2, &why);
        assert!(!ran.err.contains("hunter2"));
    }
    // In the line of the account.
    let ran = Ran::of(seller.command("fleet", &[]).output().unwrap());
    ran.ended(0, &[]);
    assert!(ran.out.contains("\"exit\":2") && why.iter().all(|why| ran.out.contains(why)), "{ran:#?}");
    assert!(!ran.out.contains("hunter2"));
    let seller = Seller::new(25, "user = \"a\"\npassword_env = \"A\"\npassword_file = \"b\"");
    seller.mail(&[]).ended(2, &["one is to be named, and no more"]);
    let seller = Seller::new(25, "password_env = \"A\"");
    seller.mail(&[]).ended(2, &["no user to log in as"]);
}

/// A password in the wrong setting is a mistake that its error does not make worse.
#[test]
fn in_another_setting_it_is_not_repeated() {
    for wrong in [
        "user = \"a\"\npassword_env = \"hunter2\"",
        "user = \"a\"\npassword_command = \"KEY=hunter2 false\"",
        "user = \"a\"\npassword_command = [\"false\", \"hunter2\"]",
        "user = \"a\"\npassword_file = [\"hunter2\"]",
        "passwort = \"hunter2\"",
        "user = \"hunter2",
    ] {
        let ran = Seller::new(25, wrong).mail(&["--host", "127.0.0.1"]);
        ran.ended(2, &["ipi: error: "]);
        assert!(!format!("{}{}", ran.out, ran.err).contains("hunter2"), "{ran:#?}");
    }
    let seller = Seller::new(25, "user = \"a\"");
    for (typed, why) in [
        ("--password=hunter2", "unexpected argument '--password' found"),
        ("--host=smtp://a:hunter2@example.com", "host is no name of a server"),
    ] {
        let ran = seller.mail_as("hunter2", &[typed]);
        ran.ended(2, &[why]);
        assert!(!ran.err.contains("hunter2"), "{ran:#?}");
    }
}

/// Whatever the server says, and at whatever step: what it heard is not shown, nor kept with the letter.
#[test]
fn what_a_server_repeats_is_not_shown() {
    if !has_server() {
        return;
    }
    for (repeat, answer) in [
        ("login", "535 5.7.8 bad credentials: {plain} {base64}"),
        ("login", "454 4.7.0 try again later: <{base64}>, {plain}"),
        ("login", "530 5.7.0 not with \"{plain}\""),
        ("recipient", "550 5.1.1 no such user, {plain}"),
        ("recipient", "451 4.7.1 {base64} is to come back later"),
        ("message", "554 5.7.1 {plain} looks like spam"),
        ("message", "452 4.3.1 no room for AUTH={base64}"),
    ] {
        let server = Server::start(json!({
            "tls": "starttls", "certificate": "good", "login": ["seller", "hunter2 x"], "repeat": repeat, "answer": answer
        }));
        let seller = Seller::new(server.port, "user = \"seller\"\ntries = 2");
        let ran = seller.mail_as("hunter2 x", &[]);
        ran.ended(3, &[&answer[..3]]);
        let mut shown = format!("{}{}", ran.out, ran.err);
        for letter in seller.waiting().into_iter().chain(seller.refused()) {
            shown += &String::from_utf8(std::fs::read(letter).unwrap()).unwrap();
        }
        // The second as AUTH PLAIN sends it.
        for word in ["hunter2", "AHNlbGxlcgBodW50ZXIyIHg"] {
            assert!(!shown.contains(word), "{answer}: {}", ran.err);
        }
    }
}

/// No command shows it, whatever form it writes: neither where it is in the environment nor what the file of it holds.
#[test]
fn no_other_command_shows_it() {
    let seller = Seller::new(25, "user = \"a\"\npassword_file = \"secret.csv\"");
    std::fs::write(seller.reports().join("secret.csv"), "hunter2\n").unwrap();
    for (command, args) in [
        ("score", &["--explain"][..]),
        ("score", &["-f", "json", "--lenient"]),
        ("score", &["-f", "html", "--lenient"]),
        ("score", &["-f", "eml", "--from", "a@example.com", "--to", "b@example.com", "--lenient"]),
        ("skus", &["--lenient"]),
        ("check", &[]),
        ("check", &["-f", "json"]),
        ("fleet", &["-f", "text"]),
        ("mail", &["--dry-run"]),
    ] {
        let ran =
            Ran::of(seller.command(command, args).env("IPI_MAIL_PASSWORD", "hunter2").output().unwrap());
        ran.ended(0, &[]);
        assert!(!ran.out.is_empty());
        assert!(!format!("{}{}", ran.out, ran.err).contains("hunter2"), "{command} {args:?}: {ran:#?}");
    }
}
