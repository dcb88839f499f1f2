//! Programs that some tests need, which not every machine has.

use std::path::PathBuf;

/// Where a program is, or `None` after a loud line. With `IPI_REQUIRE_TOOLS=1`, as in `.ci/run`, its absence fails the test.
pub fn tool(name: &str) -> Option<PathBuf> {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        missing(name);
    }
    found
}

/// Says that a test cannot run without `what`.
pub fn missing(what: &str) {
    assert!(std::env::var_os("IPI_REQUIRE_TOOLS").is_none(), "{what} is not installed");
    eprintln!("\n=== SKIPPED: {what} is not installed; .ci/run installs it and runs this test ===\n");
}
