//! The rules as one flat CSV.

use super::wire::{Days, Evidence, rules};
use super::{Scope, fees};
use crate::factor::FactorKind;
use crate::factor::bands::Band;
use crate::ids::Marketplace;
use crate::output::sheet::{Cell, Sheet};
use crate::policy::limits::Measure;
use crate::volume::VolumeUnit;
use std::borrow::Cow;

const HEAD: [&str; 12] = [
    "rule",
    "marketplace",
    "from",
    "until",
    "name",
    "value",
    "low",
    "high",
    "unit",
    "certainty",
    "source",
    "note",
];

/// One row per rule and marketplace; bands, which no marketplace has of its own, have none.
#[must_use]
pub fn sheet(scope: Scope) -> Sheet<'static> {
    let rules = rules(scope);
    let mut rows: Vec<Row> = Vec::new();
    for it in rules.thresholds {
        let mut row = Row::new("threshold", Some(it.marketplace), it.days, it.system.key(), &it.evidence);
        row.value = Cell::Whole(it.threshold.into());
        row.unit = "points".into();
        rows.push(row);
    }
    for it in rules.next_dates {
        let limits = Days { from: it.limits_from, until: it.limits_until };
        let mut row = Row::new("next-date", Some(it.marketplace), limits, it.what.key(), &it.evidence);
        row.value = it.date.into();
        rows.push(row);
    }
    for it in rules.evaluations {
        rows.push(Row::new("evaluation", Some(it.marketplace), it.days, it.kind, &it.evidence));
    }
    for it in rules.evaluation_exceptions {
        let name = if it.first_check.is_some() { "second-check" } else { "only-check" };
        for &marketplace in &it.marketplaces {
            for (name, check) in
                it.first_check.iter().map(|day| ("first-check", day)).chain([(name, &it.last_check)])
            {
                let limits = Days { from: it.limits_from.clone(), until: it.limits_until.clone() };
                let mut row = Row::new("check", Some(marketplace), limits, name, &it.evidence);
                row.value = check.clone().into();
                row.unit = if it.by_week { "week-from" } else { "day" }.into();
                rows.push(row);
            }
        }
    }
    for it in rules.factor_sets {
        let counts = [it.excess, it.sell_through, it.stranded, it.in_stock];
        for (factor, counts) in FactorKind::ALL.into_iter().zip(counts) {
            let mut row = Row::new("factor", Some(it.marketplace), Days::ALL, factor.key(), &it.evidence);
            row.value = counts.into();
            rows.push(row);
        }
    }
    for it in rules.bands {
        let seen = Days { from: it.seen_from, until: it.seen_until };
        let mut row = Row::new("band", None, seen, it.factor.key(), &it.evidence);
        row.value = it.band.key().into();
        (row.low, row.high) = (Cell::Number(it.low), it.high.into());
        row.unit = if it.factor == FactorKind::SellThrough { "ratio" } else { "share" }.into();
        rows.push(row);
    }
    for it in rules.bands_replaced {
        let mut row = Row::new("band", Some(it.marketplace), it.days, it.factor.key(), &it.evidence);
        row.value = Band::Unknown.key().into();
        rows.push(row);
    }
    for it in rules.limits {
        let days = Days { from: it.from.unwrap_or_default(), until: it.until };
        let name = [Some(it.topic.key()), it.storage_type];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join("/");
        let mut row = Row::new("limit", Some(it.marketplace), days, name, &it.evidence);
        row.value = it.amount.map_or(Cell::Empty, |amount| Cell::Whole(amount.into()));
        row.unit = it.unit.map_or("", Measure::key).into();
        rows.push(row);
    }
    for it in rules.overage_fees {
        for &marketplace in &it.marketplaces {
            let days = Days { from: it.days.from.clone(), until: it.days.until.clone() };
            let mut row =
                Row::new("overage-fee", Some(marketplace), days, it.currency.unwrap_or("none"), &it.evidence);
            row.value = Cell::Number(it.rate_per_month.unwrap_or(0.0));
            row.unit = it.rate_unit.map_or("", VolumeUnit::key).into();
            rows.push(row);
        }
    }
    rows.extend(rules.stock_fees.iter().flat_map(fees::sheet_rows));
    Sheet::new("Rules", HEAD, rows.into_iter().map(Row::cells))
}

/// One line of the CSV.
pub(super) struct Row {
    start: [Cell<'static>; 5],
    pub(super) value: Cell<'static>,
    pub(super) low: Cell<'static>,
    pub(super) high: Cell<'static>,
    pub(super) unit: Cow<'static, str>,
    end: [Cell<'static>; 3],
}

impl Days {
    /// For rules that carry no date.
    const ALL: Days = Days { from: String::new(), until: None };
}

impl Row {
    pub(super) fn new(
        rule: &'static str,
        marketplace: Option<Marketplace>,
        days: Days,
        name: impl Into<Cell<'static>>,
        evidence: &Evidence,
    ) -> Self {
        let code = marketplace.map_or(Cell::Empty, |it| it.code().into());
        let until = days.until.map_or(Cell::Empty, Cell::from);
        Row {
            start: [rule.into(), code, days.from.into(), until, name.into()],
            value: Cell::Empty,
            low: Cell::Empty,
            high: Cell::Empty,
            unit: "".into(),
            end: [
                evidence.certainty.map_or(Cell::Empty, |it| it.key().into()),
                evidence.source.into(),
                evidence.note.map_or(Cell::Empty, Cell::from),
            ],
        }
    }

    fn cells(self) -> Vec<Cell<'static>> {
        let [certainty, source, note] = self.end;
        let middle = [self.value, self.low, self.high, self.unit.into(), certainty, source, note];
        self.start.into_iter().chain(middle).collect()
    }
}
