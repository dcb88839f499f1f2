//! Every encoding of the exports, also where the first byte that tells comes late.

use super::{plainly, plan, read};
use crate::report::table::Table;
use crate::report::{Code, Source};
use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

const TEXT: &str = "a\tb\tc\r\nCAF\u{c9}-1\t5\u{a0}x\t\"cr\u{e8}me\"\r\n";

fn first(bytes: &[u8]) -> [String; 3] {
    plainly(bytes).cells()[0].clone()
}

#[test]
fn text_is_the_same_in_all_of_them() {
    let expected = ["CAF\u{c9}-1", "5\u{a0}x", "cr\u{e8}me"];
    assert_eq!(first(TEXT.as_bytes()), expected);
    assert_eq!(first(format!("\u{feff}{TEXT}").as_bytes()), expected);
    assert_eq!(first(&WINDOWS_1252.encode(TEXT).0), expected);
    let marked = format!("\u{feff}{TEXT}");
    assert_eq!(first(&marked.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()), expected);
    assert_eq!(first(&marked.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()), expected);
}

#[test]
fn shift_jis_is_read_in_cells_and_in_the_header() {
    // The second byte of 表 is a backslash, that of ソ too: bytes that look like ASCII inside a character.
    let (bytes, _, _) = SHIFT_JIS.encode("a\tb\tc\n商品-1\t表とソース\tテスト商品 ブラック\n");
    assert_eq!(first(&bytes), ["商品-1", "表とソース", "テスト商品 ブラック"]);
    let (bytes, _, _) = SHIFT_JIS.encode("（親）ASIN,（子）ASIN,タイトル,注文された商品点数\nP,C,商品,2\n");
    let table = Table::open(&Source::new("file", bytes.into_owned())).map_err(|p| p.to_string()).unwrap();
    assert_eq!(table.header, ["（親）ASIN", "（子）ASIN", "タイトル", "注文された商品点数"]);
    assert_eq!(table.encoding_name, "Shift_JIS");
}

#[test]
fn a_byte_that_tells_may_come_after_half_a_megabyte() {
    let mut bytes = b"a\tb\tc\n".to_vec();
    bytes.extend("SKU-1\t1\tplain\n".repeat(40_000).bytes());
    bytes.extend(b"CAF\xc9\t2\tcr\xe8me\n");
    for plan in [plan(1, 1 << 20, 1 << 18), plan(3, 50_000, 4_000)] {
        let outcome = read(&bytes, &plan);
        assert_eq!(outcome.rows.len(), 40_001);
        assert_eq!((outcome.counted, outcome.left_out), (40_001, 0));
        assert_eq!(outcome.cells()[40_000], ["CAF\u{c9}", "2", "cr\u{e8}me"]);
    }
}

#[test]
fn damage_in_utf8_is_named_by_its_line() {
    let mut bytes = "a,b,c\n".to_owned().into_bytes();
    bytes.extend("crème,brûlée,à\n".repeat(3).bytes());
    bytes.extend(b"cr\xffme,b,c\n");
    bytes.extend("crème,brûlée,à\n".bytes());
    let outcome = plainly(&bytes);
    assert_eq!(outcome.rows.len(), 4);
    assert_eq!(outcome.problems.len(), 1);
    assert_eq!((outcome.problems[0].code, outcome.problems[0].line), (Code::NotUtf8, Some(5)));
}

#[test]
fn what_is_no_text_is_refused_as_what_it_is() {
    let told = |bytes: &[u8]| match Table::open(&Source::new("file", bytes.to_vec())) {
        Ok(_) => "a table".to_owned(),
        Err(problem) => format!("{} {}", problem.code, problem.detail.unwrap_or_default()),
    };
    assert_eq!(told(b""), "empty-file ");
    assert_eq!(told(b"\xef\xbb\xbf"), "empty-file ");
    assert_eq!(told(b"\xff\xfe"), "empty-file ");
    assert_eq!(told(b" \r\n\t\n"), "empty-file ");
    assert_eq!(
        told(b"\xef\xbb\xbf<!DOCTYPE html><title> Sign \x1b[2J </title>"),
        "web-page titled \"Sign \x1b[2J\""
    );
    assert_eq!(told(b"%PDF-1.4"), "not-a-table it is a PDF document");
    assert_eq!(told(b"  {\"a\":1}"), "not-a-table it is JSON");
    assert_eq!(told(b"PK\x03\x04\x14\0\0\0"), "not-a-table it is an archive in an archive: unpack it");
    assert_eq!(told(b"\xd0\xcf\x11\xe0\xa1\xb1"), "not-a-table it is an old Excel file");
    assert_eq!(told(b"a\0\tb\0\n"), "not-a-table it holds NUL bytes from its first line on");
}
