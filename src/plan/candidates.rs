//! The stocks with which something can be done that may help, and how far it may go.

use super::effect::Sale;
use super::field::{Candidate, Cut};
use super::{Baseline, Holding, Offer, Price, Wanted, What};
use crate::factor::Part;
use crate::money::Money;
use crate::units::Units;
use chrono::Days;

/// One in so many of the units on their way has to be too many, for any of them to be held back.
const LEAST_HELD: u64 = 10;

/// The stocks with which something can be done that may help.
///
/// Only excess units are taken out or held back: what sells within 90 days is worth more on sale than any score, and a plan that
/// sold a shop empty would be no plan. One unit of what sells is always left, so that nothing runs out by it. What is taken out
/// is excess today: units that may become so until the day of the plan may as well be sold by then.
pub(super) fn candidates(wanted: Wanted, baseline: &Baseline, offers: &[Offer]) -> Vec<Candidate> {
    let Some(last) = baseline.looks.last() else { return Vec::new() };
    let of = |(place, part): (usize, &Part)| {
        let holding = baseline.holdings.at(place);
        let spare = match part.weight {
            Units::ZERO => part.excess,
            _ => part.excess.min(part.on_hand.saturating_sub(Units::new(1))),
        };
        let arrived = last.arrived.get(place).map_or(Units::ZERO, |[today, ..]| *today);
        let inbound = holding.inbound.unwrap_or_default();
        let hold = spare.min(arrived).min(inbound);
        // A few units of a shipment are within what a forecast can tell, and nobody holds back what is out of stock.
        let is_held = hold.get() * LEAST_HELD >= inbound.get() && holding.on_hand > Units::ZERO;
        let hold = if is_held { hold } else { Units::ZERO };
        let fix = if part.stranded > Units::ZERO { holding.stranded } else { Units::ZERO };
        let (way, price) = offers.get(place).map_or((What::Remove, NO_OFFER), Offer::best);
        let spare = spare.min(holding.excess.unwrap_or(spare));
        let restock = wanted.lead_days.and_then(|lead| restock(part, &holding, baseline, lead));
        let price_now = offers.get(place).and_then(|offer| offer.price);
        let cuts = match (wanted.elasticity, price_now) {
            (Some(elasticity), Some(price)) => cuts(elasticity, price, spare, &holding, baseline),
            _ => Vec::new(),
        };
        // A budget can tell nothing of what an unknown fee takes.
        let is_priced = wanted.budget.is_none() || !matches!(price, Price::Unknown(_));
        // What can be held back for nothing need not be taken out, and the two together leave the last unit of what sells.
        let rest = spare.saturating_sub(hold);
        let remove = if is_priced { rest.min(holding.removable()) } else { Units::ZERO };
        let candidate = Candidate { place, holding, fix, hold, remove, restock, cuts, way, price };
        let any = [candidate.fix, candidate.hold, candidate.remove].iter().any(|units| *units > Units::ZERO);
        (any || candidate.restock.is_some()).then_some(candidate)
    };
    last.parts.list.iter().enumerate().filter_map(of).collect()
}

/// Units of what is out of stock on the day, as many as sell until then once they have come.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a year of days, and no less than 0
fn restock(part: &Part, holding: &Holding, baseline: &Baseline, lead: u16) -> Option<Sale> {
    let from = baseline.start + Days::new(lead.into());
    let is_out =
        part.days_out > 0 && part.weight > Units::ZERO && part.on_hand.max(part.snapshots[0]) == Units::ZERO;
    let days = (baseline.day() - from).num_days() + 1;
    let most = Units::new((holding.a_day * days.max(0) as f64) as u64);
    let is_wanted = is_out && holding.stranded == Units::ZERO && most > Units::ZERO;
    is_wanted.then_some(Sale { from, a_day: holding.a_day, most })
}

/// Steps in which a price is lowered, in percent.
const CUTS: [u8; 5] = [10, 20, 30, 40, 50];

/// Lower prices of a stock with units to spare: demand grows by the power of the price (constant elasticity), and what is given
/// up is the discount on all units that are sold up to the day.
#[allow(clippy::cast_precision_loss)] // a year of days
fn cuts(elasticity: f64, price: Money, spare: Units, holding: &Holding, baseline: &Baseline) -> Vec<Cut> {
    let days = (baseline.day() - baseline.start).num_days() + 1;
    let is_on_sale = holding.stranded == Units::ZERO && holding.on_hand > Units::ZERO;
    if spare == Units::ZERO || !is_on_sale || holding.a_day <= 0.0 {
        return Vec::new();
    }
    let cut = |percent: u8| {
        let share = f64::from(percent) / 100.0;
        let a_day = holding.a_day * ((1.0 - share).powf(-elasticity) - 1.0);
        let sale = Sale { from: baseline.start, a_day, most: spare };
        let more = sale.by(baseline.day());
        let usual = holding.a_day * days as f64;
        let given_up = price.number() * share * (usual + more.get() as f64);
        (more > Units::ZERO).then(|| Some(Cut { percent, sale, cost: Money::near(given_up)? }))?
    };
    // A lower price than one that sells all there is to spare gives away what it need not.
    let enough =
        CUTS.iter().position(|percent| cut(*percent).is_some_and(|cut| cut.sale.by(baseline.day()) >= spare));
    let sensible = enough.map_or(CUTS.len(), |at| at + 1);
    CUTS.into_iter().take(sensible).filter_map(cut).collect()
}

const NO_OFFER: Price = Price::Unknown("nothing is known of its fees");
