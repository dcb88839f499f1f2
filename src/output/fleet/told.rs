//! What the table tells of an account, taken from its line.

use super::{Failure, Kind};
use crate::factor::FactorKind;
use crate::output::words::count;
use chrono::NaiveDate;
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What the table tells of an account. Not stated is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The name by which it was asked for.
    pub id: String,
    /// Whose account it is; several marketplaces of a seller are rows of one.
    pub account: Option<String>,
    /// The marketplace judged, else the one asked for.
    pub marketplace: Option<String>,
    /// The day judged.
    pub as_of: Option<NaiveDate>,
    /// The threshold in force, in points.
    pub threshold: Option<u16>,
    /// The chance of being below it, 0–1; not stated where no line is known.
    pub chance_below: Option<f64>,
    /// The estimate, in points.
    pub score: Option<f64>,
    /// The ends of its 90 % interval.
    pub interval: Option<(f64, f64)>,
    /// The score that Amazon showed for the week.
    pub official: Option<f64>,
    /// The four figures: shares and rates 0–1, sell-through as a ratio.
    pub factors: [Option<f64>; FactorKind::ALL.len()],
    /// Storage beyond the seller's limits, by storage type, in words.
    pub storage_over: Option<String>,
    /// The factor that takes most points off, and how many.
    pub factor_costing_most: Option<(FactorKind, f64)>,
    /// The SKU that costs most points, and how many.
    pub sku_costing_most: Option<(String, f64)>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// Codes of what is wrong with the reports though they can be judged, each once.
    pub faults: Vec<String>,
    /// The factors that count, and are not stated.
    pub not_stated: Vec<FactorKind>,
    /// Why there is no figure.
    pub wrong: Option<Failure>,
}

impl Told {
    /// Takes it from a line; `None` where it is none of this schema.
    #[must_use]
    pub fn of(line: &str) -> Option<Told> {
        let wire: Wire = serde_json::from_str(line).ok()?;
        let wrong = wire.error.map(|error| Failure { kind: error.kind, text: error.text });
        let mut told = Told {
            id: wire.id,
            account: wire.account,
            marketplace: wire.marketplace,
            wrong,
            ..Told::default()
        };
        if let Some(document) = wire.result {
            told.add(document);
        }
        Some(told)
    }

    fn add(&mut self, document: Document) {
        let Document {
            as_of,
            marketplace,
            partial,
            factors,
            score,
            verdict,
            costliest_skus,
            storage,
            notes,
            not_stated,
        } = document;
        let factor = |told: NotStated| FactorKind::ALL.into_iter().find(|kind| kind.key() == told.factor);
        let counting = not_stated.into_iter().filter(|told| told.code != "not-counted");
        self.not_stated = counting.filter_map(factor).collect();
        for Note { code, .. } in notes.into_iter().filter(|note| note.fault) {
            if !self.faults.contains(&code) {
                self.faults.push(code);
            }
        }
        self.marketplace = marketplace.or(self.marketplace.take());
        (self.as_of, self.partial) = (Some(as_of), partial);
        self.factors = [
            factors.excess.and_then(|it| it.share),
            factors.sell_through.and_then(|it| it.ratio),
            factors.stranded.and_then(|it| it.share),
            factors.in_stock.and_then(|it| it.rate),
        ];
        if let Some(score) = score {
            self.interval = Some((score.low, score.high));
            self.score = Some(score.points);
            let points = |factor: FactorKind| Some((factor, *score.contributions.get(factor.key())?));
            let least = FactorKind::ALL.into_iter().filter_map(points).min_by(|a, b| a.1.total_cmp(&b.1));
            self.factor_costing_most = least.filter(|(_, points)| *points < 0.0);
        }
        if let Some(verdict) = verdict {
            self.threshold = verdict.threshold;
            self.chance_below = verdict.chance_below;
            self.official = verdict.official_score;
        }
        let costliest = costliest_skus.unwrap_or_default().into_iter().next();
        self.sku_costing_most = costliest.map(|it| (it.sku, it.points));
        let over: Vec<_> = storage.iter().filter_map(Storage::over).collect();
        self.storage_over = (!over.is_empty()).then(|| over.join(", "));
    }

    /// The score that counts: Amazon's own where it is known, else the estimate.
    #[must_use]
    pub fn counts(&self) -> Option<f64> {
        self.official.or(self.score)
    }

    /// Worst first: by the chance of being below, then by the score; without a chance behind those with one, and without a
    /// figure last. Ties are told apart by name, so that the order is always the same.
    #[must_use]
    pub fn worst_first(&self, other: &Told) -> Ordering {
        let chance = |told: &Told| told.chance_below.map_or(1.0, |chance| -chance);
        let score = |told: &Told| told.counts().unwrap_or(f64::INFINITY);
        (self.wrong.is_some(), &self.wrong.as_ref().map(|it| it.kind))
            .cmp(&(other.wrong.is_some(), &other.wrong.as_ref().map(|it| it.kind)))
            .then(chance(self).total_cmp(&chance(other)))
            .then(score(self).total_cmp(&score(other)))
            .then_with(|| self.id.cmp(&other.id))
    }
}

/// A line, as far as the table needs it.
#[derive(Deserialize)]
struct Wire {
    id: String,
    account: Option<String>,
    marketplace: Option<String>,
    error: Option<WireError>,
    result: Option<Document>,
}

#[derive(Deserialize)]
struct WireError {
    kind: Kind,
    text: String,
}

/// What `ipi score` wrote, as far as the table needs it.
#[derive(Deserialize)]
struct Document {
    as_of: NaiveDate,
    marketplace: Option<String>,
    partial: bool,
    factors: Factors,
    score: Option<Score>,
    verdict: Option<Verdict>,
    costliest_skus: Option<Vec<Costliest>>,
    storage: Vec<Storage>,
    notes: Vec<Note>,
    not_stated: Vec<NotStated>,
}

#[derive(Deserialize)]
struct Note {
    code: String,
    #[serde(default)]
    fault: bool,
}

#[derive(Deserialize)]
struct NotStated {
    factor: String,
    code: String,
}

#[derive(Deserialize)]
struct Factors {
    excess: Option<Factor>,
    sell_through: Option<Factor>,
    stranded: Option<Factor>,
    in_stock: Option<Factor>,
}

#[derive(Deserialize)]
struct Factor {
    share: Option<f64>,
    ratio: Option<f64>,
    rate: Option<f64>,
}

#[derive(Deserialize)]
struct Score {
    points: f64,
    low: f64,
    high: f64,
    contributions: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct Verdict {
    threshold: Option<u16>,
    chance_below: Option<f64>,
    official_score: Option<f64>,
}

#[derive(Deserialize)]
struct Costliest {
    sku: String,
    points: f64,
}

#[derive(Deserialize)]
struct Storage {
    storage_type: String,
    units: u64,
    volume: f64,
    volume_unit: String,
    limit_volume: Option<f64>,
    limit_units: Option<u64>,
}

impl Storage {
    /// By how much a limit is passed, in words.
    fn over(&self) -> Option<String> {
        let unit = self.volume_unit.replace('_', " ");
        if let Some(over) = self.limit_volume.map(|limit| self.volume - limit).filter(|over| *over > 0.0) {
            return Some(format!("{} {over:.1} {unit}", self.storage_type));
        }
        let over = self.units.checked_sub(self.limit_units?).filter(|over| *over > 0)?;
        Some(format!("{} {}", self.storage_type, count(over, "unit", "units")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(id: &str, chance_below: Option<f64>, official: Option<f64>, wrong: Option<Kind>) -> Told {
        let wrong = wrong.map(|kind| Failure { kind, text: String::new() });
        Told { id: id.into(), chance_below, official, wrong, ..Told::default() }
    }

    #[test]
    fn worst_first_and_what_has_no_figure_last() {
        let mut rows = [
            told("died", None, None, Some(Kind::Died)),
            told("unreadable", None, None, Some(Kind::Unreadable)),
            told("no-line", None, None, None),
            told("b", Some(0.2), None, None),
            told("a", Some(0.2), None, None),
            told("known-380", Some(1.0), Some(380.0), None),
            told("known-340", Some(1.0), Some(340.0), None),
        ];
        rows.sort_by(Told::worst_first);
        let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["known-340", "known-380", "a", "b", "no-line", "unreadable", "died"]);
    }

    #[test]
    fn storage_over_is_told_in_its_own_unit() {
        let storage = |volume, limit_volume, limit_units| Storage {
            storage_type: "standard".into(),
            units: 408,
            volume,
            volume_unit: "cubic_feet".into(),
            limit_volume,
            limit_units,
        };
        assert_eq!(storage(53.25, Some(50.0), None).over().as_deref(), Some("standard 3.2 cubic feet"));
        assert_eq!(storage(53.25, None, Some(400)).over().as_deref(), Some("standard 8 units"));
        assert_eq!(storage(53.25, Some(60.0), Some(408)).over(), None);
        assert_eq!(storage(53.25, None, None).over(), None);
    }
}
