//! Size tiers, by the names that reports give them, and the two groups that fees go by.

use serde::Serialize;

/// The two groups of sizes that storage, removal and liquidation are charged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Standard size: envelopes and parcels in Europe.
    Standard,
    /// Oversize; in the United States since February 2024: bulky and extra-large.
    Oversize,
}

impl Group {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Group::Standard => "standard",
            Group::Oversize => "oversize",
        }
    }
}

macro_rules! tiers {
    ($($(#[$doc:meta])* $name:ident $key:literal $group:ident;)*) => {
        /// A size tier, of whichever marketplace and time.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)] // a name that Amazon gives, and nothing more
        pub enum Tier {
            $($(#[$doc])* $name,)*
        }

        impl Tier {
            /// All of them.
            pub const ALL: &[Tier] = &[$(Tier::$name,)*];

            /// The word that stands for it in every output.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Tier::$name => $key,)* }
            }

            /// The group that it belongs to.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Tier::$name => Group::$group,)* }
            }
        }
    };
}

tiers! {
    /// Of standard size, and no more is stated.
    Standard "standard" Standard;
    SmallStandard "small-standard" Standard;
    LargeStandard "large-standard" Standard;
    LightEnvelope "light-envelope" Standard;
    SmallEnvelope "small-envelope" Standard;
    StandardEnvelope "standard-envelope" Standard;
    LargeEnvelope "large-envelope" Standard;
    ExtraLargeEnvelope "extra-large-envelope" Standard;
    SmallParcel "small-parcel" Standard;
    StandardParcel "standard-parcel" Standard;
    /// Oversize, and no more is stated.
    Oversize "oversize" Oversize;
    SmallOversize "small-oversize" Oversize;
    MediumOversize "medium-oversize" Oversize;
    LargeOversize "large-oversize" Oversize;
    StandardOversize "standard-oversize" Oversize;
    BulkyOversize "bulky-oversize" Oversize;
    HeavyOversize "heavy-oversize" Oversize;
    SpecialOversize "special-oversize" Oversize;
    SmallBulky "small-bulky" Oversize;
    LargeBulky "large-bulky" Oversize;
    ExtraLarge "extra-large" Oversize;
}

impl Tier {
    /// The tier that a report names, however it writes it; `None` for what is none, such as `Apparel`, which tells no size.
    ///
    /// ```
    /// use ipi::policy::fees::{Group, Tier};
    /// for name in ["Large standard-size", "UsLargeStandardSize", "large_standard_size"] {
    ///     assert_eq!(Tier::named(name), Some(Tier::LargeStandard));
    /// }
    /// assert_eq!(Tier::named("Large bulky").unwrap().group(), Group::Oversize);
    /// assert_eq!(Tier::named("Standard parcel").unwrap().group(), Group::Standard);
    /// assert_eq!(Tier::named("Apparel"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<Tier> {
        let plain: String =
            text.chars().filter(|c| c.is_ascii_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
        let has = |word| plain.contains(word);
        // What is extra-large is large too, and a standard oversize is standard too: the longer word is asked for first.
        if has("envelope") {
            return Some(match () {
                () if has("extralarge") => Tier::ExtraLargeEnvelope,
                () if has("large") => Tier::LargeEnvelope,
                () if has("light") => Tier::LightEnvelope,
                () if has("small") => Tier::SmallEnvelope,
                () => Tier::StandardEnvelope,
            });
        }
        if has("parcel") {
            return Some(if has("small") { Tier::SmallParcel } else { Tier::StandardParcel });
        }
        if has("oversize") {
            return Some(match () {
                () if has("standard") => Tier::StandardOversize,
                () if has("bulky") => Tier::BulkyOversize,
                () if has("heavy") => Tier::HeavyOversize,
                () if has("special") => Tier::SpecialOversize,
                () if has("small") => Tier::SmallOversize,
                () if has("medium") => Tier::MediumOversize,
                () if has("large") => Tier::LargeOversize,
                () => Tier::Oversize,
            });
        }
        if has("extralarge") {
            return Some(Tier::ExtraLarge);
        }
        if has("bulky") {
            return Some(if has("small") { Tier::SmallBulky } else { Tier::LargeBulky });
        }
        has("standard").then(|| match () {
            () if has("small") => Tier::SmallStandard,
            () if has("large") => Tier::LargeStandard,
            () => Tier::Standard,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_is_known_by_its_own_word_and_by_that_of_an_api() {
        for &tier in Tier::ALL {
            assert_eq!(Tier::named(tier.key()), Some(tier));
            let joined: String =
                tier.key().split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(Tier::named(&format!("Us{joined}Size")), Some(tier), "{joined}");
        }
    }

    #[test]
    fn tiers_are_known_as_reports_write_them() {
        for (name, tier) in [
            ("Extra-large 50 to 70 lb", Some(Tier::ExtraLarge)),
            ("Standard-Size", Some(Tier::Standard)),
            ("Oversize", Some(Tier::Oversize)),
            ("Small oversize", Some(Tier::SmallOversize)),
            ("UkStandardOversizeLight", Some(Tier::StandardOversize)),
            ("Large Envelope", Some(Tier::LargeEnvelope)),
            ("Large bulky", Some(Tier::LargeBulky)),
            ("Footwear", None),
            ("", None),
        ] {
            assert_eq!(Tier::named(name), tier, "{name}");
        }
    }
}
