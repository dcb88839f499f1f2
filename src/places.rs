//! Where stock lies: places as ledgers write them, and in which country each is.
//!
//! A ledger names countries or, if it was downloaded so, fulfilment centres. Amazon calls a centre after an airport nearby
//! and a number, such as `PHX6` for the sixth of Phoenix, so the airport tells the country; where Amazon calls it
//! otherwise, only the whole code does. What is not in [`CENTRES`] is not known, and nothing is guessed.

use crate::evidence::Certainty;
use crate::ids::Marketplace;
use std::collections::BTreeSet;
use std::fmt;

/// Fulfilment centres of one country.
#[derive(Clone, Copy, Debug)]
pub struct Centres {
    /// The country, in two letters (ISO 3166).
    pub country: &'static str,
    /// Airports that centres are called after, and whole codes that no airport explains; parted by blanks.
    pub codes: &'static str,
    /// Where that is from.
    pub source: &'static str,
    /// When it was looked up: year and month.
    pub seen: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
}

const AIRPORTS: &str = "https://www.iata.org/en/publications/directories/code-search/";
const LISTS: &str = "lists of centres in open-source tools of sellers, two or more of them";

const fn airports(country: &'static str, codes: &'static str) -> Centres {
    Centres { country, codes, source: AIRPORTS, seen: "2026-11", certainty: Certainty::ThirdParty }
}

const fn listed(country: &'static str, codes: &'static str) -> Centres {
    Centres { country, codes, source: LISTS, seen: "2026-11", certainty: Certainty::ThirdParty }
}

/// All centres whose country is known: airports only where Amazon is known to have a centre called so.
pub const CENTRES: &[Centres] = &[
    airports("AE", "AUH DXB"),
    airports("AU", "ADL BNE BWU MEL PER SYD"),
    airports("BR", "BSB CNF GIG GRU POA REC"),
    airports("CA", "YEG YHM YOO YOW YUL YVR YXU YXX YYC YYZ"),
    airports("CZ", "PRG"),
    airports("DE", "BER BRE CGN DTM DUS ERF FRA HAJ HAM LEJ MUC NUE PAD SCN STR"),
    listed("DE", "EDE4 EDE5"),
    airports("EG", "CAI"),
    airports("ES", "BCN MAD OVD RMU SVQ VLC ZAZ"),
    airports("FR", "BVA CDG ETZ LIL LYS MRS ORY"),
    airports("GB", "BHX BRS CWL DSA EDI EMA GLA LBA LCY LHR LPL LTN MAN MME NCL"),
    listed("GB", "EUK5"),
    airports("IE", "DUB SNN"),
    airports("IN", "AMD BLR BOM CCU CJB DEL HYD JAI LKO MAA NAG PNQ"),
    airports("IT", "BGY BLQ FCO MXP PSR TRN"),
    airports("JP", "FSZ HND HSG KIX NGO NRT"),
    listed("JP", "TPF3 VJNA VJNB"),
    airports("MX", "GDL MEX MID MTY TIJ"),
    airports("NL", "AMS"),
    airports("PL", "GDN KTW LCJ POZ SZZ WAW WRO"),
    airports("SA", "JED RUH"),
    airports("SE", "ARN GOT"),
    airports("SG", "SIN"),
    airports("SK", "BTS"),
    airports("TR", "IST SAW"),
    airports(
        "US",
        "ABE ABQ ACY AGS ALB ATL AUS AVP BDL BFI BFL BHM BNA BOI BOS BTR BUF BWI CAE CHA CHS CLE CLT CMH CVG DCA DEN DET DFW \
         DSM DTW ELP EWR FAR FAT FSD FTW FWA GEG GRR GSO GSP GYR HOU HSV IAD IAH ICT IND JAN JAX JFK LAL LAS LAX LEX LFT LGA \
         LGB LIT MCE MCI MCO MDT MDW MEM MGE MGM MIA MKC MKE MOB MSP MSY OAK OKC OMA ONT ORD ORF PAE PBI PDX PHL PHX PIT PSC \
         PVD RDU RFD RIC ROC SAN SAT SAV SBD SCK SDF SEA SHV SJC SLC SMF STL SWF SYR TEB TLH TMB TPA TUL TUS VGT XNA",
    ),
    listed("US", "KRB1 MQJ1 WBW2"),
    airports("ZA", "CPT JNB"),
];

/// What a place is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The place is a country.
    Country(&'static str),
    /// It is a fulfilment centre, or nothing that is known; with the country where that is known.
    Centre(Option<&'static str>),
}

impl Where {
    /// The country, in two letters.
    #[must_use]
    pub const fn country(self) -> Option<&'static str> {
        match self {
            Where::Country(country) => Some(country),
            Where::Centre(country) => country,
        }
    }
}

/// What a place is, as a ledger names it.
///
/// ```
/// use ipi::places::{Where, country_of};
/// assert_eq!(country_of("US"), Where::Country("US"));
/// assert_eq!(country_of("United Kingdom"), Where::Country("GB"));
/// assert_eq!(country_of("YYZ4"), Where::Centre(Some("CA")));
/// assert_eq!(country_of("QQQ1"), Where::Centre(None));
/// ```
#[must_use]
pub fn country_of(location: &str) -> Where {
    let name = location.trim();
    if let Ok(marketplace) = name.parse() {
        return Where::Country(home(marketplace));
    }
    // Countries of the continental pool that have centres and no marketplace.
    for country in ["CZ", "SK"] {
        if name.eq_ignore_ascii_case(country) {
            return Where::Country(country);
        }
    }
    let code = name.to_ascii_uppercase();
    let numbered = |airport: &str| {
        let number = code.strip_prefix(airport).unwrap_or_default();
        (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let stands = |known: &str| code == known && known.len() > 3 || known.len() == 3 && numbered(known);
    let found = CENTRES.iter().find(|centres| centres.codes.split_whitespace().any(stands));
    Where::Centre(found.map(|centres| centres.country))
}

/// The name under which a place is known, whatever its spelling: a country by its two letters, a centre by its code, and
/// nothing where no place is named.
///
/// ```
/// use ipi::places::known_as;
/// assert_eq!(known_as(" united states"), "US");
/// assert_eq!(known_as("phx6 "), "PHX6");
/// assert_eq!(known_as(" - "), "");
/// ```
#[must_use]
pub fn known_as(location: &str) -> String {
    match country_of(location) {
        Where::Country(country) => country.into(),
        Where::Centre(_) if location.chars().all(|c| !c.is_alphanumeric()) => String::new(),
        Where::Centre(_) => location.trim().to_ascii_uppercase(),
    }
}

/// The country of a marketplace, in two letters.
const fn home(marketplace: Marketplace) -> &'static str {
    match marketplace {
        Marketplace::UK => "GB",
        other => other.code(),
    }
}

/// Does stock in the country serve the marketplace?
fn serves(country: &str, marketplace: Marketplace) -> bool {
    match country.parse() {
        Ok(there) => marketplace.keeps_stock_in(there),
        Err(_) => marketplace.keeps_stock_in(Marketplace::DE),
    }
}

/// Does stock in the one country serve the other's marketplace?
fn one_pool(country: &str, other: &str) -> bool {
    serves(country, other.parse().unwrap_or(Marketplace::DE))
}

/// May stock of this marketplace lie at `location`, a country or a fulfilment centre as a ledger names it? What is not
/// known counts; whether it can be told apart says [`check`].
///
/// ```
/// use ipi::ids::Marketplace;
/// use ipi::places::keeps_stock_at;
/// assert!(keeps_stock_at(Marketplace::DE, "PL") && keeps_stock_at(Marketplace::DE, "PRG2"));
/// assert!(!keeps_stock_at(Marketplace::DE, "GB") && !keeps_stock_at(Marketplace::UK, "CZ"));
/// assert!(keeps_stock_at(Marketplace::US, "PHX6") && !keeps_stock_at(Marketplace::US, "YYZ4"));
/// assert!(keeps_stock_at(Marketplace::US, "QQQ1"));
/// ```
#[must_use]
pub fn keeps_stock_at(judged: Marketplace, location: &str) -> bool {
    country_of(location).country().is_none_or(|country| serves(country, judged))
}

/// Why the places of a ledger do not tell what stock there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// They are in countries that do not share their stock, and no marketplace is named.
    SeveralCountries(Vec<&'static str>),
    /// Some are in other countries than the one judged, and some may be anywhere.
    UnknownCentres {
        /// The countries.
        foreign: Vec<&'static str>,
        /// The places that may be anywhere, in order.
        unknown: Vec<String>,
    },
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Contradiction::SeveralCountries(countries) => f.write_str(&countries.join(", ")),
            Contradiction::UnknownCentres { foreign, unknown } => {
                let shown: Vec<_> = unknown.iter().take(3).map(String::as_str).collect();
                write!(f, "known is {}, not known {}", foreign.join(", "), shown.join(", "))?;
                if unknown.len() > shown.len() {
                    write!(f, " and {} more", unknown.len() - shown.len())?;
                }
                Ok(())
            }
        }
    }
}

/// Can the stock of one marketplace be told by these places, each the name of one with sellable rows?
///
/// With a marketplace judged, places in its countries count and others do not ([`keeps_stock_at`]); places that are not
/// known count if nothing points abroad. Without one, all have to be of one pool of stock.
///
/// # Errors
/// Why it cannot.
pub fn check<'a>(
    places: impl IntoIterator<Item = &'a str>,
    judged: Option<Marketplace>,
) -> Result<(), Contradiction> {
    let (mut countries, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for place in places {
        match country_of(place).country() {
            Some(country) => _ = countries.insert(country),
            None => _ = unknown.insert(place.trim()),
        }
    }
    let Some(judged) = judged else {
        let first = countries.first();
        let one = countries.iter().all(|country| first.is_some_and(|first| one_pool(country, first)));
        let several = || Contradiction::SeveralCountries(countries.iter().copied().collect());
        return if one { Ok(()) } else { Err(several()) };
    };
    let foreign: Vec<_> = countries.into_iter().filter(|country| !serves(country, judged)).collect();
    if foreign.is_empty() || unknown.is_empty() {
        return Ok(());
    }
    Err(Contradiction::UnknownCentres { foreign, unknown: unknown.into_iter().map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Marketplace::{CA, DE, FR, UK, US};

    #[test]
    fn every_code_stands_once_and_every_row_has_its_source() {
        let mut seen = BTreeSet::new();
        for centres in CENTRES {
            assert!(!centres.source.is_empty() && centres.seen.len() == 7);
            for code in centres.codes.split_whitespace() {
                assert!(seen.insert(code), "{code} stands twice");
                assert!((3..=4).contains(&code.len()) && code.to_ascii_uppercase() == code, "{code}");
            }
        }
    }

    #[test]
    fn centres_are_known_by_airport_and_number() {
        for (place, country) in [
            ("PHX6", Some("US")),
            ("yyz4 ", Some("CA")),
            ("LTN4", Some("GB")),
            ("EUK5", Some("GB")),
            ("WRO5", Some("PL")),
            ("PRG2", Some("CZ")),
            ("KIX10", Some("JP")),
            ("KRB1", Some("US")),
            // No number, too long a number, another centre of an airport that is elsewhere, no airport at all.
            ("PHX", None),
            ("PHX123", None),
            ("PHXA", None),
            ("KRB2", None),
            ("YNG1", None),
            ("", None),
        ] {
            assert_eq!(country_of(place), Where::Centre(country), "{place}");
        }
        assert_eq!(country_of("sk"), Where::Country("SK"));
        assert_eq!(country_of("UK"), Where::Country("GB"));
    }

    #[test]
    fn a_marketplace_named_tells_known_places_apart() {
        assert_eq!(check(["PHX6", "YYZ4"], Some(US)), Ok(()));
        assert!(keeps_stock_at(CA, "YYZ4") && !keeps_stock_at(CA, "PHX6"));
        assert_eq!(check(["WRO5", "PRG1", "LTN4"], Some(FR)), Ok(()));
        // Nothing points abroad, so centres that are not known are taken to be at home.
        assert_eq!(check(["PHX6", "QQQ1"], Some(US)), Ok(()));
        assert_eq!(check(["QQQ1", "QQQ2", ""], Some(US)), Ok(()));
    }

    #[test]
    fn places_that_may_be_anywhere_beside_foreign_ones_tell_nothing() {
        let found = check(["QQQ2", "PHX6", "YYZ4", "QQQ1"], Some(US));
        let unknown = vec!["QQQ1".to_owned(), "QQQ2".to_owned()];
        let expected = Contradiction::UnknownCentres { foreign: vec!["CA"], unknown };
        assert_eq!(found, Err(expected.clone()));
        assert_eq!(expected.to_string(), "known is CA, not known QQQ1, QQQ2");
        assert!(check(["GB", "QQQ1"], Some(DE)).is_err());
    }

    #[test]
    fn without_a_marketplace_all_places_are_of_one_pool() {
        assert_eq!(check(["YYZ4", "PHX6"], None), Err(Contradiction::SeveralCountries(vec!["CA", "US"])));
        assert_eq!(check(["DE", "GB"], None), Err(Contradiction::SeveralCountries(vec!["DE", "GB"])));
        assert_eq!(check(["CZ", "WRO5", "FR", "SK"], None), Ok(()));
        assert_eq!(check(["CZ", "GB"], None), Err(Contradiction::SeveralCountries(vec!["CZ", "GB"])));
        assert_eq!(check(["PHX6", "QQQ1"], None), Ok(()));
        assert!(!keeps_stock_at(UK, "WRO5"));
    }
}
