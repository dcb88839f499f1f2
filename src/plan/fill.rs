//! The choices that a straight-line view of gains makes cheapest: pieces of actions sorted by what a point costs, and taken
//! until there are enough points.

use super::Price;
use super::chord::{Chords, bends};
use super::field::{Choice, Field};
use crate::money::Money;
use crate::units::Units;

/// Gains below this many points a unit are rounding.
const NOTHING: f64 = 1e-12;

/// Which action a piece is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Fix,
    Hold,
    Remove,
}

/// Some units of one action that are all worth the same.
struct Segment {
    at: usize,
    piece: Piece,
    units: u64,
    /// Points and ten-thousandths of money, both by the unit.
    gain: f64,
    cost: Option<i64>,
}

/// How much may be spent, and how many points are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) points: f64,
    pub(super) budget: Option<Money>,
}

/// The choices, in the order of the candidates.
pub(super) fn fill(field: &Field<'_>, chords: &Chords, limits: Limits) -> Vec<Choice> {
    let mut segments: Vec<Segment> =
        (0..field.candidates.len()).flat_map(|at| segments(field, chords, at)).collect();
    // What costs nothing first, the most points first; then by what a point costs; what has no known fee last, by units. A sort
    // that keeps equals in order keeps the pieces of one stock in theirs.
    let by = |segment: &Segment| match segment.cost {
        Some(0) => (0, -segment.gain),
        Some(cost) => (1, number(cost) / segment.gain),
        None => (2, -segment.gain),
    };
    segments.sort_by(|a, b| {
        let ((class_a, key_a), (class_b, key_b)) = (by(a), by(b));
        class_a.cmp(&class_b).then(key_a.total_cmp(&key_b)).then(a.at.cmp(&b.at))
    });
    let mut choices = vec![Choice::NOTHING; field.candidates.len()];
    let (mut wanted, mut left) = (limits.points, limits.budget.map(Money::ten_thousandths));
    for segment in segments {
        if wanted <= 0.0 {
            break;
        }
        let mut units = whole_up(wanted / segment.gain).min(segment.units);
        // A listing is fixed with all of its units, or not.
        if segment.piece == Piece::Fix {
            units = segment.units;
        }
        if let (Some(left), Some(cost @ 1..)) = (&mut left, segment.cost) {
            units = units.min(u64::try_from(*left / cost).unwrap_or(0));
            *left -= cost * i64::try_from(units).unwrap_or(i64::MAX);
        }
        let choice = &mut choices[segment.at];
        let place = match segment.piece {
            Piece::Fix => &mut choice.fix,
            Piece::Hold => &mut choice.hold,
            Piece::Remove => &mut choice.remove,
        };
        *place += Units::new(units);
        wanted -= segment.gain * number(units.cast_signed());
    }
    choices
}

/// The pieces of a candidate that gain anything: what is free first, then what is taken out, each up to where its gain bends.
fn segments(field: &Field<'_>, chords: &Chords, at: usize) -> Vec<Segment> {
    let candidate = &field.candidates[at];
    let mut found = Vec::new();
    let mut choice = Choice::NOTHING;
    let mut reached = 0.0;
    if candidate.fix > Units::ZERO {
        choice.fix = candidate.fix;
        let gain = chords.gain(field, at, choice);
        let units = candidate.fix.get();
        if gain > NOTHING {
            found.push(Segment {
                at,
                piece: Piece::Fix,
                units,
                gain: gain / number(units.cast_signed()),
                cost: Some(0),
            });
            reached = gain;
        } else {
            choice.fix = Units::ZERO;
        }
    }
    let bends = bends(field, at);
    let cost = match candidate.price {
        // What brings money in is taken for free: a plan is made for points.
        Price::Known(money) => Some(money.ten_thousandths().max(0)),
        Price::Unknown(_) => None,
    };
    for (piece, most, cost) in
        [(Piece::Hold, candidate.hold, Some(0)), (Piece::Remove, candidate.remove, cost)]
    {
        let mut from = 0;
        // What is held back is gone before anything is taken out, so that bends come earlier by as much.
        let before = choice.hold.get();
        let ends = bends.iter().flat_map(|bend| [*bend, bend.saturating_sub(before)]);
        let mut ends: Vec<u64> = ends.filter(|end| *end < most.get()).chain([most.get()]).collect();
        ends.sort_unstable();
        ends.dedup();
        for end in ends.into_iter().filter(|end| *end > 0) {
            let mut next = choice;
            match piece {
                Piece::Hold => next.hold = Units::new(end),
                _ => next.remove = Units::new(end),
            }
            let gain = chords.gain(field, at, next);
            let each = (gain - reached) / number((end - from).cast_signed());
            if each <= NOTHING {
                break;
            }
            found.push(Segment { at, piece, units: end - from, gain: each, cost });
            (choice, reached, from) = (next, gain, end);
        }
    }
    found
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, and `as` stops at the type's end
fn whole_up(number: f64) -> u64 {
    number.ceil() as u64
}

#[allow(clippy::cast_precision_loss)] // units of one SKU and prices stay far below 2^53
fn number(whole: i64) -> f64 {
    whole as f64
}
