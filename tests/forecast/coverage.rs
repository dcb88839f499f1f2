//! Do 90 % intervals hold what comes? Sellers are simulated to the end of the weeks, nothing being ordered after the day
//! judged; the factors of each later day are those of the real code on the reports of that day.

use crate::assess;
use crate::seller::{AFTER, BEFORE, Habits, Seller, USUAL};
use ipi::factor::{FactorKind, FactorSet, Factors, Readings};
use ipi::forecast::{Asked, Forecast, RunOut};

const WEEKS: [usize; 4] = [1, 4, 8, 13];
const FACTORS: [FactorKind; 3] = [FactorKind::Excess, FactorKind::SellThrough, FactorKind::InStock];

/// How many intervals of each kind held what came, of how many.
#[derive(Debug, Default)]
struct Held {
    /// By weeks ahead and factor.
    factors: [[u32; FACTORS.len()]; WEEKS.len()],
    /// Sum of what came less what was expected, in half widths of the interval.
    off: [[f64; FACTORS.len()]; WEEKS.len()],
    accounts: u32,
    run_out: u32,
    of_run_out: u32,
}

impl Held {
    fn look(&mut self, seller: &Seller) {
        let account = seller.account(0);
        let asked = Asked { shipments: seller.shipments(), ..Asked::default() };
        let forecast = Forecast::of(&account, &assess(&account), &asked).unwrap();
        self.accounts += 1;
        for (h, weeks) in WEEKS.into_iter().enumerate() {
            let ahead = &forecast.weeks[weeks - 1];
            let came = Factors::of(&seller.account(weeks * 7), FactorSet::FOUR).0.readings();
            for (f, factor) in FACTORS.into_iter().enumerate() {
                let get = |readings: &Readings| readings.get(factor).unwrap();
                let (low, high) = (get(&ahead.low), get(&ahead.high));
                self.factors[h][f] += u32::from((low..=high).contains(&get(&came)));
                self.off[h][f] += (get(&came) - get(&ahead.readings)) / ((high - low) / 2.0);
            }
        }
        for run_out in &forecast.run_out {
            self.of_run_out += 1;
            self.run_out += u32::from(holds(seller, run_out));
        }
    }

    fn share(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.accounts)
    }
}

/// Did the stock run out between the days that were told?
fn holds(seller: &Seller, run_out: &RunOut) -> bool {
    let product = seller.products.iter().find(|product| product.sku == run_out.sku).unwrap();
    let out = (BEFORE + 1..=BEFORE + AFTER).find(|day| product.stock[*day] == 0).map(|day| seller.day(day));
    match out {
        Some(day) => run_out.first <= day && run_out.last.is_none_or(|last| day <= last),
        None => run_out.last.is_none(),
    }
}

fn look(seeds: std::ops::Range<u64>, states_excess: bool) -> Held {
    let mut held = Held::default();
    seeds.for_each(|seed| held.look(&Seller::simulate(seed, Habits { states_excess, ..USUAL })));
    held
}

/// The shares lie near 90 %: within `by` at each look-ahead over all factors, and what is expected is not off by much.
fn holds_as_it_says(held: &Held, by: f64) {
    for (h, weeks) in WEEKS.into_iter().enumerate() {
        let share = held.share(held.factors[h].iter().sum::<u32>()) / FACTORS.len() as f64;
        assert!((share - 0.9).abs() <= by, "{weeks} weeks: {share} {held:?}");
        let off: f64 = held.off[h].iter().sum::<f64>() / f64::from(held.accounts) / FACTORS.len() as f64;
        assert!(off.abs() < 0.35, "{weeks} weeks: {off} half widths {held:?}");
    }
    let days = f64::from(held.run_out) / f64::from(held.of_run_out);
    assert!((days - 0.9).abs() <= by, "days of running out: {days}");
}

#[test]
fn intervals_hold_nine_tenths_where_excess_is_worked_out() {
    holds_as_it_says(&look(100..120, false), 0.08);
}

#[test]
fn intervals_hold_nine_tenths_where_amazon_states_excess() {
    holds_as_it_says(&look(200..220, true), 0.08);
}

/// Each factor by itself, on enough sellers to tell 85 % from 95 %; takes minutes unless optimised: `cargo test --release
/// --test forecast -- --ignored`. `docs/forecast.md` has the figures.
#[test]
#[ignore = "slow unless optimised"]
fn each_interval_holds_nine_tenths() {
    for states_excess in [false, true] {
        let held = look(1000..1400, states_excess);
        for (h, weeks) in WEEKS.into_iter().enumerate() {
            for (f, factor) in FACTORS.into_iter().enumerate() {
                let share = held.share(held.factors[h][f]);
                assert!((0.85..=0.95).contains(&share), "{weeks} weeks, {factor:?}: {share} {held:#?}");
            }
        }
        holds_as_it_says(&held, 0.06);
    }
}
