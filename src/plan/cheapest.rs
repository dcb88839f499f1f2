//! The plan: the cheapest actions with which the score reaches a target, and what comes of them.

use super::candidates::candidates;
use super::chord::Chords;
use super::field::{Choice, Field, State, figures};
use super::search::{Found, cost, search};
use super::{Action, Baseline, Gauge, Idle, Offer, Price, What, When};
use crate::factor::Readings;
use crate::money::Money;
use crate::score::Mixture;
use crate::units::Units;
use chrono::NaiveDate;

/// What a plan is to reach.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Points, 0–1000.
    pub target: f64,
    /// How sure it is to be that the official score is no lower, as a share between 0.5 and 1.
    pub confidence: f64,
    /// What may be spent at most, of what has a known fee.
    pub budget: Option<Money>,
    /// By how many percent more is sold for each percent that a price is lowered, by the seller's own knowledge; without it no
    /// price is touched.
    pub elasticity: Option<f64>,
    /// Days until units that are sent can be sold, by the seller's own knowledge; without it nothing is restocked.
    pub lead_days: Option<u16>,
}

impl Wanted {
    /// The mean that the score must have, given how far it may be from it: target + z × deviation.
    ///
    /// ```
    /// use ipi::plan::Wanted;
    /// let wanted = Wanted { target: 400.0, confidence: 0.8, ..Wanted::default() };
    /// // The normal table: 80 % lie below 0.8416 deviations.
    /// assert!((wanted.mean(100.0) - 484.162).abs() < 1e-3);
    /// assert_eq!(Wanted { confidence: 0.5, ..wanted }.mean(100.0).round(), 400.0);
    /// ```
    #[must_use]
    pub fn mean(&self, deviation: f64) -> f64 {
        self.target + Mixture::normal(0.0, 1.0).quantile(self.confidence) * deviation
    }
}

/// The score of the day of the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foreseen {
    /// Its mean, in points.
    pub mean: f64,
    /// The chance, 0–1, that it is below the target.
    pub chance_below: f64,
    /// The four figures.
    pub readings: Readings,
}

/// One action of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What to do.
    pub action: Action,
    /// What it costs in all; `None` where a fee is not known.
    pub cost: Option<Money>,
    /// Why the fee is not known.
    pub unknown: Option<&'static str>,
    /// Points at once, were it the only one.
    pub at_once: f64,
    /// Points in full, were it the only one.
    pub in_full: f64,
    /// Its part of what the plan adds on its day; the parts add up to that.
    pub on_the_day: f64,
    /// The first day on which it counts.
    pub from: NaiveDate,
    /// By how much a price is lowered, in percent.
    pub percent: Option<u8>,
    /// What its units cost if nothing is done.
    pub idle: Idle,
}

/// The cheapest actions found.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What was asked for.
    pub wanted: Wanted,
    /// The day on which it is to be reached.
    pub day: NaiveDate,
    /// The first day on which an action counts.
    pub start: NaiveDate,
    /// How far the score of the day may be from its mean, as a standard deviation in points.
    pub deviation: f64,
    /// The mean that is needed.
    pub needed: f64,
    /// The day, with nothing done.
    pub nothing: Foreseen,
    /// The day, with the plan.
    pub after: Foreseen,
    /// Is the target reached? Where not, the plan is the best that can be done.
    pub reached: bool,
    /// The actions: what is free first, then by what a point costs.
    pub lines: Vec<Line>,
    /// What is known of the cost.
    pub cost: Money,
    /// Units to take out of which no fee is known; the plan costs more than is said.
    pub units_without_fee: Units,
    /// The first day on which all that can be done would do, where it does not on this one and such a day was found.
    pub first_day: Option<NaiveDate>,
    /// The last day on which it was looked for.
    pub looked_until: Option<NaiveDate>,
}

impl Plan {
    /// Is something of what it costs not known?
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.units_without_fee > Units::ZERO
    }

    /// Is the target reached with nothing done?
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.reached && self.lines.is_empty()
    }
}

/// Finds the cheapest actions that bring the account of `baseline` to what is wanted; `offers` are the prices of its stocks, in
/// their order, and `gauge` says what each action does today. `None` where there is no estimate.
#[must_use]
pub fn cheapest(wanted: Wanted, baseline: &Baseline, offers: &[Offer], gauge: &Gauge<'_>) -> Option<Plan> {
    let field = Field::new(baseline, candidates(wanted, baseline, offers))?;
    let needed = wanted.mean(baseline.deviation);
    let found = search(&field, needed, wanted.budget);
    let reached = found.is_ok();
    let (Ok(Found { choices, .. }) | Err(Found { choices, .. })) = found;
    let state = field.state(&choices);
    let foreseen = |state: &State| -> Option<Foreseen> {
        let readings = figures(baseline, state);
        let mean = baseline.estimate(&readings)?.mean;
        let chance_below = Mixture::normal(mean, baseline.deviation.max(1e-9)).below(wanted.target);
        Some(Foreseen { mean, chance_below, readings: *readings.last()? })
    };
    let (_, money, units, _) = price_of(&field, &choices);
    Some(Plan {
        wanted,
        day: baseline.day(),
        start: baseline.start,
        deviation: baseline.deviation,
        needed,
        nothing: foreseen(&field.start())?,
        after: foreseen(&state)?,
        reached,
        lines: lines(&field, &choices, &state, gauge, offers),
        cost: money,
        units_without_fee: units,
        first_day: None,
        looked_until: None,
    })
}

/// Would all that can be done do, on the day of another baseline?
#[must_use]
pub fn is_reachable(wanted: Wanted, baseline: &Baseline, offers: &[Offer]) -> bool {
    let field = Field::new(baseline, candidates(wanted, baseline, offers));
    field.is_some_and(|field| search(&field, wanted.mean(baseline.deviation), wanted.budget).is_ok())
}

fn price_of(field: &Field<'_>, choices: &[Choice]) -> (u64, Money, Units, u64) {
    let (unknown, money, _, actions) = cost(field, choices);
    (unknown, Money::from_ten_thousandths(money), Units::new(unknown), actions)
}

fn lines(
    field: &Field<'_>,
    choices: &[Choice],
    state: &State,
    gauge: &Gauge<'_>,
    offers: &[Offer],
) -> Vec<Line> {
    let chords = Chords::to(field, state);
    let mut lines = Vec::new();
    for (at, (candidate, choice)) in field.candidates.iter().zip(choices).enumerate() {
        let sku = &field.baseline.looks[0].parts.list[candidate.place].sku;
        let mut so_far = Choice::NOTHING;
        let mut reached = 0.0;
        let restock = candidate.restock.filter(|_| choice.restock).map_or(Units::ZERO, |sale| sale.most);
        let cut = candidate.cut(*choice);
        let more = cut.map_or(Units::ZERO, |cut| cut.sale.by(field.baseline.day()));
        for (what, units) in [
            (What::Fix, choice.fix),
            (What::Restock, restock),
            (What::Hold, choice.hold),
            (What::MarkDown, more),
            (candidate.way, choice.remove),
        ] {
            if units == Units::ZERO {
                continue;
            }
            match what {
                What::Fix => so_far.fix = units,
                What::Restock => so_far.restock = true,
                What::Hold => so_far.hold = units,
                What::MarkDown => so_far.cut = choice.cut,
                _ => so_far.remove = units,
            }
            let gain = chords.gain(field, at, so_far);
            let price = if what.is_removal() { candidate.price } else { Price::FREE };
            let unknown = match price {
                Price::Known(_) => None,
                Price::Unknown(why) => Some(why),
            };
            let (at_once, in_full) = gauge.changes(candidate.place, what, units);
            lines.push(Line {
                action: Action { sku: sku.clone(), what, units },
                cost: match (what, cut) {
                    (What::MarkDown, Some(cut)) => Some(cut.cost),
                    _ => price.known().map(|money| money.times(units.get())),
                },
                percent: cut.filter(|_| what == What::MarkDown).map(|cut| cut.percent),
                unknown,
                at_once,
                in_full,
                on_the_day: gain - reached,
                from: match (what, candidate.restock) {
                    (What::Restock, Some(sale)) => sale.from,
                    _ => field.baseline.start,
                },
                idle: match offers.get(candidate.place) {
                    Some(offer) if what.is_removal() => offer.idle.of(units),
                    _ => Idle::default(),
                },
            });
            reached = gain;
        }
    }
    let key = |line: &Line| match line.cost {
        Some(Money::ZERO) => (0, -line.on_the_day),
        Some(cost) => (1, cost.number() / line.on_the_day.max(1e-9)),
        None => (2, -line.on_the_day),
    };
    lines.sort_by(|a, b| {
        let ((class_a, key_a), (class_b, key_b)) = (key(a), key(b));
        class_a.cmp(&class_b).then(key_a.total_cmp(&key_b)).then_with(|| a.action.cmp(&b.action))
    });
    lines
}

/// How far an action has come into the mean of the four snapshots on a day: a quarter for each that was taken since.
#[must_use]
pub fn share_on(day: NaiveDate, start: NaiveDate) -> f64 {
    When::on(day, start).share()
}
