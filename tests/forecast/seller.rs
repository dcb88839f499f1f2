//! A simulated seller whose demand is known: what was asked for on each day, whether or not there was any left to sell.

use crate::dice::Dice;
use chrono::{Days, NaiveDate};
use ipi::account::{
    Account, Average, Demand, Fact, SnapshotSource, Snapshots, Steering, StockFacts, StrandedWord,
};
use ipi::dates::AsOf;
use ipi::forecast::Shipment;
use ipi::ids::{Marketplace, Sku};
use ipi::report::{Refused, ReportKind};
use ipi::units::Units;

/// Days before the day judged that are simulated, and days after it.
pub(crate) const BEFORE: usize = 200;
pub(crate) const AFTER: usize = 91;

/// How the seller's demand behaves.
#[derive(Clone, Copy)]
pub(crate) struct Habits {
    /// Products.
    pub(crate) skus: usize,
    /// Daily steps of the logarithm of a product's pace, and of that of the whole account.
    pub(crate) walk: f64,
    pub(crate) common_walk: f64,
    /// Amazon states excess units by a forecast of its own.
    pub(crate) states_excess: bool,
    /// Of a hundred products so many are ordered too late or too little.
    pub(crate) careless: u64,
}

pub(crate) const USUAL: Habits =
    Habits { skus: 40, walk: 0.0656, common_walk: 0.0187, states_excess: true, careless: 40 };

/// One product, day by day; the day judged has the index [`BEFORE`].
pub(crate) struct Product {
    pub(crate) sku: Sku,
    /// Units asked for, whether sold or not.
    pub(crate) asked: Vec<u64>,
    pub(crate) sold: Vec<u64>,
    pub(crate) stock: Vec<u64>,
    came: Vec<u64>,
    stranded: u64,
    /// By what Amazon's own forecast is off.
    bias: f64,
}

pub(crate) struct Seller {
    today: NaiveDate,
    pub(crate) products: Vec<Product>,
    states_excess: bool,
}

fn share(dice: &mut Dice) -> f64 {
    ((dice.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// A normal deviate: twelve numbers between 0 and 1, less six.
fn normal(dice: &mut Dice) -> f64 {
    (0..12).map(|_| share(dice)).sum::<f64>() - 6.0
}

/// A step of a logarithm, after which as much is expected as before.
fn step(dice: &mut Dice, by: f64) -> f64 {
    by * normal(dice) - by * by / 2.0
}

/// How many come of a Poisson distribution: exponential gaps counted.
fn poisson(dice: &mut Dice, mean: f64) -> u64 {
    let (mut gone, mut count) = (-share(dice).ln(), 0);
    while gone < mean {
        gone -= share(dice).ln();
        count += 1;
    }
    count
}

impl Seller {
    pub(crate) fn simulate(seed: u64, habits: Habits) -> Seller {
        let dice = &mut Dice(seed);
        let days = BEFORE + 1 + AFTER;
        let mut level = 0.0_f64;
        let common: Vec<f64> = (0..days)
            .map(|_| {
                level += step(dice, habits.common_walk);
                level.exp()
            })
            .collect();
        let product = |number| Product::simulate(dice, number, &common, habits);
        Seller {
            today: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
            products: (0..habits.skus).map(product).collect(),
            states_excess: habits.states_excess,
        }
    }

    /// Shipments that are under way on the day judged.
    pub(crate) fn shipments(&self) -> Vec<Shipment> {
        let of = |product: &Product| {
            let later = (BEFORE + 1..BEFORE + 1 + AFTER).filter(|day| product.came[*day] > 0);
            let shipment = |day: usize| Shipment {
                sku: product.sku.clone(),
                units: Units::new(product.came[day]),
                day: self.day(day),
            };
            later.map(shipment).collect::<Vec<_>>()
        };
        self.products.iter().flat_map(of).collect()
    }

    pub(crate) fn day(&self, index: usize) -> NaiveDate {
        self.today + Days::new(index as u64) - Days::new(BEFORE as u64)
    }

    /// What the reports tell so many days after the day judged.
    pub(crate) fn account(&self, ahead: usize) -> Account {
        let at = BEFORE + ahead;
        let as_of = AsOf::new(self.day(at));
        let stocks = self.products.iter().map(|product| product.facts(at, self.states_excess)).collect();
        let past =
            |product: &Product| [0, 30, 60, 90].map(|age| u32::try_from(product.stock[at - age]).unwrap());
        let total =
            |age: usize| Units::new(self.products.iter().map(|product| product.stock[at - age]).sum());
        let snapshots = Snapshots {
            source: SnapshotSource::Ledger,
            units: [0, 30, 60, 90].map(|age| Some(total(age))),
            days: [0, 30, 60, 90].map(|age| as_of.back(age)),
            average: None::<Average>,
        };
        Account {
            as_of,
            marketplace: Some(Marketplace::US),
            stocks,
            inventory: Some(ReportKind::FbaInventory),
            snapshots: vec![snapshots],
            stranded: StrandedWord::Reported,
            in_stock_known: true,
            ledger: Some((self.day(at - 199), as_of.day())),
            sources: Vec::new(),
            notes: Vec::new(),
            partial: false,
            passed_over: Refused(Vec::new()),
            steering: Some(Steering {
                ledger: self.products.iter().map(past).collect(),
                demand: self.products.iter().map(|product| product.demand(at)).collect(),
                shipped_by_age: (0..200)
                    .map(|age| self.products.iter().map(|product| product.sold[at - age]).sum())
                    .collect(),
                ..Steering::default()
            }),
        }
    }
}

impl Product {
    fn simulate(dice: &mut Dice, number: usize, common: &[f64], habits: Habits) -> Product {
        // Most sell a little, few sell much: 0.05 to some 6 a day.
        let base = 0.05 * (share(dice) * 4.8).exp();
        let spread = if dice.chance(50) { 3.0 } else { f64::INFINITY };
        let careless = dice.chance(habits.careless);
        let cover = if careless { 25.0 } else { 55.0 } + 20.0 * share(dice);
        let mut product = Product {
            sku: Sku::from(format!("SKU-{number:03}").as_str()),
            asked: Vec::new(),
            sold: Vec::new(),
            stock: Vec::new(),
            came: vec![0; common.len() + 100],
            stranded: 0,
            bias: (0.2 * normal(dice)).exp(),
        };
        let mut stock = (base * (20.0 + 60.0 * share(dice))).ceil() as u64;
        let mut level = 0.0_f64;
        let mut ordered_until = 0;
        for (day, common) in common.iter().enumerate() {
            level += step(dice, habits.walk);
            // A day's demand scatters more than a Poisson distribution for half of the products.
            let mean = base * level.exp() * common;
            let noise = if spread.is_finite() { gamma_of_three(dice) } else { 1.0 };
            let asked = poisson(dice, mean * noise);
            stock += product.came[day];
            let sold = asked.min(stock - product.stranded);
            stock -= sold;
            product.asked.push(asked);
            product.sold.push(sold);
            product.stock.push(stock);
            // Of every tenth product a few units lose their listing, and cannot be sold.
            if day == BEFORE && dice.chance(10) {
                product.stranded = stock.min(3);
            }
            // Ordered when what is there lasts no longer than a delivery takes, up to the day judged.
            let recent: u64 = product.sold[day.saturating_sub(29)..].iter().sum();
            let a_day = (recent as f64 / 30.0).max(base * 0.3);
            let delivery = 18 + dice.below(15) as usize;
            let enough = (a_day * if careless { 12.0 } else { 32.0 }).ceil() as u64;
            if day <= BEFORE && day >= ordered_until && stock <= enough {
                let units = (a_day * cover).ceil() as u64;
                product.came[day + delivery] += units;
                ordered_until = day + delivery + 1;
            }
        }
        product
    }

    /// Units sold in so many days.
    pub(crate) fn shipped(&self, at: usize, days: usize) -> u64 {
        self.sold[at + 1 - days..=at].iter().sum()
    }

    fn offered(&self, at: usize, days: usize) -> u64 {
        (at + 1 - days..=at).filter(|day| self.stock[*day] > 0 || self.sold[*day] > 0).count() as u64
    }

    pub(crate) fn demand(&self, at: usize) -> Demand {
        let mut demand = Demand::default();
        for age in 0..90_u16 {
            let day = at - usize::from(age);
            demand.sold += self.sold[day] * Demand::weight(age);
            demand.on_offer += u64::from(self.stock[day] > 0 || self.sold[day] > 0) * Demand::weight(age);
        }
        demand
    }

    fn facts(&self, at: usize, states_excess: bool) -> StockFacts {
        let mut facts = StockFacts::new(self.sku.clone());
        let stated = |units: u64| Some(Fact::stated(Units::new(units), ReportKind::FbaInventory));
        let stock = self.stock[at];
        facts.on_hand = stated(stock);
        facts.shipped_60 = stated(self.shipped(at, 60));
        facts.shipped_90 = stated(self.shipped(at, 90));
        facts.stranded = Some(Units::new(self.stranded.min(stock)));
        let in_stock = (at - 29..=at).filter(|day| self.stock[*day] > 0).count();
        facts.days_in_stock_30 = Some(u16::try_from(in_stock).unwrap());
        facts.days_on_offer_90 = Some(u16::try_from(self.offered(at, 90)).unwrap());
        facts.is_listed = true;
        if states_excess {
            let (sold, days) = self.demand(at).numbers();
            let season = 90.0 * self.bias * (0.3 + sold) / (1.0 + days);
            facts.excess_stated = Some(Units::new(stock.saturating_sub(season.ceil() as u64)));
        }
        facts
    }
}

/// A gamma distribution of shape 3 and mean 1: three exponential gaps.
fn gamma_of_three(dice: &mut Dice) -> f64 {
    (0..3).map(|_| -share(dice).ln()).sum::<f64>() / 3.0
}
