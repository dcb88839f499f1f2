//! Text for a cell: nothing in it that is obeyed or cannot be seen, and no more than a cell holds.

use crate::ids::printable;
use std::borrow::Cow;

/// So many UTF-16 units a cell holds.
const MOST: usize = 32_767;
/// Stands at the end of what was cut.
const CUT: &str = " … (cut)";

/// What is written for a text.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !crate::ids::is_hidden(c) && !is_no_character(c);
    let text: Cow<'_, str> = if text.chars().all(is_plain) {
        text.into()
    } else {
        // XML has no place for the last two of a plane.
        let safe = printable(text);
        let mut out = String::with_capacity(safe.len());
        for c in safe.chars() {
            if is_no_character(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
        }
        out.into()
    };
    // Cheap for nearly all: no character has more units than bytes.
    if text.len() <= MOST || text.encode_utf16().count() <= MOST {
        return text;
    }
    let mut left = MOST - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let units = c.len_utf16();
        let fits = units <= left;
        left = left.saturating_sub(units);
        fits
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out += CUT;
    out.into()
}

fn is_no_character(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe
}

/// About how many digits wide a text is; letters of East Asia take two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_told_and_what_is_too_long_is_cut() {
        assert_eq!(shown("=1+2"), "=1+2");
        assert_eq!(shown("a\u{202e}b\tc\u{ffff}"), "a\\u{202e}b\\u{9}c\\u{ffff}");
        assert_eq!(shown(&"x".repeat(MOST)).len(), MOST);
        // An emoji is two units: the last one has no room left beside the sign.
        for text in ["x".repeat(40_000), "😀".repeat(20_000)] {
            let cut = shown(&text).into_owned();
            assert!(cut.ends_with(CUT) && (MOST - 1..=MOST).contains(&cut.encode_utf16().count()));
        }
    }

    #[test]
    fn letters_of_east_asia_are_wide() {
        assert_eq!((width("MUG-1"), width("茶碗")), (5, 4));
    }
}
