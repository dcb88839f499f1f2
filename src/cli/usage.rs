//! Wrong usage: what the caller has to put right, as a value among errors.

use std::fmt;

/// An error that is the caller's: wrong flags or settings.
#[derive(Debug)]
pub(super) struct Usage(pub(super) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}
