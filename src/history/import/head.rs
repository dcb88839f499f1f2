//! The first line of a spreadsheet: which column is which.

use super::Reader;

/// The columns that are read; the case of their names and their order do not matter.
pub const COLUMNS: [&str; 6] =
    ["date", "score", "excess_pct", "sell_through", "stranded_pct", "in_stock_pct"];

/// The same in the order of [`COLUMNS`] where `ipi` itself has written the file, with shares of 0–1 for percentages; its other
/// columns say nothing of the dashboard.
pub const OWN: [&str; 6] = [
    "official_date",
    "official",
    "official_excess_share",
    "official_sell_through",
    "official_stranded_share",
    "official_in_stock_rate",
];

/// Whose row it is.
pub(super) const ACCOUNT: &str = "account";
/// Whose row it is.
pub(super) const MARKETPLACE: &str = "marketplace";
/// Its own score: beside it, `score` is the estimate.
const OFFICIAL: &str = "official";

/// What stood beside [`COLUMNS`] in what `ipi` wrote at first.
const BESIDE: [&str; 14] = [
    "week",
    "account",
    "marketplace",
    "estimate_date",
    "estimate_points",
    "estimate_low",
    "estimate_high",
    "computed_excess_pct",
    "computed_sell_through",
    "computed_stranded_pct",
    "computed_in_stock_pct",
    "model",
    "partial",
    "sources",
];

/// What a first line has to be.
pub(super) const HEAD: &str = "the first line names the columns date, score, excess_pct, sell_through, stranded_pct, in_stock_pct; \
                               date and one other are needed";
/// One that will do.
pub(super) const EXAMPLE: &str = "write for example a head date,score and below it 2021-W10,514";

/// The first line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Where each of [`COLUMNS`] stands.
    places: [Option<usize>; COLUMNS.len()],
    /// What each is called in this file.
    pub(super) names: [&'static str; COLUMNS.len()],
    account: Option<usize>,
    marketplace: Option<usize>,
    pub(super) width: usize,
    /// Percentages are written as shares.
    pub(super) shares: bool,
    /// Rows are of weeks of their own, and may repeat a score.
    pub(super) repeats: bool,
}

impl Head {
    /// The cell of one of [`COLUMNS`] in a row; empty where there is none.
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: usize) -> &'r str {
        at(cells, self.places[column])
    }

    /// Whose row it is, by its account.
    pub(super) fn account<'r>(&self, cells: &'r [String]) -> &'r str {
        at(cells, self.account)
    }

    /// Whose row it is, by its marketplace.
    pub(super) fn marketplace<'r>(&self, cells: &'r [String]) -> &'r str {
        at(cells, self.marketplace)
    }
}

fn at(cells: &[String], place: Option<usize>) -> &str {
    place.and_then(|place| cells.get(place)).map_or("", String::as_str)
}

impl Reader<'_> {
    /// Which column is which, where that can be told.
    pub(super) fn head(&mut self, line: usize, cells: &[String]) -> Option<Head> {
        let place = |name: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        let has = |names: &[&str]| names.iter().all(|name| place(name).is_some());
        let head = Head {
            places: [None; COLUMNS.len()],
            names: COLUMNS,
            account: place(ACCOUNT),
            marketplace: place(MARKETPLACE),
            width: cells.len(),
            shares: true,
            repeats: false,
        };
        if has(&OWN) {
            self.sheet.own = true;
            return Some(Head { places: OWN.map(place), names: OWN, ..head });
        }
        self.sheet.own = has(&BESIDE);
        // Rows of the week: all but the official score is an estimate, or reckoned for it.
        if !self.sheet.own && has(&[OFFICIAL]) && (has(&["date"]) || has(&[OWN[0]])) {
            self.sheet.own = has(&["score"]);
            let mut names = COLUMNS;
            names[1] = OFFICIAL;
            let mut places = head.places;
            // A score that is near the day of the row may be of the week before, or of the next one.
            (places[0], places[1]) = (place(OWN[0]).or(place("date")), place(OFFICIAL));
            names[0] = if place(OWN[0]).is_some() { OWN[0] } else { COLUMNS[0] };
            if !self.sheet.own {
                let read = ["date", OWN[0], OFFICIAL, ACCOUNT, MARKETPLACE, "week"];
                let unread = cells.iter().filter(|cell| !cell.is_empty() && !read.contains(&cell.as_str()));
                self.sheet.unread.extend(unread.cloned());
            }
            let repeats = names[0] == OWN[0];
            return Some(Head { places, names, shares: false, repeats, ..head });
        }
        if !self.sheet.own && has(&["score", "low", "high"]) {
            let next = "keep the column official in the file";
            let why =
                "beside low and high it is the estimate of ipi, and Amazon's own score stands under official";
            self.problem(line, Some("score"), "is no official score", why, next);
            return None;
        }
        self.sellers(line, cells, head)
    }

    /// The head of a seller's own spreadsheet, in which no column may stand twice.
    fn sellers(&mut self, line: usize, cells: &[String], head: Head) -> Option<Head> {
        let before = self.problems.len();
        let mut places = [None; COLUMNS.len()];
        for (place, cell) in cells.iter().enumerate() {
            match COLUMNS.iter().position(|name| name.eq_ignore_ascii_case(cell)) {
                Some(column) if places[column].is_some() => {
                    let name = COLUMNS[column];
                    self.problem(
                        line,
                        Some(name),
                        "stands twice",
                        "only one can count",
                        "take one of them out",
                    );
                }
                Some(column) => places[column] = Some(place),
                None if cell.is_empty() || (self.sheet.own && BESIDE.contains(&cell.as_str())) => {}
                None if [ACCOUNT, MARKETPLACE].iter().any(|name| name.eq_ignore_ascii_case(cell)) => {}
                None => self.sheet.unread.push(cell.clone()),
            }
        }
        if places[0].is_none() {
            self.problem(line, Some(COLUMNS[0]), "is missing", HEAD, EXAMPLE);
        } else if places[1..].iter().all(Option::is_none) {
            self.problem(line, Some(COLUMNS[1]), "is missing", HEAD, EXAMPLE);
        }
        (self.problems.len() == before).then_some(Head { places, shares: false, ..head })
    }
}
