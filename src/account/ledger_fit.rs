//! Can a ledger be trusted? What it shows by itself: whether it is one of every day, whether its columns hold what they are
//! called, whether its balances continue.

use super::balances::label;
use super::continuity::{Broken, Jumps};
use super::intake::{OddRows, Opened, Troubles};
use super::ledger::{Locations, Seen, Stocks};
use super::ledgers::Asked;
use super::note::Note;
use super::shards::Shards;
use crate::dates::AsOf;
use crate::ids::{Marketplace, looks_like_label};
use crate::places;
use crate::report::{Code, Dispositions, Plan, ReportKind, Sign, Sink, with_text};
use crate::units::{Units, count};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Balances that do not continue by more than this share of the stock, and more than [`LITTLE`] units, are no slips of the
/// ledger: rows or days are missing. A day that is missing changes a factor by about as much as moves on it, one in a hundred
/// units; so with a twentieth of the stock unexplained a figure may be wrong by its first digit.
const BROKEN_SHARE: u64 = 20;
/// Units that may be off in any ledger.
const LITTLE: u64 = 20;
/// A break below one in two hundred units is noted, and no fault: Amazon's own ledgers are off by a few units.
const SLIP_SHARE: u64 = 200;
/// Of rows with receipts or returns below nothing, so many in a thousand are corrections; with more, columns are swapped.
const BACKWARD_PER_MILLE: u64 = 5;
/// So many may be corrections in any ledger.
const BACKWARD: u64 = 10;
/// Sellers may name so many products as Amazon names labels.
const FEW: usize = 2;

/// Can the balances of a file be used at all? False, with a problem, where not.
pub(super) fn is_fit(opened: &mut Opened, seen: &Seen, asked: Asked<'_>, troubles: &mut Troubles) -> bool {
    let name = opened.file.file.clone();
    let listed = (0..128_u16).rev().filter(|age| seen.listed >> age & 1 == 1);
    let listed: Vec<_> = listed.map(|age| asked.as_of.back(age)).collect();
    if !is_daily(&listed, &name, troubles) {
        return false;
    }
    if seen.signs.any(Sign::Foreign) && !seen.signs.any(Sign::Sellable) {
        let found = dispositions(opened, asked.plan).into_keys().take(4).collect::<Vec<_>>().join(", ");
        troubles.file(Code::NoSellable, &name, format!("it has {found}"));
        return false;
    }
    if opened.report.kind != ReportKind::LedgerSummary {
        return true;
    }
    let (rows, without) = (opened.file.rows, seen.unlabelled);
    if without > BACKWARD && without * 1000 > rows * BACKWARD_PER_MILLE && without * 2 < rows {
        let detail = format!("\"FNSKU\" is blank in {} of {} rows", Units::new(without), Units::new(rows));
        troubles.file(Code::BlankColumn, &name, detail);
        return false;
    }
    let backward = seen.backward.count();
    if backward > BACKWARD && backward * 1000 > opened.file.rows * BACKWARD_PER_MILLE {
        let detail = format!("receipts or returns are below nothing in {} rows", Units::new(backward));
        troubles.file(Code::ColumnsSwapped, &name, detail);
        return false;
    }
    for (sign, column) in
        [(Sign::TellsStart, "Starting Warehouse Balance"), (Sign::TellsShipped, "Customer Shipments")]
    {
        // A ledger in which nothing ever moved may leave all movements blank.
        if !seen.signs.any(sign) && seen.signs.any(Sign::Odd) {
            troubles.file(Code::BlankColumn, &name, format!("\"{column}\" is blank in every row"));
            return false;
        }
    }
    true
}

/// Do the names of places and stocks make sense together? The error is what is wrong, and how that shows.
pub(super) fn names<F: Stocks>(
    shards: &mut Shards<'_, F>,
    locations: &Locations,
    seen: &[(usize, Seen)],
    judged: Option<Marketplace>,
) -> Result<(), (Code, String)> {
    let names = locations.names();
    places::check(names.iter().map(String::as_str), judged)
        .map_err(|contradiction| (Code::of_places(&contradiction), contradiction.to_string()))?;
    // Rows without a place beside rows with one are those of a second download: it would count again.
    let of_none = locations.find(b"");
    let most = |is_none: bool| -> u64 {
        let sums = seen.iter().flat_map(|(_, seen)| &seen.sums);
        sums.filter(|(place, _)| (Some(**place) == of_none) == is_none).map(|(_, sums)| sums.most()).sum()
    };
    let (placed, placeless) = (most(false), most(true));
    if placed > 0 && placeless * BROKEN_SHARE > placed {
        let detail =
            format!("{} of {} units lie nowhere", Units::new(placeless), Units::new(placed + placeless));
        return Err((Code::MixedPlaces, detail));
    }
    // One stock by country and once more by fulfilment centre.
    let is_country = |name: &&String| matches!(places::country_of(name), places::Where::Country(_));
    let is_centre = |name: &&String| !name.is_empty() && !is_country(name);
    if let (Some(country), Some(centre)) = (names.iter().find(is_country), names.iter().find(is_centre)) {
        return Err((Code::MixedPlaces, format!("{country} is a country, {centre} is a fulfilment centre")));
    }
    let (mut pairs, mut swapped) = (0_usize, 0);
    for aside in shards.asides() {
        for (key, sku) in &aside.of {
            pairs += 1;
            let is_label = |words: &[u64]| with_text(words, looks_like_label);
            swapped += usize::from(!is_label(&label(key)) && is_label(sku));
        }
    }
    if swapped > FEW && swapped * 2 > pairs {
        return Err((Code::ColumnsSwapped, "labels stand under \"MSKU\"".into()));
    }
    Ok(())
}

/// A ledger by week or by month looks like one of every day with most days missing: each balance would be carried over days
/// that it is not of, and days without stock would go unseen. `days` are those with rows, in order.
fn is_daily(days: &[NaiveDate], file: &Arc<str>, troubles: &mut Troubles) -> bool {
    let [first, _, ..] = days else { return true };
    let weekly = days.iter().all(|&day| (day - *first).num_days() % 7 == 0);
    let monthly = days.iter().all(|day| day.day() == first.day());
    let month_ends = days.iter().all(|day| day.succ_opt().is_none_or(|next| next.day() == 1));
    if weekly || monthly || month_ends {
        let by = if weekly { "week" } else { "month" };
        let many = if weekly { "whole weeks" } else { "whole months" };
        let apart = if days.len() == 2 { format!("{many} apart") } else { format!("a {by} apart") };
        troubles.file(Code::NotDaily, file, format!("its {} days are {apart}", days.len()));
        return false;
    }
    true
}

/// Do balances continue? The error says where they do not; a small break becomes a note.
pub(super) fn is_continuous(
    jumps: Jumps,
    broken: Broken,
    as_of: AsOf,
    notes: &mut Vec<Note>,
) -> Result<(), String> {
    // Where every stock stands on every day, a day that does not begin as the last one ended lacks rows, or the one before
    // it does. Elsewhere only the stocks that were followed one by one can tell.
    let few = jumps.are_few();
    let units = if few { broken.units.max(jumps.units) } else { broken.units };
    if units == 0 {
        return Ok(());
    }
    let worst = jumps.worst.filter(|_| few);
    let day = worst.map(|jump| as_of.back(jump.age));
    let missing = worst.and_then(|jump| jump.missing(as_of));
    if units > LITTLE && units * BROKEN_SHARE > jumps.stock {
        let verb = if units == 1 { "is" } else { "are" };
        let units = count(units, "unit", "units");
        let stocks = match broken.stocks {
            0 => String::new(),
            1 => " of one product".into(),
            n => format!(" of {} products", Units::new(n)),
        };
        let place = match (missing, day) {
            (Some((first, last)), _) if first == last => format!("; {first} is missing"),
            (Some((first, last)), _) => format!("; the days from {first} to {last} are missing"),
            (None, Some(day)) => format!("; most of it on {day}"),
            (None, None) => String::new(),
        };
        return Err(format!("{units}{stocks} {verb} not carried over from one row to the next{place}"));
    }
    let is_slip = units * SLIP_SHARE <= jumps.stock;
    notes.push(Note::LedgerJumps { units: Units::new(units), day, missing, is_slip });
    Ok(())
}

/// Stock falls by what is shipped, and by little else: where less than one in so many of so many units that left were
/// shipped, the column of units shipped is another.
const LEFT: u64 = 100;
const LEFT_SHARE: u64 = 5;

/// What else there is to say of a ledger file that is used.
pub(super) fn notes(opened: &mut Opened, seen: &Seen, plan: &Plan, notes: &mut Vec<Note>) {
    let file = opened.file.file.clone();
    let mut tell = |odd: OddRows, note: &dyn Fn(Arc<str>, u64, u64) -> Note| {
        notes.extend(opened.odd(odd).map(|(rows, line)| note(file.clone(), rows, line)));
    };
    tell(seen.odd, &|file, rows, line| Note::LedgerOdd { file, rows, line });
    tell(seen.negative, &|file, rows, line| Note::NegativeBalance { file, rows, line });
    tell(seen.backward, &|file, rows, line| Note::LedgerBackward { file, rows, line });
    tell(seen.again, &|file, rows, line| Note::RowsAgain { file, rows, line });
    // Now and then a unit is found to be damaged after it was picked.
    if seen.unsellable.count() > BACKWARD {
        tell(seen.unsellable, &|file, rows, line| Note::UnsellableShipped { file, rows, line });
    }
    if seen.signs.any(Sign::TellsShipped) && seen.left > LEFT && seen.shipped * LEFT_SHARE < seen.left {
        let (units, shipped) = (Units::new(seen.left), Units::new(seen.shipped));
        notes.push(Note::LeftUnshipped { units, shipped });
    }
    if seen.foreign > 0 {
        notes.push(Note::ForeignRows { file: file.clone(), rows: seen.foreign });
    }
    if seen.signs.any(Sign::Foreign) {
        for (disposition, rows) in dispositions(opened, plan) {
            notes.push(Note::DispositionUnknown { file: file.clone(), disposition, rows });
        }
    }
}

/// The dispositions of a file that no English export has, and how many rows have each.
fn dispositions(opened: &mut Opened, plan: &Plan) -> BTreeMap<String, u64> {
    // What is wrong with rows is known from the reading before.
    let sinks = opened.read::<Dispositions, Foreign>(plan, &mut Troubles::default(), Foreign::default);
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for (name, rows) in sinks.unwrap_or_default().into_iter().flat_map(|sink| sink.0) {
        *all.entry(name).or_default() += rows;
    }
    all
}

#[derive(Default)]
struct Foreign(BTreeMap<String, u64>);

impl Sink<Dispositions> for Foreign {
    fn row(&mut self, disposition: Cow<'_, str>, _: u64) {
        // As many as a message has room for, and some more.
        const MOST: usize = 16;
        let is_sellable = disposition.trim().eq_ignore_ascii_case("SELLABLE");
        if is_sellable || crate::report::is_disposition(disposition.as_bytes()) {
            return;
        }
        let name: String = disposition.chars().take(40).collect();
        if self.0.len() < MOST || self.0.contains_key(&name) {
            *self.0.entry(name).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::continuity::Jump;
    use super::*;

    fn refused(days: &[(i32, u32, u32)]) -> bool {
        let days: Vec<_> = days.iter().map(|&(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap()).collect();
        let mut troubles = Troubles::default();
        let daily = is_daily(&days, &"ledger".into(), &mut troubles);
        assert_eq!(daily, troubles.problems.is_empty());
        !daily
    }

    #[test]
    fn ledgers_by_week_and_by_month_are_told_from_sparse_ones() {
        assert!(refused(&[(2026, 6, 7), (2026, 6, 14), (2026, 6, 28)]));
        assert!(refused(&[(2026, 4, 1), (2026, 5, 1), (2026, 6, 1)]));
        assert!(refused(&[(2026, 4, 30), (2026, 5, 31), (2026, 6, 30)]));
        assert!(refused(&[(2026, 5, 31), (2026, 6, 30)]));
        // The four snapshot days alone, days in a row, and one day.
        assert!(!refused(&[(2026, 4, 1), (2026, 5, 1), (2026, 5, 31), (2026, 6, 30)]));
        assert!(!refused(&[(2026, 6, 7), (2026, 6, 8), (2026, 6, 14)]));
        assert!(!refused(&[(2026, 6, 30)]));
    }

    fn judged(jumps: Jumps, broken: Broken) -> (Result<(), String>, Vec<Note>) {
        let (as_of, mut notes) = (AsOf::new(NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()), Vec::new());
        (is_continuous(jumps, broken, as_of, &mut notes), notes)
    }

    #[test]
    fn a_big_break_is_refused_and_a_small_one_is_noted() {
        // The 26th does not begin as the 20th ended.
        let worst = Some(Jump { age: 4, before: 10, units: 60 });
        let dense = Jumps { days: 1, compared: 100, units: 60, worst, stock: 1000 };
        let broken = Broken { stocks: 12, units: 70, late: 0 };
        let (refused, _) = judged(dense, broken);
        let detail = "70 units of 12 products are not carried over from one row to the next; the days from 2026-06-21 to \
                      2026-06-25 are missing";
        assert_eq!(refused, Err(detail.into()));
        // 40 of 1000 units are below a twentieth; 4 of them are a slip.
        let (fine, notes) = judged(Jumps { units: 40, ..dense }, Broken::default());
        assert_eq!(fine, Ok(()));
        assert!(matches!(notes[..], [Note::LedgerJumps { is_slip: false, .. }]));
        let (_, notes) = judged(Jumps { units: 4, ..dense }, Broken::default());
        assert!(matches!(notes[..], [Note::LedgerJumps { is_slip: true, .. }]));
        // Sums of a ledger that leaves days out jump; its stocks do not.
        assert_eq!(judged(Jumps { days: 90, ..dense }, Broken::default()), (Ok(()), Vec::new()));
    }
}
