//! What identifies things: [`Sku`], [`Fnsku`], [`Asin`], [`Marketplace`].
//!
//! The three codes are kept exactly as the report writes them. A SKU may be all digits with leading zeros, hold
//! spaces, or look like a number; it is never anything but text. Nearly all are short, and those stand in place: what
//! compares and sorts them finds them where it looks.

use compact_str::CompactString;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(CompactString);

        impl $name {
            /// The code as the report writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                $name(code.into())
            }
        }

        impl From<Cow<'_, str>> for $name {
            fn from(code: Cow<'_, str>) -> Self {
                $name(code.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

code! {
    /// The seller's own name of a product (Amazon: merchant SKU, MSKU).
    Sku
}
code! {
    /// Amazon's label of the physical units in a fulfilment centre. Several SKUs may share one.
    Fnsku
}
code! {
    /// Amazon's catalogue number of a product. ISBNs among them begin with a zero.
    Asin
}

/// Does a code look like one of Amazon's labels: `X0` and eight capitals or digits? Labels may also be an ASIN, which begins
/// with `B0`, or an ISBN; sellers' own codes are anything.
///
/// ```
/// use ipi::ids::looks_like_label;
/// assert!(looks_like_label("X001ABC2D3") && looks_like_label("B0EXAMPLE1"));
/// assert!(!looks_like_label("X001") && !looks_like_label("MUG-12-BLUE"));
/// ```
#[must_use]
pub fn looks_like_label(code: &str) -> bool {
    code.len() == 10
        && (code.starts_with("X0") || code.starts_with("B0"))
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// `1.98469E+11`: a long number as a spreadsheet shows it. No seller names a product so.
///
/// ```
/// use ipi::ids::is_rounded;
/// assert!(is_rounded(b"1.98469E+11") && is_rounded(b"2E+10"));
/// assert!(!is_rounded(b"MUG-12") && !is_rounded(b"E+11"));
/// ```
#[must_use]
pub fn is_rounded(key: &[u8]) -> bool {
    let [.., b'+', tens, ones] = key else { return false };
    let mantissa = key[..key.len() - 3].strip_suffix(b"E").or(key[..key.len() - 3].strip_suffix(b"e"));
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    digits(&[*tens, *ones])
        && mantissa.is_some_and(|m| match m {
            // A decimal comma where the spreadsheet is a European one.
            [first, b'.' | b',', rest @ ..] => first.is_ascii_digit() && digits(rest),
            [first] => first.is_ascii_digit(),
            _ => false,
        })
}

macro_rules! marketplaces {
    ($($code:ident $name:literal [$($alias:literal),*];)*) => {
        /// A marketplace of Amazon with FBA. One score belongs to one of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "UPPERCASE")]
        #[allow(missing_docs)]
        pub enum Marketplace {
            $($code,)*
        }

        impl Marketplace {
            /// All of them, in the order of their codes.
            pub const ALL: &[Marketplace] = &[$(Marketplace::$code,)*];

            /// The two letters that `ipi` uses, such as `US`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Marketplace::$code => stringify!($code),)* }
            }

            /// The country's English name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Marketplace::$code => $name,)* }
            }

            const fn aliases(self) -> &'static [&'static str] {
                match self { $(Marketplace::$code => &[$($alias),*],)* }
            }
        }
    };
}

marketplaces! {
    AE "United Arab Emirates" ["amazon.ae"];
    AU "Australia" ["amazon.com.au"];
    BE "Belgium" ["amazon.com.be"];
    BR "Brazil" ["amazon.com.br"];
    CA "Canada" ["amazon.ca"];
    DE "Germany" ["amazon.de"];
    EG "Egypt" ["amazon.eg"];
    ES "Spain" ["amazon.es"];
    FR "France" ["amazon.fr"];
    IE "Ireland" ["amazon.ie"];
    IN "India" ["amazon.in"];
    IT "Italy" ["amazon.it"];
    JP "Japan" ["amazon.co.jp"];
    MX "Mexico" ["amazon.com.mx"];
    NL "Netherlands" ["amazon.nl"];
    PL "Poland" ["amazon.pl"];
    SA "Saudi Arabia" ["amazon.sa"];
    SE "Sweden" ["amazon.se"];
    SG "Singapore" ["amazon.sg"];
    TR "Türkiye" ["amazon.com.tr", "Turkey"];
    UK "United Kingdom" ["GB", "amazon.co.uk"];
    US "United States" ["amazon.com", "USA"];
    ZA "South Africa" ["amazon.co.za"];
}

impl Marketplace {
    /// May stock of this marketplace lie in fulfilment centres of `country`?
    ///
    /// Continental Europe is one pool; elsewhere, and in the United Kingdom, stock lies in the country itself.
    #[must_use]
    pub const fn keeps_stock_in(self, country: Marketplace) -> bool {
        self as u8 == country as u8 || (self.is_continental() && country.is_continental())
    }

    const fn is_continental(self) -> bool {
        use Marketplace::{BE, DE, ES, FR, IE, IT, NL, PL, SE};
        matches!(self, BE | DE | ES | FR | IE | IT | NL | PL | SE)
    }
}

impl FromStr for Marketplace {
    type Err = UnknownMarketplace;

    /// Takes a code, a country's name or a domain, in any case.
    ///
    /// ```
    /// use ipi::ids::Marketplace;
    /// assert_eq!("gb".parse(), Ok(Marketplace::UK));
    /// assert_eq!("Amazon.com".parse(), Ok(Marketplace::US));
    /// assert_eq!("www.amazon.de".parse(), Ok(Marketplace::DE));
    /// assert!("XX".parse::<Marketplace>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let text = text.strip_prefix("www.").unwrap_or(text);
        Marketplace::ALL
            .iter()
            .copied()
            .find(|m| {
                [m.code(), m.name()].iter().chain(m.aliases()).any(|known| known.eq_ignore_ascii_case(text))
            })
            .ok_or_else(|| UnknownMarketplace(text.into()))
    }
}

impl fmt::Display for Marketplace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A text that names no marketplace that `ipi` knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownMarketplace(Box<str>);

impl fmt::Display for UnknownMarketplace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = Marketplace::ALL.iter().map(|m| m.code()).collect();
        write!(f, "\"{}\" is no marketplace; known are {}", printable(&self.0), known.join(" "))
    }
}

impl std::error::Error for UnknownMarketplace {}

/// Makes text from outside (a SKU, a file name, a cell) safe to print: control characters and marks that turn the
/// direction of text become visible escapes, all else stays as it is.
///
/// ```
/// use ipi::ids::printable;
/// assert_eq!(printable("Café 12\""), "Café 12\"");
/// assert_eq!(printable("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
/// assert_eq!(printable("SOAP\u{ad}\u{e0041}"), "SOAP\\u{ad}\\u{e0041}");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Is this a character that a terminal obeys instead of showing it, or that takes no room, so that two names which differ
/// look the same?
///
/// Beside controls these are the characters that Unicode calls default-ignorable, the interlinear marks and the separators
/// of lines.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || (c >= '\u{ad}'
            && matches!(c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'))
}
