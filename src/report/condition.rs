//! In which condition the units of a row are, as far as it tells rows apart.

use serde::Serialize;

/// The condition of units for sale. Exports name grades of used goods in many spellings; what they have in common will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The report does not say.
    #[default]
    Unstated,
    /// New.
    New,
    /// Used, in any grade.
    Used,
    /// Collectible, in any grade.
    Collectible,
    /// Refurbished or renewed.
    Refurbished,
    /// Something else.
    Other,
    /// Units that can be sold, where a report has a row for those and one for the others.
    Sellable,
    /// Units that cannot.
    Unsellable,
    /// `Unknown` or `No Listing`: there is no listing any more, only its SKU. Its quantities are those of the live listing
    /// with the same label.
    Dead,
}

impl Condition {
    /// The condition in a cell, most of which are new or blank.
    pub(super) fn of_cell(cell: &[u8]) -> Condition {
        match cell {
            b"" => Condition::Unstated,
            b"New" => Condition::New,
            cell => Condition::named(&String::from_utf8_lossy(cell)),
        }
    }

    /// The condition that a cell names.
    ///
    /// ```
    /// use ipi::report::Condition;
    /// assert_eq!(Condition::named("UsedLikeNew"), Condition::Used);
    /// assert_eq!(Condition::named("Unknown"), Condition::Dead);
    /// assert_eq!(Condition::named(" "), Condition::Unstated);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Condition {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_lowercase();
        let begins = |word: &str| plain.starts_with(word);
        match plain.as_str() {
            "" => Condition::Unstated,
            "unknown" | "nolisting" => Condition::Dead,
            "sellable" => Condition::Sellable,
            "unsellable" => Condition::Unsellable,
            _ if begins("new") => Condition::New,
            _ if begins("used") => Condition::Used,
            _ if begins("collectible") => Condition::Collectible,
            _ if begins("refurbished") || begins("renewed") => Condition::Refurbished,
            _ => Condition::Other,
        }
    }
}
