//! What holds for all stocks of an account.

use super::cost::{Cost, Origin, Range, Why};
use crate::account::Account;
use crate::ids::Marketplace;
use crate::money::{Amount, Currency, Money};
use crate::policy::fees::{FeeTable, Unknown};
use chrono::NaiveDate;

/// How many times as much is asked of a table that rounds to whole cents, where they are to be summed up.
pub(super) const FINE: u64 = 100;

/// What holds for all stocks of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The marketplace, where it is known.
    pub marketplace: Option<Marketplace>,
    /// The day judged.
    pub day: NaiveDate,
    /// The currency of the reports, and where they name none that of the marketplace; `None` for one that no table is in.
    pub currency: Option<Currency>,
    /// The days in stock of the last 30 are known.
    pub days_known: bool,
}

impl Terms {
    /// Those of a marketplace in its own currency, without known days in stock.
    #[must_use]
    pub const fn new(marketplace: Marketplace, day: NaiveDate) -> Terms {
        let currency = Some(Currency::of(marketplace));
        Terms { marketplace: Some(marketplace), day, currency, days_known: false }
    }

    /// Those of an account.
    #[must_use]
    pub fn of(account: &Account) -> Terms {
        let named = account.steering.as_ref().and_then(|steering| steering.currency.as_deref());
        Terms {
            marketplace: account.marketplace,
            day: account.as_of.day(),
            currency: currency(named, account.marketplace),
            days_known: account.in_stock_known,
        }
    }

    /// What a table comes to.
    pub(super) fn by_table(&self, fee: impl FnOnce(Marketplace) -> Result<(Range, FeeTable), Why>) -> Cost {
        match self.marketplace.ok_or(Why::NoMarketplace).and_then(fee) {
            Ok((range, table)) => Cost::Known(range, Origin::Table(table)),
            Err(why) => Cost::Unknown(why),
        }
    }

    /// An amount of a table among those of the reports.
    pub(super) fn money(&self, amount: Amount) -> Result<Money, Why> {
        self.in_currency(amount.currency).map(|()| amount.into())
    }

    /// What a table comes to for [`FINE`] times as much, of which only the part is wanted.
    pub(super) fn fine(&self, amount: Amount) -> Result<Money, Why> {
        self.money(amount).map(|money| money.share(1, FINE))
    }

    /// Is this the currency of the reports?
    pub(super) fn in_currency(&self, currency: Currency) -> Result<(), Why> {
        if self.currency == Some(currency) { Ok(()) } else { Err(Why::OtherCurrency) }
    }

    /// A price of the reports, for a table.
    pub(super) fn price(&self, price: Option<Money>) -> Result<Amount, Why> {
        let price = price.ok_or(Why::Fee(Unknown::NoPrice))?;
        let currency = self.currency.ok_or(Why::OtherCurrency)?;
        Amount::from_major(price.number(), currency).ok_or(Why::Fee(Unknown::NoPrice))
    }
}

/// The currency that reports name, where a table may be in it; that of the marketplace where they name none.
fn currency(named: Option<&str>, marketplace: Option<Marketplace>) -> Option<Currency> {
    match named {
        Some(code) => Currency::named(code),
        None => marketplace.map(Currency::of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_that_no_table_is_in_is_not_that_of_the_marketplace() {
        let us = Some(Marketplace::US);
        assert_eq!(currency(None, us), Some(Currency::Usd));
        assert_eq!(currency(Some("CAD"), us), Some(Currency::Cad));
        assert_eq!(currency(Some("CHF"), us), None);
        assert_eq!(currency(None, None), None);
    }
}
