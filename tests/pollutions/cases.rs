//! The list of pollutions, by what they touch.

use super::Outcome::{Figures, Noted, Refused, Same, Told};
use super::{Outcome, Pollution};
use crate::damaged::{File, Table};

const ALL: &[File] = &[File::Planning, File::Ledger, File::Shipments, File::Stranded];
const COMMA: &[File] = &[File::Planning];
const TABS: &[File] = &[File::Ledger, File::Shipments, File::Stranded];
const STOCK: &[File] = &[File::Planning, File::Ledger];
const PLANNING: &[File] = &[File::Planning];
const SALES: &[File] = &[File::Shipments];

/// A row that ends elsewhere than the header does.
const WIDTH: Outcome = Refused(&["cell-count"]);
/// No header of a report.
const HEADER: Outcome = Refused(&["unknown-report"]);
/// Cells under the names of others.
const SHIFTED: Outcome = Refused(&["cell-count", "not-whole", "unknown-date", "columns-swapped"]);
/// A quotation mark that hides what follows.
const QUOTE: Outcome = Refused(&["stray-quote", "open-quote", "cell-count"]);

const fn of(
    name: &'static str,
    files: &'static [File],
    outcome: Outcome,
    pollute: fn(&mut Table) -> Option<Vec<u8>>,
) -> Pollution {
    Pollution { name, files, outcome, pollute }
}

/// The lines of the report as it is written, changed one by one; their number from 0, the header's.
fn lines(table: &Table, change: impl Fn(usize, &str) -> String) -> Option<Vec<u8>> {
    let text = table.text();
    let lines = text.split_terminator(table.line_end).enumerate();
    Some(lines.map(|(at, line)| change(at, line) + table.line_end).collect::<String>().into_bytes())
}

/// All cells written by other rules.
fn written(table: &Table, delimiter: &str, cell: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let lines = rows
        .map(|row| row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(delimiter) + table.line_end);
    Some(lines.collect::<String>().into_bytes())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Sets the titles of every third row.
fn titles(table: &mut Table, title: &str) {
    let column = table.file.title_column();
    table.rewrite_where(column, |at, _| at % 3 == 0, |_| title.into());
}

/// The same in quotes that the title's own are not doubled for.
fn raw_titles(table: &mut Table, title: &str) -> Option<Vec<u8>> {
    let column = table.column(table.file.title_column());
    let delimiter = table.delimiter;
    let line = |(at, row): (usize, &Vec<String>)| {
        let cells: Vec<_> = row
            .iter()
            .enumerate()
            .map(|(i, text)| if i == column && at % 3 == 1 { title.to_owned() } else { quoted(text) })
            .collect();
        cells.join(delimiter) + table.line_end
    };
    let rows = std::iter::once(&table.header).chain(&table.rows);
    Some(rows.enumerate().map(line).collect::<String>().into_bytes())
}

/// Writes the cells of the SKU anew in the rows of SKUs that begin with zeros.
fn zeros(table: &mut Table, new: fn(&str) -> String) {
    let column = table.file.sku_column();
    let at = table.column(column);
    table.rewrite_where(column, |_, row| row[at].starts_with('0'), new);
}

pub(crate) const CASES: &[Pollution] = &[
    // Quotes and what they hide.
    of("every cell in quotes", ALL, Same, |t| written(t, t.delimiter, quoted)),
    of("a comma and doubled quotes in quotes", COMMA, Same, |t| {
        titles(t, "Pan, 11\" \"large\"");
        None
    }),
    of("line ends in quotes", COMMA, Same, |t| {
        titles(t, "Pan,\nof two lines\r\nand three");
        None
    }),
    of("JSON in a cell", COMMA, Same, |t| {
        titles(t, "{\"size\": \"11, 12\", \"of\": [1,\n2]}");
        None
    }),
    of("inches in a tab file", TABS, Same, |t| written(t, "\t", |text| text.replace("Mug", "11 x 22\" mug"))),
    of("a quote opens a cell of a tab file and never closes", TABS, Same, |t| {
        written(t, "\t", |text| text.replace("Mug", "\"Mug"))
    }),
    of("quotes in quotes that are not doubled", ALL, Same, |t| raw_titles(t, "\"Pan \"large\" one\"")),
    of("and a comma between them", COMMA, QUOTE, |t| raw_titles(t, "\"Pan \"large, blue\" one\"")),
    of("quotes with a backslash before them", ALL, Same, |t| raw_titles(t, "\"Pan \\\"large\\\" one\"")),
    of("and a comma between those", COMMA, QUOTE, |t| raw_titles(t, "\"Pan \\\"large, blue\\\" one\"")),
    of("a quote that never closes", COMMA, QUOTE, |t| raw_titles(t, "\"Pan")),
    of("a quote that never opens", COMMA, QUOTE, |t| raw_titles(t, "Pan\"")),
    of("two of them, with rows between that are as wide as one", COMMA, Refused(&["stray-quote"]), |t| {
        // What stands between the two becomes one cell, of a column that nobody reads.
        let column = t.column(t.file.title_column());
        for at in [2, 5] {
            t.rows[at][column] = "Pan\"".into();
        }
        written(t, ",", |text| text.replace(',', ""))
    }),
    of("one more quote at the end", COMMA, QUOTE, |t| raw_titles(t, "\"Pan\"\"")),
    of("cells in single quotes", COMMA, Refused(&["cell-count", "unknown-report"]), |t| {
        written(t, ",", |text| format!("'{text}'"))
    }),
    of("a blank before every quote", COMMA, Told, |t| written(t, ", ", quoted)),
    of("blanks around every cell", TABS, Told, |t| written(t, "\t", |text| format!(" {text} "))),
    // Lines.
    of("no line end at the end", STOCK, Noted("no-final-line-end"), |t| {
        let text = t.text();
        Some(text.trim_end().into())
    }),
    of("line ends of old Macs", ALL, Same, |t| Some(t.text().replace(t.line_end, "\r").into())),
    of("line ends of all kinds in turn", ALL, Same, |t| {
        let text = t.text();
        let lines = text.split_terminator(t.line_end).enumerate();
        Some(lines.map(|(at, line)| format!("{line}{}", ["\n", "\r\n"][at % 2])).collect::<String>().into())
    }),
    of("a blank line after every row", ALL, Same, |t| lines(t, |_, line| format!("{line}\n"))),
    of("lines of blanks at the end", ALL, Same, |t| Some(format!("{}\n   \n\n \n", t.text()).into())),
    of("rows of nothing but delimiters at the end", ALL, Same, |t| {
        let none = t.delimiter.repeat(t.header.len() - 1) + t.line_end;
        Some((t.text() + &none.repeat(3)).into())
    }),
    of(
        "a line end lost, so that two records are one line",
        ALL,
        Refused(&["cell-count", "run-together"]),
        |t| {
            let text = t.text();
            let (first, rest) = text.split_once(t.line_end).unwrap();
            let at = rest.find(t.line_end).unwrap();
            Some(format!("{first}{}{}{}", t.line_end, &rest[..at], &rest[at + t.line_end.len()..]).into())
        },
    ),
    of(
        "and the next lost with a delimiter in its place",
        ALL,
        Refused(&["cell-count", "run-together"]),
        |t| {
            let text = t.text();
            let (first, rest) = text.split_once(t.line_end).unwrap();
            Some(format!("{first}{}{}", t.line_end, rest.replacen(t.line_end, t.delimiter, 1)).into())
        },
    ),
    of("a row cut in two by a line end", COMMA, WIDTH, |t| {
        lines(t, |at, line| if at == 3 { line.replacen(',', "\n", 1) } else { line.into() })
    }),
    of("a cell lost, and the line goes on with the next record", ALL, SHIFTED, |t| {
        // As Amazon's restock export does at times: line ends are counted by cells, and one is missing.
        let cells: Vec<_> = t.rows.iter().flatten().enumerate().filter(|(at, _)| *at != 5).collect();
        let rows = cells
            .chunks(t.header.len())
            .map(|row| row.iter().map(|(_, cell)| quoted(cell)).collect::<Vec<_>>());
        let body: String = rows.map(|row| row.join(t.delimiter) + t.line_end).collect();
        let header: Vec<_> = t.header.iter().map(|name| quoted(name)).collect();
        Some((header.join(t.delimiter) + t.line_end + &body).into())
    }),
    // Rows of another width.
    of("a cell less in the middle", ALL, WIDTH, |t| {
        t.rows[2].remove(1);
        None
    }),
    of("a cell more in the middle", ALL, WIDTH, |t| {
        t.rows[2].insert(1, "x".into());
        None
    }),
    of("a cell more at the end of each row", ALL, WIDTH, |t| {
        t.rows.iter_mut().for_each(|row| row.push("x".into()));
        None
    }),
    of("an empty cell more at the end of header and rows", ALL, Same, |t| {
        t.header.push(String::new());
        t.rows.iter_mut().for_each(|row| row.push(String::new()));
        None
    }),
    of("a number before each row, as data frames write it", ALL, Same, |t| {
        t.header.insert(0, String::new());
        t.rows.iter_mut().enumerate().for_each(|(at, row)| row.insert(0, at.to_string()));
        None
    }),
    of("a thousand columns more", PLANNING, Same, |t| {
        t.header.extend((0..1000).map(|at| format!("more-{at}")));
        t.rows.iter_mut().for_each(|row| row.extend((0..1000).map(|_| "1".into())));
        None
    }),
    of("a footnote", ALL, WIDTH, |t| Some((t.text() + "Downloaded from Seller Central" + t.line_end).into())),
    of("a footnote as wide as the rows", ALL, Told, |t| {
        let note = format!("Total{}", t.delimiter.repeat(t.header.len() - 1)) + t.line_end;
        Some((t.text() + &note).into())
    }),
    of("another table below", ALL, Refused(&["cell-count"]), |t| {
        Some(
            (t.text()
                + "\n"
                + &["a", "b", "c"].join(t.delimiter)
                + "\n"
                + &["1", "2", "3"].join(t.delimiter)
                + "\n")
                .into(),
        )
    }),
    // Delimiters.
    of("semicolons", ALL, Same, |t| written(t, ";", quoted)),
    of("a bar between cells", ALL, HEADER, |t| written(t, "|", |text| text.into())),
    of("colons between cells", ALL, HEADER, |t| written(t, ":", |text| text.into())),
    of("blanks between cells", ALL, HEADER, |t| written(t, " ", |text| text.into())),
    of("two tabs between cells", TABS, Same, |t| written(t, "\t\t", |text| text.into())),
    of("a backslash and a t between cells", ALL, HEADER, |t| written(t, "\\t", |text| text.replace(',', ""))),
    of("semicolons in one row", COMMA, WIDTH, |t| {
        lines(t, |at, line| if at == 2 { line.replace(',', ";") } else { line.into() })
    }),
    of("semicolons in the header alone", COMMA, WIDTH, |t| {
        lines(t, |at, line| if at == 0 { line.replace(',', ";") } else { line.into() })
    }),
    // The header.
    of("lines of words above the header", ALL, HEADER, |t| {
        Some(format!("FBA Inventory\nUnited States\n\n{}", t.text()).into())
    }),
    of("no header", ALL, HEADER, |t| lines(t, |at, line| if at == 0 { String::new() } else { line.into() })),
    of("the header once more further down", ALL, Refused(&["header-again"]), |t| {
        t.rows.insert(3, t.header.clone());
        None
    }),
    of("the header in capitals with blanks for its marks", ALL, Same, |t| {
        t.header.iter_mut().for_each(|name| *name = format!(" {} ", name.to_uppercase().replace('-', " ")));
        None
    }),
    of("no name above the titles", ALL, Same, |t| {
        let at = t.column(t.file.title_column());
        t.header[at] = String::new();
        None
    }),
    of("two names alike", ALL, Refused(&["duplicate-column"]), |t| {
        let at = t.column(t.file.title_column());
        t.header[at] = t.file.sku_column().into();
        None
    }),
    of("a name as long as a book", ALL, Refused(&["unknown-report", "cell-count"]), |t| {
        let at = t.column(t.file.title_column());
        t.header[at] = "title ".repeat(100_000);
        None
    }),
    // Encodings.
    of("windows-1252", ALL, Same, |t| {
        titles(t, "Caf\u{e9} cr\u{e8}me, \u{bd} l");
        Some(t.text().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect())
    }),
    of("UTF-16", ALL, Same, |t| {
        titles(t, "Caf\u{e9} \u{2615}");
        Some(format!("\u{feff}{}", t.text()).encode_utf16().flat_map(u16::to_le_bytes).collect())
    }),
    of("text that was taken for another encoding once", ALL, Same, |t| {
        titles(t, "Caf\u{c3}\u{a9} cr\u{c3}\u{a8}me");
        None
    }),
    of("replacement characters in titles", ALL, Same, |t| {
        titles(t, "Caf\u{fffd} cr\u{fffd}me");
        None
    }),
    of("a NUL in a title", ALL, Refused(&["nul-byte"]), |t| {
        titles(t, "Mug\0");
        None
    }),
    of("NULs at the end, as after a crash", ALL, Refused(&["nul-byte", "cell-count"]), |t| {
        Some([t.text().as_bytes(), &[0; 600]].concat())
    }),
    of("two marks at the beginning", ALL, Same, |t| Some(format!("\u{feff}\u{feff}{}", t.text()).into())),
    // Cells.
    of("whole numbers with a fraction of nothing", PLANNING, Same, |t| {
        t.rewrite("available", |cell| format!("{cell}.0"));
        None
    }),
    of("words where a number is blank", PLANNING, Refused(&["not-whole"]), |t| {
        t.rewrite_where("available", |at, _| at == 4, |_| "NULL".into());
        None
    }),
    of("an apostrophe before numbers", PLANNING, Refused(&["not-whole"]), |t| {
        t.rewrite("available", |cell| format!("'{cell}"));
        None
    }),
    of("thousands set apart", PLANNING, Refused(&["not-whole"]), |t| {
        t.rewrite_where("available", |at, _| at == 4, |_| "1,234".into());
        None
    }),
    of("dates of two orders", &[File::Ledger], Refused(&["mixed-dates"]), |t| {
        t.rewrite_where(
            "Date",
            |at, _| at % 9 == 4,
            |cell| format!("{}/{}/{}", &cell[3..5], &cell[..2], &cell[6..]),
        );
        None
    }),
    of("dates of two forms", &[File::Ledger], Refused(&["mixed-dates"]), |t| {
        t.rewrite_where(
            "Date",
            |at, _| at % 9 == 4,
            |cell| format!("{}-{}-{}", &cell[6..], &cell[..2], &cell[3..5]),
        );
        None
    }),
    of("SKUs without their zeros", STOCK, Noted("sku-damaged"), |t| {
        zeros(t, |sku| sku.trim_start_matches('0').into());
        None
    }),
    of("SKUs as formulas, so that their zeros stay", STOCK, Figures, |t| {
        zeros(t, |sku| format!("=\"{sku}\""));
        None
    }),
    of("a blank that does not break behind SKUs", STOCK, Told, |t| {
        zeros(t, |sku| format!("{sku}\u{a0}"));
        None
    }),
    of("replacement characters in SKUs", STOCK, Figures, |t| {
        zeros(t, |sku| sku.replace("00", "\u{fffd}\u{fffd}"));
        None
    }),
    of("SKUs of sales as formulas", SALES, Told, |t| {
        zeros(t, |sku| format!("=\"{sku}\""));
        None
    }),
    of("replacement characters in SKUs of sales", SALES, Told, |t| {
        zeros(t, |sku| sku.replace("00", "\u{fffd}\u{fffd}"));
        None
    }),
    of("SKUs of sales without their zeros", SALES, Told, |t| {
        zeros(t, |sku| sku.trim_start_matches('0').into());
        None
    }),
    // What sellers have reported.
    of("one row of twenty", PLANNING, Refused(&["rows-missing"]), |t| {
        t.keep(|at, _| at % 20 == 3);
        None
    }),
    of("half of the rows", PLANNING, Refused(&["rows-missing"]), |t| {
        t.keep(|at, _| at % 2 == 0);
        None
    }),
    of("every listing that ever was, without stock, beside the others", PLANNING, Figures, |t| {
        let row = t.rows[0].clone();
        for number in 0..3000 {
            let mut row = row.clone();
            for (cell, name) in row.iter_mut().zip(&t.header) {
                match name.as_str() {
                    "sku" => *cell = format!("OLD-{number}"),
                    "fnsku" => *cell = format!("X0OLD{number:05}"),
                    "asin" => *cell = format!("B1{number:08}"),
                    "snapshot-date"
                    | "condition"
                    | "marketplace"
                    | "product-name"
                    | "volume-unit-measurement" => {}
                    "item-volume" | "sell-through" => *cell = "0.0".into(),
                    _ => *cell = "0".into(),
                }
            }
            t.rows.push(row);
        }
        None
    }),
];
