//! The table of the fees for removal and disposal.

use super::RemovalRule;
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::Currency;
use crate::policy::fees::weights::{Ladder, Rounding};
use crate::policy::fees::{Basis, Group};
use crate::weight::WeightUnit::{Kilograms, Pounds};

const FEE_CHANGES_2022: &str =
    "https://sellercentral.amazon.com/gp/help/external/help.html?itemID=Z5Q2VW5WF4JWRGC&language=en_US";
const ECOMCREW: &str = "https://www.ecomcrew.com/amazon-fba-removal-disposal-fees-per-unit-change";
const CARD: &str = "https://m.media-amazon.com/images/G/02/sell/images/260630-FBA-Rate-Card-EN1.pdf";

const US_2021: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: true,
    source: FEE_CHANGES_2022,
    note: "named there as what was charged before; the first day is ours",
};
const US_2022: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: true,
    source: FEE_CHANGES_2022,
    note: "the last day is ours: the next table known is of 2024",
};
const US_2024: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: true,
    source: ECOMCREW,
    note: "named there as what was charged before; the first day is ours",
};
const US_2026: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: false,
    source: ECOMCREW,
    note: "charged unit by unit, as they leave, for orders since 2026-03-01; small bulky is not named, oversize here",
};
const EU_2021: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: true,
    source: "https://sellercentral.amazon.se/gp/help/external/help.html?itemID=200685050&language=sv_SE",
    note: "the page is of about 2021, both days are ours",
};
const UK_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: CARD,
    note: "the card as a third party's table gives it, which counts weight to the gram; in 2021 each kilogram begun counted",
};
const DE_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: CARD,
    note: "the card as a third party's table gives it, which counts weight to the gram; oversize above 5 kg has the British \
           figure there, which may be a slip",
};
const CA_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: "https://sellercentral.amazon.ca/help/hub/reference/external/G200685050",
    note: "the page as a third party's table gives it",
};

const US: &[Marketplace] = &[Marketplace::US];
const UK: &[Marketplace] = &[Marketplace::UK];
const EURO: &[Marketplace] = &[Marketplace::DE, Marketplace::ES, Marketplace::FR, Marketplace::IT];

/// A ladder in pounds.
const fn lb(steps: &'static [(u32, u32)], above: u32, more: u32) -> Ladder {
    Ladder { currency: Currency::Usd, unit: Pounds, steps, above, more, rounding: Rounding::Begun }
}

/// A ladder in kilograms.
const fn kg(
    currency: Currency,
    steps: &'static [(u32, u32)],
    above: u32,
    more: u32,
    rounding: Rounding,
) -> Ladder {
    Ladder { currency, unit: Kilograms, steps, above, more, rounding }
}

/// One row of [`TABLE`].
const fn row(
    marketplaces: &'static [Marketplace],
    period: Period,
    group: Group,
    ladder: Ladder,
    basis: Basis,
) -> RemovalRule {
    // The American tables say that they are for both.
    let disposal = matches!(marketplaces, [Marketplace::US]);
    RemovalRule { marketplaces, period, group, disposal, ladder, basis }
}

/// Every fee known.
#[rustfmt::skip]
pub const TABLE: &[RemovalRule] = &{
    use Currency::{Cad, Eur, Gbp};
    use Group::{Oversize, Standard};
    use Rounding::{Begun, Exact};
    const OLD_STANDARD: &[(u32, u32)] = &[(200, 29), (500, 39), (1_000, 78)];
    const OLD_OVERSIZE: &[(u32, u32)] = &[(500, 97), (1_000, 194), (2_000, 236), (5_000, 332)];
    const US_OVERSIZE: &[(u32, u32)] = &[(1_000, 312), (2_000, 430), (4_000, 636), (10_000, 1_004)];
    let us_2021 = Period::between(day(2021, 6, 1), day(2022, 1, 17));
    let us_2022 = Period::between(day(2022, 1, 18), day(2023, 12, 31));
    let us_2024 = Period::between(day(2024, 4, 1), day(2026, 1, 14));
    let us_2026 = Period::since(day(2026, 1, 15));
    let old = Period::between(day(2021, 1, 1), day(2023, 12, 31));
    let (january, july) = (Period::since(day(2026, 1, 1)), Period::since(day(2026, 7, 1)));
    [
        row(US, us_2021, Standard, lb(&[(500, 32), (1_000, 35), (2_000, 48)], 67, 35), US_2021),
        row(US, us_2021, Oversize, lb(&[(1_000, 60), (2_000, 72), (4_000, 126), (10_000, 232)], 350, 35), US_2021),
        row(US, us_2022, Standard, lb(&[(500, 52), (1_000, 75), (2_000, 114)], 151, 63), US_2022),
        row(US, us_2022, Oversize, lb(&[(1_000, 150), (2_000, 196), (4_000, 289), (10_000, 505)], 725, 63), US_2022),
        row(US, us_2024, Standard, lb(&[(500, 104), (1_000, 153), (2_000, 227)], 289, 106), US_2024),
        row(US, us_2024, Oversize, lb(US_OVERSIZE, 1_432, 106), US_2024),
        row(US, us_2026, Standard, lb(&[(500, 84), (1_000, 153), (2_000, 227)], 289, 106), US_2026),
        row(US, us_2026, Oversize, lb(US_OVERSIZE, 1_432, 106), US_2026),
        row(UK, old, Standard, kg(Gbp, OLD_STANDARD, 97, 57, Begun), EU_2021),
        row(UK, old, Oversize, kg(Gbp, OLD_OVERSIZE, 390, 57, Begun), EU_2021),
        row(EURO, old, Standard, kg(Eur, OLD_STANDARD, 97, 57, Begun), EU_2021),
        row(EURO, old, Oversize, kg(Eur, OLD_OVERSIZE, 390, 57, Begun), EU_2021),
        row(UK, july, Standard, kg(Gbp, &[(200, 49), (500, 71), (1_000, 157)], 203, 80, Exact), UK_2026),
        row(UK, july, Oversize, kg(Gbp, &[(500, 213), (1_000, 410), (2_000, 527), (5_000, 733)], 1_049, 80, Exact), UK_2026),
        row(&[Marketplace::DE], july, Standard, kg(Eur, &[(200, 50), (500, 79), (1_000, 180)], 232, 87, Exact), DE_2026),
        row(&[Marketplace::DE], july, Oversize, kg(Eur, &[(500, 246), (1_000, 480), (2_000, 615), (5_000, 855)], 1_049, 86, Exact), DE_2026),
        row(&[Marketplace::CA], january, Standard, kg(Cad, &[(200, 36), (500, 82), (1_000, 162)], 231, 154, Begun), CA_2026),
        row(&[Marketplace::CA], january, Oversize, kg(Cad, &[(200, 93), (500, 121), (1_000, 169), (2_000, 283), (5_000, 502)], 570, 97, Begun), CA_2026),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_do_not_overlap_steps_rise_and_every_row_has_a_link() {
        for (i, row) in TABLE.iter().enumerate() {
            assert!(row.period.is_sound() && row.basis.source.starts_with("https://"), "{row:?}");
            let steps = row.ladder.steps;
            assert!(steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{row:?}");
            assert!(steps.iter().all(|step| step.1 > 0 && step.1 < row.ladder.above), "{row:?}");
            for other in TABLE[..i].iter().filter(|other| other.group == row.group) {
                let shared = row.marketplaces.iter().any(|it| other.marketplaces.contains(it));
                assert!(!shared || !row.period.overlaps(other.period), "{row:?} {other:?}");
            }
        }
    }
}
