//! An `ipi` that was built without mail says so: `cargo test --no-default-features --test without_mail`.

#![cfg(not(feature = "mail"))]
#![allow(clippy::unwrap_used)]

use std::process::Command;

#[test]
fn what_is_not_built_in_is_told() {
    let shape = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/minimum/reports");
    for args in [&["mail", shape][..], &["score", shape, "--no-history", "-f", "eml"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_ipi")).args(args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("was built without the feature \"mail\"; next: "), "{said}");
    }
}
