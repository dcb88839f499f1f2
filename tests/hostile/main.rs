//! Whatever strangers wrote into names, titles, messages and file names: no output of any command turns it into a sequence that a
//! terminal obeys, a formula, a tag, a link, a header or a command, and machines get it back as it was.

#![allow(clippy::unwrap_used, clippy::panic)]

mod account;
#[allow(unreachable_pub)]
#[path = "../schema/check.rs"]
mod check;
mod commands;
mod errors;
mod incognito;
mod mail;
mod matrix;
mod pages;
mod rows;
mod store;
#[allow(unreachable_pub)]
mod strings;
mod terminal;
#[allow(unreachable_pub, clippy::print_stderr)]
#[path = "../tools/mod.rs"]
mod tools;
