//! The columns of an export: each with the names it has had, found in a file by a spelling that forgives.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A column that a reader knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Every name it has had, the newest first.
    pub(crate) names: &'static [&'static str],
    /// The report is none of its kind without it.
    pub(crate) required: bool,
}

/// Declares the columns of an export, each with a constant for its place in the table.
macro_rules! columns {
    ($($name:ident: $need:ident $first:literal $(| $older:literal)*;)*) => {
        columns!(@number 0; $($name)*);
        pub(super) static COLUMNS: $crate::report::columns::Columns = $crate::report::columns::Columns::new(&[$(
            $crate::report::columns::Column {
                names: &[$first $(, $older)*],
                required: columns!(@$need),
            },
        )*]);
    };
    (@number $n:expr; $name:ident $($rest:ident)*) => {
        // Some columns are there to tell the kind, and are not read.
        #[allow(dead_code)]
        const $name: usize = $n;
        columns!(@number $n + 1; $($rest)*);
    };
    (@number $n:expr;) => {};
    (@required) => { true };
    (@optional) => { false };
}
pub(crate) use columns;

/// A name without what the exports vary: case, spaces, punctuation, quotes, byte-order mark.
///
/// `Starting Warehouse Balance`, `StartingWarehouseBalance` and `starting-warehouse-balance` become one.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The columns of a kind. Their plain names are made when they are first asked for: every header is held against every kind.
pub(crate) struct Columns {
    all: &'static [Column],
    plain: OnceLock<Vec<Vec<String>>>,
}

impl Columns {
    pub(crate) const fn new(all: &'static [Column]) -> Columns {
        Columns { all, plain: OnceLock::new() }
    }

    /// Each column with its plain names.
    fn each(&self) -> impl Iterator<Item = (&'static Column, &Vec<String>)> {
        let plain = |column: &Column| column.names.iter().map(|name| plain(name)).collect();
        self.all.iter().zip(self.plain.get_or_init(|| self.all.iter().map(plain).collect()))
    }
}

/// Where the columns of a kind stand in a file's header.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// For every column of the kind its place in the file.
    pub(crate) places: Vec<Option<usize>>,
    /// How many of the kind's columns the header has.
    pub(crate) matched: usize,
    /// The required columns that it has not.
    pub(crate) missing: Vec<&'static str>,
    /// Columns that stand twice.
    pub(crate) twice: Vec<&'static str>,
}

/// A header: for each of its plain names the place, and whether it stands a second time.
#[derive(Debug, Default)]
pub(crate) struct Header(HashMap<String, (usize, bool), RandomState>);

impl Header {
    pub(crate) fn of(names: &[String]) -> Header {
        let mut places = HashMap::default();
        for (place, name) in names.iter().enumerate() {
            places.entry(plain(name)).and_modify(|(_, twice)| *twice = true).or_insert((place, false));
        }
        Header(places)
    }

    /// Looks up the columns of a kind.
    pub(crate) fn find(&self, columns: &Columns) -> Found {
        let mut found = Found { places: Vec::new(), matched: 0, missing: Vec::new(), twice: Vec::new() };
        for (column, names) in columns.each() {
            // A newer name wins over an older one where a file has both.
            match names.iter().find_map(|name| self.0.get(name)) {
                Some(&(place, twice)) => {
                    found.matched += 1;
                    found.places.push(Some(place));
                    if twice {
                        found.twice.push(column.names[0]);
                    }
                }
                None => {
                    found.places.push(None);
                    if column.required {
                        found.missing.push(column.names[0]);
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    columns! {
        DAY: required "Date" | "snapshot-date";
        END: optional "Ending Warehouse Balance";
    }

    #[test]
    fn spelling_and_order_do_not_matter_and_newer_names_win() {
        let found = |names: &[&str]| {
            Header::of(&names.iter().map(ToString::to_string).collect::<Vec<_>>()).find(&COLUMNS)
        };
        let (day, end) = {
            let found = found(&["\u{feff}\"EndingWarehouseBalance\"", "x", "snapshot_date", "DATE"]);
            (found.places[DAY], found.places[END])
        };
        assert_eq!((day, end), (Some(3), Some(0)));
        let found = found(&["ending-warehouse-balance", "Ending Warehouse balance"]);
        assert_eq!(found.missing, ["Date"]);
        assert_eq!(found.twice, ["Ending Warehouse Balance"]);
    }
}
