//! The figures of a week as numbers, each with what it is and what there is to say of it.

use super::column::Kind;
use crate::assess::Assessment;
use crate::output::notes;
use crate::output::sheet::Cell;
use crate::output::weekly::Weekly;
use crate::output::words::{self, rounded, short_percent};
use crate::plan::WhatIf;
use crate::policy::{Grade, Verdict, capacity};
use crate::score::Estimate;
use crate::volume::VolumeUnit;

/// A figure: its name, its value and how it is shown, and a remark.
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) value: Cell<'static>,
    pub(super) kind: Kind,
    pub(super) remark: String,
    /// Is it a chance of being below a line?
    pub(super) is_chance: bool,
}

#[derive(Default)]
struct List(Vec<Figure>);

impl List {
    fn add(
        &mut self,
        name: impl Into<String>,
        value: impl Into<Cell<'static>>,
        kind: Kind,
        remark: impl Into<String>,
    ) {
        let (name, value, remark) = (name.into(), value.into(), remark.into());
        self.0.push(Figure { name, value, kind, remark, is_chance: false });
    }

    fn chance(&mut self, name: impl Into<String>, chance: Option<f64>, remark: impl Into<String>) {
        // What four decimals do not hold is small, and not nothing.
        let digits = |chance| if rounded(chance) == 0.0 { chance } else { rounded(chance) };
        self.add(name, chance.map(digits), Kind::Chance, remark);
        if let Some(figure) = self.0.last_mut() {
            figure.is_chance = true;
        }
    }
}

/// All of them, in the order in which the page tells them.
pub(super) fn of(week: &Weekly<'_>) -> Vec<Figure> {
    let assessment = week.assessment;
    let mut list = List::default();
    let place = assessment.marketplace;
    list.add("Account", week.account.map(str::to_owned).map_or(Cell::Empty, Cell::from), Kind::Text, "");
    let code = place.map_or(Cell::Empty, |place| place.code().into());
    list.add("Marketplace", code, Kind::Text, place.map_or("not known".into(), notes::place));
    list.add("Day judged", assessment.as_of, Kind::Day, words::week(assessment.as_of));
    let partial = if assessment.partial {
        "something was left out at your wish: see the notes"
    } else {
        "nothing was left out"
    };
    list.add("Partial", assessment.partial, Kind::Plain, partial);
    score(&mut list, assessment);
    if let Some(verdict) = &assessment.verdict {
        self::verdict(&mut list, verdict);
    }
    storage(&mut list, assessment);
    if let Some(what_if) = week.beside.what_if {
        self::what_if(&mut list, what_if);
    }
    list.0
}

fn score(list: &mut List, assessment: &Assessment) {
    let official = assessment.official;
    let told =
        official.map_or("none is noted of a day near it".into(), |shown| format!("shown on {}", shown.day));
    list.add("Official score", official.map(|shown| shown.score), Kind::Score, told);
    let estimate = assessment.estimate.as_ref();
    let points = |of: fn(&Estimate) -> crate::units::Points| estimate.map(|found| rounded(of(found).get()));
    let told = estimate
        .map_or("no score is estimated".into(), |found| format!("an estimate (model {})", found.model));
    list.add("Estimated score", points(|found| found.points), Kind::Score, told);
    let Some(found) = estimate else { return };
    let ends = format!("{} of cases lie between low and high", short_percent(found.interval));
    list.add("Low", points(|found| found.low), Kind::Score, ends);
    list.add("High", points(|found| found.high), Kind::Score, "");
    let anchors = u64::try_from(found.anchors).unwrap_or_default();
    list.add("Official scores learnt from", Cell::Whole(anchors), Kind::Count, "");
}

fn verdict(list: &mut List, verdict: &Verdict) {
    match verdict.threshold {
        Some(row) => {
            let told = format!("in force since {}, {}", row.period.from, row.certainty.meaning());
            list.add("Line in force", Cell::Whole(row.threshold.into()), Kind::Score, told);
            let word = verdict.chance_below.map(|chance| match Grade::of(chance) {
                Grade::Above => "above",
                Grade::ProbablyAbove => "probably above",
                Grade::Open => "open whether above or below",
                Grade::ProbablyBelow => "probably below",
                Grade::Below => "below",
            });
            list.chance("Chance of being below the line", verdict.chance_below, word.unwrap_or("not known"));
        }
        None => list.add("Line in force", Cell::Empty, Kind::Score, "none is known there and then"),
    }
    for line in &verdict.lines {
        list.chance(format!("Chance of being below {}", line.threshold), line.chance_below, "");
    }
    if let Some(next) = verdict.next {
        list.add("Next date", next.date, Kind::Day, next.what.title());
        let days = u64::try_from(next.days_left).unwrap_or_default();
        list.add("Days until then", Cell::Whole(days), Kind::Count, format!("counted from {}", verdict.day));
        list.chance("Chance of being below then", verdict.chance_below_next, "as things stand");
    }
}

fn storage(list: &mut List, assessment: &Assessment) {
    let unit = assessment.marketplace.and_then(capacity::limit_unit).unwrap_or(VolumeUnit::CubicMetres);
    for used in &assessment.storage {
        let of = used.storage_type.as_str();
        let without = match used.units_without_volume.get() {
            0 => String::new(),
            units => format!("no report states the volume of {}", words::count(units, "unit", "units")),
        };
        list.add(format!("Units in store, {of}"), Cell::Whole(used.units.get()), Kind::Count, without);
        let volume = |volume: crate::volume::Volume| rounded(volume.to(unit));
        list.add(
            format!("Volume in store, {of}"),
            Cell::Number(volume(used.volume)),
            Kind::Tenths,
            unit.symbol(),
        );
        let limit = match used.limit {
            Some(capacity::Limit::Volume(limit)) => (Cell::Number(volume(limit)), unit.symbol()),
            Some(capacity::Limit::Units(units)) => (Cell::Whole(units.get()), "units"),
            None => (Cell::Empty, "not given"),
        };
        list.add(format!("Limit, {of}"), limit.0, Kind::Tenths, limit.1);
    }
}

fn what_if(list: &mut List, what_if: &WhatIf) {
    let all = (what_if.steps.len() > 1).then_some(&what_if.together);
    for step in what_if.steps.iter().chain(all) {
        let name = match step.actions.as_slice() {
            [one] => format!("{} {} of {}", one.what.key(), one.units, one.sku),
            _ => "all together".into(),
        };
        let points = |points: f64| Cell::Number(rounded(points));
        list.add(
            format!("What if: {name}"),
            points(step.after.points()),
            Kind::Score,
            "at once: only today's stock has changed",
        );
        list.add(
            "",
            points(step.later.points()),
            Kind::Score,
            "in full: all four snapshot days have it as well",
        );
    }
}
