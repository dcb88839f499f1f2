//! Invented accounts, and their score by formulas of their own: full slopes of the model without a past.

use ipi::factor::{FactorSet, Part, Parts, Readings};
use ipi::money::Money;
use ipi::plan::{Baseline, Gauge, Holding, Holdings, Look, Offer, Plan, Wanted, cheapest};
use ipi::score::{Learnt, MODEL};
use ipi::units::Units;

/// A small generator of numbers (Steele, Lea & Flood 2014), so that a case can be told by its seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// One stock: all that the factors and a plan ask for, in plain numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stock {
    pub(crate) on_hand: u64,
    pub(crate) excess: u64,
    pub(crate) stranded: u64,
    pub(crate) snapshots: [u64; 4],
    pub(crate) sold_90: u64,
    pub(crate) sold_60: u64,
    pub(crate) days_out: u16,
    /// Of what is on hand, units that are on their way today and can still be held back.
    pub(crate) coming: u64,
    /// Cents to take one unit out.
    pub(crate) cents: i64,
}

/// What is done with a stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) fixed: bool,
    pub(crate) removed: u64,
    pub(crate) held: u64,
}

pub(crate) fn day() -> chrono::NaiveDate {
    "2026-10-31".parse().unwrap()
}

/// Stocks as any seller may have them: some healthy, some with too much, some dead, some without a listing.
pub(crate) fn account(dice: &mut Dice, stocks: usize, most: u64) -> Vec<Stock> {
    (0..stocks)
        .map(|_| {
            let on_hand = 1 + dice.below(most);
            let is_dead = dice.below(4) == 0;
            let excess = if is_dead { on_hand } else { (on_hand * dice.below(100) / 100).min(on_hand - 1) };
            let excess = if dice.below(3) == 0 && !is_dead { 0 } else { excess };
            let sold_90 = if is_dead { 0 } else { 1 + (on_hand - excess) * (50 + dice.below(100)) / 100 };
            Stock {
                on_hand,
                excess,
                stranded: if dice.below(5) == 0 { on_hand } else { 0 },
                snapshots: [on_hand, 1 + dice.below(most), dice.below(most), dice.below(most)],
                sold_90,
                sold_60: sold_90 * 2 / 3,
                days_out: if dice.below(6) == 0 { u16::try_from(dice.below(20)).unwrap() } else { 0 },
                coming: 0,
                cents: i64::try_from(20 + dice.below(400)).unwrap(),
            }
        })
        .collect()
}

pub(crate) fn sku(at: usize) -> String {
    format!("SKU-{at:06}")
}

/// The stocks as the library takes them.
pub(crate) fn baseline(stocks: &[Stock], deviation: f64) -> Baseline {
    let part = |(at, stock): (usize, &Stock)| {
        let mut part = Part::new(sku(at).as_str().into());
        (part.on_hand, part.excess) = (Units::new(stock.on_hand), Units::new(stock.excess));
        (part.stranded, part.stranded_of) = (Units::new(stock.stranded), Units::new(stock.on_hand));
        (part.shipped_90, part.weight) = (Units::new(stock.sold_90), Units::new(stock.sold_60));
        part.days_out = stock.days_out;
        part.set_snapshots(stock.snapshots.map(Units::new));
        part
    };
    let holding = |stock: &Stock| Holding {
        on_hand: Units::new(stock.on_hand - stock.coming),
        inbound: Some(Units::new(stock.coming)),
        stranded: Units::new(stock.stranded),
        ..Holding::default()
    };
    let arrived = |stock: &Stock| [stock.coming, 0, 0, 0].map(Units::new);
    let list = stocks.iter().enumerate().map(part).collect();
    let parts = Parts { list, stated: FactorSet::FOUR, days: Some([day(); 4]) };
    Baseline {
        start: day(),
        looks: vec![Look { day: day(), parts, arrived: stocks.iter().map(arrived).collect() }],
        weeks: Vec::new(),
        set: FactorSet::FOUR,
        others: Readings::default(),
        deviation,
        holdings: Holdings::from_list(stocks.iter().map(holding).collect()),
    }
}

pub(crate) fn offers(stocks: &[Stock]) -> Vec<Offer> {
    stocks.iter().map(|stock| Offer::removal(Money::from_cents(stock.cents))).collect()
}

/// A plan for a mean of so many points.
pub(crate) fn plan(stocks: &[Stock], points: f64, budget: Option<Money>) -> Plan {
    let baseline = baseline(stocks, 1.0);
    let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], day());
    let parts = &baseline.looks[0].parts;
    let gauge = Gauge::new(learnt, parts, &baseline.holdings, Readings::default()).unwrap();
    let wanted = Wanted { target: points, confidence: 0.5, budget, ..Wanted::default() };
    cheapest(wanted, &baseline, &offers(stocks), &gauge).unwrap()
}

/// The mean of the score, by the printed slopes of the model: an implementation of its own.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn mean(stocks: &[Stock], done: &[Done]) -> f64 {
    let (mut h, mut e, mut t, mut q, mut b, mut out, mut w) = (0, 0, 0, 0, 0, 0, 0);
    for (stock, done) in stocks.iter().zip(done) {
        let n = done.removed + done.held;
        h += stock.on_hand.saturating_sub(n);
        e += stock.excess.saturating_sub(n);
        t += if done.fixed { 0 } else { stock.stranded.saturating_sub(n) };
        q += stock.sold_90;
        b += stock.snapshots[0].saturating_sub(n) + stock.snapshots[1..].iter().sum::<u64>();
        out += stock.sold_60 * u64::from(stock.days_out);
        w += stock.sold_60;
    }
    if h == 0 || w == 0 || b == 0 {
        return f64::NEG_INFINITY;
    }
    let share = |part: u64, whole: u64| 100.0 * part as f64 / whole as f64;
    let through = |ratio: f64| 1.0 - (-ratio / 2.0).exp();
    566.0 - 2.4 * (share(e, h) - 10.0) + 230.0 * (through(4.0 * q as f64 / b as f64) - through(1.5))
        - 0.5 * (share(t, h) - 0.5)
        - 0.3 * (share(out, w * 30) - 5.0)
}

/// What the lines of a plan do, by stock.
pub(crate) fn done(stocks: &[Stock], plan: &Plan) -> Vec<Done> {
    let mut done = vec![Done::default(); stocks.len()];
    for line in &plan.lines {
        let at: usize = line.action.sku.as_str()[4..].parse().unwrap();
        match line.action.what {
            ipi::plan::What::Fix => done[at].fixed = true,
            ipi::plan::What::Hold => done[at].held += line.action.units.get(),
            _ => done[at].removed += line.action.units.get(),
        }
    }
    done
}

/// What it costs, in cents.
pub(crate) fn cents(stocks: &[Stock], done: &[Done]) -> i64 {
    stocks.iter().zip(done).map(|(stock, done)| stock.cents * done.removed.cast_signed()).sum()
}
