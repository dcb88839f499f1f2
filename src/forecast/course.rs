//! One course that a stock may take, day by day, and what it comes to on a later day.

use super::dice::{Dice, Tables, float};
use super::past::{Known, Luck, Snapshot};
use super::stock::{MONTHS, Stock};
use crate::account::Demand;
use crate::dates::{IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};

const WEEK: usize = 7;
const WINDOW: usize = SELL_THROUGH_DAYS as usize;
/// Up to so many units a week each is given its own day; more are drawn day by day.
const EACH: f64 = 16.0;

/// After so many weeks a stock's pace strays no further: what is known of demand tells no more.
const WALKING: usize = 13;

/// What holds for all stocks.
pub(super) struct World {
    pub(super) tables: Tables,
    /// Days ahead that are looked at, and of these the ones that are asked for: the next date that matters may lie beyond.
    pub(super) days: usize,
    pub(super) asked: u16,
    /// By what the pace of each week differs from that of today: season and growth.
    pub(super) weeks: Vec<f64>,
    /// Prior of the paces: shape and rate.
    pub(super) prior: (f64, f64),
    pub(super) fade: Fade,
}

/// What is seen of demand counts less as it grows older.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fade {
    /// A week later.
    week: f64,
    /// What the week itself brought, on average over its days.
    new: f64,
    /// What left the window of 90 days in the week.
    old: f64,
}

impl Fade {
    pub(super) fn new() -> Fade {
        let after = |days: u16| (-f64::from(days) / f64::from(Demand::HALF_LIFE)).exp2();
        Fade { week: after(7), new: after(3), old: after(SELL_THROUGH_DAYS + 3) }
    }
}

/// One course of a stock. Sums begin with the day judged, at which they are 0.
#[derive(Default)]
pub(super) struct Course {
    /// Units at the end of each day.
    stock: Vec<u32>,
    /// Units sold up to each day.
    sold: Vec<u32>,
    /// Days without stock up to each day.
    out: Vec<u32>,
    /// Days on which it could be bought up to each day.
    offered: Vec<u32>,
    /// For each week in which days of the past leave the window of demand: units sold and days on offer that do.
    before_window: Vec<(f64, f64)>,
    /// Days on which units come, and how many.
    come: Vec<(usize, u32)>,
    /// Pace as it would be estimated at the end of each week ÷ that of today.
    trend: Vec<f64>,
    /// Where in the time between two snapshots of the past units came, as a share of it; and when it was out.
    luck: [f64; MONTHS + 1],
    /// What chance has made of the past months.
    months: [Luck; MONTHS],
    /// Units beyond which Amazon calls units of today excess.
    covered: f64,
    /// The first day that ends without stock.
    pub(super) runs_out: Option<u16>,
}

impl Course {
    /// Begins with a stock, which is then let take any number of courses.
    pub(super) fn begin(&mut self, stock: &Stock, world: &World) {
        self.before_window.clear();
        let window = f64::from(SELL_THROUGH_DAYS);
        let weeks = (0..world.days.min(WINDOW).div_ceil(WEEK)).map(|week| {
            let left = |week: usize| (window - float(week * WEEK)).max(0.0);
            let (from, to) = (left(week), left(week + 1));
            (stock.sold_within(from) - stock.sold_within(to), stock.offered * (from - to) / window)
        });
        self.before_window.extend(weeks);
    }

    /// Lets the stock take a course; `common` is by what the whole account's demand differs from what was seen.
    #[allow(clippy::cast_possible_truncation)] // days within a year or two
    pub(super) fn run(&mut self, stock: &Stock, common: f64, world: &World, dice: &mut Dice) {
        let Course { stock: units, sold, out, offered, trend, come, before_window, .. } = self;
        for sums in [&mut *units, sold, out, offered] {
            sums.clear();
        }
        trend.clear();
        units.push(stock.on_hand);
        for sums in [&mut *sold, out, offered] {
            sums.push(0);
        }
        trend.push(1.0);
        self.luck = std::array::from_fn(|_| dice.share());
        self.months =
            std::array::from_fn(|_| Luck { deviate: dice.normal(&world.tables), out: dice.share() });
        self.covered = stock.covered.of(dice.factor(&world.tables.amazon));
        self.runs_out = None;

        come.clear();
        come.extend(stock.arrivals.iter().map(|arrival| {
            let span = u32::from(arrival.to.saturating_sub(arrival.from)) + 1;
            (usize::from(arrival.from) + dice.below(span) as usize, arrival.units)
        }));
        let last_arrival = come.iter().map(|(day, _)| *day).max().unwrap_or(0);

        let mut pace = if stock.pace.shape > 0.0 {
            dice.gamma(stock.pace.shape, &world.tables) / stock.pace.rate
                * common
                * dice.factor(&world.tables.level)
        } else {
            0.0
        };
        let (mut seen, mut days_seen) = (stock.pace.shape - world.prior.0, stock.pace.rate - world.prior.1);
        let before = stock.pace.a_day();
        let (mut left, mut stranded) = (stock.on_hand, stock.stranded.min(stock.on_hand));
        let (mut total, mut days_out, mut days_offered) = (0_u32, 0_u32, 0_u32);

        let mut day = 0;
        while day < world.days {
            let week = day / WEEK;
            let (sold_before, offered_before) = (total, days_offered);
            let mut asked = [0_u32; WEEK];
            let is_idle = left == stranded && last_arrival <= day;
            if !is_idle && pace > 0.0 {
                let a_day = pace * world.weeks[week.min(world.weeks.len() - 1)];
                let a_week = a_day * float(WEEK);
                if a_week <= EACH {
                    for _ in 0..dice.poisson(a_week, &world.tables) {
                        asked[dice.below(WEEK as u32) as usize] += 1;
                    }
                } else {
                    asked = asked.map(|_| dice.poisson(a_day, &world.tables));
                }
                if week < WALKING {
                    pace *= dice.factor(&world.tables.week);
                }
            }
            for asked in asked.iter().take(world.days - day) {
                day += 1;
                if last_arrival >= day {
                    let came = come.iter().filter(|(on, _)| *on == day);
                    left = came.fold(left, |left, (_, units)| left.saturating_add(*units));
                }
                if stranded > 0 && stock.stranded_for.is_some_and(|days| usize::from(days) <= day) {
                    left -= stranded;
                    stranded = 0;
                }
                let bought = (*asked).min(left - stranded);
                days_offered += u32::from(left > 0);
                left -= bought;
                total += bought;
                if left == 0 {
                    days_out += 1;
                    if self.runs_out.is_none() {
                        self.runs_out = Some(day as u16);
                    }
                }
                units.push(left);
                sold.push(total);
                out.push(days_out);
                offered.push(days_offered);
            }
            // What came newly in, and what is too old now.
            let (old_sold, old_offered) = match before_window.get(week) {
                Some(old) => *old,
                None => {
                    let (from, to) = (day.saturating_sub(WINDOW + WEEK), day.saturating_sub(WINDOW));
                    (f64::from(sold[to] - sold[from]), f64::from(offered[to] - offered[from]))
                }
            };
            let Fade { week: faded, new, old } = world.fade;
            seen = seen * faded + f64::from(total - sold_before) * new - old_sold * old;
            days_seen =
                days_seen * faded + f64::from(days_offered - offered_before) * new - old_offered * old;
            (seen, days_seen) = (seen.max(0.0), days_seen.max(0.0));
            let now = (world.prior.0 + seen) / (world.prior.1 + days_seen);
            trend.push(if before > 0.0 { now / before } else { 1.0 });
        }
    }

    /// Days without stock, up to a day.
    pub(super) fn days_out(&self, day: u16) -> f64 {
        self.out.get(usize::from(day)).copied().unwrap_or(0).into()
    }

    /// What the course has come to on a later day.
    pub(super) fn facts(&self, stock: &Stock, known: &Known) -> Facts {
        let day = known.day;
        let since =
            |sums: &[u32], window: u16| f64::from(sums[day] - sums[day.saturating_sub(window.into())]);
        let units = f64::from(self.stock[day]);
        let stranded = match stock.stranded_for {
            Some(days) if usize::from(days) <= day => 0.0,
            _ => f64::from(stock.stranded),
        };
        let shipped_90 = known.sold_90.units(&self.months) + since(&self.sold, SELL_THROUGH_DAYS);
        let mut facts = Facts::default();
        if stock.excess_from.is_some_and(|from| usize::from(from) <= day) {
            facts.on_hand = units;
            let covered = if stock.is_derived {
                let offered = (known.offered + since(&self.offered, SELL_THROUGH_DAYS)).round();
                f64::from(SELL_THROUGH_DAYS) * shipped_90 / offered.max(1.0)
            } else {
                self.covered * self.trend[day / WEEK]
            };
            facts.excess = (units - (covered - 1e-9).ceil()).max(0.0);
        }
        if stock.counts.stranded {
            facts.stranded = stranded;
            facts.stranded_of = if stock.is_stranded_only { stranded } else { units };
        }
        if stock.counts.shipped {
            facts.shipped_90 = shipped_90;
        }
        if stock.counts.stock {
            facts.snapshots = known.snapshots.map(|snapshot| self.snapshot(stock, snapshot));
        }
        if stock.counts.weight {
            facts.weight = known.sold_60.units(&self.months) + since(&self.sold, WEIGHT_DAYS);
            facts.weighted_out =
                facts.weight * (known.out.left(self.luck[MONTHS]) + since(&self.out, IN_STOCK_DAYS));
        }
        facts
    }

    /// Units at the end of a later day as the source of snapshots counts them: what it counts beside, such as units reserved for
    /// orders, goes with the stock.
    pub(super) fn counted(&self, stock: &Stock, day: usize) -> f64 {
        let units = f64::from(self.stock[day]);
        let (today, beside) = (f64::from(stock.on_hand), stock.past[0] - f64::from(stock.on_hand));
        let share = if today > 0.0 { (units / today).min(1.0) } else { 0.0 };
        (units + beside * share).max(0.0)
    }

    fn snapshot(&self, stock: &Stock, snapshot: Snapshot) -> f64 {
        match snapshot {
            Snapshot::Later(day) => self.counted(stock, day),
            Snapshot::Past { without, came, gone_by, between } => {
                without + if self.luck[between] < gone_by { came } else { 0.0 }
            }
        }
    }
}

/// What one stock brings into the sums of the factors on a later day; the same as a [`Part`](crate::factor::Part), but in
/// fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) on_hand: f64,
    pub(super) excess: f64,
    pub(super) stranded: f64,
    pub(super) stranded_of: f64,
    pub(super) shipped_90: f64,
    pub(super) snapshots: [f64; SNAPSHOT_AGES.len()],
    pub(super) weight: f64,
    pub(super) weighted_out: f64,
}

impl Facts {
    pub(super) fn add(&mut self, other: &Facts) {
        self.on_hand += other.on_hand;
        self.excess += other.excess;
        self.stranded += other.stranded;
        self.stranded_of += other.stranded_of;
        self.shipped_90 += other.shipped_90;
        for (sum, units) in self.snapshots.iter_mut().zip(other.snapshots) {
            *sum += units;
        }
        self.weight += other.weight;
        self.weighted_out += other.weighted_out;
    }

    pub(super) fn scaled(mut self, by: f64) -> Facts {
        for figure in [
            &mut self.on_hand,
            &mut self.excess,
            &mut self.stranded,
            &mut self.stranded_of,
            &mut self.shipped_90,
            &mut self.weight,
            &mut self.weighted_out,
        ] {
            *figure *= by;
        }
        self.snapshots = self.snapshots.map(|units| units * by);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::arrivals::Arrival;
    use super::super::demand::Pace;
    use super::*;
    use crate::factor::Part;
    use crate::ids::Sku;
    use proptest::prelude::*;

    const COURSES: u16 = 1000;

    /// Weeks without season, without doubt about the pace.
    fn world(days: usize) -> World {
        World {
            tables: Tables::new(0.0, 0.0, 0.0),
            days,
            asked: 7,
            weeks: vec![1.0; days.div_ceil(WEEK)],
            prior: (0.0, 0.0),
            fade: Fade::new(),
        }
    }

    /// A stock that sells one a day, for sure as far as the pace goes.
    fn stock(on_hand: u32, a_day: f64) -> Stock {
        let rate = 1e9;
        Stock {
            on_hand,
            pace: Pace { shape: a_day * rate, rate },
            ..Stock::gone(&Part::new(Sku::from("LAMP")))
        }
    }

    /// Runs many courses and looks at each.
    fn each(stock: &Stock, world: &World, mut look: impl FnMut(&Course)) {
        let mut course = Course::default();
        course.begin(stock, world);
        for k in 0..COURSES.into() {
            course.run(stock, 1.0, world, &mut Dice::new(stock.seed, k));
            look(&course);
        }
    }

    #[test]
    fn a_stock_runs_out_as_often_as_the_poisson_table_says() {
        let (mut out, mut left) = (0.0, 0.0);
        each(&stock(10, 1.0), &world(14), |course| {
            out += f64::from(u8::from(course.runs_out.is_some_and(|day| day <= 10))) / f64::from(COURSES);
            left += f64::from(course.stock[10]) / f64::from(COURSES);
        });
        // After ten days as many are asked for as there are: P(N ≥ 10) = 0.5421, and 10 × p(9) = 1.2511 are left on average, not
        // none, as there would be if just the mean were sold.
        assert!((out - 0.5421).abs() < 0.06, "{out}");
        assert!((left - 1.2511).abs() < 0.3, "{left}");
    }

    #[test]
    fn many_are_sold_day_by_day_and_few_by_the_week_alike() {
        for a_day in [0.05, 2.2, 2.4, 60.0] {
            let mut sold = 0.0;
            each(&stock(1_000_000, a_day), &world(21), |course| {
                sold += f64::from(course.sold[21]) / f64::from(COURSES);
            });
            let (mean, error) = (21.0 * a_day, (21.0 * a_day / f64::from(COURSES)).sqrt());
            assert!((sold - mean).abs() < 5.0 * error, "{a_day}: {sold}");
        }
    }

    #[test]
    fn the_pace_is_seen_again_in_what_it_sells() {
        // As much sold before as is sold ahead: the trend stays near 1.
        let mut stock = stock(100_000, 3.0);
        stock.sold = [90.0; MONTHS];
        stock.offered = 90.0;
        let weights: f64 = (0..90).map(|age: u16| (-f64::from(age) / 30.0).exp2()).sum();
        stock.pace = Pace { shape: 3.0 * weights, rate: weights };
        let mut trend = 0.0;
        each(&stock, &world(42), |course| trend += course.trend[6] / f64::from(COURSES));
        assert!((trend - 1.0).abs() < 0.02, "{trend}");
    }

    proptest! {
        /// Units are neither made nor lost, and nothing is more than all.
        #[test]
        fn units_are_kept(
            on_hand in 0_u32..300,
            stranded in 0_u32..50,
            until in proptest::option::of(1_u16..80),
            arrivals in proptest::collection::vec((0_u32..200, 1_u16..60, 0_u16..40), 0..4),
            a_day in 0.0..8.0_f64,
            course in 0_u64..9,
        ) {
            let arrivals = arrivals.into_iter().map(|(units, from, span)| Arrival { units, from, to: from + span });
            let mut stock = Stock { arrivals: arrivals.collect(), stranded, stranded_for: until, ..stock(on_hand, a_day) };
            stock.excess_from = Some(0);
            stock.counts.stranded = true;
            stock.counts.weight = true;
            let world = world(77);
            let mut run = Course::default();
            run.begin(&stock, &world);
            run.run(&stock, 1.1, &world, &mut Dice::new(stock.seed, course));
            let came = |day: usize| run.come.iter().filter(|(on, _)| *on <= day).map(|(_, units)| *units).sum::<u32>();
            let stranded = stranded.min(on_hand);
            for day in (0..=77_u16).step_by(11) {
                let at = usize::from(day);
                let taken = if until.is_some_and(|until| until <= day && day > 0) { stranded } else { 0 };
                prop_assert_eq!(run.stock[at] + run.sold[at] + taken, on_hand + came(at), "day {}", day);
                prop_assert!(run.stock[at] + taken >= stranded);
                let facts = run.facts(&stock, &Known::of(&stock, day, [0.0, 30.0, 60.0, 90.0]));
                prop_assert!(facts.excess <= facts.on_hand && facts.excess >= 0.0);
                prop_assert!(facts.weighted_out <= facts.weight * 30.0 + 1e-9);
            }
        }
    }
}
