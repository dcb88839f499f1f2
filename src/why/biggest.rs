//! The change in few parts, for people: what is alike goes together, and a SKU that is most of it is named.

use super::{Cause, Kind, Why, place};
use crate::factor::FactorKind;
use crate::ids::Sku;
use std::collections::BTreeMap;

/// What a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Causes of a kind, through any factor.
    Cause(Kind),
    /// Figures of earlier weeks, which are averaged with those of the day.
    EarlierWeeks,
    /// A factor of which no more is told.
    Factor(FactorKind),
    /// Factors that began or ceased to be stated, and what the scores had taught without them.
    Stated,
    /// The model, or scores that were noted late.
    Model,
    /// Time that passed.
    Time,
    /// An official score.
    Official,
    /// What is cut off at the ends of the scale.
    Clamp,
}

/// A part of the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What it is about.
    pub subject: Subject,
    /// Points of the estimate.
    pub points: f64,
    /// Units or days, as [`Cause::quantity`] has them; of a cause that works through several factors they count once.
    pub quantity: f64,
    /// The SKU, where the group is of one alone.
    pub sku: Option<Sku>,
    /// How many SKUs it is of.
    pub skus: usize,
}

/// A SKU stands by itself where it makes so large a share of what its group moved.
const MOST: f64 = 0.5;

/// Does what brings points stand apart from what takes them? Stock that comes does either, by how much there is of it already;
/// what is sold is one fact, and so is a day that rolls off.
const fn is_parted(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Received | Kind::Returned | Kind::Removed | Kind::Stock | Kind::NotTold | Kind::Demand
    )
}

/// What is gathered of one kind of cause.
#[derive(Default)]
struct Gathered {
    points: f64,
    /// The points of each SKU, whichever way they go.
    moved: f64,
    quantity: Seen,
    skus: usize,
    largest: Option<(Sku, f64, Seen)>,
    /// Another one, so that of two SKUs both can be named.
    other: Option<Sku>,
}

/// A quantity as each factor saw it, since one movement may work through several; what was sold is seen once more as sales.
type Seen = [f64; 5];

/// The groups of a change, the largest first.
pub(super) fn groups(why: &Why) -> Vec<Group> {
    let mut by_kind: BTreeMap<(Kind, bool), Gathered> = BTreeMap::new();
    for (sku, parts) in why.by_name() {
        let mut of_sku: BTreeMap<Kind, (f64, Seen)> = BTreeMap::new();
        for (factor, change) in parts {
            for &Cause { kind, quantity, points } in &change.causes {
                let (kind, quantity, seen) = match kind {
                    Kind::SalesCame => (Kind::Sold, -quantity, 4),
                    kind => (kind, quantity, place(factor)),
                };
                let (sum, quantities) = of_sku.entry(kind).or_default();
                *sum += points;
                quantities[seen] += quantity;
            }
        }
        for (kind, (points, quantity)) in of_sku {
            let all = by_kind.entry((kind, is_parted(kind) && points > 0.0)).or_default();
            all.points += points;
            all.moved += points.abs();
            all.skus += 1;
            all.quantity.iter_mut().zip(quantity).for_each(|(sum, quantity)| *sum += quantity);
            if all.largest.as_ref().is_none_or(|(_, largest, _)| points.abs() > largest.abs()) {
                all.other = all.largest.take().map(|(sku, ..)| sku);
                all.largest = Some((sku.clone(), points, quantity));
            } else {
                all.other = Some(sku.clone());
            }
        }
    }
    let mut groups: Vec<Group> = by_kind.into_iter().flat_map(|((kind, _), all)| split(kind, all)).collect();
    let whole = |subject, points| Group { subject, points, quantity: 0.0, sku: None, skus: 0 };
    groups.extend(why.factors.iter().map(|change| whole(Subject::Factor(change.factor), change.untold)));
    let earlier: f64 = why.factors.iter().map(|change| change.earlier_weeks).sum();
    groups.extend([
        whole(Subject::EarlierWeeks, earlier),
        whole(Subject::Stated, why.other_readings),
        whole(Subject::Model, why.blocks.model),
        whole(Subject::Time, why.blocks.time),
        whole(Subject::Official, why.blocks.official),
        whole(Subject::Clamp, why.blocks.clamp),
    ]);
    groups.retain(|group| group.points != 0.0);
    groups.sort_by(|a, b| {
        let name = |group: &Group| (group.subject, group.sku.clone());
        b.points.abs().total_cmp(&a.points.abs()).then_with(|| name(a).cmp(&name(b)))
    });
    groups
}

/// The largest SKU by itself, where it is most of the group, and the others.
fn split(kind: Kind, all: Gathered) -> Vec<Group> {
    let subject = Subject::Cause(kind);
    let largest = all.largest.filter(|(_, points, _)| points.abs() >= MOST * all.moved);
    let Some((sku, points, quantity)) =
        largest.filter(|_| !matches!(kind, Kind::Snapshot(1..)) || all.skus == 1)
    else {
        let quantity = once(all.quantity);
        return vec![Group { subject, points: all.points, quantity, sku: None, skus: all.skus }];
    };
    let rest = std::array::from_fn(|at| all.quantity[at] - quantity[at]);
    let mut groups = vec![Group { subject, points, quantity: once(quantity), sku: Some(sku), skus: 1 }];
    if all.skus > 1 {
        let (points, sku) = (all.points - points, all.other.filter(|_| all.skus == 2));
        groups.push(Group { subject, points, quantity: once(rest), sku, skus: all.skus - 1 });
    }
    groups
}

/// The quantity that several factors saw.
fn once(quantity: Seen) -> f64 {
    quantity.into_iter().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0)
}
