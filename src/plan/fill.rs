//! The choices that a straight-line view of gains makes cheapest: steps from one choice to the next, sorted by what a point
//! costs, and taken until there are enough points.

use super::chord::{Chords, bends};
use super::field::{Candidate, Choice, Field};
use crate::money::Money;
use crate::units::Units;

/// Gains below this many points are rounding.
const NOTHING: f64 = 1e-12;

/// A step from one choice of a candidate to a dearer one that gains more.
#[derive(Clone, Copy, Debug)]
struct Step {
    at: usize,
    from: Choice,
    to: Choice,
    /// Points of the whole step.
    gain: f64,
    /// Ten-thousandths of money; `None` where the fee is not known.
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
    let mut sorted: Vec<((u8, f64), Step)> = Vec::new();
    for at in 0..field.candidates.len() {
        // A step stands behind the one it goes on from, also where rounding would have it before.
        let mut last = (0, f64::NEG_INFINITY);
        for step in steps(field, chords, at) {
            let (class, key) = step.rank();
            last = if class > last.0 { (class, key) } else { (last.0, last.1.max(key)) };
            sorted.push((last, step));
        }
    }
    // A sort that keeps equals in order keeps the steps of one stock in theirs.
    sorted.sort_by(|((class_a, key_a), a), ((class_b, key_b), b)| {
        class_a.cmp(class_b).then(key_a.total_cmp(key_b)).then(a.at.cmp(&b.at))
    });
    let mut choices = vec![Choice::NOTHING; field.candidates.len()];
    let (mut wanted, mut left) = (limits.points, limits.budget.map(Money::ten_thousandths));
    for (_, step) in sorted {
        if wanted <= 0.0 {
            break;
        }
        // A step that was not taken whole is the last one of its stock.
        if choices[step.at] != step.from {
            continue;
        }
        let all = step.units();
        let mut units = match all {
            0 => 0,
            all => whole_up(wanted / step.gain * number(all.cast_signed())).min(all),
        };
        if let (Some(left), Some(cost @ 1..)) = (&mut left, step.cost) {
            if all == 0 && cost > *left {
                continue;
            }
            // In whole numbers, so that no rounding spends more than there is.
            let each = |units: u64| {
                i64::try_from(i128::from(cost) * i128::from(units) / i128::from(all.max(1)))
                    .unwrap_or(i64::MAX)
            };
            if all > 0 && each(units) > *left {
                units = u64::try_from(i128::from(*left) * i128::from(all) / i128::from(cost))
                    .unwrap_or(0)
                    .min(units);
            }
            *left -= if all == 0 { cost } else { each(units) };
        }
        choices[step.at] = step.part(units);
        wanted -= if all == 0 {
            step.gain
        } else {
            step.gain * number(units.cast_signed()) / number(all.cast_signed())
        };
    }
    choices
}

impl Step {
    /// What costs nothing first, the most points first; then by what a point costs; what has no known fee last, by units.
    fn rank(&self) -> (u8, f64) {
        match self.cost {
            Some(0) => (0, -self.gain),
            Some(cost) => (1, number(cost) / self.gain),
            None => (2, number(self.units().cast_signed()) / self.gain),
        }
    }

    /// Units by which the step can be divided; 0 where it is taken whole or not at all.
    fn units(&self) -> u64 {
        let alike = |choice: Choice| Choice { hold: Units::ZERO, remove: Units::ZERO, ..choice };
        if alike(self.from) != alike(self.to) {
            return 0;
        }
        let more = |of: fn(Choice) -> Units| of(self.to).saturating_sub(of(self.from)).get();
        match (more(|choice| choice.hold), more(|choice| choice.remove)) {
            (held, 0) => held,
            (0, removed) => removed,
            _ => 0,
        }
    }

    fn part(&self, units: u64) -> Choice {
        if units == self.units() {
            return self.to;
        }
        let more = Units::new(units);
        if self.to.hold > self.from.hold {
            Choice { hold: self.from.hold + more, ..self.from }
        } else {
            Choice { remove: self.from.remove + more, ..self.from }
        }
    }
}

/// What taking out units costs, in ten-thousandths; `None` where the fee is not known.
fn unit_cost(candidate: &Candidate) -> Option<i64> {
    // What brings money in is taken for free: a plan is made for points.
    candidate.price.known().map(|money| money.ten_thousandths().max(0))
}

/// The steps of a candidate that gain anything: what is free first, then what costs.
fn steps(field: &Field<'_>, chords: &Chords, at: usize) -> Vec<Step> {
    let candidate = &field.candidates[at];
    let nothing = chords.value(field, at, Choice::NOTHING);
    let gain = |choice| chords.value(field, at, choice) - nothing;
    let mut found = Vec::new();
    let mut choice = Choice::NOTHING;
    let mut reached = 0.0;
    let wholes = [
        Choice { fix: candidate.fix, ..Choice::NOTHING },
        Choice { restock: candidate.restock.is_some(), ..Choice::NOTHING },
    ];
    for whole in wholes.into_iter().filter(|whole| *whole != Choice::NOTHING) {
        let to = Choice { fix: choice.fix + whole.fix, restock: choice.restock || whole.restock, ..choice };
        let now = gain(to);
        if now - reached > NOTHING {
            found.push(Step { at, from: choice, to, gain: now - reached, cost: Some(0) });
            (choice, reached) = (to, now);
        }
    }
    let bends = bends(field, at);
    let held =
        climb(&bends, candidate.hold, 0, (choice, reached), &gain, |choice, hold| Choice { hold, ..choice });
    for (to, now) in held {
        found.push(Step { at, from: choice, to, gain: now - reached, cost: Some(0) });
        (choice, reached) = (to, now);
    }
    let gone = choice.hold.get();
    let each = unit_cost(candidate);
    let removed = |from: Choice, reached: f64| {
        climb(&bends, candidate.remove, gone, (from, reached), &gain, |choice, remove| Choice {
            remove,
            ..choice
        })
    };
    let price = |choice: Choice| {
        let cut = candidate.cut(choice).map_or(0, |cut| cut.cost.ten_thousandths());
        match choice.remove.get() {
            0 => Some(cut),
            units => each.map(|each| cut + Money::from_ten_thousandths(each).times(units).ten_thousandths()),
        }
    };
    let mut options = vec![(choice, reached)];
    options.extend(removed(choice, reached));
    if candidate.cuts.is_empty() || each.is_none() {
        for pair in options.windows(2) {
            let [(from, before), (to, now)] = pair else { continue };
            let cost = price(*to).zip(price(*from)).map(|(to, from)| to - from);
            found.push(Step { at, from: *from, to: *to, gain: now - before, cost });
        }
        return found;
    }
    for cut in 1..=candidate.cuts.len() {
        let lower = Choice { cut, ..choice };
        let now = gain(lower);
        options.push((lower, now));
        options.extend(removed(lower, now));
    }
    found.extend(hull(at, &options, &price));
    found
}

/// The ends of pieces as more and more is taken, each with its gain, as long as it gains.
fn climb(
    bends: &[u64],
    most: Units,
    gone: u64,
    (mut choice, mut reached): (Choice, f64),
    gain: &impl Fn(Choice) -> f64,
    with: impl Fn(Choice, Units) -> Choice,
) -> Vec<(Choice, f64)> {
    // What is held back is gone before anything is taken out, so that bends come earlier by as much.
    let ends = bends.iter().flat_map(|bend| [*bend, bend.saturating_sub(gone)]);
    let mut ends: Vec<u64> = ends.filter(|end| *end < most.get()).chain([most.get()]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut found = Vec::new();
    for end in ends.into_iter().filter(|end| *end > 0) {
        choice = with(choice, Units::new(end));
        let now = gain(choice);
        if now - reached <= NOTHING {
            break;
        }
        found.push((choice, now));
        reached = now;
    }
    found
}

/// Of options that exclude each other those that are cheapest for some price of a point, as steps from one to the next: what
/// minimises cost − λ × gain for growing λ.
fn hull(at: usize, options: &[(Choice, f64)], price: &impl Fn(Choice) -> Option<i64>) -> Vec<Step> {
    let mut found = Vec::new();
    let (mut from, mut before) = options[0];
    loop {
        let paid = price(from).unwrap_or(i64::MAX);
        let next = options
            .iter()
            .filter(|(_, gain)| gain - before > NOTHING)
            .filter_map(|(to, gain)| Some((number(price(*to)? - paid) / (gain - before), *to, *gain)))
            // Of steps as dear the shorter one first, so that its end is not jumped over.
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.2.total_cmp(&b.2)));
        let Some((_, to, gain)) = next else { return found };
        let cost = price(to).map(|price| (price - paid).max(0));
        found.push(Step { at, from, to, gain: gain - before, cost });
        (from, before) = (to, gain);
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, and `as` stops at the type's end
fn whole_up(number: f64) -> u64 {
    number.ceil() as u64
}

#[allow(clippy::cast_precision_loss)] // units of one SKU and prices stay far below 2^53
fn number(whole: i64) -> f64 {
    whole as f64
}
