//! However a file is cut and by however many threads it is read, the result is the same.

use super::{Problem, Texts, plainly, plan, read};
use proptest::prelude::*;

/// The same file in many cuts.
fn every_way(bytes: &[u8]) -> Result<(), TestCaseError> {
    let whole: Texts = plainly(bytes);
    for threads in [1, 2, 3, 7] {
        for piece in [1, 3, 7, 16, 64] {
            for chunk in [1, 23, 64] {
                let cut = read(bytes, &plan(threads, piece, chunk));
                prop_assert_eq!(&cut, &whole, "{} threads, piece {}, chunk {}", threads, piece, chunk);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Anything at all: stray quotes, rows of any width, characters of several bytes, quoted line ends.
    #[test]
    fn of_anything(body in "[ab\u{e9}\u{5546},\"\n\r]{0,90}") {
        every_way(format!("a,b,c\n{body}").as_bytes())?;
        every_way(format!("a\tb\tc\r\n{}", body.replace(',', "\t")).as_bytes())?;
    }

    /// Sound files, in which quotes hide line ends and delimiters, with and without a last line end.
    #[test]
    fn of_sound_files(
        rows in prop::collection::vec(prop::array::uniform3("[a\u{5546}, \"\n]{0,9}"), 1..9),
        crlf: bool,
        end: bool,
    ) {
        let line_end = if crlf { "\r\n" } else { "\n" };
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines: Vec<String> = rows.iter().map(|row| row.each_ref().map(quoted).join(",")).collect();
        let text = format!("a,b,c{line_end}{}{}", lines.join(line_end), if end { line_end } else { "" });
        prop_assert_eq!(plainly(text.as_bytes()).cells(), rows);
        every_way(text.as_bytes())?;
    }

    /// Bytes that are no UTF-8, and NUL.
    #[test]
    fn of_damaged_files(body in prop::collection::vec(prop::sample::select(b"a,\"\n\0\xe9\xc3\xa9\xff".to_vec()), 0..80)) {
        every_way(&[b"a,b,c\n", &body[..]].concat())?;
    }
}

/// What damaged files are made of: sound lines, and what may be wrong between them and within.
fn stretch() -> impl Strategy<Value = Vec<u8>> {
    let of = |bytes: &[u8]| Just(bytes.to_vec());
    prop_oneof![
        6 => of(b"1,2,3\n"),
        3 => of("a,\u{e9}t\u{e9},\u{5546}\n".as_bytes()),
        2 => of(b"x,\"a\nb\",z\n"),
        1 => of(b"\""),
        1 => of(b",\"open"),
        1 => of(b"\xe9t\xe9,1,2\n"),
        1 => of(b"\xff"),
        1 => of(b"\xe5\x95"),
        1 => of(b"\0"),
        1 => of(b"a,b,c\n"),
        1 => of(b",,\n"),
        1 => of(b"\n"),
        1 => of(b"\r\n"),
        1 => of(b"7,8"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// The bytes of a file decide what it is, however it is damaged: rows, problems, what is odd, and the encoding.
    #[test]
    fn of_files_with_open_quotes_bad_bytes_and_cuts(
        body in prop::collection::vec(stretch(), 0..12),
        plans in prop::collection::vec((1..4_usize, 1..90_u64, 1..90_usize), 1..9),
        tabs: bool,
    ) {
        let mut bytes = [b"a,b,c\n", &body.concat()[..]].concat();
        if tabs {
            bytes.iter_mut().filter(|byte| **byte == b',').for_each(|byte| *byte = b'\t');
        }
        let whole = plainly(&bytes);
        for (threads, piece, chunk) in plans {
            let cut = read(&bytes, &plan(threads, piece, chunk));
            prop_assert_eq!(&cut, &whole, "{} threads, piece {}, chunk {}", threads, piece, chunk);
        }
    }
}

#[test]
fn an_open_quote_does_not_hide_the_encoding() {
    // In one piece all that follows the quote is one open cell; in small ones the last lines are rows at first.
    let bytes = b"a,b,c\n1,\"2,3\n4,5,6\n7,caf\xe9,9\n";
    for plan in [plan(1, 1 << 20, 1 << 20), plan(2, 12, 16), plan(3, 5, 4)] {
        assert_eq!(read(bytes, &plan).encoding, "windows-1252");
    }
}

#[test]
fn a_quoted_cell_over_many_pieces_is_one_cell() {
    let text = format!("a,b,c\n1,\"{}\",2\n3,4,5\n", "line\nline,\n".repeat(50));
    let rows = read(text.as_bytes(), &plan(3, 8, 16)).cells();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][1].len(), 11 * 50);
    assert_eq!(rows[1], ["3", "4", "5"]);
}

#[test]
fn a_fault_of_many_lines_is_one_problem_with_the_first_three() {
    let text = format!("a,b,c\n{}1,2,3\n", "1,2\n".repeat(25));
    for plan in [plan(1, 1 << 20, 1 << 20), plan(3, 9, 16)] {
        let outcome = read(text.as_bytes(), &plan);
        assert_eq!((outcome.counted, outcome.left_out, outcome.problems.len()), (26, 25, 1));
        let Problem { line, also, more, .. } = &outcome.problems[0];
        assert_eq!((*line, &also[..], *more), (Some(2), &[3, 4][..], 24));
        assert!(outcome.told()[0].contains("), also in lines 3, 4 and 22 more; "), "{:?}", outcome.told());
    }
}

#[test]
fn the_line_end_before_a_piece_may_be_the_last_byte_of_a_chunk() {
    // The second and last piece begins at offset 26. The line end before its first row is the byte at 40, which is the
    // last of the 16 that are read from 25 on.
    let text = format!("a,b,c\n1,{},4\n5,6,7", "2".repeat(30));
    assert_eq!((text.as_bytes()[40], text.len()), (b'\n', 46));
    assert_eq!(read(text.as_bytes(), &plan(1, 20, 16)).cells().len(), 2);
}
