//! What of the past is still in the windows of a later day: sales, days without stock, snapshots, as far as it is known which.

use super::stock::{MONTHS, Stock};
use crate::dates::{IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};

const MONTH: f64 = 30.0;

/// A snapshot of a later day.
#[derive(Clone, Copy, Debug)]
pub(super) enum Snapshot {
    /// So many days after the day judged.
    Later(usize),
    /// On a day of the past between two that are known. What came between is taken to have come at once, on any day as likely:
    /// the mean lies on the straight line, `without` is that less the `came` that is expected by then.
    Past { without: f64, came: f64, gone_by: f64, between: usize },
}

/// Days without stock of which it is known how many of the last 30 they were, but not which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Out {
    /// How many they were.
    days: f64,
    /// The newest days that are still in the window.
    left: f64,
    /// It is out now, and was 30 days ago.
    ends: (bool, bool),
}

/// So often a stock that is out, and one that was out a month ago, was out twice: measured on simulated sellers.
const TWICE: (f64, f64) = (0.07, 0.15);

impl Out {
    /// How many of them are left in the window; `luck` is where they were, as far as that is not known.
    ///
    /// A stock that is out now has been so since: its days out are the newest. One that has come back, and was out 30 days ago,
    /// was out then: they are the oldest; a few of these were out twice. Where it is both, some are the newest and some the
    /// oldest; where it is neither, they were in between, in one piece.
    pub(super) fn left(self, luck: f64) -> f64 {
        let Out { days, left, ends } = self;
        let in_stock = f64::from(IN_STOCK_DAYS) - days;
        let split = |newest: f64| newest.min(left) + (left - newest - in_stock).max(0.0);
        let twice = if ends.0 { TWICE.0 } else { TWICE.1 };
        if ends.0 != ends.1 && luck < twice {
            return split(days * luck / twice);
        }
        // Days in stock that came after the days out.
        let after = match ends {
            (true, false) => 0.0,
            (false, true) => in_stock,
            (false, false) => in_stock * luck,
            (true, true) => return split(days * luck),
        };
        days.min((left - after).max(0.0))
    }
}

/// Units that were sold in a window of the past that ends within a month: how many of the month's is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sold {
    /// Those of the months that lie wholly within.
    whole: f64,
    /// Those of the month that does not.
    of: f64,
    /// The share of these that lies within, on average.
    share: f64,
    /// Days of the month that lie within, and those of the month on which it was out of stock.
    days: f64,
    out: f64,
    /// Which month it is.
    month: usize,
}

/// What chance has made of a month of the past.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Luck {
    /// How many more, or fewer, units were sold before a day within it: a normal deviate.
    pub(super) deviate: f64,
    /// When it was out of stock, as a share of the time at which it may have been.
    pub(super) out: f64,
}

/// By how much sales scatter more than chance alone lets them, as a factor of the standard deviation: half of a simulated
/// seller's products sell in bursts of twice the variance.
const BURSTS: f64 = 1.4;

impl Sold {
    /// The whole units within.
    ///
    /// Days out of stock are taken to be in one piece, anywhere in the month; what was sold lies on the other days. On these each
    /// unit may have been sold on either side of the window's end, as a binomial count has it.
    pub(super) fn units(self, months: &[Luck; MONTHS]) -> f64 {
        let Sold { whole, of, share, days, out, month } = self;
        if of <= 0.0 || days <= 0.0 || days >= MONTH {
            return (whole + of * share).round();
        }
        let Luck { deviate, out: luck } = months[month];
        let in_stock = MONTH - out;
        // A piece that goes beyond the month's end goes on at its beginning, so that no day is out more often than another.
        let from = MONTH * luck;
        let beyond = (from + out - MONTH).max(0.0);
        let out_within = ((from + out).min(days) - from).max(0.0) + beyond.min(days);
        let share = (share + (days - out_within) / in_stock - days / MONTH).clamp(0.0, 1.0);
        let deviation = BURSTS * (of * share * (1.0 - share)).sqrt();
        (whole + (of * share + deviation * deviate).clamp(0.0, of)).round()
    }
}

/// What is known beforehand of a later day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Days after the day judged.
    pub(super) day: usize,
    /// Of the sales of the past those that are still in the window of 90 days, and of 60.
    pub(super) sold_90: Sold,
    pub(super) sold_60: Sold,
    /// Days without stock of the past that are still in the window of 30.
    pub(super) out: Out,
    /// Days on offer of the past that are still in the window of 90.
    pub(super) offered: f64,
    pub(super) snapshots: [Snapshot; SNAPSHOT_AGES.len()],
}

impl Known {
    /// Of a stock, for a day so many days after; `ages` are those of the snapshots that are known.
    pub(super) fn of(stock: &Stock, day: u16, ages: [f64; SNAPSHOT_AGES.len()]) -> Known {
        let later = f64::from(day);
        let left = |window: u16| (f64::from(window) - later).max(0.0);
        let snapshot = |age: u16| {
            let back = f64::from(age) - later;
            if back < 0.0 { Snapshot::Later(usize::from(day - age)) } else { stock.past_snapshot(back, ages) }
        };
        Known {
            day: day.into(),
            sold_90: stock.sold_window(left(SELL_THROUGH_DAYS)),
            sold_60: stock.sold_window(left(WEIGHT_DAYS)),
            out: stock.out(left(IN_STOCK_DAYS)),
            offered: stock.offered * left(SELL_THROUGH_DAYS) / f64::from(SELL_THROUGH_DAYS),
            snapshots: SNAPSHOT_AGES.map(snapshot),
        }
    }
}

impl Stock {
    /// Units sold in the newest so many days, on average.
    pub(super) fn sold_within(&self, days: f64) -> f64 {
        let Sold { whole, of, share, .. } = self.sold_window(days);
        whole + of * share
    }

    /// Units sold in the newest so many days.
    ///
    /// Within a month sales are taken to rise or fall on a straight line as they do from month to month, but never below
    /// nothing: of s units a share f of the month, the newest first, has sold s·f + k·f·(1 − f), where k is half of the step to the
    /// month beside, and for the middle one a quarter of that over both.
    fn sold_window(&self, days: f64) -> Sold {
        let [newest, middle, oldest] = self.sold;
        let steps = [(newest - middle) / 2.0, (newest - oldest) / 4.0, (middle - oldest) / 2.0];
        let gone = |i: usize| ((days - MONTH * super::dice::float(i)) / MONTH).clamp(0.0, 1.0);
        let month = (0..MONTHS).find(|&i| gone(i) < 1.0).unwrap_or(MONTHS - 1);
        let (of, gone) = (self.sold[month], gone(month));
        let step = if of > 0.0 { (steps[month] / of).clamp(-1.0, 1.0) } else { 0.0 };
        // Of the older two months the days on offer are known together.
        let older = (self.offered - (MONTH - self.days_out)).clamp(0.0, 2.0 * MONTH);
        let out = if month == 0 { self.days_out } else { MONTH - older / 2.0 };
        Sold {
            whole: self.sold[..month].iter().sum(),
            of,
            share: gone + step * gone * (1.0 - gone),
            days: gone * MONTH,
            out: out.clamp(0.0, MONTH - 1.0),
            month,
        }
    }

    fn out(&self, left: f64) -> Out {
        Out { days: self.days_out, left, ends: (self.on_hand == 0, self.past[1] <= 0.0) }
    }

    /// The stock so many days back.
    fn past_snapshot(&self, back: f64, ages: [f64; SNAPSHOT_AGES.len()]) -> Snapshot {
        let between = (1..ages.len() - 1).find(|&i| back <= ages[i]).unwrap_or(ages.len() - 1);
        let (newer, older) = (between - 1, between);
        let change = self.past[newer] - self.past[older];
        let came = change + self.sold_within(ages[older]) - self.sold_within(ages[newer]);
        let gone_by = ((ages[older] - back) / (ages[older] - ages[newer])).clamp(0.0, 1.0);
        Snapshot::Past {
            without: self.past[older] + (change - came) * gone_by,
            came,
            gone_by,
            between: newer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::Part;
    use crate::ids::Sku;
    use crate::units::Units;

    fn stock(past: [u64; 4], sold: [f64; 3]) -> Stock {
        let mut part = Part::new(Sku::from("LAMP"));
        part.set_snapshots(past.map(Units::new));
        Stock { sold, ..Stock::gone(&part) }
    }

    const AGES: [f64; 4] = [0.0, 30.0, 60.0, 90.0];

    #[test]
    fn sales_leave_month_by_month() {
        let stock = Stock { offered: 90.0, ..stock([0; 4], [30.0, 60.0, 90.0]) };
        // Steps of −15, −15 and −15. Half of the middle month: 60 ÷ 2 − 15 ÷ 4; a third of the newest: 10 − 15 × 2 ÷ 9.
        let within = [90.0, 60.0, 45.0, 30.0, 10.0, 0.0].map(|days| stock.sold_within(days));
        let worked = [180.0, 90.0, 30.0 + 30.0 - 3.75, 30.0, 10.0 - 30.0 / 9.0, 0.0];
        assert!(within.iter().zip(worked).all(|(a, b)| (a - b).abs() < 1e-12), "{within:?}");
        let known = Known::of(&stock, 15, AGES);
        // Half of the oldest month has left, the older and greater half: 45 + 3.75.
        let luck = |deviate| [Luck { deviate, out: 0.5 }; MONTHS];
        assert_eq!(known.sold_90.units(&luck(0.0)), 131.0); // 131.25 in whole units
        // 41.25 of 90 units lie within: 1.4 × √(90 × 0.4583 × 0.5417) = 6.62 to either side, and never less than none.
        assert_eq!([1.0, -99.0, 99.0].map(|z| known.sold_90.units(&luck(z))), [138.0, 90.0, 180.0]);
        // Out of stock for ten days at the newer end of the month: of 20 days with sales five lie within, not half.
        let out = |luck| {
            let stock = Stock { offered: 70.0, ..self::stock([0; 4], [0.0, 0.0, 80.0]) };
            let sold = Known::of(&stock, 15, AGES).sold_90;
            let share = sold.share - 0.5;
            (sold.units(&[Luck { deviate: 0.0, out: luck }; MONTHS]) - 80.0 * share).round()
        };
        assert_eq!([0.0, 2.0 / 3.0].map(out), [20.0, 60.0]);
        // No day sold less than nothing.
        let stock = self::stock([0; 4], [0.0, 90.0, 0.0]);
        assert_eq!([75.0, 45.0, 20.0].map(|days| stock.sold_within(days)), [90.0, 45.0, 0.0]);
    }

    #[test]
    fn a_snapshot_between_two_known_days_is_what_was_left_and_what_came() {
        // 100 on day −30, 20 sold since, 140 today: 60 came. Ten days back: 100 − 13.3, and 60 more in two of three cases.
        let stock = stock([140, 100, 100, 100], [20.0, 0.0, 0.0]);
        let Snapshot::Past { without, came, gone_by, between } = stock.past_snapshot(10.0, AGES) else {
            panic!()
        };
        assert!((without - (100.0 - 40.0 / 3.0)).abs() < 1e-9 && came == 60.0 && between == 0);
        assert!((gone_by - 2.0 / 3.0).abs() < 1e-12);
        // On a known day nothing is open.
        let known = Known::of(&stock, 30, AGES);
        assert!(matches!(known.snapshots[0], Snapshot::Later(30)));
        let on = |i: usize| match known.snapshots[i] {
            Snapshot::Past { without, came, gone_by, .. } => {
                without + if gone_by >= 1.0 { came } else { 0.0 }
            }
            Snapshot::Later(_) => f64::NAN,
        };
        assert_eq!((on(1), on(2), on(3)), (140.0, 100.0, 100.0));
    }

    #[test]
    fn days_out_leave_as_far_as_it_is_known_which_they_were() {
        let out = |on_hand, a_month_ago, luck: f64| {
            let stock = Stock { on_hand, days_out: 12.0, ..stock([0, a_month_ago, 0, 0], [0.0; 3]) };
            [0, 10, 15, 25, 30].map(|day| Known::of(&stock, day, AGES).out.left(luck))
        };
        // Out since: the newest twelve. Come back: the oldest.
        assert_eq!(out(0, 9, 0.3), [12.0, 12.0, 12.0, 5.0, 0.0]);
        assert_eq!(out(9, 0, 0.3), [12.0, 2.0, 0.0, 0.0, 0.0]);
        // In between: after half of the 18 days in stock.
        assert_eq!(out(9, 9, 0.5), [12.0, 11.0, 6.0, 0.0, 0.0]);
        // Three of them the newest, nine the oldest.
        assert_eq!(out(0, 0, 0.25), [12.0, 3.0, 3.0, 3.0, 0.0]);
    }
}
