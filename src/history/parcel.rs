//! What a run leaves for the history, as it goes from the process that computed it to the one that keeps it.

use super::{Account, Facts, Packed, Run, SourceMark};
use crate::factor::{FactorKind, Readings};
use crate::ids::Marketplace;
use crate::units::{Points, Units};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A run of an account, with what it knew of each SKU.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// Whose run it is.
    pub account: Account,
    /// The run.
    pub run: Run,
    /// What it knew of each SKU, where that is kept.
    pub skus: Option<Packed>,
}

/// The run in a line of JSON; figures are told by their bits, so that none changes on the way.
#[derive(Serialize, Deserialize)]
struct Wire {
    account: String,
    day: NaiveDate,
    marketplace: String,
    readings: [Option<u64>; FactorKind::ALL.len()],
    points: [u64; 3],
    model: String,
    sources: Vec<(String, String, String)>,
    partial: bool,
    threshold: Option<u16>,
    /// The chance of being below it, and the mean of the stock of four days.
    figures: [Option<u64>; 2],
    /// On hand, in excess, shipped, stranded, and the weight of the in-stock rate.
    units: [Option<u64>; 5],
    skus: Option<usize>,
}

impl Parcel {
    /// The bytes: a line of JSON, and behind it what is packed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let Run { day, marketplace, readings, points, low, high, model, sources, partial, facts } = &self.run;
        let wire = Wire {
            account: self.account.as_str().into(),
            day: *day,
            marketplace: marketplace.code().into(),
            readings: FactorKind::ALL.map(|factor| readings.get(factor).map(f64::to_bits)),
            points: [points, low, high].map(|points| points.get().to_bits()),
            model: model.clone(),
            sources: sources.iter().map(|it| (it.path.clone(), it.kind.clone(), it.hash.clone())).collect(),
            partial: *partial,
            threshold: facts.threshold,
            figures: [facts.chance_below, facts.average_on_hand].map(|figure| figure.map(f64::to_bits)),
            units: [
                facts.on_hand,
                facts.excess,
                facts.shipped_90d,
                facts.stranded,
                facts.in_stock_weight_60d,
            ]
            .map(|units| units.map(Units::get)),
            skus: self.skus.as_ref().map(|packed| packed.skus),
        };
        // Writing plain values into memory does not fail.
        let mut bytes = serde_json::to_vec(&wire).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(self.skus.as_ref().map_or(&[], |packed| &packed.bytes));
        bytes
    }

    /// Reads it back; `None` where the bytes are none of a parcel.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Parcel> {
        let (line, packed) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n')?);
        let wire: Wire = serde_json::from_slice(line).ok()?;
        let [excess_pct, sell_through, stranded_pct, in_stock_pct] =
            wire.readings.map(|figure| figure.map(f64::from_bits));
        let [points, low, high] = wire.points.map(|points| Points::clamped(f64::from_bits(points)));
        let [chance_below, average_on_hand] = wire.figures.map(|figure| figure.map(f64::from_bits));
        let [on_hand, excess, shipped_90d, stranded, in_stock_weight_60d] =
            wire.units.map(|units| units.map(Units::new));
        let mark = |(path, kind, hash)| SourceMark { path, kind, hash };
        Some(Parcel {
            account: wire.account.parse().ok()?,
            run: Run {
                day: wire.day,
                marketplace: wire.marketplace.parse::<Marketplace>().ok()?,
                readings: Readings { excess_pct, sell_through, stranded_pct, in_stock_pct },
                points,
                low,
                high,
                model: wire.model,
                sources: wire.sources.into_iter().map(mark).collect(),
                partial: wire.partial,
                facts: Facts {
                    threshold: wire.threshold,
                    chance_below,
                    on_hand,
                    excess,
                    shipped_90d,
                    average_on_hand,
                    stranded,
                    in_stock_weight_60d,
                },
            },
            skus: wire.skus.map(|skus| Packed { skus, bytes: packed[1..].to_vec() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::{FactorSet, Part, Parts};

    #[test]
    fn a_parcel_arrives_as_it_was_sent() {
        let mut part = Part::new("LAMP\n1".into());
        part.on_hand = Units::new(10);
        let parts = Parts { list: vec![part], stated: FactorSet::FOUR, days: None };
        let run = Run {
            day: "2026-10-31".parse().unwrap(),
            marketplace: Marketplace::DE,
            readings: Readings {
                excess_pct: Some(0.1 + 0.2),
                stranded_pct: Some(0.0),
                ..Readings::default()
            },
            points: Points::clamped(536.165_185_812_423_5),
            low: Points::clamped(0.0),
            high: Points::clamped(1000.0),
            model: "m".into(),
            sources: vec![SourceMark { path: "a\nb".into(), kind: "k".into(), hash: "h".into() }],
            partial: true,
            facts: Facts {
                threshold: Some(400),
                chance_below: Some(0.1 + 0.2),
                on_hand: Some(Units::new(10)),
                excess: Some(Units::new(3)),
                shipped_90d: Some(Units::new(7)),
                average_on_hand: Some(63.75),
                stranded: None,
                in_stock_weight_60d: Some(Units::ZERO),
            },
        };
        for skus in [None, Packed::of(&parts)] {
            let parcel = Parcel { account: "shop \"2\"".parse().unwrap(), run: run.clone(), skus };
            assert_eq!(Parcel::of_bytes(&parcel.to_bytes()), Some(parcel));
        }
        assert_eq!(Parcel::of_bytes(b"{}\n"), None);
        assert_eq!(Parcel::of_bytes(b""), None);
    }
}
