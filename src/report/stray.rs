//! What lies among the reports and is none: told in one line, not read, and no fault.
//!
//! Nobody named such a file: it lay in a folder, an archive or a workbook. The line is drawn so that nothing is passed over
//! that may have been a report:
//!
//! | found | taken as |
//! |---|---|
//! | a table that has more than half of a report's columns | a report, or a problem |
//! | a table of at least four columns with a SKU, an ASIN or an FNSKU somewhere in its first lines | a problem: a report that ipi does not read, in another language, or without its header |
//! | any other text: notes, a table of four columns or more about something else, a list of costs in two or three | stray |
//! | nothing at all, a web page, XML, JSON, a picture, under a name that promises a table (below) | a problem: the download failed, or the file is damaged |
//! | text of which the first 64 KiB have no line end, under such a name | a problem too |
//! | the same under any other name | stray |
//! | what cannot be opened: a broken archive, a locked workbook, a download that is not finished | a problem |
//!
//! A name promises a table where it ends like one, or, for what is not a picture or a program, where it has no ending at all:
//! that is how browsers keep a report when the server does not say what it is.

use super::code::Code;
use super::columns::plain;
use super::kind;
use super::source::Source;
use super::table::{Table, split};

/// Endings under which reports are kept.
const TABLES: [&str; 15] = [
    "csv", "txt", "tsv", "tab", "dms", "download", "xls", "xlsx", "xlsm", "xlsb", "ods", "numbers", "gz",
    "zip", "asc",
];
/// How much is looked at.
const HEAD: usize = 64 << 10;
/// Lines in which a table without a known header gives itself away.
const LINES: usize = 32;
/// What has fewer columns is a list, not an export.
const COLUMNS: usize = 4;

/// Is a file that nobody named no report, so that it is passed over with a word?
#[must_use]
pub fn is_stray(source: &Source) -> bool {
    if source.trouble().is_some() {
        return false;
    }
    // What cannot be read is a problem, which comes up when it is.
    let Ok(head) = source.head(HEAD) else { return false };
    if is_binary(&head) && !promises(source.name(), false) {
        return true;
    }
    match Table::open(source) {
        Ok(table) => {
            let is_other = kind::recognise(&table.names).is_err_and(|near| !near.is_near());
            // One line without an end is no text that somebody wrote.
            let is_damaged = head.len() == HEAD && !head.contains(&b'\n') && !head.contains(&b'\r');
            is_other && !tells_of_products(&table) && !(is_damaged && promises(source.name(), true))
        }
        Err(problem) => match problem.code {
            Code::EmptyFile | Code::WebPage => !promises(source.name(), true),
            Code::NotATable => !promises(source.name(), !is_binary(&head)),
            _ => false,
        },
    }
}

/// Is this a report that ipi knows?
#[must_use]
pub fn is_report(source: &Source) -> bool {
    super::Report::open(source).is_ok()
}

/// Does a name promise a table? `bare` says whether one without an ending does.
fn promises(name: &str, bare: bool) -> bool {
    let last = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    match last.rsplit_once('.') {
        Some((_, ending)) => TABLES.iter().any(|table| ending.eq_ignore_ascii_case(table)),
        None => bare,
    }
}

/// Does it begin as pictures and programs do?
pub(super) fn is_marked(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 4] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF"];
    MARKS.iter().any(|mark| head.starts_with(mark))
}

/// Are these bytes no text? Pictures, programs and documents are full of bytes that no text has. A damaged table may have
/// some too, so this decides nothing under a name that promises one.
#[must_use]
pub fn is_binary(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4 << 10)];
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let strange = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b);
    let is_document = head.starts_with(b"%PDF") || head.starts_with(b"\xd0\xcf\x11\xe0");
    is_marked(head) || is_document || head.iter().filter(strange).count() > head.len() / 32
}

/// Is this a table about products, though its header is of no report?
fn tells_of_products(table: &Table) -> bool {
    let head = table.source.head(HEAD).unwrap_or_default();
    let text = String::from_utf8_lossy(&head);
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    // A spreadsheet may have wrapped each line in quotes, so that all of it is one cell: then quotes hide nothing.
    let plainly = |line: &str, delimiter| line.split(delimiter).map(str::to_owned).collect();
    ['\t', ',', ';'].into_iter().any(|delimiter| {
        is_of_products(lines.iter().map(|line| split(line, delimiter)).collect())
            || is_of_products(lines.iter().map(|line| plainly(line, delimiter)).collect())
    })
}

/// Are these the rows of a table, with a product in it?
fn is_of_products(mut rows: Vec<Vec<String>>) -> bool {
    let few = rows.len() <= 2;
    rows.retain(|row| row.len() >= COLUMNS);
    // Prose has commas too, but no two lines with as many; a header with a row that is cut off has not either.
    let same = |row: &Vec<String>| rows.iter().filter(|other| other.len() == row.len()).count() > 1;
    (few || rows.iter().any(same)) && rows.iter().flatten().any(|cell| names_a_product(cell))
}

/// Does a cell hold the name of a column of codes, or a code?
fn names_a_product(cell: &str) -> bool {
    let name = plain(cell);
    let code = cell.trim().trim_matches('"');
    let is_code = |mark: &str| {
        code.len() == 10
            && code.starts_with(mark)
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    name.contains("sku")
        || name.starts_with("asin")
        || name.ends_with("asin")
        || is_code("B0")
        || is_code("X00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stray(name: &str, bytes: &[u8]) -> bool {
        is_stray(&Source::new(name, bytes.to_vec()))
    }

    #[test]
    fn what_may_have_been_a_report_is_never_stray() {
        for (name, text) in [
            ("empty.csv", ""),
            ("empty", " \n"),
            ("page.csv", "<!doctype html><title>Sign in</title>"),
            ("page", "<html>"),
            ("error.txt", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
            ("answer.dms", "{\"errors\": []}"),
            ("near.xyz", "snapshot-date,sku,availabel,units-shipped-t30,units-shipped-t90,marketplace\n"),
            ("german.txt", "Datum\tFNSKU\tASIN\tBestand\n2026-10-31\tX001234567\tB001234567\t4\n"),
            ("cut.csv", "Datum,FNSKU,ASIN,MSKU,Titel\n2026-10-31,X00"),
            (
                "commas.csv",
                "Datum,MSKU,Titel,Menge\n1.7.26,A,\"a, b\",1\n1.7.26,B,\"a, b, c\",2\n2.7.26,B,c,2\n",
            ),
            (
                "wrapped.csv",
                "\"Datum,\"\"MSKU\"\",\"\"Titel\"\",Menge\"\n\"1.7.26,\"\"A\"\",\"\"a\"\",1\"\n\"2.7.26,\"\"B\"\",\"\"b\"\",1\"\n",
            ),
            ("headless.csv", "2026-10-31,X001234567,MUG,4\n2026-10-31,X001234568,TEA,5\n"),
            (
                "titled.csv",
                "Inventory Ledger\n\nDate,FNSKU,MSKU,Disposition\n10/31/2026,X001234567,MUG,SELLABLE\n",
            ),
            ("zeros.csv", "\0\0\0\0\0\0\0\0\0\0\0\0"),
        ] {
            assert!(!stray(name, text.as_bytes()), "{name}");
        }
        assert!(!stray("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(!stray("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"));
    }

    #[test]
    fn what_lies_beside_reports_is_stray() {
        for (name, text) in [
            (
                "notes.txt",
                "Order more mugs, cups, and bowls.\nAsk about the SKU, the tea, the pot, the lid, the cup.\nAsk Ann.\n",
            ),
            ("costs.csv", "sku,cost\nMUG,1.20\n"),
            ("feedback.txt", "Date\tRating\tComments\tYour Response\n1/2/26\t5\tgood\t\n"),
            ("page.html", "<!doctype html><title>Help</title>"),
            ("state.json", "{}"),
            ("README.md", "# Reports\n"),
            ("nothing.log", ""),
        ] {
            assert!(stray(name, text.as_bytes()), "{name}");
        }
        assert!(stray("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"));
        assert!(stray("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0"));
        assert!(stray("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"));
    }

    #[test]
    fn a_report_is_a_report_whatever_it_is_called() {
        let report = b"snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace\n2026-06-30,MUG,4,1,2,US\n";
        for name in ["a.dms", "a", "a.csv.download", "a.jpg", "x.zip!b/a"] {
            assert!(!stray(name, report), "{name}");
        }
    }
}
