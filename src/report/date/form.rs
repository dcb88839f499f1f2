//! How a date is written, and which days it may be.

use super::{date, is_time};
use chrono::NaiveDate;

/// What a cell that should hold a date holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Form {
    /// `2026-7-4`, `2026/07/04`: one day.
    YearFirst(NaiveDate),
    /// `4.7.2026`: the day comes first wherever dates have dots.
    Dotted(NaiveDate),
    /// `Jul 4, 2026`, `04-Jul-2026`: one day.
    Named(NaiveDate),
    /// `7/4/2026`, `4-7-2026`: exists in one order at least.
    YearLast { first: u32, second: u32, year: u32, padded: bool },
    /// `07/2026`, `2026-07`, `Jul-26`: a month.
    Month,
    /// Numbers in the places of a date that no calendar has.
    Impossible,
    /// Anything else.
    Unknown,
}

/// The months by the names that Amazon and spreadsheets give them in English.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Form {
    pub(in crate::report) fn of(cell: &[u8]) -> Form {
        let Ok(text) = std::str::from_utf8(cell) else { return Form::Unknown };
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.'));
        let (head, rest) = text.split_at(end.unwrap_or(text.len()));
        let parts: Vec<_> = head.split(['-', '/', '.']).collect();
        if !is_time(rest.as_bytes()) && !is_long_time(rest) || parts.iter().any(|part| part.is_empty()) {
            return named(text);
        }
        let separators: Vec<_> = head.bytes().filter(|b| !b.is_ascii_digit()).collect();
        let numbers: Vec<u32> = parts.iter().map_while(|part| part.parse().ok()).collect();
        let digits: Vec<_> = parts.iter().map(|part| part.len()).collect();
        match (&numbers[..], &digits[..], &separators[..]) {
            (&[a, b], &[4, 1 | 2], _) if a > 0 && (1..=12).contains(&b) && rest.is_empty() => Form::Month,
            (&[a, b], &[1 | 2, 4], _) if b > 0 && (1..=12).contains(&a) && rest.is_empty() => Form::Month,
            (&[year, month, day], &[4, 1 | 2, 1 | 2], &[b'-' | b'/' | b'.', second])
                if separators[0] == second =>
            {
                date(year, month, day).map_or(Form::Impossible, Form::YearFirst)
            }
            (&[day, month, year], &[1 | 2, 1 | 2, 4], &[b'.', b'.']) => {
                date(year, month, day).map_or(Form::Impossible, Form::Dotted)
            }
            (&[first, second, year], &[a @ (1 | 2), b @ (1 | 2), 4], &[b'/', b'/'] | &[b'-', b'-']) => {
                let exists = date(year, first, second).or(date(year, second, first)).is_some();
                // Amazon fills its dates with zeros and sets slashes; all else has been through a spreadsheet.
                let padded = a == 2 && b == 2 && separators[0] == b'/';
                if exists { Form::YearLast { first, second, year, padded } } else { Form::Impossible }
            }
            _ => Form::Unknown,
        }
    }
}

/// The day of a date that is the same in whatever order it is read.
pub(in crate::report) fn alone(cell: &[u8]) -> Option<NaiveDate> {
    match Form::of(cell) {
        Form::YearFirst(day) | Form::Dotted(day) | Form::Named(day) => Some(day),
        Form::YearLast { first, second, year, .. } => {
            match (date(year, first, second), date(year, second, first)) {
                (Some(day), None) | (None, Some(day)) => Some(day),
                (Some(day), Some(other)) => (day == other).then_some(day),
                (None, None) => None,
            }
        }
        Form::Month | Form::Impossible | Form::Unknown => None,
    }
}

/// A date with the name of a month, or a month with its year.
fn named(text: &str) -> Form {
    let words: Vec<_> = text.split([' ', '-', ',', '.', '/']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let word = word.to_ascii_lowercase();
        let is = |name: &&str| word.len() >= 3 && name.starts_with(&word);
        MONTHS.iter().zip(1..).find(|(name, _)| is(name)).map(|(_, number)| number)
    };
    let number = |word: &str, digits: std::ops::RangeInclusive<usize>| {
        word.parse::<u32>().ok().filter(|_| digits.contains(&word.len()))
    };
    if let [word, year] = words[..]
        && month(word).is_some()
        && (number(year, 4..=4).is_some() || number(year, 2..=2).is_some())
    {
        return Form::Month;
    }
    let (month, day, year, time) = match words[..] {
        [a, b, year, ref time @ ..] => match (month(a), month(b)) {
            (Some(month), None) => (month, b, year, time),
            (None, Some(month)) => (month, a, year, time),
            _ => return Form::Unknown,
        },
        _ => return Form::Unknown,
    };
    match (number(year, 4..=4), number(day, 1..=2)) {
        (Some(year), Some(day)) if time.is_empty() || is_long_time(&format!(" {}", time.join(" "))) => {
            date(year, month, day).map_or(Form::Impossible, Form::Named)
        }
        _ => Form::Unknown,
    }
}

/// ` 9:12 AM`, ` 09:12:33 PDT`: a time with half of the day and zone behind it.
fn is_long_time(rest: &str) -> bool {
    let mut words = rest.split([' ', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let bare = first.trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm']);
    let is_clock = bare.contains(':') && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    let is_word = |word: &str| {
        word.len() <= 5 && word.bytes().all(|b| b.is_ascii_uppercase())
            || ["am", "pm", "a.m.", "p.m."].contains(&word)
            || word.starts_with(['+', '-']) && word[1..].bytes().all(|b| b.is_ascii_digit() || b == b':')
    };
    rest.starts_with([' ', '\u{a0}', '\u{202f}']) && is_clock && words.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_told_to_be_months() {
        for text in ["07/2026", "7/2026", "2026-07", "2026/7", "Jul-26", "July 2026", "Jul 2026", "07.2026"] {
            assert_eq!(Form::of(text.as_bytes()), Form::Month, "{text}");
        }
        for text in ["13/2026", "26-07", "Jul", "2026", "Maybe 2026", "M 2026"] {
            assert_ne!(Form::of(text.as_bytes()), Form::Month, "{text}");
        }
    }

    #[test]
    fn a_day_that_stands_alone_is_read_where_it_can_be_one_day_only() {
        let october = |day| NaiveDate::from_ymd_opt(2026, 10, day);
        for (text, day) in [
            ("10/13/2026 9:12 AM", october(13)),
            ("13/10/2026", october(13)),
            ("10/10/2026", october(10)),
            ("Oct 9, 2026", october(9)),
            ("2026-10-09 09:12:00 PDT", october(9)),
            ("10/09/2026 9:12 AM", None),
            ("10/2026", None),
            ("2026-10-32", None),
        ] {
            assert_eq!(alone(text.as_bytes()), day, "{text}");
        }
    }

    #[test]
    fn what_no_calendar_has_is_told_from_what_is_no_date() {
        for text in ["2026-02-30", "30/30/2026", "31.02.2026", "Feb 30, 2026", "0000-00-00"] {
            assert_eq!(Form::of(text.as_bytes()), Form::Impossible, "{text}");
        }
        for text in ["", "yesterday", "46207", "7/4/26", "20260704", "7/4-2026", "99999999999-1-1"] {
            assert_eq!(Form::of(text.as_bytes()), Form::Unknown, "{text}");
        }
    }
}
