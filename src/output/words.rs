//! Figures into words: the one place where numbers are rounded for people, and where foreign text is made safe to print.

pub use super::wire::json as json_text;
pub use crate::ids::printable;
pub use crate::units::count;

use crate::ids::is_hidden;
use crate::units::Units;
use chrono::NaiveDate;

/// A share as a percentage with one decimal: `0.1234` → `12.3 %`.
///
/// A share that is not zero never reads as zero, and one that is not whole never reads as whole.
///
/// ```
/// use ipi::output::words::percent;
/// assert_eq!(percent(0.1234), "12.3 %");
/// assert_eq!(percent(0.0001), "< 0.1 %");
/// assert_eq!(percent(0.9999), "> 99.9 %");
/// assert_eq!(percent(0.0), "0 %");
/// assert_eq!(percent(1.0), "100 %");
/// ```
#[must_use]
pub fn percent(share: f64) -> String {
    match share {
        0.0 => "0 %".into(),
        1.0 => "100 %".into(),
        s if s > 0.0 && s < 0.0005 => "< 0.1 %".into(),
        s if s < 1.0 && s > 0.9995 => "> 99.9 %".into(),
        s => format!("{:.1} %", s * 100.0),
    }
}

/// A share as [`percent`] has it, without a decimal that says nothing: for shares that somebody has chosen.
///
/// ```
/// use ipi::output::words::short_percent;
/// assert_eq!([0.9, 0.125, 1.0, 0.0001].map(short_percent), ["90 %", "12.5 %", "100 %", "< 0.1 %"]);
/// ```
#[must_use]
pub fn short_percent(share: f64) -> String {
    percent(share).replace(".0 %", " %")
}

/// Points with their sign: `+12`, `−3`, `0`.
#[must_use]
pub fn signed(points: f64) -> String {
    match points.round() {
        p if p > 0.0 => format!("+{p:.0}"),
        p if p < 0.0 => format!("-{:.0}", -p),
        _ => "0".into(),
    }
}

/// Points with their sign and one decimal, where single actions are told apart: `+64.1`, `-0.4`, `0.0`.
///
/// ```
/// use ipi::output::words::tenths;
/// assert_eq!([64.12, -0.44, -0.04].map(tenths), ["+64.1", "-0.4", "0.0"]);
/// ```
#[must_use]
pub fn tenths(points: f64) -> String {
    let text = format!("{points:+.1}");
    if text[1..] == *"0.0" { "0.0".into() } else { text }
}

/// A figure with one decimal, its thousands set apart as those of units are: `199592.25` → `199,592.2`.
///
/// ```
/// use ipi::output::words::one_decimal;
/// assert_eq!(one_decimal(80.0), "80.0");
/// assert_eq!(one_decimal(199_592.25), "199,592.2");
/// assert_eq!(one_decimal(999.96), "1,000.0");
/// ```
#[must_use]
pub fn one_decimal(figure: f64) -> String {
    let text = format!("{figure:.1}");
    match text.split_once('.') {
        Some((whole, rest)) => match whole.parse() {
            Ok(whole) => format!("{}.{rest}", Units::new(whole)),
            Err(_) => text,
        },
        None => text,
    }
}

/// The first of several names, and how many more there are.
///
/// ```
/// use ipi::output::words::few;
/// assert_eq!(few(&mut ["a", "b"].map(str::to_owned).into_iter()), "a, b");
/// assert_eq!(few(&mut ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into_iter()), "a, b, c, d, e and 1 more");
/// ```
#[must_use]
pub fn few(names: &mut dyn ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 5;
    let rest = names.len().saturating_sub(SHOWN);
    let shown = names.take(SHOWN).collect::<Vec<_>>().join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

/// A name as it is typed behind an option of a command: in quotes where it holds a blank, or what PowerShell takes for a list or
/// a table. What a shell might take for something else than a name, and what is not seen, is left for the reader to fill in.
///
/// ```
/// use ipi::output::words::typed;
/// assert_eq!(typed("shop-2"), "shop-2");
/// assert_eq!((typed("Shop 2").as_str(), typed("a,b").as_str()), ("\"Shop 2\"", "\"a,b\""));
/// assert_eq!((typed("a\\b").as_str(), typed("a\\").as_str()), ("\"a\\b\"", "NAME"));
/// assert_eq!((typed("$(rm x)").as_str(), typed("a\u{3164}").as_str()), ("NAME", "NAME"));
/// ```
#[must_use]
pub fn typed(name: &str) -> String {
    let is_plain = |c: char| (c.is_alphanumeric() && !is_hidden(c)) || "._-/:+@".contains(c);
    match name {
        name if name.starts_with('-') => "NAME".into(),
        name if name.chars().all(is_plain) && !name.starts_with('@') => name.into(),
        // A backslash is one between quotes too, but not before the last of them; and of two a shell of Unix leaves one.
        name if name.chars().all(|c| is_plain(c) || " ,\\".contains(c))
            && !name.ends_with('\\')
            && (std::path::is_separator('\\') || !name.contains("\\\\")) =>
        {
            format!("\"{name}\"")
        }
        _ => "NAME".into(),
    }
}

/// A figure for a machine to four decimals: what is an estimate needs no more.
///
/// ```
/// use ipi::output::words::rounded;
/// assert_eq!(rounded(-24.424_391_824), -24.4244);
/// assert_eq!(rounded(-0.000_01).to_string(), "0");
/// ```
#[must_use]
pub fn rounded(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4 + 0.0
}

/// Units in words: `1 unit`, `1,200 units`.
///
/// ```
/// use ipi::output::words::units;
/// use ipi::units::Units;
/// assert_eq!([1, 1200].map(Units::new).map(units), ["1 unit", "1,200 units"]);
/// ```
#[must_use]
pub fn units(units: Units) -> String {
    count(units.get(), "unit", "units")
}

/// A reason as a sentence: with a capital letter and a full stop.
///
/// ```
/// use ipi::output::words::sentence;
/// assert_eq!(sentence("no report tells a day"), "No report tells a day.");
/// assert_eq!(sentence("Told."), "Told.");
/// ```
#[must_use]
pub fn sentence(reason: &str) -> String {
    capital(reason.trim_end_matches('.')) + "."
}

/// With a capital letter at its head.
///
/// ```
/// use ipi::output::words::capital;
/// assert_eq!([capital("élan vital"), capital("")], ["Élan vital", ""]);
/// ```
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The ISO week of a day: `2026-W27`.
#[must_use]
pub fn week(day: NaiveDate) -> String {
    day.format("%G-W%V").to_string()
}

/// The ISO week with the day: `2026-W27, Mon 2026-06-29`.
#[must_use]
pub fn week_and_day(day: NaiveDate) -> String {
    day.format("%G-W%V, %a %Y-%m-%d").to_string()
}
