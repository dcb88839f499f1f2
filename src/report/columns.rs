//! The columns of an export: each with the names it has had, found in a file by a spelling that forgives.

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
        pub(super) const COLUMNS: &[$crate::report::columns::Column] = &[$(
            $crate::report::columns::Column {
                names: &[$first $(, $older)*],
                required: columns!(@$need),
            },
        )*];
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

/// Looks up the columns of a kind in a header, whose names have gone through [`plain`].
pub(crate) fn find(columns: &[Column], header: &[String]) -> Found {
    let mut found = Found { places: Vec::new(), matched: 0, missing: Vec::new(), twice: Vec::new() };
    for column in columns {
        // A newer name wins over an older one where a file has both.
        let mut places = column.names.iter().filter_map(|name| {
            let name = plain(name);
            let mut at = header.iter().enumerate().filter(|(_, cell)| **cell == name).map(|(i, _)| i);
            at.next().map(|first| (first, at.next().is_some()))
        });
        match places.next() {
            Some((place, twice)) => {
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

#[cfg(test)]
mod tests {
    use super::*;

    columns! {
        DAY: required "Date" | "snapshot-date";
        END: optional "Ending Warehouse Balance";
    }

    #[test]
    fn spelling_and_order_do_not_matter_and_newer_names_win() {
        let header = |names: &[&str]| names.iter().map(|name| plain(name)).collect::<Vec<_>>();
        let found =
            find(COLUMNS, &header(&["\u{feff}\"EndingWarehouseBalance\"", "x", "snapshot_date", "DATE"]));
        assert_eq!(found.places[DAY], Some(3));
        assert_eq!(found.places[END], Some(0));
        let found = find(COLUMNS, &header(&["ending-warehouse-balance", "Ending Warehouse balance"]));
        assert_eq!(found.missing, ["Date"]);
        assert_eq!(found.twice, ["Ending Warehouse Balance"]);
    }
}
