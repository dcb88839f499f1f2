//! The rules that a verdict rests on: every dated table with its sources and how sure each row is.

mod fees;
mod page;
mod rows;
mod wire;

use crate::factor::bands::{self, BandRule};
use crate::factor::sets::{self, FactorRule};
use crate::ids::Marketplace;
use crate::policy::calendar::{self, Era, Event, Exception, Monthly};
use crate::policy::fees::overage::{self, OverageRule};
use crate::policy::limits::{self, LimitRule};
use crate::policy::thresholds::{self, Threshold};
use chrono::NaiveDate;

pub use page::page;
pub use rows::sheet;
pub use wire::json;

/// Which rules are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Those of one marketplace; `None` for all.
    pub marketplace: Option<Marketplace>,
    /// Those in force on one day; `None` for all.
    pub on: Option<NaiveDate>,
}

/// The rows of the tables that a scope asks for, in the tables' order.
struct Chosen {
    thresholds: Vec<&'static Threshold>,
    sets: Vec<&'static FactorRule>,
    /// Marketplaces whose factors are not known.
    sets_unknown: Vec<Marketplace>,
    bands: Vec<&'static BandRule>,
    /// Does the scope take in the sell-through bands of Japan that nobody published?
    bands_of_japan: bool,
    eras: Vec<&'static Era>,
    monthly: Vec<&'static Monthly>,
    exceptions: Vec<&'static Exception>,
    limits: Vec<&'static LimitRule>,
    overage: Vec<&'static OverageRule>,
    fees: Vec<fees::StockFee>,
    fees_unknown: Vec<fees::UnknownFee>,
    /// The next date that matters, where a day is asked for.
    next: Vec<(Marketplace, Event)>,
}

impl Scope {
    fn has(self, marketplace: Marketplace) -> bool {
        self.marketplace.is_none_or(|only| only == marketplace)
    }

    /// The marketplaces of a row that the scope asks for.
    fn among(self, marketplaces: &'static [Marketplace]) -> impl Iterator<Item = Marketplace> {
        marketplaces.iter().copied().filter(move |&marketplace| self.has(marketplace))
    }

    fn is_replaced(self, row: &BandRule) -> bool {
        self.marketplace
            .zip(self.on)
            .is_some_and(|(marketplace, day)| bands::is_replaced(row.factor, marketplace, day))
    }

    fn choose(self) -> Chosen {
        let holds = |period: crate::evidence::Period| self.on.is_none_or(|day| period.holds(day));
        let fees = fees::rows(self);
        let marketplaces = || Marketplace::ALL.iter().copied().filter(|&marketplace| self.has(marketplace));
        Chosen {
            thresholds: thresholds::TABLE
                .iter()
                .filter(|row| self.has(row.marketplace) && holds(row.period))
                .collect(),
            sets: sets::TABLE.iter().filter(|row| self.has(row.marketplace)).collect(),
            sets_unknown: marketplaces().filter(|&marketplace| sets::of(marketplace).is_none()).collect(),
            bands: bands::TABLE.iter().filter(|row| !self.is_replaced(row)).collect(),
            bands_of_japan: self.has(Marketplace::JP)
                && self.on.is_none_or(|day| day >= bands::JAPAN_CHANGED),
            eras: calendar::ERAS
                .iter()
                .filter(|row| self.has(row.marketplace) && holds(row.period))
                .collect(),
            monthly: calendar::MONTHLY
                .iter()
                .filter(|row| self.has(row.marketplace))
                .filter(|_| self.on.is_none_or(|day| day >= calendar::MONTHLY_FROM))
                .collect(),
            exceptions: calendar::EXCEPTIONS
                .iter()
                .filter(|row| self.among(row.marketplaces).next().is_some())
                .filter(|row| self.on.is_none_or(|day| row.evaluation.concerns(day)))
                .collect(),
            limits: limits::TABLE
                .iter()
                .filter(|row| self.has(row.marketplace) && self.on.is_none_or(|day| row.holds(day)))
                .collect(),
            overage: overage::TABLE
                .iter()
                .filter(|row| self.among(row.marketplaces).next().is_some() && holds(row.period))
                .collect(),
            fees_unknown: fees::unknown(self, &fees),
            fees,
            next: self.on.map_or_else(Vec::new, |day| {
                marketplaces()
                    .filter_map(|marketplace| Some((marketplace, calendar::next_date(marketplace, day)?)))
                    .collect()
            }),
        }
    }
}
