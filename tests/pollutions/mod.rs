//! The pollutions: what is done to a report, and what has to come of it.

mod cases;

pub(crate) use cases::CASES;

use crate::damaged::{File, Table};

/// What has to come of a pollution.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// The same facts, and nothing new to say.
    Same,
    /// The same figures; names may be others.
    Figures,
    /// The same figures, and this word more.
    Noted(&'static str),
    /// No figure, for one or several of these reasons.
    Refused(&'static [&'static str]),
    /// Refused, a factor not stated, or a new word.
    Told,
}

/// A pollution.
pub(crate) struct Pollution {
    pub(crate) name: &'static str,
    pub(crate) files: &'static [File],
    pub(crate) outcome: Outcome,
    /// Changes cells, or gives the bytes.
    pub(crate) pollute: fn(&mut Table) -> Option<Vec<u8>>,
}
