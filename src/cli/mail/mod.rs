//! The weekly letter: written as a message, and sent. Only this part of the program opens a connection.

mod args;
mod only_if;
#[cfg(feature = "mail")]
mod post;
#[cfg(not(feature = "mail"))]
#[path = "without.rs"]
mod post;

pub(super) use args::{Args, LetterArgs};
pub(super) use post::run;
