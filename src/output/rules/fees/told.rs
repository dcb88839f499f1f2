//! The fees for stock in words, a line a row.

use super::{Fee, Per, Rate, Scale, StockFee};
use crate::money::Currency;
use crate::output::words;
use crate::policy::fees::Goods;
use crate::policy::fees::weights::Rounding;

impl Fee {
    /// What it is, in a few words.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Fee::Storage => "storage a month",
            Fee::StorageUtilisation => "storage surcharge by utilisation",
            Fee::AgedInventory => "surcharge for aged stock on the 15th",
            Fee::Removal => "removal of a unit",
            Fee::LiquidationRecovery => "liquidation",
            Fee::LiquidationProcessing => "liquidation fee of a unit",
            Fee::LowInventory => "low stock, a unit shipped",
        }
    }

    /// What it is, in a word or two.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Fee::Storage => "storage",
            Fee::StorageUtilisation => "utilisation",
            Fee::AgedInventory => "aged stock",
            Fee::Removal => "removal",
            Fee::LiquidationRecovery => "liquidation",
            Fee::LiquidationProcessing => "liquidation fee",
            Fee::LowInventory => "low stock",
        }
    }
}

impl StockFee {
    /// What the row is of: `storage a month, standard, apparel`.
    pub(super) fn name(&self) -> String {
        let goods = self.goods.filter(|&goods| goods != Goods::Ordinary).map(Goods::key);
        let pounds = self.pounds.and_then(|[above, up_to]| {
            let above = above.map(|pounds| format!("above {pounds} lb"));
            above.or_else(|| up_to.map(|pounds| format!("up to {pounds} lb")))
        });
        let parts = [Some(self.fee.title()), self.size, goods, pounds.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The figures: `January to September USD 0.78/cu ft, October to December 2.40`.
    pub(super) fn figures(&self) -> String {
        let steps = match self.scale {
            Some(Scale::Pounds) => self.by_weight("lb"),
            Some(Scale::Kilograms) => self.by_weight("kg"),
            Some(Scale::AgeDays) => self.by_age(),
            Some(Scale::SupplyDays) => {
                self.listed(&self.rates, |rate| format!("below {} days", end(rate.high)))
            }
            Some(Scale::Weeks) => self.by_weeks(),
            None => self.plain(),
        };
        match self.disposal {
            Some(true) => format!("{steps}; the same for disposal"),
            Some(false) => format!("{steps}; disposal not known"),
            None => steps,
        }
    }

    /// The least and the most of these rates, for a table: `USD 0.84 to 2.89, +1.06/lb`.
    pub(super) fn range(&self, rates: &[&Rate]) -> String {
        if let (Some(kept), [share]) = (self.referral_share, rates) {
            let low = percent(share.low).replace(" %", "");
            return format!("{low}-{} of price, less {}", percent(share.high), percent(Some(kept)));
        }
        if let (Fee::Storage, [january, october]) = (self.fee, rates) {
            let first = self.amount(january.rate, true);
            return format!("{first}, Oct-Dec {}", self.amount(october.rate, false));
        }
        let seen = || rates.iter().filter_map(|rate| rate.rate);
        let (least, most) = (seen().reduce(f64::min), seen().reduce(f64::max));
        let (least, most) = (self.amount(least, false), self.amount(most, false));
        let unit = if self.scale == Some(Scale::Pounds) { "lb" } else { "kg" };
        let more = rates.iter().find_map(|rate| rate.more);
        let more = more.map_or(String::new(), |more| format!(", +{}/{unit}", self.amount(Some(more), false)));
        let currency = self.currency.map_or("", Currency::code);
        format!("{currency} {least} to {most}{}{more}", self.symbol())
    }

    /// An amount, the first of a row with its currency and what it is for.
    fn amount(&self, value: Option<f64>, first: bool) -> String {
        let Some(value) = value else { return "not seen".into() };
        let digits = self.currency.map_or(2, Currency::digits);
        match self.currency.filter(|_| first) {
            Some(currency) => format!("{} {value:.digits$}{}", currency.code(), self.symbol()),
            None => format!("{value:.digits$}"),
        }
    }

    const fn symbol(&self) -> &'static str {
        match self.per {
            Per::CubicFeet => "/cu ft",
            Per::CubicMetres => "/m³",
            Per::Unit | Per::Price => "",
        }
    }

    /// Each rate behind what it is for.
    fn listed(&self, rates: &[Rate], of: impl Fn(&Rate) -> String) -> String {
        let first = rates.iter().position(|rate| rate.rate.is_some());
        let told = rates
            .iter()
            .enumerate()
            .map(|(i, rate)| format!("{} {}", of(rate), self.amount(rate.rate, Some(i) == first)));
        told.collect::<Vec<_>>().join(", ")
    }

    fn plain(&self) -> String {
        if let (Some(kept), [share]) = (self.referral_share, &self.rates[..]) {
            return format!(
                "brings {} to {} of the price, of which Amazon keeps {}",
                percent(share.low),
                percent(share.high),
                percent(Some(kept))
            );
        }
        self.listed(&self.rates, |rate| season(rate).to_owned())
    }

    fn by_weight(&self, unit: &str) -> String {
        let Some((last, steps)) = self.rates.split_last() else { return String::new() };
        let each = if self.weight_rounding == Some(Rounding::Begun) {
            "each further {} begun"
        } else {
            "each further {}, to the gram"
        };
        format!(
            "{}, above {} and {} for {}",
            self.listed(steps, |rate| format!("up to {} {unit}", end(rate.high))),
            self.amount(last.rate, steps.is_empty()),
            self.amount(last.more, false),
            each.replace("{}", unit)
        )
    }

    fn by_age(&self) -> String {
        let first = self.rates.iter().position(|rate| rate.rate.is_some());
        let told = self.rates.iter().enumerate().map(|(i, rate)| {
            let ages = match rate.high {
                Some(high) => format!("{}-{high} days", end(rate.low)),
                None => format!("{} days and more", end(rate.low)),
            };
            let least =
                rate.least.map(|least| format!(" (a unit at least {})", self.amount(Some(least), false)));
            format!("{ages} {}{}", self.amount(rate.rate, Some(i) == first), least.unwrap_or_default())
        });
        let told = told.collect::<Vec<_>>().join(", ");
        match self.apparel_from_days {
            Some(days) => format!("{told}; clothing, shoes, bags, jewellery and watches from {days} days on"),
            None => told,
        }
    }

    fn by_weeks(&self) -> String {
        let half = |wanted: &str| {
            let rates: Vec<_> = self
                .rates
                .iter()
                .filter(|rate| rate.season == Some(wanted) && rate.rate.is_some())
                .cloned()
                .collect();
            rates.first().map(|first| {
                let steps = self.listed(&rates, |rate| format!("from {} weeks on", end(rate.low)));
                format!("{} {steps}", season(first))
            })
        };
        [half("jan-sep"), half("oct-dec")].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

fn season(rate: &Rate) -> &'static str {
    match rate.season {
        Some("oct-dec") => "October to December",
        _ => "January to September",
    }
}

fn percent(share: Option<f64>) -> String {
    words::short_percent(share.unwrap_or_default())
}

fn end(value: Option<f64>) -> f64 {
    value.unwrap_or_default()
}
