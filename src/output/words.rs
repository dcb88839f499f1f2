//! Figures into words: the one place where numbers are rounded for people, and where foreign text is made safe to print.

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
        s if s == 0.0 => "0 %".into(),
        s if s == 1.0 => "100 %".into(),
        s if s > 0.0 && s < 0.0005 => "< 0.1 %".into(),
        s if s < 1.0 && s > 0.9995 => "> 99.9 %".into(),
        s => format!("{:.1} %", s * 100.0),
    }
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

/// `1 day`, `2 days`.
#[must_use]
pub fn count(n: impl TryInto<u64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(0);
    format!("{} {}", crate::units::Units::new(n), if n == 1 { one } else { many })
}

/// Makes text from outside (a SKU, a file name, a cell) safe to print: control characters and marks that turn the
/// direction of text become visible escapes, all else stays as it is.
///
/// ```
/// use ipi::output::words::printable;
/// assert_eq!(printable("Café 12\""), "Café 12\"");
/// assert_eq!(printable("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
