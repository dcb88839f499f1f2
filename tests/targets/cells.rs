//! Cells by themselves: dates and numbers, against slower readings of the same.

use super::report::{examined, in_pieces};
use super::{choice, is_clean};
use chrono::{Datelike as _, NaiveDate};
use ipi::dates::{day_or_week, meant};
use ipi::history::figure;
use ipi::money::Money;
use ipi::output::words;
use ipi::report::Code;
use ipi::spreadsheet::{Cell, Order};
use ipi::units::Units;
use ipi::volume::{Volume, VolumeUnit};
use std::collections::BTreeSet;

/// A cell that nothing but itself can be taken for.
fn is_plain(cell: &[u8]) -> bool {
    !cell.iter().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'"' | 0)) && cell.is_ascii()
}

/// Dates in a report, in a seller's spreadsheet, and as they are typed.
pub(super) fn dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for line in text.lines().take(8) {
        if let Some(day) = day_or_week(line) {
            assert_eq!(day_or_week(&day.to_string()), Some(day), "a day is read back");
        } else if let Some(meant) = meant(line) {
            assert!(day_or_week(&meant).is_some(), "what is advised can be typed: {meant}");
        }
    }
    let order = Order::of(text.lines());
    for line in text.lines() {
        if let Cell::Day(day) = order.read(line) {
            assert_eq!(order.read(&day.to_string()), Cell::Day(day), "a day is read back");
        }
    }
    if let Some(line) = data.split(|byte| *byte == b'\n').next().filter(|line| is_plain(line)) {
        of_a_report(line);
    }
    let rows = text.lines().take(8).map(|line| format!("S\t{}\tSKU\t1\n", line.replace(['\t', '\r'], "")));
    let sales = "shipment-id\tshipment-date\tsku\tquantity-shipped\n".to_owned() + &rows.collect::<String>();
    let found = in_pieces(&[("sales", sales.into_bytes())], 0);
    let orders: BTreeSet<bool> = text.lines().take(8).filter_map(day_first).collect();
    assert!(orders.len() < 2 || !found.problems.is_empty(), "dates of two orders are told: {text}");
}

/// Three numbers with one mark between them.
fn numbers_of(text: &str) -> Option<(char, [&str; 3])> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: [&str; 3] = text.split(mark).collect::<Vec<_>>().try_into().ok()?;
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.iter().all(is_number).then_some((mark, parts))
}

fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Does the day come first in a date with slashes that is one in a single order?
fn day_first(text: &str) -> Option<bool> {
    let (_, [first, second, year]) = numbers_of(text).filter(|(mark, parts)| {
        *mark == '/' && parts[0].len() == 2 && parts[1].len() == 2 && parts[2].len() == 4
    })?;
    match (date(year, first, second), date(year, second, first)) {
        (None, Some(_)) => Some(true),
        (Some(_), None) => Some(false),
        _ => None,
    }
}

/// The day of a date that stands alone: `None` where none is sure.
fn slowly_dated(text: &str) -> Option<NaiveDate> {
    let (mark, [a, b, c]) = numbers_of(text)?;
    let are_short = |one: &str, other: &str| one.len() <= 2 && other.len() <= 2;
    if a.len() == 4 && are_short(b, c) {
        return date(a, b, c);
    }
    if c.len() != 4 || !are_short(a, b) {
        return None;
    }
    if mark == '.' {
        return date(c, b, a);
    }
    match (date(c, a, b), date(c, b, a)) {
        // In Amazon's own form the month comes first; in others of two days neither is sure.
        (Some(one), Some(other)) => Some(one).filter(|_| one == other || mark == '/' && text.len() == 10),
        (one, other) => one.or(other),
    }
}

/// The day of a report whose only date this is.
fn of_a_report(cell: &[u8]) {
    let text = String::from_utf8_lossy(cell);
    let rows = format!(
        "snapshot-date\tsku\tavailable\tunits-shipped-t30\tunits-shipped-t90\n{text}\tSKU\t1\t0\t0\n"
    );
    let found = examined(&[("stock", rows.into_bytes())], 0);
    let is_strict = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    if is_strict {
        let codes: Vec<Code> = found.problems.iter().map(|problem| problem.code).collect();
        let fits =
            |code| matches!(code, Code::UnknownDate | Code::NotADate | Code::MonthOnly | Code::DateOrder);
        let day = slowly_dated(&text);
        assert_eq!(found.as_of(), day, "{text}");
        assert!(day.is_some() || !codes.is_empty() && codes.iter().copied().all(fits), "{text}: {codes:?}");
    }
    let Some(day) = found.as_of() else { return };
    // However it is written, the day that is read stands there.
    let numbers: Vec<i64> = text.split(|c: char| !c.is_ascii_digit()).flat_map(str::parse).collect();
    let is_named = text.to_lowercase().contains(&day.format("%b").to_string().to_lowercase());
    let stands = |number: i64| numbers.contains(&number);
    assert!(
        stands(day.year().into()) && stands(day.day().into()) && (is_named || stands(day.month().into())),
        "{text}: {day}"
    );
}

/// Numbers in a report, in a seller's spreadsheet, and in words.
pub(super) fn numbers(mut data: &[u8]) {
    let form = choice(&mut data);
    let text = String::from_utf8_lossy(data);
    if form.is_multiple_of(2) && is_plain(data) {
        units(&text);
    }
    if let Some(money) = Money::parse(&text) {
        // Up to 1e14 ten-thousandths it is a number that a plain one can hold.
        let near = Money::near(money.number());
        assert!(near == Some(money) || near.is_none() && money.ten_thousandths().abs() > 100_000_000_000_000);
    }
    for (read, most) in [
        (figure::score as fn(&str) -> _, 1000.0),
        (figure::percentage, 100.0),
        (figure::sell_through, 1000.0),
    ] {
        match read(&text) {
            Ok(number) => assert!((0.0..=most).contains(&number), "{number}"),
            Err(wrong) => is_clean(&wrong.to_string()),
        }
    }
    if let Some(bytes) = data.first_chunk::<8>() {
        let number = f64::from_le_bytes(*bytes);
        for words in [words::percent, words::signed, words::tenths, words::one_decimal] {
            is_clean(&words(number));
        }
        assert!(
            words::rounded(number).to_bits() == words::rounded(words::rounded(number)).to_bits()
                || number.is_nan()
        );
        if let Some(volume) = Volume::new(number, VolumeUnit::CubicFeet) {
            assert!(volume.to(VolumeUnit::CubicMetres) >= 0.0);
        }
    }
}

/// Units of a cell, against a reading of one character after the other.
fn units(text: &str) {
    let rows = format!(
        "snapshot-date\tsku\tavailable\tunits-shipped-t30\tunits-shipped-t90\n2026-06-30\tSKU\t{text}\t0\t0\n2026-06-30\tT\t1\t0\t0\n"
    );
    let found = examined(&[("stock", rows.into_bytes())], 0);
    let on_hand =
        || found.account.as_ref().and_then(|account| account.stocks[0].on_hand).map(|fact| fact.value);
    let code = found.problems.first().map(|problem| problem.code);
    match slowly(text) {
        Ok(number) => assert_eq!((on_hand(), code), (number.map(Units::new), None), "{text:?}"),
        Err(wrong) => assert_eq!(code, Some(wrong), "{text:?}"),
    }
}

/// A sign, digits, and a fraction of nothing; three zeros may be thousands.
fn slowly(text: &str) -> Result<Option<u64>, Code> {
    let cell = text.trim_matches(|c: char| c.is_ascii_whitespace());
    if cell.is_empty() {
        return Ok(None);
    }
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_whole = !whole.is_empty()
        && whole.chars().all(|c| c.is_ascii_digit())
        && fraction.chars().all(|c| c == '0')
        && fraction.len() != 3;
    if !is_whole {
        return Err(Code::NotWhole);
    }
    let most = u128::from(Units::MAX_CELL);
    let number = whole.trim_start_matches('0').chars().try_fold(0_u128, |sum, c| {
        (sum * 10).checked_add(u128::from(c.to_digit(10).unwrap_or(0))).filter(|sum| *sum <= most)
    });
    match number {
        None => Err(Code::TooLarge),
        Some(number) if number > 0 && cell.starts_with('-') => Err(Code::Negative),
        Some(number) => Ok(u64::try_from(number).ok()),
    }
}
