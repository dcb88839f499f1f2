//! What makes a message of a week.

use super::addresses::Addresses;
use super::again;
use super::message::{Attachment, Message};
use super::wanting::Asked;
use crate::cli::again::reports;
use crate::cli::history_args::MarketplaceArgs;
use crate::cli::input::InputArgs;
use crate::cli::mail::args::{Attached, LetterArgs};
use crate::cli::mail_settings::Mail;
use crate::cli::usage::Usage;
use chrono::{DateTime, Local, NaiveDate, NaiveTime, Utc};
use clap::ValueEnum as _;
use ipi::output::letter::{self, Occasion};
use ipi::output::sheet::Dialect;
use ipi::output::weekly::Weekly;
use ipi::output::{score, workbook};

/// What is known of the letter before anything is read.
pub(in crate::cli) struct Writer {
    pub(super) addresses: Addresses,
    attach: Option<Attached>,
    today: NaiveDate,
    at: DateTime<Utc>,
    /// What follows the name of a command that reads the same reports.
    reports: String,
    /// What was typed for the letter.
    flags: String,
}

impl Writer {
    /// By flags, and by what `ipi.toml` says beside the reports.
    pub(in crate::cli::mail) fn of(
        args: &LetterArgs,
        input: &InputArgs,
        marketplace: &MarketplaceArgs,
    ) -> anyhow::Result<Writer> {
        let reports = reports(input, marketplace);
        let settings = input.mail()?;
        Asked { letter: Some(args), server: None, settings: &settings, reports: &reports }.check()?;
        Ok(Writer::by(args, reports, &settings)?)
    }

    /// The same, once all is known to be named; `reports` is what follows the name of a command that reads the same ones.
    pub(super) fn by(args: &LetterArgs, reports: String, settings: &Mail) -> Result<Writer, Usage> {
        let written = settings.attach.as_ref().map(|form| Attached::from_str(form, true)).transpose();
        let written = written.map_err(|_| Usage("mail: attach is to be \"xlsx\" or \"csv\"".into()))?;
        // A day that is named has no hour: noon is that day nearly everywhere.
        let noon = |day: NaiveDate| day.and_time(NaiveTime::MIN + chrono::TimeDelta::hours(12)).and_utc();
        let addresses = Addresses::of(args, settings)?;
        Ok(Writer {
            flags: again::letter(args, &addresses),
            addresses,
            attach: args.attach.or(written),
            today: args.today.unwrap_or_else(|| Local::now().date_naive()),
            at: args.today.map_or_else(Utc::now, noon),
            reports,
        })
    }

    /// The week as `ipi score -f eml` writes it.
    pub(in crate::cli) fn written(&self, week: &Weekly<'_>) -> anyhow::Result<Vec<u8>> {
        let command = format!("ipi score{}{} -f eml{}", self.reports, week.beside.whose, self.flags);
        Ok(self.week(week, &command, &[])?.bytes)
    }

    /// The week as a message.
    pub(super) fn week(&self, week: &Weekly<'_>, command: &str, met: &[String]) -> anyhow::Result<Message> {
        let reports = format!("{}{}", self.reports, week.beside.whose);
        let letter = letter::week(week, &Occasion { today: self.today, command, reports: &reports, met });
        let name = |ending: &str| format!("ipi-{}.{ending}", week.assessment.as_of);
        let attachment = match self.attach {
            None => None,
            Some(Attached::Csv) => Some(Attachment {
                name: name("csv"),
                kind: "text/csv; charset=utf-8",
                bytes: score::sheet(week.assessment, week.beside, week.account)
                    .csv(Dialect::CSV)
                    .into_bytes(),
            }),
            Some(Attached::Xlsx) => Some(Attachment {
                name: name("xlsx"),
                kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes: workbook::week(week)?,
            }),
        };
        let about = format!("{} {:?}", week.assessment.as_of, week.assessment.marketplace);
        Message::of(&letter, &self.addresses, attachment, &about, (self.today, self.at))
    }

    /// What went wrong, as a message.
    pub(super) fn failed(
        &self,
        why: &str,
        error: &str,
        name: Option<&str>,
        command: &str,
    ) -> anyhow::Result<Message> {
        let occasion = Occasion { today: self.today, command, reports: &self.reports, met: &[] };
        let letter = letter::failed(why, error, name, &occasion);
        Message::of(&letter, &self.addresses, None, "no score", (self.today, self.at))
    }

    /// The command that was given, as far as it makes a difference to the letter.
    pub(super) fn command(&self, whose: &str, conditions: &str) -> String {
        format!("ipi mail{}{whose}{conditions}{}", self.reports, self.flags)
    }
}
