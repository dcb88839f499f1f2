//! What truly happened in a small shop, and the four reports that tell it without a contradiction.

use super::files::File;
use super::table::Table;
use crate::dice::Dice;
use chrono::{Days, NaiveDate};

const PRODUCTS: u64 = 24;
/// Days in the ledger; the last is the day judged.
const DAYS: usize = 100;
const TODAY: usize = DAYS - 1;

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

#[derive(Clone, Copy, Default)]
struct Moved {
    start: u64,
    received: u64,
    shipped: u64,
    returned: u64,
    end: u64,
}

struct Product {
    sku: String,
    fnsku: String,
    title: String,
    days: Vec<Moved>,
    /// Rows of nothing are left out while it is out of stock.
    sparse: bool,
    unsellable: bool,
}

impl Product {
    fn shipped(&self, days: usize) -> u64 {
        self.days[DAYS - days..].iter().map(|day| day.shipped).sum()
    }

    fn available(&self) -> u64 {
        self.days[TODAY].end
    }

    /// Units shipped in 90 days over the mean of four snapshots, as FBA Inventory prints it.
    fn sell_through(&self) -> String {
        let sum: u64 = [0, 30, 60, 90].iter().map(|ago| self.days[TODAY - ago].end).sum();
        let hundredths = (self.shipped(90) * 400 + sum / 2).checked_div(sum).unwrap_or(0);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The shop.
pub(crate) struct Shop {
    products: Vec<Product>,
}

impl Shop {
    pub(crate) fn new() -> Shop {
        let dice = &mut Dice(11);
        Shop { products: (0..PRODUCTS).map(|number| product(number, dice)).collect() }
    }

    pub(crate) fn report(&self, file: File) -> Table {
        match file {
            File::Planning => self.planning(),
            File::Ledger => self.ledger(),
            File::Shipments => self.shipments(),
            File::Stranded => self.stranded(),
        }
    }

    fn planning(&self) -> Table {
        let rows = self.products.iter().enumerate().map(|(at, product)| {
            let available = product.available();
            let shipped = |days| product.shipped(days).to_string();
            vec![
                today().to_string(),
                product.sku.clone(),
                product.fnsku.clone(),
                format!("B0{at:08}"),
                product.title.clone(),
                "New".into(),
                available.to_string(),
                "0".into(),
                shipped(7),
                shipped(30),
                shipped(60),
                shipped(90),
                product.sell_through(),
                "0.21".into(),
                "cubic feet".into(),
                "US".into(),
                available.saturating_sub(product.shipped(90) * 4 / 5).to_string(),
                "0".into(),
                if product.unsellable { "2" } else { "0" }.into(),
            ]
        });
        let header = "snapshot-date,sku,fnsku,asin,product-name,condition,available,pending-removal-quantity,units-shipped-t7,\
             units-shipped-t30,units-shipped-t60,units-shipped-t90,sell-through,item-volume,volume-unit-measurement,marketplace,\
             estimated-excess-quantity,inbound-quantity,unfulfillable-quantity";
        table(File::Planning, header, rows.collect())
    }

    /// Newest day first, as it is delivered.
    fn ledger(&self) -> Table {
        let mut rows = Vec::new();
        for day in (0..DAYS).rev() {
            for (at, product) in self.products.iter().enumerate() {
                let mut row = |disposition: &str, moved: Moved| {
                    let number = |n: u64| n.to_string();
                    let shipped = if moved.shipped > 0 { format!("-{}", moved.shipped) } else { number(0) };
                    let cells = [
                        date(day).format("%m/%d/%Y").to_string(),
                        product.fnsku.clone(),
                        format!("B0{at:08}"),
                        product.sku.clone(),
                        product.title.clone(),
                        disposition.into(),
                        number(moved.start),
                        number(0),
                        number(moved.received),
                        shipped,
                        number(moved.returned),
                    ];
                    let rest = [number(moved.end), number(0), "US".into()];
                    rows.push(cells.into_iter().chain((0..7).map(|_| number(0))).chain(rest).collect());
                };
                let moved = product.days[day];
                let idle = moved.start + moved.received + moved.shipped + moved.end == 0;
                if !(idle && product.sparse) {
                    row("SELLABLE", moved);
                }
                if product.unsellable {
                    row("CUSTOMER_DAMAGED", Moved { start: 2, end: 2, ..Moved::default() });
                }
            }
        }
        let header = "Date,FNSKU,ASIN,MSKU,Title,Disposition,Starting Warehouse Balance,In Transit Between Warehouses,Receipts,\
             Customer Shipments,Customer Returns,Vendor Returns,Warehouse Transfer In/Out,Found,Lost,Damaged,Disposed,Other Events,\
             Ending Warehouse Balance,Unknown Events,Location";
        table(File::Ledger, header, rows)
    }

    /// Oldest day first, a row for each order of one or two units.
    fn shipments(&self) -> Table {
        let mut rows = Vec::new();
        for day in 0..DAYS {
            for product in &self.products {
                let mut left = product.days[day].shipped;
                while left > 0 {
                    let units = left.min(2);
                    left -= units;
                    let order = rows.len();
                    rows.push(vec![
                        format!("111-{order:07}-{day:07}"),
                        format!("D{order:08}"),
                        format!("{}T04:05:06-07:00", date(day)),
                        format!("{}T09:10:11-07:00", date(day)),
                        product.sku.clone(),
                        product.title.clone(),
                        units.to_string(),
                        "PHX7".into(),
                        "AFN".into(),
                        "Amazon.com".into(),
                    ]);
                }
            }
        }
        let header = "amazon-order-id,shipment-id,purchase-date,shipment-date,sku,product-name,quantity-shipped,fulfillment-center-id,\
             fulfillment-channel,sales-channel";
        table(File::Shipments, header, rows)
    }

    fn stranded(&self) -> Table {
        let stuck = self.products.iter().filter(|product| product.available() > 3).step_by(3);
        let rows = stuck.map(|product| {
            let cells = ["Relist", "2026-10-20", "Stranded", &product.sku, &product.fnsku, &product.title];
            let units = (product.available() / 2).to_string();
            let rest = ["New".into(), units, "0".into(), "0".into()];
            cells.map(str::to_owned).into_iter().chain(rest).collect()
        });
        let header = "primary-action,date-stranded,status-primary,sku,fnsku,product-name,condition,fulfillable-qty,unfulfillable-qty,\
             reserved-quantity";
        table(File::Stranded, header, rows.collect())
    }
}

fn date(day: usize) -> NaiveDate {
    today() - Days::new((TODAY - day) as u64)
}

fn table(file: File, header: &str, rows: Vec<Vec<String>>) -> Table {
    let header = header.split(',').map(str::to_owned).collect();
    let delimiter = if file == File::Planning { "," } else { "\t" };
    let line_end = if file == File::Ledger { "\n" } else { "\r\n" };
    Table { file, header, rows, delimiter, line_end }
}

fn product(number: u64, dice: &mut Dice) -> Product {
    // Every sixth product hardly sells; the others sell up to three a day and are ordered again when few are left.
    let pace = if number.is_multiple_of(6) { 0 } else { 1 + dice.below(3) };
    let mut balance = 20 + dice.below(40);
    let days = (0..DAYS).map(|_| {
        let received = if pace > 0 && balance < 6 && dice.chance(12) { 30 + dice.below(40) } else { 0 };
        let asked = if pace == 0 { u64::from(dice.chance(15)) } else { dice.below(pace + 1) };
        let shipped = asked.min(balance + received);
        let returned = u64::from(shipped > 0 && dice.chance(3));
        let end = balance + received + returned - shipped;
        let moved = Moved { start: balance, received, shipped, returned, end };
        balance = end;
        moved
    });
    Product {
        days: days.collect(),
        sku: if number.is_multiple_of(10) {
            format!("00{}", 482_900 + number)
        } else {
            format!("AB-{number:03}-K")
        },
        fnsku: format!("X00{:07}", 7_654_321 - number * 91),
        title: format!("Mug, {number} cm"),
        sparse: number.is_multiple_of(2),
        unsellable: number % 9 == 4,
    }
}
