//! Figures as a seller types them: the official score and the four factors, strictly read.
//!
//! A comma may split thousands or decimals and 0.95 may mean 95 %, so neither is guessed at: the first is refused, the
//! second is asked about ([`other_scale`]).

use crate::factor::Readings;
use chrono::NaiveDate;
use std::fmt;

/// Amazon introduced the index in July 2018: a score dated before that year is a slip of the keyboard.
pub const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2018, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Why a text is not the figure it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong with it, such as "is not a number".
    pub what: &'static str,
    /// What it should be.
    pub why: &'static str,
    /// What to do.
    pub next: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.what, self.why, self.next)
    }
}

impl std::error::Error for Wrong {}

/// Reads an official score, a whole number of 0–1000.
///
/// ```
/// use ipi::history::figure::score;
/// assert_eq!(score("512"), Ok(512.0));
/// assert_eq!(score("51x").unwrap_err().what, "is not a number");
/// assert_eq!(score("1001").unwrap_err().what, "is too large");
/// assert_eq!(score("536.165").unwrap_err().what, "has decimals");
/// ```
///
/// # Errors
/// Where the text is anything else.
pub fn score(text: &str) -> Result<f64, Wrong> {
    let why = "a score is a whole number from 0 to 1000";
    let next = "write it as Amazon's dashboard shows it, such as 512";
    match number(text, |n| n <= 1000.0, why, next)? {
        score if score.fract() == 0.0 => Ok(score),
        _ => Err(Wrong { what: "has decimals", why, next }),
    }
}

/// Reads a percentage, 0–100, with or without a percent sign.
///
/// ```
/// use ipi::history::figure::percentage;
/// assert_eq!(percentage("12.3"), Ok(12.3));
/// assert_eq!(percentage("12.3 %"), Ok(12.3));
/// assert_eq!(percentage("12,3").unwrap_err().what, "holds a comma");
/// ```
///
/// # Errors
/// Where the text is anything else.
pub fn percentage(text: &str) -> Result<f64, Wrong> {
    let why = "a percentage is a plain number from 0 to 100, with a point before the decimals";
    let text = text.trim_end();
    number(text.strip_suffix('%').unwrap_or(text), |n| n <= 100.0, why, "write 12.3 for 12.3 %")
}

/// Reads a sell-through ratio: 0 or more and below 1000.
///
/// # Errors
/// Where the text is anything else.
pub fn sell_through(text: &str) -> Result<f64, Wrong> {
    let why = "sell-through is a plain number, 0 or more and below 1000, with a point before the decimals";
    number(text, |n| n < 1000.0, why, "write it as Amazon's dashboard shows it, such as 1.8")
}

/// More than any product sells in 90 days of what is on average in stock: Amazon's bar ends at 7.
const MOST_SELL_THROUGH: f64 = 25.0;

/// What the figures would be in the scale of Amazon's dashboard, where they seem to be in another: shares instead of
/// percentages, or a sell-through in percent. `None` where nothing speaks for it.
///
/// An in-stock rate of 1 % or less is none that any seller has: it is a share, and so are the other percentages that are as
/// small. So is an excess of 1 or less with more decimals than the dashboard shows, whatever stands beside it, and a stranded
/// figure of that kind with it; alone that one is small in most accounts, and tells nothing.
///
/// ```
/// use ipi::factor::Readings;
/// use ipi::history::figure::other_scale;
/// let typed = Readings { excess_pct: Some(0.123), in_stock_pct: Some(0.868), ..Readings::default() };
/// let meant = other_scale(typed).unwrap();
/// assert_eq!((meant.excess_pct, meant.in_stock_pct), (Some(12.3), Some(86.8)));
/// let alone = Readings { excess_pct: Some(0.177), in_stock_pct: Some(91.0), ..Readings::default() };
/// assert_eq!(other_scale(alone).unwrap().excess_pct, Some(17.7));
/// let small = Readings { excess_pct: Some(0.9), stranded_pct: Some(0.4), in_stock_pct: Some(91.0), ..Readings::default() };
/// assert_eq!(other_scale(small), None);
/// ```
#[must_use]
pub fn other_scale(readings: Readings) -> Option<Readings> {
    let is_share = |pct: f64| pct > 0.0 && pct <= 1.0;
    let is_fine = |pct: f64| is_share(pct) && ((pct * 10.0).round() - pct * 10.0).abs() > 1e-9;
    let all = readings.in_stock_pct.is_some_and(is_share);
    let some = readings.excess_pct.is_some_and(is_fine);
    let times = |figure: f64, factor: f64| (figure * factor * 1e6).round() / 1e6;
    let meant = |pct: f64| (all && is_share(pct)) || (some && is_fine(pct));
    let percent = |pct: Option<f64>| pct.map(|pct| if meant(pct) { times(pct, 100.0) } else { pct });
    let meant = Readings {
        excess_pct: percent(readings.excess_pct),
        sell_through: readings
            .sell_through
            .map(|ratio| if ratio > MOST_SELL_THROUGH { times(ratio, 0.01) } else { ratio }),
        stranded_pct: percent(readings.stranded_pct),
        in_stock_pct: percent(readings.in_stock_pct),
    };
    (meant != readings).then_some(meant)
}

fn number(text: &str, fits: fn(f64) -> bool, why: &'static str, next: &'static str) -> Result<f64, Wrong> {
    let text = text.trim();
    let wrong = |what| Err(Wrong { what, why, next });
    if text.is_empty() {
        return wrong("is empty");
    }
    if text.ends_with('%') {
        return wrong("holds a percent sign");
    }
    if text.contains([',', '\'', '\u{a0}', '\u{202f}']) && text.contains(|c: char| c.is_ascii_digit()) {
        return wrong(if text.contains(',') { "holds a comma" } else { "holds a separator" });
    }
    let plain = text.strip_prefix('-').unwrap_or(text);
    // Rust also reads `inf`, `nan` and `1e2`; no dashboard shows these.
    if !plain.starts_with(|c: char| c.is_ascii_digit())
        || plain.contains(|c: char| c != '.' && !c.is_ascii_digit())
    {
        return wrong("is not a number");
    }
    match plain.parse::<f64>() {
        Err(_) => wrong("is not a number"),
        Ok(n) if plain.len() < text.len() && n > 0.0 => wrong("is below 0"),
        Ok(n) if !fits(n) => wrong("is too large"),
        Ok(n) => Ok(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_within_range_are_figures() {
        for text in ["0", "1000", " 512 ", "512.0", "-0", "007"] {
            assert!(score(text).is_ok(), "{text}");
        }
        for text in [
            "",
            " ",
            "-1",
            "1000.01",
            "512.5",
            "5e2",
            "inf",
            "NaN",
            "+5",
            ".5",
            "5.1.2",
            "0x10",
            "５００",
            "1,000",
            "1 000",
        ] {
            assert!(score(text).is_err(), "{text}");
        }
        assert_eq!(score("-0").map(f64::is_sign_negative), Ok(false));
        assert!(percentage("100").is_ok() && percentage("100.1").is_err());
        assert!(sell_through("999.9").is_ok() && sell_through("1000").is_err());
    }
}
