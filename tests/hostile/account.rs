//! A seller whose every SKU, title, label, alert and storage type is one of the texts, in files whose names are some of them.

use crate::strings;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The day judged, and the day of the report a week before.
pub(crate) const DAY: &str = "2026-10-31";
pub(crate) const BEFORE: &str = "2026-10-24";

/// The name of the account: it may hold no control.
pub(crate) const NAME: &str = "=1+1|<b>\"x\"&lt;`y`$(touch canary)'\u{202e}\u{200b}*";

/// Names of files. None begins with a point or a blank, which hide them.
const FILES: [&str; 5] = [
    "=1+1 <img src=x>|`a`.csv",
    "a\u{1b}[31m\u{202e}b $(touch canary).csv",
    "'; DROP TABLE run; --.csv",
    "[x](javascript:alert(1)) \"q\".csv",
    "--help\u{2066}\u{e0041}.csv",
];

/// A seller's folder, and beside it a history.
pub(crate) struct Seller {
    home: tempfile::TempDir,
    /// The SKUs.
    pub(crate) skus: Vec<String>,
    /// So many times the usual units.
    scale: u32,
    /// What the folder of the reports is called.
    folder: &'static str,
}

/// The texts that a cell keeps as they are: blanks around them are lost.
fn hostile_skus() -> Vec<String> {
    strings::cells().into_iter().filter(|text| text.trim() == text).collect()
}

/// A cell of a comma-separated file.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// What the stock of a SKU does: too much of it; sold out; stranded; sells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Excess,
    SoldOut,
    Stranded,
    Sells,
}

impl Course {
    fn of(at: usize) -> Course {
        [Course::Excess, Course::SoldOut, Course::Stranded, Course::Sells][at % 4]
    }

    /// Units at the end of a day, so many days after the first.
    fn units(self, day: u32) -> u32 {
        match self {
            Course::Excess => 300 - day / 10,
            Course::SoldOut => 60_u32.saturating_sub(day),
            Course::Stranded => 12,
            Course::Sells => 300 - 2 * day,
        }
    }
}

/// Days before the day judged on which the ledger begins.
const DAYS: u32 = 100;

fn day(age: u32) -> chrono::NaiveDate {
    DAY.parse::<chrono::NaiveDate>().unwrap() - chrono::Days::new(age.into())
}

impl Seller {
    /// With the texts as SKUs.
    pub(crate) fn hostile() -> Seller {
        Seller::of(hostile_skus(), &FILES, "=R <b>|`x`\u{202e}$(touch canary)", 1)
    }

    /// The same with names that nobody minds.
    pub(crate) fn harmless() -> Seller {
        let skus = (0..hostile_skus().len()).map(|at| format!("MUG-{at:03}")).collect();
        Seller::of(skus, &["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"], "reports", 1)
    }

    /// With names and amounts that are found wherever they stand.
    pub(crate) fn marked() -> Seller {
        let skus = (0..12).map(|at| format!("MARK-{at:03}-SKU")).collect();
        let files = ["MARK-a.csv", "MARK-b.csv", "MARK-c.csv", "MARK-d.csv", "MARK-e.csv"];
        Seller::of(skus, &files, "MARK-reports", 1009)
    }

    fn of(skus: Vec<String>, files: &[&str; 5], folder: &'static str, scale: u32) -> Seller {
        let seller = Seller { home: tempfile::tempdir().unwrap(), skus, scale, folder };
        fs::create_dir(seller.folder()).unwrap();
        let write = |name: &str, text: String| fs::write(seller.folder().join(name), text).unwrap();
        write(files[0], seller.inventory(0));
        write(files[1], seller.inventory(7));
        write(files[2], seller.ledger());
        write(files[3], seller.stranded());
        write(files[4], "nothing that a report holds\n".into());
        seller
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join(self.folder)
    }

    /// Another of the texts for each SKU.
    fn text(&self, at: usize, step: usize) -> String {
        quoted(&self.skus[(at + step) % self.skus.len()])
    }

    fn inventory(&self, age: u32) -> String {
        let mut text = String::from(
            "snapshot-date,sku,fnsku,asin,product-name,condition,available,currency,units-shipped-t30,units-shipped-t60,\
             units-shipped-t90,alert,your-price,recommended-action,item-volume,volume-unit-measurement,storage-type,marketplace,\
             product-group,estimated-excess-quantity,inbound-quantity,inbound-shipped\r\n",
        );
        for (at, sku) in self.skus.iter().enumerate() {
            let course = Course::of(at);
            let units = |ago: u32| self.scale * course.units(DAYS - age - ago.min(DAYS - age));
            let shipped = |days: u32| units(days) - units(0);
            let excess = if course == Course::Excess { self.scale as usize * (150 + at % 100) } else { 0 };
            let inbound = if course == Course::SoldOut { self.scale * 20 } else { 0 };
            write!(
                text,
                "{},{},X{at:09},{},{},New,{},USD,{},{},{},{},19.99,{},0.5,cubic feet,{},US,{},{excess},{inbound},{inbound}\r\n",
                day(age),
                quoted(sku),
                self.text(at, 1),
                self.text(at, 2),
                units(0),
                shipped(30),
                shipped(60),
                shipped(90),
                self.text(at, 3),
                self.text(at, 4),
                self.text(at, 5),
                self.text(at, 6),
            )
            .unwrap();
        }
        text
    }

    fn ledger(&self) -> String {
        let mut text = String::from(
            "Date,FNSKU,ASIN,MSKU,Title,Disposition,Starting Warehouse Balance,Receipts,Customer Shipments,Ending Warehouse \
             Balance,Location\r\n",
        );
        for (at, sku) in self.skus.iter().enumerate() {
            for gone in 1..=DAYS {
                let [then, now] = [gone - 1, gone].map(|day| self.scale * Course::of(at).units(day));
                write!(
                    text,
                    "{},X{at:09},,{},,SELLABLE,{then},0,-{},{now},US\r\n",
                    day(DAYS - gone).format("%m/%d/%Y"),
                    quoted(sku),
                    then - now,
                )
                .unwrap();
            }
        }
        text
    }

    fn stranded(&self) -> String {
        let mut text = String::from(
            "primary-action,date-stranded,status-primary,status-secondary,error-message,stranded-reason,asin,sku,fnsku,\
             product-name,fulfillable-qty,your-price,unfulfillable-qty\r\n",
        );
        for (at, sku) in self.skus.iter().enumerate().filter(|(at, _)| Course::of(*at) == Course::Stranded) {
            write!(
                text,
                "{},2026-10-01,Inactive,{},{},{},{},{},X{at:09},{},{},19.99,0\r\n",
                self.text(at, 1),
                self.text(at, 2),
                self.text(at, 3),
                self.text(at, 4),
                self.text(at, 5),
                quoted(sku),
                self.text(at, 6),
                self.scale * Course::Stranded.units(DAYS),
            )
            .unwrap();
        }
        text
    }
}
