//! Rows that somebody has added in a spreadsheet: a total, and subtotals above it.

use crate::units::Units;

/// The places of the rows that are sums of others, among rows of which each says whether it may be one, and its units; none
/// where one that may be is no sum, or none is the sum of all.
///
/// A total stands anywhere, as rows are sorted; a subtotal is the sum of the rows since the one before it, or of all above.
pub(super) fn added(rows: &[(bool, Units)]) -> Vec<usize> {
    let all: Units = rows.iter().filter(|(may_be, _)| !may_be).map(|(_, units)| *units).sum();
    let (mut since_last, mut above, mut found) = (Units::ZERO, Units::ZERO, Vec::new());
    for (place, (may_be, units)) in rows.iter().enumerate() {
        if !may_be {
            since_last += *units;
            above += *units;
            continue;
        }
        if *units == Units::ZERO || ![since_last, above, all].contains(units) {
            return Vec::new();
        }
        since_last = Units::ZERO;
        found.push(place);
    }
    let has_total = found.iter().any(|place| rows[*place].1 == all);
    if has_total { found } else { Vec::new() }
}

/// Takes out the rows at some places, in order.
pub(super) fn drop_at<T>(rows: &mut Vec<T>, places: &[usize]) {
    let mut place = 0..;
    rows.retain(|_| place.next().is_some_and(|place| places.binary_search(&place).is_err()));
}

#[cfg(test)]
mod tests {
    use super::added;
    use crate::units::Units;

    fn of(rows: &[(bool, u64)]) -> Vec<usize> {
        added(&rows.iter().map(|(may_be, units)| (*may_be, Units::new(*units))).collect::<Vec<_>>())
    }

    #[test]
    fn sums_of_others_are_told_from_rows() {
        let (row, sum) = (|units| (false, units), |units| (true, units));
        assert_eq!(of(&[row(7), row(4), sum(11)]), [2]);
        assert_eq!(of(&[sum(11), row(7), row(4)]), [0]);
        assert_eq!(of(&[row(7), sum(7), row(4), sum(4), sum(11)]), [1, 3, 4]);
        // No total, no sum of anything, nothing to sum up.
        assert!(of(&[row(7), sum(7), row(4)]).is_empty());
        assert!(of(&[row(7), row(4), sum(11), sum(5)]).is_empty());
        assert!(of(&[sum(7), sum(4)]).is_empty());
        assert!(of(&[row(0), sum(0)]).is_empty());
    }
}
