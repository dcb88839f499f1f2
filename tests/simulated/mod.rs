//! A small simulated seller: what truly happened, day by day, and the reports that Amazon would make of it.

#![allow(dead_code)] // each test uses its part

mod dice;
mod text;

pub(crate) use dice::Dice;
pub(crate) use text::{Style, Table};

use chrono::{Days, NaiveDate};

/// Days simulated; the last two lie after the day judged.
pub(crate) const DAYS: usize = 120;
const AFTER: usize = 2;
/// The index of the day judged.
pub(crate) const TODAY: usize = DAYS - AFTER - 1;

/// One day of one stock.
#[derive(Clone, Copy, Default)]
pub(crate) struct Moved {
    pub(crate) start: u64,
    pub(crate) receipts: u64,
    pub(crate) shipped: u64,
    pub(crate) returned: u64,
    pub(crate) lost: u64,
    pub(crate) end: u64,
}

impl Moved {
    pub(crate) fn is_still(&self) -> bool {
        self.receipts + self.shipped + self.returned + self.lost == 0
    }
}

/// One product in all fulfilment centres.
pub(crate) struct Product {
    pub(crate) sku: String,
    pub(crate) fnsku: String,
    pub(crate) title: String,
    /// Its stock in each centre.
    pub(crate) centres: Vec<Vec<Moved>>,
    /// The day of its first stock, where it came new during the simulation.
    pub(crate) launched: Option<usize>,
    /// FBA Inventory lists it.
    pub(crate) listed: bool,
    /// The ledger names it by its label alone.
    pub(crate) nameless: bool,
    /// Units that are reserved on the day judged: in the ledger's balance, not available.
    pub(crate) reserved: u64,
    pub(crate) transfer: u64,
    /// What Amazon states as excess, where it states it.
    pub(crate) excess: Option<u64>,
    /// FBA Inventory leaves the sales cells blank.
    pub(crate) sales_blank: bool,
    pub(crate) stranded: Option<u64>,
}

impl Product {
    /// Sellable units at the end of a day.
    pub(crate) fn end(&self, day: usize) -> u64 {
        self.centres.iter().map(|days| days[day].end).sum()
    }

    /// Units shipped on a day.
    pub(crate) fn shipped_on(&self, day: usize) -> u64 {
        self.centres.iter().map(|days| days[day].shipped).sum()
    }

    /// Units shipped in the `days` days that end on the day judged.
    pub(crate) fn shipped(&self, days: usize) -> u64 {
        (TODAY + 1 - days..=TODAY).map(|day| self.shipped_on(day)).sum()
    }

    pub(crate) fn available(&self) -> u64 {
        self.end(TODAY) - self.reserved - self.transfer
    }
}

/// The seller.
pub(crate) struct Seller {
    pub(crate) today: NaiveDate,
    pub(crate) products: Vec<Product>,
    /// Stranded units of a SKU that no other report knows.
    pub(crate) stray: Option<u64>,
    /// Names of the centres, or the country.
    pub(crate) places: Vec<&'static str>,
}

impl Seller {
    pub(crate) fn simulate(dice: &mut Dice) -> Seller {
        let today = NaiveDate::from_ymd_opt(if dice.chance(50) { 2025 } else { 2026 }, 6, 30).unwrap();
        let places = if dice.chance(60) { vec!["PHX6", "LEX1", "ONT8"] } else { vec!["US"] };
        let count = 20 + dice.below(30);
        let mut products: Vec<_> = (0..count).map(|i| product(dice, i, places.len())).collect();
        // With more missing the report counts as damaged and is refused.
        products
            .iter_mut()
            .filter(|product| !product.listed)
            .skip(4)
            .for_each(|product| product.listed = true);
        Seller { today, products, stray: dice.chance(40).then(|| 1 + dice.below(9)), places }
    }

    pub(crate) fn day(&self, index: usize) -> NaiveDate {
        self.today + Days::new(index as u64) - Days::new(TODAY as u64)
    }
}

fn product(dice: &mut Dice, number: u64, places: usize) -> Product {
    const STYLES: [&str; 4] = ["AB-{}", "{} blue .5", "00{}", "amzn.gr.{}-x"];
    let pick = |dice: &mut Dice, from: &[&'static str]| {
        from[usize::try_from(dice.below(from.len() as u64)).unwrap()]
    };
    let launched = dice.chance(15).then(|| 10 + usize::try_from(dice.below(TODAY as u64 - 10)).unwrap());
    let pace = dice.below(4);
    let centres: Vec<_> = (0..places)
        .map(|place| {
            let pace = if place == 0 || dice.chance(50) { pace } else { 0 };
            stock(dice, launched, pace, place)
        })
        .collect();
    let listed = dice.chance(92);
    let mut product = Product {
        sku: pick(dice, &STYLES).replace("{}", &format!("{number}")),
        fnsku: format!("X00{number:07}"),
        title: pick(dice, &["Mug, 12\" \"tall\"", "Café set", "Pan", "Line\none", "Box; large", "表示"])
            .into(),
        centres,
        launched,
        listed,
        nameless: listed && dice.chance(8),
        reserved: 0,
        transfer: 0,
        excess: None,
        sales_blank: dice.chance(10),
        stranded: None,
    };
    let left = product.end(TODAY);
    if listed && left > 0 {
        product.reserved = dice.below(left.div_ceil(4));
        product.transfer = dice.below((left - product.reserved).div_ceil(4));
    }
    let on_hand = if listed { left - product.reserved } else { left };
    product.excess = dice.chance(85).then(|| dice.below(on_hand + 1));
    product.stranded = (on_hand > 0 && dice.chance(15)).then(|| 1 + dice.below(on_hand));
    product
}

/// One stock, day by day.
fn stock(dice: &mut Dice, launched: Option<usize>, pace: u64, place: usize) -> Vec<Moved> {
    let mut balance = if launched.is_some() || dice.chance(15) { 0 } else { dice.below(40) };
    (0..DAYS)
        .map(|day| {
            let mut moved = Moved { start: balance, ..Moved::default() };
            if launched.is_none_or(|first| day > first) {
                moved.receipts = if dice.chance(3) { dice.below(60) } else { 0 };
                moved.shipped = dice.below(pace + 1).min(balance + moved.receipts);
                moved.returned = u64::from(dice.chance(2));
                moved.lost = u64::from(dice.chance(2)).min(balance + moved.receipts - moved.shipped);
            } else if launched == Some(day) && place == 0 {
                moved.receipts = 1 + dice.below(50);
            }
            moved.end = balance + moved.receipts + moved.returned - moved.shipped - moved.lost;
            balance = moved.end;
            moved
        })
        .collect()
}
