//! The score report for people: a first screen that is a whole answer, and what stands behind it.

use super::first::{self, Told};
use super::{consequences, what_if};

use crate::account::{Note, SourceFile};
use crate::assess::Assessment;
use crate::factor::{FactorKind, Factors};
use crate::ids::printable;
use crate::output::notes;
use crate::output::page::{Align, Page, Table};
use crate::output::words::{self, count, one_decimal, percent, short_percent, signed};
use crate::policy::{Quarter, Verdict, capacity, fees};
use crate::score::Estimate;
use crate::units::Units;
use crate::volume::VolumeUnit;

/// Builds the page: the first screen, and with details all that stands behind it.
#[must_use]
pub fn page(assessment: &Assessment, told: &Told<'_>) -> Page {
    let mut page = Page::default();
    first::add(&mut page, assessment, told);
    page.close = Some(page.blocks.len());
    if let Some(answer) = told.beside.what_if {
        what_if::add(&mut page, answer);
    }
    if told.details {
        details(&mut page, assessment, told);
    }
    page
}

fn details(page: &mut Page, assessment: &Assessment, told: &Told<'_>) {
    page.heading("The estimate");
    score(page, assessment);
    if let Some(verdict) = &assessment.verdict {
        self::verdict(page, verdict, assessment.as_of);
    }
    page.heading("The factors");
    factors(page, assessment);
    if let Some(found) = told.beside.consequences {
        consequences::add(page, found);
    }
    storage(page, assessment);
    let notes: Vec<_> =
        assessment.notes.iter().filter(|note| !first::is_first(note)).map(notes::note).collect();
    if !notes.is_empty() {
        page.heading("Notes");
        page.list(notes);
    }
    let place = shared_folder(&assessment.sources).trim_end_matches(['/', '\\']);
    if !assessment.sources.is_empty() {
        page.heading(match place {
            "" => "Sources".to_owned(),
            place => format!("Sources in {}", printable(place)),
        });
    }
    sources(page, &assessment.sources);
}

/// The estimate in a sentence, and why its interval is as wide as it is.
pub(in crate::output) fn score(page: &mut Page, assessment: &Assessment) {
    let Some(estimate) = &assessment.estimate else {
        return page.text("No score is estimated.");
    };
    page.text(format!(
        "{} points, with {} confidence between {} and {}. Amazon does not publish its formula; this is an estimate (model {}).",
        estimate.points,
        short_percent(estimate.interval),
        estimate.low,
        estimate.high,
        estimate.model
    ));
    page.list(estimate.explain.iter().map(notes::width).collect());
}

/// The lines, the chance of being below each, and the next date.
pub(in crate::output) fn verdict(page: &mut Page, verdict: &Verdict, day: chrono::NaiveDate) {
    let below = |chance: Option<f64>| chance.map_or("not known".into(), notes::chance);
    let Some(row) = verdict.threshold else {
        page.text(format!(
            "No threshold is known for {} on this day. Chance of being below 350: {}; below 400: {}.",
            notes::place(verdict.marketplace),
            below(verdict.lines[0].chance_below),
            below(verdict.lines[1].chance_below)
        ));
        return;
    };
    page.text(format!("The line of {} points is in force since {}.", row.threshold, row.period.from));
    let mut table =
        Table::new(&[("Line", Align::Right), ("Chance of being below", Align::Right), ("", Align::Left)]);
    for line in &verdict.lines {
        let mark = if line.threshold == row.threshold { "in force" } else { "" };
        table.row([line.threshold.to_string(), below(line.chance_below), mark.into()]);
    }
    if verdict.lines.iter().all(|line| line.threshold != row.threshold) {
        table.row([row.threshold.to_string(), below(verdict.chance_below), "in force".into()]);
    }
    page.table(table);
    if let Some(next) = verdict.next {
        // Reports may be old: what comes next is told from their day on, not from today.
        let when = match next.days_left {
            0 if next.date == day => format!("Next: {} (the day judged)", next.date),
            0 => format!("Next: the week of {} (that of the day judged)", next.date),
            days => format!("Next after {day}: {} ({} later)", next.date, count(days, "day", "days")),
        };
        let chance = verdict.chance_below_next.map_or(String::new(), |chance| {
            format!(" Chance of being below then: {}.", notes::chance(chance))
        });
        page.text(format!("{when}: {}.{chance}", next.what.title()));
    }
    page.list(verdict.quarters.iter().map(quarter).collect());
    page.text(format!("Source of the line ({}): {}", row.certainty.meaning(), row.source));
}

/// What the checks of a quarter decide, while limits went by the quarter.
fn quarter(quarter: &Quarter) -> String {
    let Quarter { evaluation, threshold, first, last, limited } = quarter;
    let until = evaluation.limits.until.map_or("further notice".into(), |until| until.to_string());
    let week = if evaluation.by_week { "week of " } else { "" };
    let check = |date: chrono::NaiveDate, score: &Option<f64>| {
        let score = score.map_or("no score noted".into(), |score| format!("{score:.0}"));
        format!("{week}{date} ({score})")
    };
    let checks = match evaluation.first {
        Some(date) => format!("the checks of {} and {}", check(date, first), check(evaluation.last, last)),
        None => format!("the only check, {}", check(evaluation.last, last)),
    };
    let outcome = match limited {
        Some(true) => "storage is limited",
        Some(false) => "storage is not limited",
        None if evaluation.first.is_some() => "storage is limited only if both are below",
        None => "storage is limited if it is below",
    };
    format!(
        "Storage from {} until {until}: {checks} against {threshold} points; {outcome}.",
        evaluation.limits.from
    )
}

/// The factors with their points.
pub(in crate::output) fn factors(page: &mut Page, assessment: &Assessment) {
    let mut columns = vec![
        ("Factor", Align::Left),
        ("Value", Align::Right),
        ("Band", Align::Left),
        ("Points", Align::Right),
    ];
    // Figures that were typed in come from no sums.
    columns.extend(assessment.factors.is_some().then_some(("From", Align::Left)));
    let mut table = Table::new(&columns);
    let mut missing = Vec::new();
    for factor in FactorKind::ALL {
        let reason = assessment.factors.as_ref().and_then(|factors| factors.unstated(factor));
        let counts = assessment.set.has(factor);
        let value = match assessment.readings.get(factor) {
            Some(value) if factor == FactorKind::SellThrough => format!("{value:.2}"),
            Some(value) => percent(value / 100.0),
            None if counts => "not stated".into(),
            None => "-".into(),
        };
        let band = match assessment.band(factor) {
            _ if !counts => "does not count".into(),
            Some(band) => band.key().to_owned(),
            None => String::new(),
        };
        let points = points(assessment.estimate.as_ref(), factor);
        let from = assessment.factors.as_ref().and_then(|factors| from(factors, factor)).unwrap_or_default();
        let mut row = vec![factor.title().into(), value, band, points];
        row.extend(assessment.factors.is_some().then_some(from));
        table.rows.push(row);
        missing.extend(reason.filter(|_| counts).map(|reason| {
            format!("{}: {}", factor.title(), notes::unstated(reason, assessment.marketplace))
        }));
    }
    page.table(table);
    if let Some(estimate) = &assessment.estimate {
        page.text(format!(
            "Points are relative to an ordinary account; with its factors yours would be at {:.0}.",
            estimate.base
        ));
    }
    page.list(missing);
}

/// What a factor brings, in points; nothing where that is not known.
pub(in crate::output) fn points(estimate: Option<&Estimate>, factor: FactorKind) -> String {
    let contribution =
        estimate.and_then(|estimate| estimate.contributions.iter().find(|found| found.factor == factor));
    contribution.map_or(String::new(), |found| signed(found.points))
}

/// What strangers may see of a score beside its rows: what it is, whether it is safe, and by their codes the faults that make it
/// doubtful.
#[must_use]
pub fn public(assessment: &Assessment) -> Page {
    let mut page = Page::default();
    first::heading(&mut page, assessment);
    first::verdict(&mut page, assessment);
    let faults = assessment.notes.iter().filter(|note| first::is_first(note)).map(Note::code);
    let faults: Vec<_> = faults.collect();
    if !faults.is_empty() {
        page.text(format!("Something makes the figures doubtful: {}.", faults.join(", ")));
    }
    page
}

/// The sums behind a factor.
fn from(factors: &Factors, factor: FactorKind) -> Option<String> {
    Some(match factor {
        FactorKind::Excess => {
            let found = factors.excess.as_ref().ok()?;
            format!("{} of {} on hand", found.excess_units, words::units(found.on_hand_units))
        }
        FactorKind::SellThrough => {
            let found = factors.sell_through.as_ref().ok()?;
            let source = found.snapshots.first().map_or("implied", |snapshot| snapshot.source.words());
            format!(
                "{} shipped / average {} ({source})",
                found.shipped_90d_units,
                one_decimal(found.average_on_hand_units)
            )
        }
        FactorKind::Stranded => {
            let found = factors.stranded.as_ref().ok()?;
            format!("{} of {} on hand", found.stranded_units, words::units(found.on_hand_units))
        }
        FactorKind::InStock => {
            let found = factors.in_stock.as_ref().ok()?;
            format!("{}, {} shipped", count(found.skus, "SKU", "SKUs"), found.weight_units_60d)
        }
    })
}

/// The unit in which the marketplace's sellers know volumes.
#[must_use]
pub fn volume_unit(assessment: &Assessment) -> VolumeUnit {
    assessment.marketplace.and_then(capacity::limit_unit).unwrap_or(VolumeUnit::CubicMetres)
}

/// What is stored, by type, against what may be.
pub(in crate::output) fn storage(page: &mut Page, assessment: &Assessment) {
    if assessment.storage.iter().all(|used| used.units == Units::ZERO && used.limit.is_none()) {
        return;
    }
    let unit = volume_unit(assessment);
    let volume =
        |volume: crate::volume::Volume| format!("{} {}", one_decimal(volume.to(unit)), unit.symbol());
    page.heading("Storage, with reserved and unsellable units");
    let mut table = Table::new(&[
        ("Type", Align::Left),
        ("Units", Align::Right),
        ("Volume", Align::Right),
        ("Limit", Align::Right),
        ("Room", Align::Right),
    ]);
    let mut without = Units::ZERO;
    let mut fees_due = Vec::new();
    for used in &assessment.storage {
        without += used.units_without_volume;
        let limit = match used.limit {
            Some(capacity::Limit::Volume(limit)) => volume(limit),
            Some(capacity::Limit::Units(units)) => words::units(units),
            None => "not given".into(),
        };
        let room =
            match used.room {
                // Units whose volume nobody states take some of it.
                Some(capacity::Room::VolumeLeft(left)) if used.units_without_volume > Units::ZERO => {
                    format!("at most {}", volume(left))
                }
                Some(capacity::Room::VolumeLeft(left)) => volume(left),
                Some(capacity::Room::UnitsLeft(left)) => words::units(left),
                Some(capacity::Room::UnitsOver(over)) => format!("over by {}", words::units(over)),
                Some(capacity::Room::VolumeOver(over)) => {
                    let fee = assessment.marketplace.and_then(|m| fees::overage(m, assessment.as_of, over));
                    fees_due.extend(fee.map(|fee| {
                        format!("Overage fee for {}: {fee}.", printable(used.storage_type.as_str()))
                    }));
                    format!("over by {}", volume(over))
                }
                None => String::new(),
            };
        table.row([
            printable(used.storage_type.as_str()),
            used.units.to_string(),
            if used.units_without_volume == used.units && used.units > Units::ZERO {
                "not stated".into()
            } else {
                volume(used.volume)
            },
            limit,
            room,
        ]);
    }
    page.table(table);
    if without > Units::ZERO {
        fees_due.push(format!(
            "No report states the volume of {without} of these units, so the volume is too small."
        ));
    }
    page.list(fees_due);
}

/// The folders that all paths begin with, up to the last separator: said once, they leave room for the names.
fn shared_folder(files: &[SourceFile]) -> &str {
    let Some((first, rest)) = files.split_first() else { return "" };
    let mut folder = first.file.rfind(['/', '\\']).map_or("", |at| &first.file[..=at]);
    while !folder.is_empty() && rest.iter().any(|source| !source.file.starts_with(folder)) {
        let above = folder.trim_end_matches(['/', '\\']).rfind(['/', '\\']);
        folder = above.map_or("", |at| &folder[..=at]);
    }
    folder
}

/// The files that were read, without the folder that all of them are in; those that decide no figure say so.
pub(in crate::output) fn sources(page: &mut Page, files: &[SourceFile]) {
    let folder = shared_folder(files);
    let mut table = Table::new(&[
        ("File", Align::Left),
        ("Report", Align::Left),
        ("Rows", Align::Right),
        ("Days", Align::Left),
    ]);
    for source in files {
        let days = match source.days {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => String::new(),
        };
        table.row([
            printable(&source.file[folder.len()..]),
            if source.used {
                source.kind.title().into()
            } else {
                format!("{}, not used", source.kind.title())
            },
            Units::new(source.rows).to_string(),
            days,
        ]);
    }
    page.table(table);
}
