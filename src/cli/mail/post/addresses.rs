//! From whom and to whom, checked before anything is read.

use crate::cli::mail::args::LetterArgs;
use crate::cli::mail_settings::Mail;
use crate::cli::usage::Usage;
use lettre::message::{Mailbox, Mailboxes};

/// The addresses of a letter.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    pub(super) from: Mailbox,
    pub(super) to: Vec<Mailbox>,
    pub(super) reply_to: Option<Mailbox>,
}

impl Addresses {
    /// By flags, else by `ipi.toml`, where both are known to be named.
    pub(super) fn of(args: &LetterArgs, settings: &Mail) -> Result<Addresses, Usage> {
        let from = args.from.as_ref().or(settings.from.as_ref());
        let to = if args.to.is_empty() { settings.to.all() } else { args.to.clone() };
        let mut all: Vec<Mailbox> = Vec::new();
        for text in &to {
            for mailbox in several(text)? {
                if !all.iter().any(|known| known.email == mailbox.email) {
                    all.push(mailbox);
                }
            }
        }
        if all.is_empty() {
            return Err(Usage(
                "to names nobody; next: say --to you@example.com, or set to under [mail] in ipi.toml".into(),
            ));
        }
        let from = one(from.map_or("", String::as_str))?;
        let reply_to =
            args.reply_to.as_ref().or(settings.reply_to.as_ref()).map(|text| one(text)).transpose()?;
        Ok(Addresses { from, to: all, reply_to })
    }
}

fn one(text: &str) -> Result<Mailbox, Usage> {
    let mut all = several(text)?.into_iter();
    match (all.next(), all.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(Usage(format!("\"{text}\": one address is wanted"))),
    }
}

fn several(text: &str) -> Result<Mailboxes, Usage> {
    let wrong = |why: &str| {
        Usage(format!(
            "\"{text}\" is no address: {why}; write you@example.com or Your Name <you@example.com>"
        ))
    };
    // A line end in a name would begin a header of its own.
    if text.chars().any(char::is_control) {
        return Err(wrong("it holds a control character"));
    }
    text.parse().map_err(|_| wrong("it is not written as one"))
}
