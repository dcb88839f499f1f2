//! What selling stock off through Amazon's liquidation brings: a share of the price, less a referral fee and a fee by weight.
//!
//! Amazon names a range of shares, so what is left is a range too. It is paid two to three months later, a buyer may take a
//! month to be found or not be found at all, and there is a least price, which is not known.

use super::weights::{Ladder, Rounding};
use super::{Basis, FeeTable, Group, Item, Unknown};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::{Amount, Balance, Currency};
use crate::weight::WeightUnit::{Kilograms, Pounds};
use chrono::NaiveDate;

/// What share of the mean selling price comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days.
    pub period: Period,
    /// Thousandths of the price, at least.
    pub low: u16,
    /// Thousandths of the price, at most.
    pub high: u16,
    /// Thousandths of that which Amazon keeps.
    pub referral: u16,
    /// What it rests on.
    pub basis: Basis,
}

/// The fee for handling one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcessingRule {
    /// Where.
    pub marketplace: Marketplace,
    /// The days.
    pub period: Period,
    /// The group of sizes.
    pub group: Group,
    /// The fee of a unit by its weight.
    pub ladder: Ladder,
    /// What it rests on.
    pub basis: Basis,
}

const LIQUIDATIONS: &str = "https://sellercentral.amazon.com/help/hub/reference/external/GYVCG5Q3BEJ6MLMF";
const CARD: &str = "https://m.media-amazon.com/images/G/02/sell/images/260630-FBA-Rate-Card-EN1.pdf";

/// Every share known.
pub const RECOVERY: &[RecoveryRule] = &[
    RecoveryRule {
        marketplaces: &[Marketplace::US],
        period: Period::since(day(2024, 1, 1)),
        low: 50,
        high: 100,
        referral: 150,
        basis: Basis {
            certainty: Certainty::Quoted,
            days_assumed: true,
            source: LIQUIDATIONS,
            note: "about these shares, says Amazon; the first day is ours",
        },
    },
    RecoveryRule {
        marketplaces: &[Marketplace::CA, Marketplace::DE, Marketplace::UK],
        period: Period::since(day(2024, 1, 1)),
        low: 50,
        high: 100,
        referral: 150,
        basis: Basis {
            certainty: Certainty::Assumed,
            days_assumed: true,
            source: LIQUIDATIONS,
            note: "the American shares; the referral fee is from a third party's table of 2026",
        },
    },
];

const US_NOW: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: true,
    source: LIQUIDATIONS,
    note: "the fees as a third party's table of 2026 gives them; the first day is ours",
};
const CARD_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: CARD,
    note: "the card as a third party's table gives it, which counts weight to the gram",
};
const CA_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: "https://sellercentral.amazon.ca/help/hub/reference/external/G200685050",
    note: "the page as a third party's table gives it",
};

/// One row of [`PROCESSING`].
const fn row(
    marketplace: Marketplace,
    group: Group,
    steps: &'static [(u32, u32)],
    above: u32,
    more: u32,
) -> ProcessingRule {
    let (from, currency, unit, rounding, basis) = match marketplace {
        Marketplace::US => (day(2024, 1, 1), Currency::Usd, Pounds, Rounding::Begun, US_NOW),
        Marketplace::CA => (day(2026, 1, 1), Currency::Cad, Kilograms, Rounding::Begun, CA_2026),
        Marketplace::UK => (day(2026, 7, 1), Currency::Gbp, Kilograms, Rounding::Exact, CARD_2026),
        _ => (day(2026, 7, 1), Currency::Eur, Kilograms, Rounding::Exact, CARD_2026),
    };
    let ladder = Ladder { currency, unit, steps, above, more, rounding };
    ProcessingRule { marketplace, period: Period::since(from), group, ladder, basis }
}

/// Every fee for handling known.
#[rustfmt::skip]
pub const PROCESSING: &[ProcessingRule] = &{
    use Group::{Oversize, Standard};
    use Marketplace::{CA, DE, UK, US};
    [
        row(US, Standard, &[(500, 25), (1_000, 30), (2_000, 35)], 40, 20),
        row(US, Oversize, &[(1_000, 60), (2_000, 70), (4_000, 90), (10_000, 145)], 190, 20),
        row(UK, Standard, &[(200, 37), (500, 49), (1_000, 80)], 106, 53),
        row(UK, Oversize, &[(500, 85), (1_000, 173), (2_000, 259), (5_000, 432)], 518, 52),
        row(DE, Standard, &[(200, 42), (500, 52), (1_000, 93)], 102, 53),
        row(DE, Oversize, &[(500, 83), (1_000, 167), (2_000, 251), (5_000, 419)], 502, 52),
        row(CA, Standard, &[(200, 25), (500, 30), (1_000, 35)], 40, 20),
        row(CA, Oversize, &[(500, 60), (1_000, 70), (2_000, 90), (5_000, 145)], 190, 20),
    ]
};

/// What one unit brings after fees, as a range; below nothing it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proceeds {
    /// At least so much.
    pub low: Balance,
    /// At most so much.
    pub high: Balance,
}

/// What one unit with this mean selling price brings after fees, by an order made on `day`.
///
/// # Errors
///
/// What is not known: a table, the tier, the weight or the price, or that the price is in another currency.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::money::{Amount, Currency::Usd};
/// use ipi::policy::fees::{Item, Tier, liquidation::net};
/// use ipi::weight::{Weight, WeightUnit::Pounds};
/// let lamp = Item { tier: Some(Tier::LargeStandard), weight: Weight::new(1.5, Pounds), ..Item::default() };
/// let net = net(US, "2026-11-01".parse().unwrap(), &lamp, Amount::from_major(30.0, Usd)).unwrap();
/// // 5 % of $30 is $1.50, less 15 % is $1.275, less $0.35 is $0.925; 10 %: $2.55 − $0.35 = $2.20.
/// assert_eq!((net.low.to_string(), net.high.to_string()), ("USD 0.93".into(), "USD 2.20".into()));
/// ```
pub fn net(
    marketplace: Marketplace,
    day: NaiveDate,
    item: &Item,
    price: Option<Amount>,
) -> Result<Proceeds, Unknown> {
    let (shares, row) = rules(marketplace, day, item)?;
    let (fee, parts) = row.ladder.exact(item.weight.ok_or(Unknown::NoWeight)?);
    let price = price.ok_or(Unknown::NoPrice)?;
    if price.currency != row.ladder.currency {
        return Err(Unknown::OtherCurrency);
    }
    // Parts of millionths of a minor unit: thousandths of the price, of which thousandths are kept.
    let whole = |number: u128| i128::try_from(number).unwrap_or(i128::MAX);
    let (fee, parts) = (whole(fee), whole(parts));
    let left = |share: u16| {
        let kept = i128::from(share) * i128::from(1_000 - shares.referral.min(1_000));
        let minor = i128::from(price.minor).saturating_mul(kept * parts) - fee.saturating_mul(1_000_000);
        Balance::rounded(price.currency, minor, 1_000_000 * parts)
    };
    Ok(Proceeds { low: left(shares.low), high: left(shares.high) })
}

/// The tables by which [`net`] goes, as one: as new as the newer, as sure as the less sure of the two.
///
/// # Errors
///
/// What is not known: a table, the figure or the tier.
pub fn table(marketplace: Marketplace, day: NaiveDate, item: &Item) -> Result<FeeTable, Unknown> {
    let (shares, row) = rules(marketplace, day, item)?;
    let (shares, fee) = (FeeTable::of(shares.period, shares.basis), FeeTable::of(row.period, row.basis));
    Ok(FeeTable {
        since: shares.since.max(fee.since),
        certainty: shares.certainty.max(fee.certainty),
        days_assumed: shares.days_assumed || fee.days_assumed,
    })
}

fn rules(
    marketplace: Marketplace,
    day: NaiveDate,
    item: &Item,
) -> Result<(&'static RecoveryRule, &'static ProcessingRule), Unknown> {
    let shares = RECOVERY.iter().find(|row| row.marketplaces.contains(&marketplace) && row.period.holds(day));
    let shares = shares.ok_or(Unknown::NoTable)?;
    let here = |row: &&ProcessingRule| row.marketplace == marketplace && row.period.holds(day);
    if !PROCESSING.iter().any(|row| here(&row)) {
        return Err(Unknown::NoTable);
    }
    let group = item.group()?;
    let row = PROCESSING.iter().filter(here).find(|row| row.group == group).ok_or(Unknown::NoRate)?;
    Ok((shares, row))
}

#[cfg(test)]
mod tests {
    use super::super::Tier;
    use super::*;
    use crate::weight::Weight;
    use Marketplace::{CA, DE, FR, UK, US};

    fn of(
        at: Marketplace,
        on: NaiveDate,
        kilograms: f64,
        price: Option<Amount>,
    ) -> Result<(i64, i64), Unknown> {
        let weight = Weight::new(kilograms, Kilograms);
        let item = Item { tier: Some(Tier::Standard), weight, ..Item::default() };
        net(at, on, &item, price).map(|net| (net.low.minor, net.high.minor))
    }

    #[test]
    fn cheap_goods_cost_more_than_they_bring() {
        let on = day(2026, 11, 1);
        // £5: 5 % less 15 % is 21.25 p, 10 % is 42.5 p; less 37 p: −15.75 p and 5.5 p.
        assert_eq!(of(UK, on, 0.2, Some(Amount::new(Currency::Gbp, 500))), Ok((-16, 6)));
        // €20: 85 and 170 cents; 1.5 kg: 102 + 53 × 0.5 = 128.5: −43.5 and 41.5, half a cent up.
        assert_eq!(of(DE, on, 1.5, Some(Amount::new(Currency::Eur, 2_000))), Ok((-43, 42)));
        // C$100: 425 and 850 cents; 1.5 kg: one begun, 40 + 20.
        assert_eq!(of(CA, on, 1.5, Some(Amount::new(Currency::Cad, 10_000))), Ok((365, 790)));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let on = day(2026, 11, 1);
        let dollars = Some(Amount::new(Currency::Usd, 500));
        assert_eq!(of(FR, on, 0.2, dollars), Err(Unknown::NoTable));
        assert_eq!(of(UK, day(2026, 6, 30), 0.2, dollars), Err(Unknown::NoTable)); // handling not known before July
        assert_eq!(of(US, on, 0.2, None), Err(Unknown::NoPrice));
        assert_eq!(of(UK, on, 0.2, dollars), Err(Unknown::OtherCurrency));
        assert_eq!(net(US, on, &Item::default(), dollars), Err(Unknown::NoTier));
        let unweighed = Item { tier: Some(Tier::Standard), ..Item::default() };
        assert_eq!(net(US, on, &unweighed, dollars), Err(Unknown::NoWeight));
    }

    #[test]
    fn periods_do_not_overlap_and_every_row_has_a_link() {
        for (i, row) in RECOVERY.iter().enumerate() {
            assert!(row.basis.source.starts_with("https://") && row.low < row.high && row.high <= 1_000);
            for other in &RECOVERY[..i] {
                let shared = row.marketplaces.iter().any(|it| other.marketplaces.contains(it));
                assert!(!shared || !row.period.overlaps(other.period));
            }
        }
        for (i, row) in PROCESSING.iter().enumerate() {
            assert!(row.basis.source.starts_with("https://") && row.period.is_sound());
            assert!(row.ladder.steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            for other in &PROCESSING[..i] {
                let alike = (row.marketplace, row.group) == (other.marketplace, other.group);
                assert!(!alike || !row.period.overlaps(other.period));
            }
        }
    }
}
