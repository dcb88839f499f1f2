//! Which server, and how it is spoken to.

use super::password::{Place, from};
use crate::cli::mail::args::{Security, ServerArgs};
use crate::cli::mail_settings::Mail;
use crate::cli::usage::Usage;
use clap::ValueEnum as _;
use lettre::transport::smtp::client::Certificate;
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// The server.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    /// Whom we log in as, and where the password is; `None` where nobody logs in.
    pub(super) login: Option<(String, Place)>,
    /// Trusted beside those that the system trusts.
    pub(super) authority: Option<Certificate>,
    /// For each answer.
    pub(super) timeout: Duration,
    /// For all letters of a run, with every try.
    pub(super) deadline: Duration,
    pub(super) tries: u32,
    /// Before the second try.
    pub(super) wait: Duration,
}

impl Server {
    /// By flags, else by `ipi.toml`.
    pub(super) fn of(args: &ServerArgs, settings: &Mail) -> Result<Server, Usage> {
        let host = args.host.clone().or(settings.host.clone()).unwrap_or_default();
        if host.is_empty()
            || host.contains(|c: char| c.is_control() || c.is_whitespace() || c == '/' || c == '@')
        {
            // Before an @ may stand a password.
            let shown = if host.contains('@') { "host".to_owned() } else { format!("\"{host}\"") };
            return Err(Usage(format!(
                "{shown} is no name of a server; write smtp.example.com, and the port as port"
            )));
        }
        let security = match (args.security, &settings.security) {
            (Some(security), _) => security,
            (None, Some(word)) => Security::from_str(word, true).map_err(|_| {
                Usage(format!("mail: security = \"{word}\" is to be \"starttls\", \"tls\" or \"none\""))
            })?,
            (None, None) => Security::Starttls,
        };
        let usual = match security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        };
        let place = Place::of(settings)?;
        let is_named = settings.password_env.is_some()
            || settings.password_file.is_some()
            || settings.password_command.is_some();
        let user = args.user.clone().or(settings.user.clone());
        if user.is_none() && is_named {
            return Err(Usage(
                "mail: a password is named, and no user to log in as; next: user = \"...\", or --user".into(),
            ));
        }
        let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
        let several = |name: &str, number: Option<u32>, usual: u32, most: u32| match number.unwrap_or(usual) {
            number if (1..=most).contains(&number) => Ok(number),
            number => Err(Usage(format!("mail: {name} = {number} is to be between 1 and {most}"))),
        };
        let timeout = several("timeout", args.timeout.or(settings.timeout), 30, 3600)?;
        Ok(Server {
            host,
            port: args.port.or(settings.port).unwrap_or(usual),
            security,
            login: user.map(|user| (user, place)),
            authority: settings
                .ca_file
                .as_ref()
                .map(|file| authority(&from(&settings.folder, file)))
                .transpose()?,
            timeout: seconds(timeout),
            deadline: seconds(several("deadline", settings.deadline, 300, 86_400)?),
            tries: several("tries", settings.tries, 3, 20)?,
            wait: seconds(settings.wait.unwrap_or(5).min(3600)),
        })
    }
}

impl fmt::Display for Server {
    /// `smtp.example.com:587`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Certificates to trust, of a file in PEM form.
fn authority(file: &Path) -> Result<Certificate, Usage> {
    let wrong = |why: String| Usage(format!("mail: ca_file {}: {why}", file.display()));
    let text = std::fs::read(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if memchr::memmem::find(&text, b"-----BEGIN CERTIFICATE-----").is_none() {
        return Err(wrong("it holds no certificate in PEM form".into()));
    }
    Certificate::from_pem(&text).map_err(|_| wrong("its certificate cannot be read".into()))
}
