//! What ipi wrote itself, and what it reads by another way: no word is lost on it when it lies among the reports.

use ipi::output::workbook::MARK;
use ipi::report::Source;
use serde_json::{Map, Value};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// The first columns of the rows that ipi writes and reads, whatever stands between them, and the first fields of its lines of
/// JSON.
const HEADS: [&str; 15] = [
    "date,account,marketplace,figure,value,unit",
    "date,account,marketplace,figure,name,shown",
    "date,week,account,marketplace,score,low,high,official",
    "date,marketplace,account,sku,fnsku,asin",
    "date,score,score_low,score_high,line",
    "sku,on_hand_units,coming_units",
    "sku,action,units,price_cut_percent",
    "block,factor,sku,cause,date",
    "row,file,kind,rows,rows_left_out",
    "weeks,n,rmse,bias,coverage",
    "rule,marketplace,from,until,name,value",
    "id,account,marketplace,as_of,age_days",
    // What is given to a forecast, to a plan and to the history.
    "sku,units,date",
    "sku,unit_cost",
    "date,score,excess_pct,sell_through",
];

/// The same of what ipi wrote before its rows named the account.
const OLD_HEAD: &str = "date,marketplace,figure,value,unit";

/// The first bytes of its pages, behind the marks of a heading, and of its documents.
const STARTS: [&str; 20] = [
    "{\n  \"schema\": \"ipi.",
    "{\"schema\":\"ipi.",
    "ipi fleet journal ",
    "Fleet of ",
    "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"$id\": \"urn:ipi:",
    "MerchantRemovalOrderID\tipi-",
    "How the figures of ",
    "IPI about ",
    "IPI forecast, ",
    "Official score ",
    "SKUs behind the IPI ",
    "SKUs on ",
    "Plan for ",
    "The files\n",
    "The files in ",
    "History of account ",
    "Backtest of account ",
    "Rules for ",
    "Thresholds of the score",
    "The example account, worked by hand\n",
];

/// So much is looked at: the head of a letter and of a page, and the first row of any sheet.
const HEAD_BYTES: usize = 8 << 10;

/// Is it something that ipi wrote: a report of its own, or a history, which carries a number in its header?
pub(super) fn is_own(source: &Source) -> bool {
    let head = source.head(HEAD_BYTES).unwrap_or_default();
    let is_history = head.starts_with(b"SQLite format 3\0") && head.get(68..72) == Some(b"ipih");
    is_history || is_own_text(&String::from_utf8_lossy(&head))
}

fn is_own_text(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    let page = head.trim_start_matches('#').trim_start_matches(' ');
    let first = head.lines().next().unwrap_or_default();
    STARTS.iter().any(|start| page.starts_with(start))
        || is_own_row(first)
        || is_own_line(first)
        || is_own_page(head)
        || is_own_letter(head)
}

/// Does a line begin with the names of own columns, with one and the same sign between them?
fn is_own_row(line: &str) -> bool {
    let is_head = |names: &&str| {
        let mut between = None;
        let mut found = line.chars();
        let alike = |name: char| match (name, found.next()) {
            (',', Some(sign)) => {
                *between.get_or_insert(sign) == sign && !sign.is_alphanumeric() && sign != '_'
            }
            (name, found) => found == Some(name),
        };
        names.chars().all(alike) && found.next().is_none_or(|next| Some(next) == between)
    };
    HEADS.iter().chain([&OLD_HEAD]).any(is_head)
}

/// Is a line an object of JSON with the fields of an own row?
fn is_own_line(line: &str) -> bool {
    if !line.starts_with("{\"") {
        return false;
    }
    // What is cut off where the looking ends is no object; its first fields are enough.
    let fields = match serde_json::from_str::<Map<String, Value>>(line) {
        Ok(object) => object.keys().cloned().collect::<Vec<_>>().join(","),
        Err(_) => return false,
    };
    is_own_row(&fields)
}

/// Is it a page that names its maker?
fn is_own_page(head: &str) -> bool {
    let start = head.get(..15).unwrap_or_default();
    start.eq_ignore_ascii_case("<!doctype html>") && head.contains("<meta name=\"generator\" content=\"ipi ")
}

/// Is it a letter that names its maker?
fn is_own_letter(head: &str) -> bool {
    let header = head.lines().take_while(|line| !line.is_empty());
    header.into_iter().any(|line| line == "X-Mailer: ipi" || line.starts_with("X-Mailer: ipi "))
}

/// Where Excel and LibreOffice keep the properties that a workbook was given.
const PROPERTIES: [&str; 2] = ["docProps/custom.xml", "meta.xml"];
/// So much of them is looked at.
const MOST_PROPERTIES: u64 = 64 << 10;

/// Is it a workbook that ipi wrote, also where another program has saved it since?
pub(super) fn is_own_workbook(workbook: &mut ZipArchive<impl Read + Seek>) -> bool {
    PROPERTIES.iter().any(|name| {
        let mut properties = Vec::new();
        let read = workbook.by_name(name).map(|part| part.take(MOST_PROPERTIES).read_to_end(&mut properties));
        matches!(read, Ok(Ok(_))) && memchr::memmem::find(&properties, MARK.as_bytes()).is_some()
    })
}

/// Is a name that of the settings, of what SQLite keeps beside a history while it is open, or of what Windows and Excel keep
/// in folders without showing it?
pub(super) fn is_known(name: &str) -> bool {
    ["ipi.toml", "desktop.ini", "Thumbs.db"].contains(&name)
        || name.starts_with("~$")
        || ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end) && name.contains("sqlite"))
}

#[cfg(test)]
mod tests {
    use super::is_own_text;

    #[test]
    fn rows_are_known_in_every_dialect() {
        for between in [",", ";", "\t", "|", "!"] {
            let head =
                "date,week,account,marketplace,score,low,high,official,threshold\r\n".replace(',', between);
            assert!(is_own_text(&head) && is_own_text(&format!("\u{feff}{head}")), "{head}");
        }
        assert!(is_own_text("{\"sku\":\"A\",\"units\":1,\"date\":null}\n"));
        assert!(is_own_text("sku,units,date"));
        for other in [
            "sku,units;date\n",
            "sku,units,dates\n",
            "sku_units_date\n",
            "snapshot-date,sku,fnsku,asin\n",
            "{\"sku\":1}\n",
            "date,score\n",
        ] {
            assert!(!is_own_text(other), "{other}");
        }
    }

    #[test]
    fn a_page_and_a_letter_are_known_by_their_maker() {
        let page = |maker: &str| {
            format!("<!DOCTYPE html>\n<html><head><meta name=\"generator\" content=\"{maker}\">")
        };
        assert!(is_own_text(&page("ipi 0.1.0")) && !is_own_text(&page("ipibo 1")));
        let letter =
            |maker: &str| format!("From: a@example.com\r\nX-Mailer: {maker}\r\n\r\nX-Mailer: ipi\r\n");
        assert!(
            is_own_text(&letter("ipi 0.1.0")) && is_own_text(&letter("ipi")) && !is_own_text(&letter("mutt"))
        );
    }
}
