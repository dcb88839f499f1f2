//! Bytes into cells: however a file is cut and by however many threads it is read, the cells are the same, and they are those
//! of the csv crate wherever both define the answer.

use super::{WHOLE, choice, is_clean};
use encoding_rs::{BIG5, EUC_JP, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};
use ipi::report::stages::{Texts, texts};
use ipi::report::{Plan, Source};
use std::sync::Arc;

/// Threads, bytes of a piece, bytes of a chunk.
const CUTS: [(usize, u64, usize); 5] = [(1, 1, 1), (1, 7, 16), (2, 3, 23), (1, 64, 64), (3, 16, 1)];

fn read(bytes: &[u8], (threads, piece, chunk): (usize, u64, usize)) -> Texts {
    let plan = Plan { threads, piece, chunk, read: Arc::default() };
    texts(&Source::new("file", bytes.to_vec()), &plan).expect("memory does not fail")
}

/// What the file holds, once it is known to be the same in pieces.
fn in_pieces(bytes: &[u8]) -> Texts {
    let whole = read(bytes, (1, 1 << 20, WHOLE));
    assert_eq!(read(bytes, CUTS[bytes.len() % CUTS.len()]), whole, "in pieces and as a whole");
    assert_eq!(whole.counted, whole.rows.len() as u64 + whole.left_out, "every row is read or left out");
    assert!(whole.rows.is_sorted_by(|(a, _), (b, _)| a < b), "rows stand in their order");
    assert!(whole.left_out == 0 || !whole.problems.is_empty(), "what is left out is told");
    assert!(whole.rows.iter().flat_map(|(_, row)| row).all(|cell| std::str::from_utf8(cell).is_ok()));
    whole.problems.iter().for_each(|problem| is_clean(&problem.to_string()));
    whole
}

fn cells(texts: &Texts) -> Vec<&[Vec<u8>; 3]> {
    texts.rows.iter().map(|(_, row)| row).collect()
}

/// Splitting by comma, semicolon or tab, against the csv crate.
pub(super) fn split(mut data: &[u8]) {
    let delimiter = [b',', b';', b'\t'][choice(&mut data) % 3];
    let header = format!("a{0}b{0}c\n", char::from(delimiter));
    let file = [header.as_bytes(), data].concat();
    let found = in_pieces(&file);
    let is_quoted = delimiter != b'\t';
    if !is_sound(data, delimiter, is_quoted) {
        return;
    }
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(is_quoted)
        .flexible(true)
        .from_reader(&file[..]);
    let rows: Vec<_> = reader.into_byte_records().map(|row| row.expect("memory does not fail")).collect();
    if rows.is_empty() || rows.iter().any(|row| row.len() != 3) || rows.iter().any(is_header) {
        return;
    }
    let wanted: Vec<[Vec<u8>; 3]> = rows
        .iter()
        .map(|row| [0, 1, 2].map(|i| if is_quoted { row[i].to_vec() } else { without_quotes(&row[i]) }))
        .collect();
    assert_eq!(found.problems, [], "nothing is wrong with it");
    assert_eq!(cells(&found), wanted.iter().collect::<Vec<_>>());
}

/// Is it the header once more? That is told, and no row.
fn is_header(row: &csv::ByteRecord) -> bool {
    let plain = |cell: &[u8]| {
        let text = String::from_utf8_lossy(cell).to_lowercase();
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    row.iter().map(plain).eq(["a", "b", "c"])
}

/// In a tab file a quote hides nothing, and a pair around a cell is no part of it.
fn without_quotes(cell: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\"").into(),
        None => cell.into(),
    }
}

/// Is it text as RFC 4180 has it: a quote only around a cell or doubled within, and no line that ends in CR alone?
fn is_sound(bytes: &[u8], delimiter: u8, is_quoted: bool) -> bool {
    #[derive(PartialEq)]
    enum At {
        Begin,
        Plain,
        Quoted,
        Closed,
        Return,
    }
    let mut at = At::Begin;
    for &byte in bytes {
        at = match (at, byte) {
            (_, 0) => return false,
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) => At::Quoted,
            (At::Closed, b'"') => At::Quoted,
            (At::Return, byte) if byte != b'\n' => return false,
            (_, b'\n') => At::Begin,
            (_, byte) if byte == delimiter => At::Begin,
            (_, b'\r') => At::Return,
            (At::Begin, b'"') if is_quoted => At::Quoted,
            (At::Closed, _) => return false,
            (At::Plain, b'"') if is_quoted => return false,
            _ => At::Plain,
        };
    }
    at != At::Quoted && at != At::Return && std::str::from_utf8(bytes).is_ok()
}

/// Bytes of a plain row.
const LONG: usize = 1 << 10;

/// Text in every encoding of the exports, and bytes in none.
pub(super) fn decode(mut data: &[u8]) {
    let form = choice(&mut data);
    let encodings: [&'static Encoding; 6] = [UTF_8, WINDOWS_1252, SHIFT_JIS, GBK, BIG5, EUC_JP];
    let text = String::from_utf8_lossy(data);
    let header = "a\tb\tc\n";
    let bytes = match form % 16 {
        n @ 0..6 => encodings[n].encode(&text).0.into_owned(),
        n @ 6..8 => {
            let units = |to: fn(u16) -> [u8; 2]| {
                format!("\u{feff}{header}{text}").encode_utf16().flat_map(to).collect::<Vec<u8>>()
            };
            let turned = in_pieces(&units(if n == 6 { u16::to_le_bytes } else { u16::to_be_bytes }));
            let plain = in_pieces(format!("{header}{text}").as_bytes());
            assert_eq!(cells(&turned), cells(&plain), "UTF-16 and UTF-8 hold the same");
            return;
        }
        _ => data.to_vec(),
    };
    let found = in_pieces(&[header.as_bytes(), &bytes].concat());
    // Now and then behind as many plain rows as are looked at in one piece, so that its end falls into the text.
    if form / 16 == 0 && !found.rows.is_empty() {
        let before = (256 << 10) - header.len() - 1 - bytes.first().map_or(0, |byte| usize::from(*byte) % 16);
        let plain =
            format!("S\t1\t{}\n", "x".repeat(LONG - 5)).repeat(before / LONG) + &"\n".repeat(before % LONG);
        let late = read(&[header.as_bytes(), plain.as_bytes(), &bytes].concat(), (1, 1 << 20, WHOLE));
        assert_eq!(late.encoding, found.encoding, "plain rows tell nothing of the encoding");
        let rows = cells(&late);
        assert_eq!(rows[before / LONG..], cells(&found)[..], "and change no cell");
    }
}
