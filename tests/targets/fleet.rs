//! Lines of a fleet's manifest, of its journal, and of what its processes say to each other.

use super::{cli, is_clean};

/// A line of a manifest.
pub(super) fn manifest(data: &[u8]) {
    match cli::account(data) {
        Err(why) => is_clean(&why),
        Ok(line) => assert!(!line.contains(&b'\n'), "an account is a line"),
    }
}

/// A record of the journal, torn or whole, and an answer.
pub(super) fn journal(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    assert!(cli::is_read_back(&text));
    _ = cli::answer(data);
}
