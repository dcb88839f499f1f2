//! How old the reports are. Only here is the day judged held against the clock: what is computed from reports says the same
//! whenever it is computed.

use chrono::{Local, NaiveDate};
use ipi::output::words::count;
use std::fmt;
use std::str::FromStr;

/// Reports older than this get a word: a week, and a day for whoever is late.
const USUAL: u32 = 8;

/// How old reports may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MaxAge {
    Days(u32),
    /// However old.
    Off,
}

impl FromStr for MaxAge {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(MaxAge::Off);
        }
        let (number, days) = match text.strip_suffix('w') {
            Some(weeks) => (weeks, 7),
            None => (text.strip_suffix('d').unwrap_or(text), 1),
        };
        let number: Option<u32> = number.parse().ok();
        number
            .and_then(|number| number.checked_mul(days))
            .map(MaxAge::Days)
            .ok_or("write days, such as 8d, or weeks, such as 2w, or off")
    }
}

/// How old reports may be, for the week's figures to be of the week.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct AgeArgs {
    /// Refuse reports when the day judged is longer ago, such as 8d or 2w; off allows any [default: a warning beyond 8d, and
    /// none with --as-of]
    #[arg(long, value_name = "AGE", env = "IPI_MAX_AGE")]
    max_age: Option<MaxAge>,
}

/// Reports that are older than they may be.
#[derive(Debug)]
pub(super) struct TooOld {
    day: NaiveDate,
    days: i64,
}

impl fmt::Display for TooOld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ago = count(self.days, "day", "days");
        write!(f, "the reports are of {}, {ago} ago; next: download this week's reports", self.day)
    }
}

impl std::error::Error for TooOld {}

impl AgeArgs {
    /// What of it changes a result: with an age that is asked for, the day against which it is held.
    pub(super) fn told(self) -> Option<(MaxAge, NaiveDate)> {
        self.max_age.filter(|age| *age != MaxAge::Off).map(|age| (age, Local::now().date_naive()))
    }

    /// Is the day judged too long ago, by the user's word?
    ///
    /// Where the user said nothing, and did not ask for a day either, what is old gets a warning.
    pub(super) fn judge(self, day: NaiveDate, asked_for: bool) -> Result<(), TooOld> {
        let days = (Local::now().date_naive() - day).num_days();
        let old = TooOld { day, days };
        match self.max_age {
            Some(MaxAge::Days(most)) if days > i64::from(most) => return Err(old),
            None if !asked_for && days > i64::from(USUAL) => super::out::warning(&format!(
                "{old}, or say --max-age off if an old week is what you want to see"
            )),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_days_or_weeks() {
        assert_eq!("8d".parse(), Ok(MaxAge::Days(8)));
        assert_eq!("8".parse(), Ok(MaxAge::Days(8)));
        assert_eq!("2w".parse(), Ok(MaxAge::Days(14)));
        assert_eq!("OFF".parse(), Ok(MaxAge::Off));
        for text in ["", "d", "-1d", "1m", "99999999999d", "999999999w"] {
            assert!(text.parse::<MaxAge>().is_err(), "{text}");
        }
    }
}
