//! Letters: written, kept until the server has taken them, and sent.

mod addresses;
mod again;
mod delivery;
mod fault;
mod message;
mod outbox;
mod password;
mod run;
mod sent;
mod server;
mod session;
mod wanting;
mod writer;

pub(in crate::cli) use run::run;
pub(in crate::cli) use writer::Writer;
