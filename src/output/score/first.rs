//! The first screen of a score: what it is, whether it is safe, what is worst, what to do, what comes next.

use crate::account::Note;
use crate::assess::Assessment;
use crate::costs::Consequences;
use crate::evidence::Certainty;
use crate::factor::bands::Band;
use crate::factor::{FactorKind, Factors, Readings};
use crate::ids::{Sku, printable};
use crate::output::notes;
use crate::output::page::{Fact, Page, Tone};
use crate::output::words::{count, one_decimal, percent, units, week};
use crate::plan::WhatIf;
use crate::policy::capacity::Room;
use crate::policy::{Grade, Line};
use crate::score::Estimate;
use crate::skus::Costliest;
use crate::units::Units;

/// What was found out beside the assessment, where somebody looked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// What follows the name of a command that reads the same reports in the same way, such as ` fba -m UK`.
    pub reports: &'a str,
    /// What follows the name of a command about the same account in the same history, such as ` --account shop`.
    pub whose: &'a str,
    /// The SKUs that cost most; `None` where nobody looked at SKUs.
    pub costliest: Option<&'a Costliest>,
    /// What the score would be after actions that were named.
    pub what_if: Option<&'a WhatIf>,
    /// What the stock costs.
    pub consequences: Option<&'a Consequences>,
}

/// What the reader asked for, and what there is beside the assessment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// Everything, not the first screen alone.
    pub details: bool,
    /// What was found out beside the assessment.
    pub beside: Beside<'a>,
}

/// A factor that takes so many points from an ordinary account is worth a word on what to do.
const WORTH: f64 = -5.0;

/// Adds the first screen.
pub(super) fn add(page: &mut Page, assessment: &Assessment, told: &Told<'_>) {
    heading(page, assessment);
    verdict(page, assessment);
    faults(page, assessment);
    let facts = FactorKind::ALL.into_iter().filter(|&factor| assessment.set.has(factor));
    page.facts(facts.map(|factor| fact(factor, assessment)).chain(costs(told)).collect());
    page.text(over(assessment));
    page.text(todo(assessment, told.beside.costliest));
    page.text(next(assessment));
    score_wanted(page, assessment, told);
    if !told.details {
        let Beside { reports, whose, costliest, .. } = told.beside;
        let skus = costliest.map_or(String::new(), |_| format!("ipi skus{reports}{whose}; "));
        page.text(format!("More: {skus}{}.", more(assessment)));
    }
}

/// What makes a figure doubtful is said before anybody acts on it.
pub(in crate::output) fn faults(page: &mut Page, assessment: &Assessment) {
    let faults: Vec<_> = assessment.notes.iter().filter(|note| is_first(note)).collect();
    if !faults.is_empty() {
        page.text("Look at this before you trust the figures:");
        page.list(faults.into_iter().map(notes::note).collect());
    }
}

/// Does a note belong on the first screen? What is wrong does, and what was left out.
pub(in crate::output) fn is_first(note: &Note) -> bool {
    note.is_fault() || matches!(note, Note::LeftOut { .. })
}

/// The day and the place that are judged, and whether something was left out: `2026-10-31, the United States`.
#[must_use]
pub fn day_and_place(assessment: &Assessment) -> String {
    let place = assessment.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if assessment.partial { " - PARTIAL" } else { "" };
    format!("{}, {place}{partial}", assessment.as_of)
}

/// What is judged, of which day and place.
pub(in crate::output) fn heading(page: &mut Page, assessment: &Assessment) {
    let day = assessment.as_of;
    let place = assessment.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if assessment.partial { " - PARTIAL" } else { "" };
    let about =
        |estimate: &Estimate| format!("about {} ({}-{})", estimate.points, estimate.low, estimate.high);
    match (assessment.official, &assessment.estimate) {
        (Some(shown), estimate) => {
            let when = match (shown.day - day).num_days() {
                0 => String::new(),
                days if days > 0 => format!(", {} after these figures", count(days, "day", "days")),
                days => format!(", {} before these figures", count(-days, "day", "days")),
            };
            page.heading(format!("Official score {}, shown on {}{when}{partial}", shown.score, shown.day));
            page.text(match estimate {
                Some(estimate) => format!("Estimate {} on {day}, {place}.", about(estimate)),
                None => format!("Figures of {day}, {place}."),
            });
        }
        (None, Some(estimate)) => {
            page.heading(format!("IPI {} on {}", about(estimate), day_and_place(assessment)));
        }
        (None, None) => {
            page.heading(format!("IPI not estimated on {}", day_and_place(assessment)));
            let rest = Readings { stranded_pct: None, ..assessment.readings };
            page.text(if assessment.readings.stranded_pct.is_some() && rest.is_empty() {
                "That nothing is stranded tells nothing of the rest: add a report named below."
            } else {
                "For want of factors, or of a marketplace whose factors are known."
            });
        }
    }
}

/// Whether the score is safe.
pub(in crate::output) fn verdict(page: &mut Page, assessment: &Assessment) {
    let Some(verdict) = &assessment.verdict else { return };
    let [low, high] = &verdict.lines;
    let below = |chance: Option<f64>| chance.map_or("not known".into(), notes::chance);
    let Some((row, chance)) = verdict.threshold.zip(verdict.chance_below) else {
        let line = match verdict.threshold {
            Some(row) => format!("The line is {} points.", row.threshold),
            None => format!("No line is known for {} on this day.", notes::place(verdict.marketplace)),
        };
        let chances = match (low.chance_below, high.chance_below) {
            (None, None) => String::new(),
            _ if verdict.official.is_some() => {
                let side = |line: &Line| if line.chance_below == Some(1.0) { "below" } else { "at or above" };
                format!(" Amazon's own score is {} 350 and {} 400.", side(low), side(high))
            }
            (low, high) => format!(" Chance of being below 350: {}; below 400: {}.", below(low), below(high)),
        };
        return page.text(line + &chances);
    };
    let grade = Grade::of(chance);
    let (word, tone) = match grade {
        Grade::Above => ("Above", Tone::Good),
        Grade::ProbablyAbove => ("Probably above", Tone::Good),
        Grade::Open => ("Open whether above or below", Tone::Fair),
        Grade::ProbablyBelow => ("Probably below", Tone::Bad),
        Grade::Below => ("Below", Tone::Bad),
    };
    let line = row.threshold;
    let sure = match row.certainty {
        Certainty::Official => "",
        _ => " (no official figure)",
    };
    let others = verdict.lines.iter().filter(|other| other.threshold != line);
    if let Some(score) = verdict.official {
        // The score is Amazon's word; which line counts may not be.
        let sure = match row.certainty {
            Certainty::Official => String::new(),
            _ => format!(" (that {line} counts, others say)"),
        };
        let side = |other: &Line| if score < f64::from(other.threshold) { "below" } else { "above" };
        let others: Vec<_> = others.map(|other| format!("{} {}", side(other), other.threshold)).collect();
        return page
            .verdict(format!("{word} {line} and {}, by Amazon's own score{sure}.", others.join(", ")), tone);
    }
    let others: Vec<_> =
        others.map(|other| format!("{}: {}", other.threshold, below(other.chance_below))).collect();
    page.verdict(
        format!(
            "{word} {line}{sure}: {} chance of being below; {}.",
            notes::chance(chance),
            others.join("; ")
        ),
        tone,
    );
}

/// A factor with what it is made of.
pub(in crate::output) fn fact(factor: FactorKind, assessment: &Assessment) -> Fact {
    let name = match factor {
        FactorKind::Excess => "Excess",
        FactorKind::SellThrough => "Sell-through",
        FactorKind::Stranded => "Stranded",
        FactorKind::InStock => "In stock",
    };
    let Some(value) = assessment.readings.get(factor) else {
        let told = match assessment.factors.as_ref().and_then(|factors| factors.unstated(factor)) {
            Some(reason) => notes::wanting(reason).into(),
            None => "not given".into(),
        };
        return Fact { head: format!("{name} not stated"), told, ..Fact::default() };
    };
    let shown =
        if factor == FactorKind::SellThrough { format!("{value:.2}") } else { percent(value / 100.0) };
    let band = assessment.band(factor).unwrap_or(Band::Unknown);
    let tone = match band {
        Band::Poor => Tone::Bad,
        Band::Fair => Tone::Fair,
        Band::Good | Band::Excellent => Tone::Good,
        Band::Unknown => Tone::Plain,
    };
    let band = if band == Band::Unknown { String::new() } else { format!(" {}", band.key()) };
    let (told, items, rest) = assessment
        .factors
        .as_ref()
        .map_or_else(Default::default, |factors| sums(factor, factors, assessment));
    Fact { head: format!("{name} {shown}{band}"), tone, told, items, rest }
}

/// What a factor is made of, and the SKUs that it is worst by.
fn sums(factor: FactorKind, factors: &Factors, assessment: &Assessment) -> (String, Vec<String>, u64) {
    let worst = &assessment.worst;
    let named = |sku: &Sku, units: Units| format!("{} {units}", printable(sku.as_str()));
    match factor {
        FactorKind::Excess => factors.excess.as_ref().ok().map(|found| {
            let told = format!("{} of {}", found.excess_units, units(found.on_hand_units));
            let first = worst.excess.first.iter().map(|(sku, found)| named(sku, found.units)).collect();
            (told, first, worst.excess.stocks)
        }),
        FactorKind::SellThrough => factors.sell_through.as_ref().ok().map(|found| {
            let average = one_decimal(found.average_on_hand_units);
            let average = average.strip_suffix(".0").unwrap_or(&average);
            let told =
                format!("{} shipped in 90 days, {average} on average in stock", found.shipped_90d_units);
            (told, Vec::new(), 0)
        }),
        FactorKind::Stranded => factors.stranded.as_ref().ok().map(|found| {
            let told = format!("{} of {}", found.stranded_units, units(found.on_hand_units));
            let first = worst.stranded.first.iter().map(|(sku, found)| named(sku, found.units)).collect();
            (told, first, worst.stranded.stocks)
        }),
        FactorKind::InStock => factors.in_stock.as_ref().ok().map(|found| {
            let out = worst.out_of_stock.first.iter();
            let out =
                out.map(|(sku, out)| format!("{} out {} of 30 days", printable(sku.as_str()), out.days_out));
            let skus = count(found.skus, "SKU", "SKUs");
            let told = if worst.out_of_stock.stocks > 0 {
                String::new()
            } else {
                format!("{skus}, none out of stock")
            };
            (told, out.collect(), worst.out_of_stock.stocks)
        }),
    }
    .unwrap_or_default()
}

/// The SKUs that cost most points.
pub(in crate::output) fn costs(told: &Told<'_>) -> Option<Fact> {
    let costliest = told.beside.costliest.filter(|costliest| costliest.skus > 0)?;
    let named = |(sku, points): &(Sku, f64)| format!("{} about {:.0}", printable(sku.as_str()), -points);
    let items = costliest.first.iter().map(named).collect();
    Some(Fact { head: "Costs most points".into(), items, rest: costliest.skus, ..Fact::default() })
}

/// Which storage limits are passed.
pub(in crate::output) fn over(assessment: &Assessment) -> String {
    let over = assessment
        .storage
        .iter()
        .filter(|used| matches!(used.room, Some(Room::VolumeOver(_) | Room::UnitsOver(_))));
    let types: Vec<_> = over.map(|used| printable(used.storage_type.as_str())).collect();
    if types.is_empty() { String::new() } else { format!("Over your storage limit: {}.", types.join(", ")) }
}

/// What to do first: what costs nothing, then what takes most points, as the list of SKUs has it.
pub(in crate::output) fn todo(assessment: &Assessment, costliest: Option<&Costliest>) -> String {
    let worst = &assessment.worst;
    let points = |factor: FactorKind| {
        let contributions = assessment.estimate.iter().flat_map(|estimate| &estimate.contributions);
        contributions.filter(|part| part.factor == factor).map(|part| part.points).sum::<f64>()
    };
    let stated = |factor| assessment.readings.get(factor).is_some() && assessment.set.has(factor);
    let mut steps = Vec::new();
    if worst.to_relist > 0 && stated(FactorKind::Stranded) {
        let listings = count(worst.to_relist, "stranded listing", "stranded listings");
        steps.push(format!("relist {listings} (free)"));
    }
    let mut weighty: Vec<_> = [FactorKind::Excess, FactorKind::SellThrough, FactorKind::InStock]
        .into_iter()
        .map(|factor| (points(factor), factor))
        .filter(|&(points, factor)| points <= WORTH && stated(factor))
        .collect();
    weighty.sort_by(|a, b| a.0.total_cmp(&b.0));
    // How many units or days that is, the facts above have told.
    let excess = || worst.excess.first.iter();
    let by_points = costliest.iter().flat_map(|costliest| &costliest.first);
    let mut by_points = by_points.filter_map(|(sku, _)| excess().find(|(other, _)| other == sku));
    let sell_down = by_points.next().or_else(|| excess().next()).map(|(sku, found)| {
        let what = if found.sells { "sell down" } else { "remove" };
        format!("{what} {}", printable(sku.as_str()))
    });
    let restock =
        worst.out_of_stock.first.first().map(|(sku, _)| format!("keep {} in stock", printable(sku.as_str())));
    let step = weighty.iter().find_map(|(_, factor)| match factor {
        FactorKind::InStock => restock.clone(),
        _ => sell_down.clone(),
    });
    steps.extend(step);
    if steps.is_empty() { String::new() } else { format!("Do first: {}.", steps.join("; then ")) }
}

/// The next date that matters, told from the day judged: reports may be old.
pub(in crate::output) fn next(assessment: &Assessment) -> String {
    let Some(verdict) = &assessment.verdict else { return String::new() };
    let Some(next) = verdict.next else { return String::new() };
    let when = match next.days_left {
        0 if next.date == verdict.day => format!("{}, the day judged", next.date),
        0 => format!("the week of {}, which is that of {}", next.date, verdict.day),
        days => format!("{}, {} after {}", next.date, count(days, "day", "days"), verdict.day),
    };
    let chance = verdict.chance_below_next.map_or(String::new(), |chance| {
        format!("; as things stand, {} chance of being below", notes::chance(chance))
    });
    format!("Next: {when}: {}{chance}.", next.what.short())
}

/// What an official score would do, and how it is noted.
pub(in crate::output) fn score_wanted(page: &mut Page, assessment: &Assessment, told: &Told<'_>) {
    if let Some(shown) = assessment.later.filter(|_| assessment.official.is_none()) {
        let week = week(shown.day);
        page.text(format!("An official score of {} is noted for {week}, after these figures.", shown.score));
    }
    // A score is noted for a marketplace: where none is known it would not be found again.
    let unanchored = assessment.estimate.as_ref().filter(|estimate| estimate.anchors == 0);
    let Some((estimate, marketplace)) = unanchored.zip(assessment.marketplace) else { return };
    let half = ((estimate.high.get() - estimate.low.get()) / 2.0).round();
    let mut command = format!("ipi log SCORE --on {}{}", assessment.as_of, told.beside.whose);
    if marketplace.code() != "US" {
        command += &format!(" -m {marketplace}");
    }
    page.command(format!("Amazon's score would narrow +-{half} to a few points:"), command);
}

/// What else there is to see.
fn more(assessment: &Assessment) -> String {
    let notes = assessment.notes.iter().filter(|note| !is_first(note)).count();
    let mut more = vec!["--details: points".to_owned()];
    if !assessment.storage.is_empty() {
        more.push("storage".into());
    }
    if notes > 0 {
        more.push(count(notes, "note", "notes"));
    }
    more.join(", ")
}
