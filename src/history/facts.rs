//! What a run knew beside its estimate: the line in force, the chance of being below it, and the units behind the factors.

use super::{History, Run};
use crate::assess::Assessment;
use crate::factor::{excess, in_stock, sell_through, stranded};
use crate::units::Units;
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params};

/// The facts of a run. `None` is not stated, never zero; none is known of runs that an older `ipi` has kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// The line in force, in points.
    pub threshold: Option<u16>,
    /// The chance that Amazon's score is below it, 0–1.
    pub chance_below: Option<f64>,
    /// Units on hand.
    pub on_hand: Option<Units>,
    /// Excess units among them.
    pub excess: Option<Units>,
    /// Units shipped in 90 days.
    pub shipped_90d: Option<Units>,
    /// The mean of the stock of the four snapshot days, in units.
    pub average_on_hand: Option<f64>,
    /// Stranded units.
    pub stranded: Option<Units>,
    /// Units shipped in 60 days, by which the in-stock rate is weighted.
    pub in_stock_weight_60d: Option<Units>,
}

impl Facts {
    /// The facts of an assessment; no units where the figures were typed in.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Facts {
        let verdict = assessment.verdict.as_ref();
        let mut facts = Facts {
            threshold: verdict.and_then(|verdict| verdict.threshold).map(|row| row.threshold),
            chance_below: verdict.and_then(|verdict| verdict.chance_below),
            ..Facts::default()
        };
        let Some(factors) = &assessment.factors else { return facts };
        if let Ok(stranded::Stranded { stranded_units, on_hand_units, .. }) = factors.stranded {
            (facts.stranded, facts.on_hand) = (Some(stranded_units), Some(on_hand_units));
        }
        // That of excess is without stranded SKUs that the inventory report leaves out.
        if let Ok(excess::Excess { excess_units, on_hand_units, .. }) = factors.excess {
            (facts.excess, facts.on_hand) = (Some(excess_units), Some(on_hand_units));
        }
        if let Ok(sell_through::SellThrough { shipped_90d_units, average_on_hand_units, .. }) =
            &factors.sell_through
        {
            facts.shipped_90d = Some(*shipped_90d_units);
            facts.average_on_hand = Some(*average_on_hand_units);
        }
        if let Ok(in_stock::InStock { weight_units_60d, .. }) = factors.in_stock {
            facts.in_stock_weight_60d = Some(weight_units_60d);
        }
        facts
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Facts> {
        let units = |column: &str| {
            row.get::<_, Option<i64>>(column).map(|units| units.map(|units| Units::new(units.unsigned_abs())))
        };
        Ok(Facts {
            threshold: row.get("threshold")?,
            chance_below: row.get("chance_below")?,
            on_hand: units("on_hand_units")?,
            excess: units("excess_units")?,
            shipped_90d: units("shipped_90d_units")?,
            average_on_hand: row.get("average_on_hand_units")?,
            stranded: units("stranded_units")?,
            in_stock_weight_60d: units("in_stock_weight_units_60d")?,
        })
    }

    /// Keeps the facts of a run.
    pub(super) fn keep(run: &Run, id: i64, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let units = |units: Option<Units>| units.map(|units| i64::try_from(units.get()).unwrap_or(i64::MAX));
        let facts = &run.facts;
        tx.execute(
            "INSERT INTO run_facts (run_id, threshold, chance_below, on_hand_units, excess_units, shipped_90d_units,
                                    average_on_hand_units, stranded_units, in_stock_weight_units_60d)
             VALUES (:id, :threshold, :chance, :on_hand, :excess, :shipped, :average, :stranded, :weight)",
            named_params! {
                ":id": id, ":threshold": facts.threshold, ":chance": facts.chance_below,
                ":on_hand": units(facts.on_hand), ":excess": units(facts.excess),
                ":shipped": units(facts.shipped_90d), ":average": facts.average_on_hand,
                ":stranded": units(facts.stranded), ":weight": units(facts.in_stock_weight_60d),
            },
        )?;
        Ok(())
    }
}

impl History {
    /// The facts of a run; none where the store is of before they were kept.
    pub(super) fn facts(&self, run: i64) -> rusqlite::Result<Facts> {
        if self.is_older {
            return Ok(Facts::default());
        }
        let mut found = self.db.prepare_cached("SELECT * FROM run_facts WHERE run_id = ?")?;
        Ok(found.query_row([run], Facts::read).optional()?.unwrap_or_default())
    }
}
