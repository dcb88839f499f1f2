//! A file of rows that grows by one row a week: what is in it stays byte for byte, and no week stands in it twice.

use super::sheet::{Dialect, Sheet};
use super::words::week;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::fmt;

/// A file with the new row in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grown {
    /// The whole text.
    pub text: String,
    /// The line that was cut off at the end of the file, and is not kept.
    pub torn: Option<u64>,
    /// The row that is there was left alone: it is of a later day of the week, or of one that cannot be read, or a whole one where
    /// the new one is partial.
    pub left_alone: bool,
    /// A row of the same week stood there.
    pub replaced: bool,
    /// The week of the row, such as `2026-W44`.
    pub week: String,
    /// How the rows of the file are written.
    pub dialect: Dialect,
}

/// Why a row cannot be added to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no text in UTF-8.
    NotText,
    /// It begins with other names of columns.
    OtherHead,
    /// A row has another number of cells than the head.
    OddRow {
        /// Its line, from 1.
        line: u64,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::NotText => f.write_str(
                "it is no text in UTF-8, so that no row can be added, and nothing was written; next: name another file",
            ),
            Unfit::OtherHead => f.write_str(
                "its first line is not the one that ipi score -f row writes, so that no row can be added, and nothing was written; \
                 next: name another file",
            ),
            Unfit::OddRow { line } => write!(
                f,
                "line {line} has another number of cells than the first line, so that no row can be added, and nothing was written; \
                 next: mend that line, or name another file"
            ),
        }
    }
}

/// Columns that say whose row it is; of each week one row is kept.
const KEY: [&str; 2] = ["account", "marketplace"];

/// Adds the row of a sheet to what a file holds. The dialect of the file is told from its head and its numbers; `wanted` is that
/// of a new one.
///
/// # Errors
/// Where the file is none that this row belongs to.
///
/// ```
/// use ipi::output::grow::grow;
/// use ipi::output::sheet::{Dialect, Sheet};
/// let sheet = |day: &'static str, score: f64| {
///     let head = ["date", "week", "account", "marketplace", "score", "partial"];
///     Sheet::new("Week", head, [vec![day.into(), "2026-W44".into(), "shop".into(), "US".into(), Some(score).into(), false.into()]])
/// };
/// let german = "date;week;account;marketplace;score;partial\n2026-10-26;2026-W44;shop;US;511,5;false\n";
/// let grown = grow(german.as_bytes(), || sheet("2026-10-31", 512.25), Dialect::CSV).unwrap();
/// assert_eq!(grown.text, "date;week;account;marketplace;score;partial\n2026-10-31;2026-W44;shop;US;512,25;false\n");
/// ```
pub fn grow<'a>(old: &[u8], sheet: impl Fn() -> Sheet<'a>, wanted: Dialect) -> Result<Grown, Unfit> {
    let text = std::str::from_utf8(old).map_err(|_| Unfit::NotText)?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = sheet().head;
    let place = |name: &str| head.iter().position(|it| it == name).unwrap_or_default();
    if body.trim().is_empty() {
        let text = sheet().csv(wanted);
        let row = records(&text, wanted.delimiter).pop();
        let week = row.and_then(|row| row.cells.get(place("week")).cloned()).unwrap_or_default();
        return Ok(Grown { text, torn: None, left_alone: false, replaced: false, week, dialect: wanted });
    }
    let mut delimiters = vec![wanted.delimiter, b',', b';', b'\t', b'|'];
    delimiters.dedup();
    let is_ours = |records: &[Record<'_>]| records.first().is_some_and(|first| first.cells == head);
    let found = delimiters.into_iter().map(|delimiter| (delimiter, records(body, delimiter)));
    let Some((delimiter, mut rows)) = found.into_iter().find(|(_, records)| is_ours(records)) else {
        return Err(Unfit::OtherHead);
    };
    let torn = torn(&rows, head.len(), body).then(|| rows.pop()).flatten().map(|cut| cut.line);
    if let Some(odd) = rows.iter().find(|row| row.cells.len() != head.len()) {
        return Err(Unfit::OddRow { line: odd.line });
    }
    let decimal_comma = decimal_comma(&rows, &head).unwrap_or(wanted.decimal_comma && delimiter != b',');
    let dialect = Dialect { delimiter, decimal_comma, raw: wanted.raw, bom: text.len() > body.len() };
    let new = sheet().csv(Dialect { bom: false, ..dialect });
    let new =
        records(&new, delimiter).pop().filter(|new| new.cells.len() == head.len()).ok_or(Unfit::OtherHead)?;
    let end = if rows[0].text.ends_with("\r\n") || !rows[0].text.ends_with('\n') { "\r\n" } else { "\n" };
    let line = format!("{}{end}", new.text.trim_end_matches(['\r', '\n']));

    let cell = |row: &Record<'_>, name: &str| row.cells[place(name)].clone();
    // A spreadsheet that has rewritten the week may have left the date as it was.
    let of_week = |row: &Record<'_>| cell(row, "date").trim().parse().map(week).ok();
    let is_of_week =
        |row: &Record<'_>| [Some(cell(row, "week")), of_week(row)].contains(&Some(cell(&new, "week")));
    let same =
        |row: &&Record<'_>| is_of_week(row) && KEY.iter().all(|name| cell(row, name) == cell(&new, name));
    let worth = |row: &Record<'_>| {
        // What cannot be read may be of any day, and is not given up.
        let day = day(&cell(row, "date"), &cell(row, "week")).unwrap_or(NaiveDate::MAX);
        (cell(row, "partial") != "true", day)
    };
    let stays = |row: &&Record<'_>| worth(row) > worth(&new);
    let left_alone = rows[1..].iter().filter(same).any(|row| stays(&row));
    let replaced = rows[1..].iter().any(|row| same(&row));
    let mut out = text[..text.len() - body.len()].to_owned();
    let mut pending = (!left_alone).then_some(line);
    for (k, row) in rows.iter().enumerate() {
        if k > 0 && same(&row) && !left_alone {
            out.extend(pending.take());
            continue;
        }
        out += row.text;
        if !row.text.ends_with('\n') {
            out += end;
        }
    }
    out.extend(pending);
    Ok(Grown { text: out, torn, left_alone, replaced, week: cell(&new, "week"), dialect })
}

/// The day of a row, however a spreadsheet has written it since: its week tells which of the numbers is the month.
fn day(date: &str, of_week: &str) -> Option<NaiveDate> {
    let date = date.trim();
    if let Ok(day) = date.parse() {
        return Some(day);
    }
    let date = date.split([' ', 'T']).next()?;
    let numbers: Vec<u32> =
        date.split(['/', '.', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let &[first, second, third] = numbers.as_slice() else { return None };
    let orders = [(first, second, third), (third, first, second), (third, second, first)];
    let days = orders.into_iter().filter_map(|(year, month, day)| {
        let year = if year < 100 { 2000 + year } else { year };
        NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)
    });
    days.into_iter().find(|day| week(*day) == of_week)
}

/// A record of a file, with the bytes that it stands in.
struct Record<'t> {
    cells: Vec<String>,
    text: &'t str,
    line: u64,
}

/// The records of a text; the text of each goes up to the next, and that of the first begins where the text does.
fn records(text: &str, delimiter: u8) -> Vec<Record<'_>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        let at = record.position().map_or(0, csv::Position::byte);
        let at = usize::try_from(at).unwrap_or(text.len());
        // The reader counts a line end, and blank lines, to the record behind them.
        let blank = text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
        found.push((at + blank, record.iter().map(str::to_owned).collect()));
    }
    let starts: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let lines = |at: usize| 1 + text[..at].bytes().filter(|byte| *byte == b'\n').count() as u64;
    let whole = found.into_iter().zip(ends);
    whole.map(|((at, cells), end)| Record { cells, text: &text[at..end], line: lines(at) }).collect()
}

/// Was the last row cut off while it was written? It has no line end then, and too few cells or half of the last one.
fn torn(rows: &[Record<'_>], width: usize, body: &str) -> bool {
    let whole = |last: &str| last == "true" || last == "false";
    rows.len() > 1
        && !body.ends_with('\n')
        && rows
            .last()
            .is_some_and(|row| row.cells.len() < width || !row.cells.last().is_some_and(|last| whole(last)))
}

/// Do the numbers of the file have decimal commas? `None` where none has decimals.
fn decimal_comma(rows: &[Record<'_>], head: &[Cow<'_, str>]) -> Option<bool> {
    let is_number = |name: &str| {
        ["score", "low", "high", "official", "chance_below", "sell_through"].contains(&name)
            || name.ends_with("_share")
            || name.ends_with("_rate")
            || name.ends_with("_units")
    };
    let places: Vec<usize> = (0..head.len()).filter(|&k| is_number(&head[k])).collect();
    let mut numbers = rows[1..].iter().flat_map(|row| places.iter().map(|&k| row.cells[k].as_str()));
    numbers.find_map(|number| number.contains(['.', ',']).then(|| number.contains(',')))
}
