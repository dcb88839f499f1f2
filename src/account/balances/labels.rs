//! Several labels that are one stock's: a label that was changed, left out of some rows, or written in more than one way.

use super::{AGAIN, Balances};
use crate::dates::SNAPSHOT_AGES;
use std::cmp::Ordering;

impl Balances {
    /// The stock whose rows stand under several labels at one place: a label that was changed, left out of some rows, or written
    /// in more than one way. What each of them ended with would else be carried on beside the others.
    ///
    /// `None` where they are several stocks: these have rows on the same days, or balances that do not lead from one to the next.
    pub(in crate::account) fn joined<'a>(labels: impl IntoIterator<Item = &'a Balances>) -> Option<Balances> {
        let mut labels = labels.into_iter();
        let mut all = labels.next()?.clone();
        for other in labels {
            let days = |listed: &[u32; 3]| [listed[0], listed[1], listed[2] & !AGAIN];
            if days(&all.listed).iter().zip(days(&other.listed)).any(|(day, other)| day & other != 0) {
                return None;
            }
            all.join(other);
        }
        // Along a chain without breaks the starts less the ends are the first start less the last end.
        let ends_as_it_goes = all.net.wrapping_add(all.snapshots[0]) == all.first.start;
        (ends_as_it_goes && all.nearest[0] != u16::MAX).then_some(all)
    }

    /// Adds the rows of another label, as if they had been folded in.
    fn join(&mut self, other: &Balances) {
        self.net = self.net.wrapping_add(other.net);
        for (days, others) in [
            (&mut self.listed, other.listed),
            (&mut self.positive, other.positive),
            (&mut self.moving, other.moving),
            (&mut self.sold, other.sold),
        ] {
            days.iter_mut().zip(others).for_each(|(word, other)| *word |= other);
        }
        for i in 0..SNAPSHOT_AGES.len() {
            match other.nearest[i].cmp(&self.nearest[i]) {
                Ordering::Less => {
                    self.nearest[i] = other.nearest[i];
                    self.snapshots[i] = other.snapshots[i];
                    self.in_transfer[i] = other.in_transfer[i];
                }
                Ordering::Equal => {
                    self.snapshots[i] = self.snapshots[i].saturating_add(other.snapshots[i]);
                    self.in_transfer[i] = self.in_transfer[i].saturating_add(other.in_transfer[i]);
                }
                Ordering::Greater => {}
            }
        }
        self.shipped_60 = self.shipped_60.saturating_add(other.shipped_60);
        self.shipped_90 = self.shipped_90.saturating_add(other.shipped_90);
        match other.first.age.cmp(&self.first.age) {
            Ordering::Greater => self.first = other.first,
            Ordering::Equal => {
                self.first.start = self.first.start.saturating_add(other.first.start);
                self.first.received |= other.first.received;
            }
            Ordering::Less => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Change, LedgerFacts};
    use super::Balances;
    use crate::account::shards::Fold as _;
    use crate::report::{Balance, Sign};

    fn balances(rows: &[(u16, i64, i64)]) -> Balances {
        let mut balances = Balances::default();
        for &(age, start, end) in rows {
            let balance = Balance::new([start, 0, end], 0, &[(Sign::Sellable, true)]);
            balances.fold(Change { age, sku: Default::default(), balance });
        }
        balances
    }

    /// What several labels come to as one stock; `None` where they are several.
    fn joined(labels: &[&[(u16, i64, i64)]]) -> Option<LedgerFacts> {
        let labels: Vec<_> = labels.iter().map(|rows| balances(rows)).collect();
        let mut facts = LedgerFacts::default();
        facts.add(&Balances::joined(&labels)?, false);
        Some(facts)
    }

    #[test]
    fn labels_that_follow_one_another_are_one_stock() {
        let facts = joined(&[&[(70, 50, 48), (40, 48, 45)], &[(39, 45, 44), (0, 44, 30)]]).unwrap();
        assert_eq!(facts.snapshots, [30, 44, 48, 50]);
        assert_eq!(facts.in_stock.count_ones(), 90);
        // A label in the middle of another's rows, as one row without it is.
        let facts = joined(&[&[(39, 48, 45)], &[(70, 50, 48), (38, 45, 45), (0, 45, 30)]]).unwrap();
        assert_eq!((facts.snapshots, facts.first_age), ([30, 45, 48, 50], 70));
    }

    #[test]
    fn labels_that_are_both_in_stock_are_two() {
        // On the same day; and on others, of which none begins as the one before it ended.
        for other in [&[(70, 8, 8), (0, 8, 7)][..], &[(20, 8, 7)], &[(50, 0, 9), (20, 9, 9)]] {
            assert!(joined(&[&[(70, 50, 48), (40, 48, 45)], other]).is_none(), "{other:?}");
        }
        // One that has sold out is no more than a name of the other.
        let facts = joined(&[&[(70, 3, 1), (60, 1, 0)], &[(40, 0, 9), (20, 9, 9)]]).unwrap();
        assert_eq!(facts.snapshots, [9, 9, 0, 3]);
    }

    proptest::proptest! {
        /// Whichever of three labels stands on a row: what they come to together is what one label comes to.
        #[test]
        fn labels_change_nothing_along_a_chain(
            days in proptest::collection::btree_map(0..130_u16, (0..40_i64, 0..3_usize), 1..60),
            start in 0..50_i64,
        ) {
            let (mut units, mut whole, mut labels) = (start, Vec::new(), vec![Vec::new(); 3]);
            // The oldest day comes first in time.
            for (&age, &(end, label)) in days.iter().rev() {
                whole.push((age, units, end));
                labels[label].push((age, units, end));
                units = end;
            }
            let used: Vec<&[_]> = labels.iter().filter(|rows| !rows.is_empty()).map(Vec::as_slice).collect();
            let mut one = LedgerFacts::default();
            one.add(&balances(&whole), false);
            let several = joined(&used).map(|facts| format!("{facts:?}"));
            proptest::prop_assert_eq!(several, Some(format!("{one:?}")));
        }
    }
}
