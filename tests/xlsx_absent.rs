//! An `ipi` that was built without workbooks says so before it reads anything.

#![cfg(not(feature = "workbook"))]
#![allow(clippy::unwrap_used)] // a test that cannot build its input has failed

use std::process::Command;

#[test]
fn without_workbooks_it_says_how_to_build_them() {
    for form in [["-f", "xlsx"], ["-o", "week.xlsx"]] {
        let done =
            Command::new(env!("CARGO_BIN_EXE_ipi")).args(["score", "nowhere"]).args(form).output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{told}");
        assert!(told.contains("built without workbooks") && told.contains("--features workbook"), "{told}");
    }
}
