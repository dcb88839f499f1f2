//! The weekly letter: written as a message, and sent. Only this part of the program opens a connection.

mod args;
mod only_if;

#[cfg(feature = "mail")]
mod addresses;
#[cfg(feature = "mail")]
mod again;
#[cfg(feature = "mail")]
mod delivery;
#[cfg(feature = "mail")]
mod fault;
#[cfg(feature = "mail")]
mod message;
#[cfg(feature = "mail")]
mod outbox;
#[cfg(feature = "mail")]
mod owner;
#[cfg(feature = "mail")]
mod password;
#[cfg(feature = "mail")]
mod run;
#[cfg(feature = "mail")]
mod server;
#[cfg(feature = "mail")]
mod session;
#[cfg(feature = "mail")]
mod wanting;
#[cfg(feature = "mail")]
mod writer;

#[cfg(not(feature = "mail"))]
mod without;

pub(super) use args::{Args, LetterArgs};
#[cfg(feature = "mail")]
pub(super) use run::run;
#[cfg(not(feature = "mail"))]
pub(super) use without::run;
