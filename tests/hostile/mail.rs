//! Letters: the headers of a harmless one, whoever reads them.

#![cfg(feature = "mail")]

use crate::account::NAME;
use crate::matrix::{Matrix, ipi_as};
use crate::strings;
use crate::tools::tool;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Reads letters as Python's own mail package does, by the rules that it follows by default.
const READER: &str = r#"
import email, email.policy, json, sys
letters = json.load(sys.stdin)
def read(text):
    letter = email.message_from_bytes(text.encode("latin-1"), policy=email.policy.default)
    parts = [part for part in letter.walk() if not part.is_multipart()]
    return {
        "headers": [[name, str(value)] for name, value in letter.items()],
        "defects": [str(defect) for part in letter.walk() for defect in part.defects],
        "kinds": [part.get_content_type() for part in letter.walk()],
        "names": [part.get_filename() for part in parts],
        "texts": [part.get_content() for part in parts if part.get_content_maintype() == "text"],
        "to": [address.addr_spec for address in letter["to"].addresses],
    }
json.dump([read(letter) for letter in letters], sys.stdout)
"#;

/// What Python makes of letters; `None` where there is no Python.
fn read(letters: &[&[u8]]) -> Option<Vec<Value>> {
    let mut python = Command::new(tool("python3")?);
    let mut python =
        python.args(["-c", READER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let texts: Vec<String> =
        letters.iter().map(|letter| letter.iter().map(|byte| char::from(*byte)).collect()).collect();
    python.stdin.take().unwrap().write_all(serde_json::to_string(&texts).unwrap().as_bytes()).unwrap();
    let done = python.wait_with_output().unwrap();
    assert!(done.status.success());
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

#[test]
fn a_letter_has_the_headers_of_a_harmless_one() {
    let (hostile, harmless) = (Matrix::hostile(), Matrix::harmless());
    for command in ["letter", "mail"] {
        let (letter, twin) = (hostile.find(command, "eml"), harmless.find(command, "eml"));
        let Some(found) = read(&[&letter.out, &twin.out]) else { return };
        let [found, twin] = found.try_into().unwrap();
        let names = |letter: &Value| -> Vec<String> {
            letter["headers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|header| header[0].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names(&found), names(&twin), "{command}");
        assert_eq!(found["defects"], serde_json::json!([]), "{command}");
        assert_eq!(
            (&found["kinds"], &found["names"], &found["to"]),
            (&twin["kinds"], &twin["names"], &twin["to"])
        );
        // The name of the account is in the subject as it is, with what is unseen by its number.
        let subject =
            found["headers"].as_array().unwrap().iter().find(|header| header[0] == "Subject").unwrap();
        assert!(subject[1].as_str().unwrap().starts_with(&strings::shown(NAME)), "{subject}");
        for text in found["texts"].as_array().unwrap() {
            let text = text.as_str().unwrap().replace('\r', "");
            crate::terminal::is_visible(command, &text);
            assert!(text.lines().all(|line| line != "."), "{command}");
        }
        let html = found["texts"][1].as_str().unwrap();
        assert_eq!(tags(html), tags(twin["texts"][1].as_str().unwrap()), "{command}");
        assert!(html.contains("&lt;b&gt;&quot;x&quot;&amp;lt;"), "{command}: {html}");
        for wrong in ["<script", "<img", "<svg", "onerror=alert(1)>", "href=", "src=", "http:", "https:"] {
            assert!(!html.contains(wrong), "{command}: {wrong}");
        }
        assert!(letter.out.is_ascii(), "{command}");
        let longest = letter.text().split("\r\n").map(str::len).max().unwrap();
        assert!(longest <= 998, "{command}: a line of {longest} bytes");
        assert!(
            !letter.text().replace("\r\n", "").contains(['\r', '\n']),
            "{command}: a line end of its own"
        );
    }
}

/// The names of all tags of a page.
fn tags(html: &str) -> BTreeSet<&str> {
    let name = |tag: &'_ str| tag.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tag.len());
    html.split('<').skip(1).map(|tag| &tag[..name(tag)]).collect()
}

#[test]
fn a_name_that_looks_like_an_encoded_word_is_no_such_word() {
    let seller = &Matrix::hostile().seller;
    let names: Vec<_> = strings::MAIL.into_iter().filter(|name| name.contains("=?")).collect();
    let letters = names.iter().map(|name| {
        let args =
            ["score", ".", "-f", "eml", "--no-history", "--to", "a@example.com", "--from", "b@example.com"];
        let done = ipi_as(seller, name, &args);
        assert!(done.status.success(), "{done:?}");
        done.stdout
    });
    let letters: Vec<_> = letters.collect();
    let Some(found) = read(&letters.iter().map(Vec::as_slice).collect::<Vec<_>>()) else { return };
    for (letter, name) in found.iter().zip(&names) {
        let headers = letter["headers"].as_array().unwrap();
        let subject = headers.iter().find(|header| header[0] == "Subject").unwrap();
        assert!(subject[1].as_str().unwrap().starts_with(&format!("{name}: IPI ")), "{subject}");
        assert_eq!(letter["to"], serde_json::json!(["a@example.com"]), "{name}");
    }
    assert_eq!(found.len(), 2);
}
