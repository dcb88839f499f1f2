//! The right name that comes nearest to a mistyped one.

/// How many of the longer name's letters stand for each that may be wrong, left out, too much or swapped.
const LETTERS_PER_SLIP: usize = 4;

/// The name nearest to what was typed, in any case; `None` where none is near. Of two as near the first stands.
pub(super) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let slips = |name: &'a str| {
        let lower = name.to_lowercase();
        let longest = typed.chars().count().max(lower.chars().count());
        let slips = strsim::damerau_levenshtein(&typed, &lower);
        (slips <= longest.div_ceil(LETTERS_PER_SLIP) && slips < longest).then_some((slips, name))
    };
    names.into_iter().filter_map(slips).min_by_key(|(slips, _)| *slips).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const TYPES: [&str; 4] = ["standard", "oversize", "extra-large", "apparel"];

    #[test]
    fn a_slip_or_two_are_seen_through() {
        for (typed, meant) in [
            ("standrad", Some("standard")),
            ("Standart", Some("standard")),
            ("oversized", Some("oversize")),
            ("extralarge", Some("extra-large")),
            ("aparel", Some("apparel")),
            ("footwear", None),
            ("large", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, TYPES), meant, "{typed}");
        }
        // Two letters that are swapped are one slip.
        assert_eq!(nearest("sohp", ["shop"]), Some("shop"));
        assert_eq!(nearest("sxop", ["shot"]), None);
    }
}
