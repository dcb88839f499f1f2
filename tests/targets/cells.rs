//! Cells by themselves: dates and numbers, against slower readings of the same.

use super::report::{examined, in_pieces};
use super::{choice, is_clean};
use chrono::NaiveDate;
use ipi::dates::{day_or_week, meant};
use ipi::history::figure;
use ipi::money::Money;
use ipi::output::words;
use ipi::report::Code;
use ipi::spreadsheet::{Cell, Order};
use ipi::units::Units;
use ipi::volume::{Volume, VolumeUnit};

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
    in_pieces(&[("sales", sales.into_bytes())], 0);
}

/// The day of a report whose only date this is, where its form leaves no doubt.
fn of_a_report(cell: &[u8]) {
    let text = String::from_utf8_lossy(cell);
    let padded = text.len() == 10;
    let day = |form| NaiveDate::parse_from_str(&text, form).ok().filter(|_| padded);
    let wanted =
        day("%Y-%m-%d").or_else(|| day("%m/%d/%Y")).or_else(|| day("%d/%m/%Y")).or_else(|| day("%d.%m.%Y"));
    let rows = format!(
        "snapshot-date\tsku\tavailable\tunits-shipped-t30\tunits-shipped-t90\n{text}\tSKU\t1\t0\t0\n"
    );
    let found = examined(&[("stock", rows.into_bytes())], 0);
    // A sign or a blank is no part of a date, though chrono takes some.
    let is_strict = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    if let Some(day) = wanted.filter(|_| is_strict) {
        assert_eq!(found.as_of(), Some(day), "{text}");
    }
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
