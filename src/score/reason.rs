//! Why the interval is as wide as it is.

use crate::factor::{FactorKind, FactorSet};

/// One reason for the width of the interval. The words for it are the output's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No official score of this account is known: accounts with equal factors differ by hundreds of points.
    NoOfficialScore,
    /// So few official scores that the weight of each factor is still that of other accounts.
    FewOfficialScores {
        /// How many are known.
        scores: usize,
    },
    /// The newest official score is two weeks old or more.
    OldOfficialScore {
        /// Its age in weeks.
        weeks: i64,
    },
    /// A factor that counts was never stated.
    FactorNotStated {
        /// The factor.
        factor: FactorKind,
    },
    /// A factor that counts is not stated for the day; its last reading was carried on.
    FactorCarried {
        /// The factor.
        factor: FactorKind,
        /// Age of that reading in weeks.
        weeks: i64,
    },
}

impl Reason {
    /// The name in machine formats.
    ///
    /// ```
    /// use ipi::score::Reason;
    /// assert_eq!(Reason::NoOfficialScore.code(), "no-official-score");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Reason::NoOfficialScore => "no-official-score",
            Reason::FewOfficialScores { .. } => "few-official-scores",
            Reason::OldOfficialScore { .. } => "old-official-score",
            Reason::FactorNotStated { .. } => "factor-not-stated",
            Reason::FactorCarried { .. } => "factor-carried",
        }
    }

    /// The factor that it is about; `None` where it is about official scores.
    ///
    /// ```
    /// use ipi::factor::FactorKind::Stranded;
    /// use ipi::score::Reason;
    /// assert_eq!(Reason::FactorNotStated { factor: Stranded }.factor(), Some(Stranded));
    /// assert_eq!(Reason::OldOfficialScore { weeks: 3 }.factor(), None);
    /// ```
    #[must_use]
    pub const fn factor(self) -> Option<FactorKind> {
        match self {
            Reason::FactorNotStated { factor } | Reason::FactorCarried { factor, .. } => Some(factor),
            Reason::NoOfficialScore | Reason::FewOfficialScores { .. } | Reason::OldOfficialScore { .. } => {
                None
            }
        }
    }

    /// How old what is known is, in weeks; `None` where it is not a matter of age.
    ///
    /// ```
    /// use ipi::score::Reason;
    /// assert_eq!(Reason::OldOfficialScore { weeks: 3 }.weeks(), Some(3));
    /// assert_eq!(Reason::NoOfficialScore.weeks(), None);
    /// ```
    #[must_use]
    pub const fn weeks(self) -> Option<i64> {
        match self {
            Reason::OldOfficialScore { weeks } | Reason::FactorCarried { weeks, .. } => Some(weeks),
            Reason::NoOfficialScore | Reason::FewOfficialScores { .. } | Reason::FactorNotStated { .. } => {
                None
            }
        }
    }
}

/// Official scores below which the slopes are mostly the prior's.
const FEW: usize = 5;

/// What is known of an account on the day.
pub(super) struct Known {
    pub(super) set: FactorSet,
    pub(super) anchors: usize,
    pub(super) weeks_since_score: Option<i64>,
    pub(super) weeks_since_read: [Option<i64>; 4],
}

/// The reasons in the order of their weight: scores first, then the factors in their usual order.
pub(super) fn reasons(known: &Known) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match known.weeks_since_score {
        None => reasons.push(Reason::NoOfficialScore),
        Some(weeks) => {
            if weeks >= 2 {
                reasons.push(Reason::OldOfficialScore { weeks });
            }
            if known.anchors < FEW {
                reasons.push(Reason::FewOfficialScores { scores: known.anchors });
            }
        }
    }
    for (factor, age) in FactorKind::ALL.into_iter().zip(known.weeks_since_read) {
        match age {
            _ if !known.set.has(factor) => {}
            None => reasons.push(Reason::FactorNotStated { factor }),
            Some(0) => {}
            Some(weeks) => reasons.push(Reason::FactorCarried { factor, weeks }),
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_is_named_once_and_in_order() {
        let known = Known {
            set: FactorSet { in_stock: false, ..FactorSet::FOUR },
            anchors: 2,
            weeks_since_score: Some(9),
            weeks_since_read: [Some(0), Some(3), None, None],
        };
        assert_eq!(
            reasons(&known),
            [
                Reason::OldOfficialScore { weeks: 9 },
                Reason::FewOfficialScores { scores: 2 },
                Reason::FactorCarried { factor: FactorKind::SellThrough, weeks: 3 },
                Reason::FactorNotStated { factor: FactorKind::Stranded },
            ]
        );
    }

    #[test]
    fn a_complete_account_gives_no_reason() {
        let weeks_since_read = [Some(0); 4];
        let known = Known { set: FactorSet::FOUR, anchors: 5, weeks_since_score: Some(1), weeks_since_read };
        assert_eq!(reasons(&known), []);
        assert_eq!(reasons(&Known { weeks_since_score: None, ..known }), [Reason::NoOfficialScore]);
    }
}
