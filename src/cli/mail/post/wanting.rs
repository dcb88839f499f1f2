//! Settings that a letter cannot do without: all that are not named are told at once.

use crate::cli::mail::args::{LetterArgs, ServerArgs};
use crate::cli::mail_settings::Mail;
use crate::cli::usage::Usage;
use ipi::output::words::typed;

/// A setting: its key, which is its flag too, what it is, and an example.
type Setting = (&'static str, &'static str, &'static str);

const FROM: Setting = ("from", "a sender", "you@example.com");
const TO: Setting = ("to", "somebody to go to", "you@example.com");
const HOST: Setting = ("host", "a server", "smtp.example.com");

/// What is asked for: the letter where one is to be written, the server where one is to send it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) letter: Option<&'a LetterArgs>,
    pub(super) server: Option<&'a ServerArgs>,
    pub(super) settings: &'a Mail,
    /// What follows the name of a command that reads the same reports.
    pub(super) reports: &'a str,
}

impl Asked<'_> {
    /// Is all named that is needed?
    pub(super) fn check(&self) -> Result<(), Usage> {
        let Asked { letter, server, settings, .. } = self;
        let wants = [
            (FROM, letter.is_some_and(|args| args.from.is_none() && settings.from.is_none())),
            (TO, letter.is_some_and(|args| args.to.is_empty() && settings.to.all().is_empty())),
            (HOST, server.is_some_and(|args| args.host.is_none() && settings.host.is_none())),
        ];
        let missing: Vec<Setting> =
            wants.into_iter().filter(|(_, is_missing)| *is_missing).map(|(setting, _)| setting).collect();
        if missing.is_empty() { Ok(()) } else { Err(self.told(&missing)) }
    }

    fn told(&self, missing: &[Setting]) -> Usage {
        let all = |each: fn(&Setting) -> String| missing.iter().map(each).collect::<Vec<_>>();
        let wants = joined(&all(|(key, what, _)| format!("{what} ({key})")));
        let flags = all(|(key, _, example)| format!("--{key} {example}")).join(" ");
        let keys = joined(&all(|(key, ..)| (*key).to_owned()));
        let mut text =
            format!("the letter wants {wants}; next: say {flags}, or set {keys} under [mail] in ipi.toml");
        if missing.contains(&HOST) {
            let plain = |text: Option<&String>| {
                let text = text.map(|text| typed(text)).filter(|text| text != "NAME");
                text.unwrap_or_else(|| "you@example.com".into())
            };
            let from = plain(self.letter.and_then(|args| args.from.as_ref()).or(self.settings.from.as_ref()));
            let known = self.settings.to.all();
            let to = plain(self.letter.and_then(|args| args.to.first()).or(known.first()));
            text += &format!(
                "; or let a mailer of your own send it: ipi score{} -f eml --from {from} --to {to} | sendmail -t",
                self.reports
            );
        }
        Usage(text)
    }
}

/// `a, b and c`.
fn joined(all: &[String]) -> String {
    match all {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.concat(),
    }
}
