//! What the place of a file tells of its day: a date in its name or in its folder's.

use crate::dates::AsOf;
use chrono::{Days, NaiveDate, Weekday};

/// A time as a name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A day.
    Day(NaiveDate),
    /// A week, by its Monday.
    Week(NaiveDate),
}

impl Named {
    /// Its first day.
    pub(super) fn first(self) -> NaiveDate {
        match self {
            Named::Day(day) | Named::Week(day) => day,
        }
    }

    /// Its last day.
    fn last(self) -> NaiveDate {
        match self {
            Named::Day(day) => day,
            Named::Week(monday) => monday.checked_add_days(Days::new(6)).unwrap_or(monday),
        }
    }

    /// How many days it is off the day judged. A week is not off where that day lies in it, or on the day before: the
    /// reports that are downloaded on a Monday end on the Sunday. Else it is, however near, since it may be of its first day.
    pub(super) fn off(self, as_of: AsOf) -> i64 {
        match self {
            Named::Day(day) => as_of.age(day).abs(),
            Named::Week(monday) => match as_of.age(monday) {
                -1..=6 => 0,
                age => age.abs().max(7),
            },
        }
    }
}

impl PartialOrd for Named {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Named {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |named: &Named| (named.last(), matches!(named, Named::Day(_)));
        key(self).cmp(&key(other))
    }
}

/// What parts the names of a path; `!` stands between an archive and what lies in it.
const PARTS: [char; 3] = ['/', '\\', '!'];

/// The folder of a file, or the archive in which it lies, with its last separator.
pub(super) fn folder(file: &str) -> &str {
    &file[..file.rfind(PARTS).map_or(0, |at| at + 1)]
}

/// The folder of a file; where that is an archive, also the folder of the archive.
pub(super) fn folders(file: &str) -> impl Iterator<Item = &str> {
    let inner = folder(file);
    let archive = inner.contains('!').then(|| inner.split('!').next().unwrap_or(inner));
    std::iter::once(inner)
        .chain(archive.map(|archive| &archive[..archive.rfind(['/', '\\']).map_or(0, |at| at + 1)]))
}

/// The time that the name of a file tells, or of the archive or workbook that it lies in.
pub(super) fn own_name(file: &str) -> Option<Named> {
    let own = file.rsplit(['/', '\\']).next().unwrap_or(file);
    own.rsplit('!').find_map(told)
}

/// The time that the name of its folder tells.
pub(super) fn folder_name(file: &str) -> Option<Named> {
    let parent = file.rsplit(['/', '\\']).nth(1)?;
    parent.rsplit('!').find_map(told)
}

/// The time that a name or its folder's tells.
pub(super) fn named(file: &str) -> Option<Named> {
    own_name(file).or_else(|| folder_name(file))
}

/// The time in a name: `2026-11-23`, `2026_11_23`, `20261123`, `2026-W48`, and `11-23-2026` where it can be read one way
/// only. Of several days the last counts, since a span ends on the day of the download.
fn told(name: &str) -> Option<Named> {
    // A number longer than a date is one that Seller Central gave the download.
    let parts: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok())?;
    let day = |year: u32, month: u32, day: u32| {
        let year = i32::try_from(year).ok().filter(|year| (2000..2100).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day).map(Named::Day)
    };
    let week = |year: &str, week: &str| {
        let week = week.strip_prefix(['W', 'w'])?;
        let year = number(year).filter(|year| (2000..2100).contains(year))?;
        NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, number(week)?, Weekday::Mon).map(Named::Week)
    };
    let whole = parts.iter().filter(|part| part.len() == 8).filter_map(|part| {
        let number = number(part)?;
        day(number / 10_000, number / 100 % 100, number % 100)
    });
    let in_one = parts.iter().filter(|part| part.len() == 7 && part.is_char_boundary(4));
    let in_one = in_one.filter_map(|part| week(&part[..4], &part[4..]));
    let in_two = parts.windows(2).filter_map(|parts| week(parts[0], parts[1]));
    let in_three = parts.windows(3).filter_map(|parts| {
        let [a, b, c] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
        match (parts[0].len(), parts[2].len()) {
            (4, 1..=2) => day(a, b, c),
            (1..=2, 4) if a > 12 || a == b => day(c, b, a),
            (1..=2, 4) if b > 12 => day(c, a, b),
            _ => None,
        }
    });
    whole.chain(in_one).chain(in_two).chain(in_three).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn dates_in_names_are_found_where_they_can_be_read_one_way() {
        for name in [
            "stranded-2026-11-23.txt",
            "20261123.txt",
            "fba 2026_11_23 (1).csv",
            "11-23-2026.csv",
            "23.11.2026.csv",
            "from 2026-08-01 to 2026-11-23.txt",
        ] {
            assert_eq!(told(name), Some(Named::Day(day(11, 23))), "{name}");
        }
        for name in ["2026-W48", "w 2026W48", "2026-w48 downloads"] {
            assert_eq!(told(name), Some(Named::Week(day(11, 23))), "{name}");
        }
        for name in
            ["11-10-2026.csv", "51234020261123456.txt", "2026-11.csv", "2026-13-45", "20269999", "v1-2-3"]
        {
            assert_eq!(told(name), None, "{name}");
        }
        assert_eq!(told("11-11-2026.csv"), Some(Named::Day(day(11, 11))));
    }

    #[test]
    fn a_week_is_of_the_days_in_it_and_of_the_sunday_before() {
        let off = |month, d| Named::Week(day(11, 23)).off(AsOf::new(day(month, d)));
        assert_eq!([off(11, 22), off(11, 23), off(11, 29)], [0, 0, 0]);
        assert!(off(11, 21) > 3 && off(11, 30) > 3);
    }

    #[test]
    fn the_name_of_the_file_stands_before_that_of_the_archive_and_of_the_folder() {
        assert_eq!(own_name("2026-W40/x 2026-W41.zip!2026-11-23.txt"), Some(Named::Day(day(11, 23))));
        assert_eq!(own_name("2026-W40/x 2026-W48.zip!a.txt"), Some(Named::Week(day(11, 23))));
        assert_eq!(own_name("2026-W48/a.txt"), None);
        assert_eq!(folder_name("2026-W48/a.txt"), Some(Named::Week(day(11, 23))));
        assert_eq!(folder_name("a.txt"), None);
        assert_eq!(folders("a/b.zip!c/d.txt").collect::<Vec<_>>(), ["a/b.zip!c/", "a/"]);
        assert_eq!(folders("a.txt").collect::<Vec<_>>(), [""]);
    }
}
