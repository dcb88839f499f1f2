//! What the score would be, were it for actions that somebody names.

use super::{Action, Gauge, Holding, Outcome, What, When};
use crate::factor::{FactorKind, FactorSet};
use crate::units::Units;
use std::fmt;

/// The answer for some actions.
///
/// The account of three products that `score` explains, without a past:
///
/// ```
/// # use ipi::factor::{FactorSet, Part, Parts, Readings};
/// # use ipi::plan::{Action, Gauge, Holding, Holdings, What, WhatIf};
/// # use ipi::score::{Learnt, MODEL};
/// # use ipi::units::Units;
/// # let part = |sku: &str, h, e, t, q, b: u64, w, out| {
/// #     let mut part = Part::new(sku.into());
/// #     (part.on_hand, part.excess) = (Units::new(h), Units::new(e));
/// #     (part.stranded, part.stranded_of) = (Units::new(t), Units::new(h));
/// #     (part.shipped_90, part.weight, part.days_out) = (Units::new(q), Units::new(w), out);
/// #     let before = (4 * b - h) / 3; // today is h, and all four have the mean b
/// #     part.set_snapshots([h, before, before, 4 * b - h - 2 * before].map(Units::new));
/// #     part
/// # };
/// // SKU      on hand  excess  stranded  shipped  mean of snapshots  shipped 60  days out
/// let list = vec![
///     part("LAMP", 200, 150,  0,  50, 210,  30, 0),
///     part("MAT",   60,   0,  0, 180,  75, 120, 0),
///     part("CUP",   40,   0, 12, 130,  75,  80, 6),
/// ];
/// # let holding = |part: &Part| Holding { on_hand: part.on_hand, stranded: part.stranded, ..Holding::default() };
/// # let holdings = Holdings::from_list(list.iter().map(holding).collect());
/// # let day = "2026-10-31".parse().unwrap();
/// # let parts = Parts { list, stated: FactorSet::FOUR, days: Some([day; 4]) };
/// # let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], day);
/// # let gauge = Gauge::new(learnt, &parts, &holdings, Readings::default()).unwrap();
/// let change = |sku: &str, what, units| {
///     let action = Action { sku: sku.into(), what, units: Units::new(units) };
///     let answer = WhatIf::of(&gauge, FactorSet::FOUR, &[(parts.find(sku).unwrap(), action)]).unwrap();
///     format!("{:+.1} {:+.1}", answer.together.at_once(), answer.together.in_full())
/// };
/// assert_eq!(format!("{:.4}", gauge.today().mean), "436.8053");
/// assert_eq!(change("LAMP", What::Remove, 100), "+64.1 +83.4"); // at once, in full
/// assert_eq!(change("MAT", What::Remove, 20), "-7.7 -4.7"); // taking healthy stock away hurts
/// assert_eq!(change("CUP", What::Fix, 12), "+2.0 +2.0"); // 12 of 300 units: 4 % × 0.5
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Today, with nothing done.
    pub today: Outcome,
    /// Each action by itself, in the order in which they were named.
    pub steps: Vec<Step>,
    /// All of them.
    pub together: Step,
    /// Factors that count but are not known stock by stock, so that no action moves them.
    pub unmoved: Vec<FactorKind>,
}

/// What comes of some actions.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The actions.
    pub actions: Vec<Action>,
    /// Today with them.
    pub after: Outcome,
    /// With them once all four snapshots have rolled.
    pub later: Outcome,
    /// What that is to be held against: today, and where units on their way are held back, today after their arrival.
    pub otherwise: Outcome,
    /// Today with nothing done.
    pub today: Outcome,
}

impl Step {
    /// Points at once.
    #[must_use]
    pub fn at_once(&self) -> f64 {
        self.after.points() - self.today.points()
    }

    /// Points in full.
    #[must_use]
    pub fn in_full(&self) -> f64 {
        self.later.points() - self.otherwise.points()
    }
}

/// Why an action cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// There are not so many units.
    TooMany {
        /// The action.
        action: Action,
        /// How many there are to be done that with.
        most: Units,
    },
    /// No report states units on their way.
    InboundUnknown(Action),
    /// The stock has no stranded units.
    NotStranded(Action),
    /// The stock is known from past days only.
    Gone(Action),
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Impossible::TooMany { action, most } => {
                let there = match action.what {
                    What::Hold => "are on their way",
                    What::Fix => "are stranded",
                    What::Ship => "are on hand with an active listing",
                    _ => "are on hand and not leaving already",
                };
                match most.get() {
                    0 => write!(f, "\"{action}\": no units of it {there}"),
                    _ => write!(f, "\"{action}\": only {most} units {there}; name {most} or fewer"),
                }
            }
            Impossible::InboundUnknown(action) => write!(
                f,
                "\"{action}\": no report states units of it on their way; add FBA Inventory or Restock Inventory"
            ),
            Impossible::NotStranded(action) => write!(
                f,
                "\"{action}\": none of its units is stranded by the reports given, so there is nothing to fix"
            ),
            Impossible::Gone(action) => {
                write!(
                    f,
                    "\"{action}\": no report of the day knows it any more, so nothing can be done with it"
                )
            }
        }
    }
}

impl std::error::Error for Impossible {}

impl WhatIf {
    /// Answers for actions, each with the place of its part.
    ///
    /// # Errors
    /// The first action that cannot be done after those before it.
    pub fn of(gauge: &Gauge<'_>, set: FactorSet, asked: &[(usize, Action)]) -> Result<WhatIf, Impossible> {
        are_possible(gauge, asked)?;
        let steps = asked.iter().map(|one| step(gauge, std::slice::from_ref(one))).collect();
        Ok(WhatIf { today: gauge.today(), steps, together: step(gauge, asked), unmoved: gauge.unmoved(set) })
    }
}

/// Are there the units for all of them, one after the other?
fn are_possible(gauge: &Gauge<'_>, asked: &[(usize, Action)]) -> Result<(), Impossible> {
    let mut left: Vec<(usize, Holding)> = Vec::new();
    for (place, action) in asked {
        if !gauge.knows(*place) {
            return Err(Impossible::Gone(action.clone()));
        }
        let at = left.iter().position(|(at, _)| at == place).unwrap_or_else(|| {
            left.push((*place, gauge.holding(*place)));
            left.len() - 1
        });
        let holding = &mut left[at].1;
        let most = match action.what {
            What::Remove | What::Dispose | What::Liquidate => holding.removable(),
            What::Ship | What::MarkDown => holding.removable().saturating_sub(holding.stranded),
            What::Fix if holding.stranded == Units::ZERO => {
                return Err(Impossible::NotStranded(action.clone()));
            }
            What::Fix => holding.stranded,
            What::Hold => holding.inbound.ok_or_else(|| Impossible::InboundUnknown(action.clone()))?,
            What::Receive | What::Restock => Units::new(Units::MAX_CELL),
        };
        if action.units > most {
            return Err(Impossible::TooMany { action: action.clone(), most });
        }
        let units = action.units;
        match action.what {
            What::Remove | What::Dispose | What::Liquidate => {
                holding.on_hand = holding.on_hand.saturating_sub(units);
                holding.stranded = holding.stranded.saturating_sub(units);
            }
            What::Ship | What::MarkDown => holding.on_hand = holding.on_hand.saturating_sub(units),
            What::Fix => holding.stranded = holding.stranded.saturating_sub(units),
            What::Hold => holding.inbound = holding.inbound.map(|inbound| inbound.saturating_sub(units)),
            What::Receive | What::Restock => holding.on_hand += units,
        }
    }
    Ok(())
}

fn step(gauge: &Gauge<'_>, asked: &[(usize, Action)]) -> Step {
    let done: Vec<_> = asked.iter().map(|(place, action)| (*place, action.what, action.units)).collect();
    // Units that are held back would have arrived.
    let arrived: Vec<_> = done
        .iter()
        .filter(|(_, what, _)| *what == What::Hold)
        .map(|&(place, _, units)| (place, What::Receive, units))
        .collect();
    Step {
        actions: asked.iter().map(|(_, action)| action.clone()).collect(),
        after: gauge.at_once(&gauge.sums(&done, When::AT_ONCE)),
        later: gauge.in_full(&gauge.sums(&done, When::IN_FULL)),
        otherwise: gauge.in_full(&gauge.sums(&arrived, When::IN_FULL)),
        today: gauge.today(),
    }
}
