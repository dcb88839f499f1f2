//! The season: one index for the whole account, from the same weeks of last year.

/// 52 weeks: the same day of the week a year ago.
const YEAR: usize = 364;
const WEEK: usize = 7;
/// Weeks before, with which those of last year are compared.
const BEFORE: usize = 13;
/// So many of these are needed: a ledger of 13 months has four.
const LEAST: usize = 4;
/// So much of what last year shows is taken over: one year is one year.
const SHRUNK: f64 = 0.5;

/// By how much more, or less, is asked for in each of the coming weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// An index for each week, 1 for no season; empty where none is known.
    pub weeks: Vec<f64>,
}

impl Season {
    /// From the units shipped on each day, the day judged first; `None` where these do not reach over 13 months, or nothing
    /// was sold then.
    ///
    /// The index of a week is what was sold in the same week last year and in the weeks beside it ÷ what was sold in a week of the
    /// 13 before, as far as the ledger reaches; half of its distance from 1 is taken.
    ///
    /// ```
    /// use ipi::forecast::season::Season;
    /// // 10 a day all along, and 20 a day in the three weeks of last year that began today: ages 343 to 363.
    /// let sold: Vec<u64> = (0..400).map(|age| if (343..364).contains(&age) { 20 } else { 10 }).collect();
    /// let season = Season::of(&sold, 4).unwrap();
    /// // The first week lies beside one of 70; two and three do not: (140 + 140 + 70) ÷ 3 ÷ 70 = 5/3, half-way 4/3.
    /// let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    /// assert!(near(season.weeks[0], 4.0 / 3.0) && near(season.weeks[1], 1.5));
    /// assert!(near(season.weeks[2], 4.0 / 3.0) && near(season.weeks[3], 7.0 / 6.0));
    /// assert_eq!(Season::of(&sold[..390], 4), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // sales of a week stay far below 2^53, and weeks are few
    pub fn of(shipped_by_age: &[u64], weeks: usize) -> Option<Season> {
        // Last year's week that the coming one is like begins 364 − 7 × week days back and ends a week later.
        let begun =
            |age: usize| shipped_by_age.get(age..age + WEEK).map(|days| days.iter().sum::<u64>() as f64);
        let before: Vec<f64> = (0..BEFORE).map_while(|week| begun(YEAR + WEEK * week)).collect();
        let usual = before.iter().sum::<f64>() / before.len() as f64;
        if before.len() < LEAST || usual <= 0.0 {
            return None;
        }
        let index = |week: usize| {
            let beside =
                (week.saturating_sub(1)..=week + 1).filter_map(|week| begun(YEAR.checked_sub(WEEK * week)?));
            let beside: Vec<f64> = beside.collect();
            let raw = beside.iter().sum::<f64>() / beside.len() as f64 / usual;
            1.0 + SHRUNK * (raw - 1.0)
        };
        Some(Season { weeks: (1..=weeks).map(index).collect() })
    }

    /// No season.
    #[must_use]
    pub fn none() -> Season {
        Season { weeks: Vec::new() }
    }

    /// The index of a week, the coming one first.
    #[must_use]
    pub fn index(&self, week: usize) -> f64 {
        self.weeks.get(week).or(self.weeks.last()).copied().unwrap_or(1.0)
    }
}
