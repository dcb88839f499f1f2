//! A problem's line is the one that an editor shows.

use super::{Problem, plainly, plan, read};

/// The lines of the rows that have too few cells, and what is said of the first.
fn lines(text: &[u8]) -> Vec<u64> {
    let whole = plainly(text);
    assert_eq!(whole.problems, read(text, &plan(3, 9, 16)).problems);
    let lines = |problem: &Problem| problem.line.into_iter().chain(problem.also.clone()).collect::<Vec<_>>();
    whole.problems.iter().flat_map(lines).collect()
}

#[test]
fn with_any_line_end() {
    assert_eq!(lines(b"a,b,c\n1,2,3\n1,2\n1,2,3\n1\n"), [3, 5]);
    assert_eq!(lines(b"a,b,c\r\n1,2,3\r\n1,2\r\n1,2,3\r\n1"), [3, 5]);
    assert_eq!(lines(b"a,b,c\n1,2,3\r\n1,2\n1,2,3\r\n1\r\n"), [3, 5]);
    assert_eq!(lines(b"a,b,c\r1,2,3\r1,2\r1,2,3\r1\r"), [3, 5]);
}

#[test]
fn with_blank_lines_and_a_byte_order_mark() {
    assert_eq!(lines(b"\n\n\na,b,c\n1,2,3\n\n\n1,2\n"), [8]);
    assert_eq!(lines(b"\xef\xbb\xbfa,b,c\r\n1,2,3\r\n\r\n1,2\r\n"), [4]);
    assert_eq!(lines(b"\xef\xbb\xbf\r\n\r\na,b,c\r\n1\r\n"), [4]);
}

#[test]
fn behind_cells_of_several_lines() {
    assert_eq!(lines(b"a,b,c\n1,\"x\ny\nz\",3\n1,2\n"), [5]);
    assert_eq!(lines(b"a,b,c\r\n1,\"x\r\ny\",3\r\n\"p\r\n\r\nq\",2,3\r\n1,2\r\n"), [7]);
}

#[test]
fn in_utf16() {
    let text: Vec<u8> =
        "\u{feff}a\tb\tc\r\n1\t2\t3\r\n1\t2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines(&text), [3]);
}

#[test]
fn of_a_quote_that_does_not_close() {
    let outcome = plainly(b"a,b,c\n1,2,3\n4,\"five,6\n7,8,9\n");
    assert_eq!(
        outcome.told(),
        [
            "file:3: column \"b\": \"five,6\": the file ends inside a quoted cell: it was cut off (2 lines are taken for one \
          row); download the report again [open-quote]"
        ]
    );
    assert_eq!((outcome.counted, outcome.left_out), (3, 2));
}

#[test]
fn of_a_cut_in_the_last_row() {
    let told = plainly(b"a,b,c\n1,2,3\n4,5").told();
    assert_eq!(
        told,
        [
            "file:3: the row does not fit the header (2 cells under 3 column names; the file ends here, cut off, or something was added to it); download \
          the report again [cell-count]"
        ]
    );
}

#[test]
fn of_a_short_row_before_a_blank_line_which_is_not_cut() {
    for file in ["a,b,c\n1,2,3\n4,5\n\n", "a,b,c\r\n1,2,3\r\n4,5\r\n\r\n"] {
        let told = plainly(file.as_bytes()).told();
        assert_eq!(
            told,
            [
                "file:3: the row does not fit the header (2 cells under 3 column names); download the report again \
          [cell-count]"
            ]
        );
    }
}

#[test]
fn rows_are_as_wide_as_the_header_with_its_empty_names() {
    assert_eq!(plainly(b"a\tb\tc\t\t\n1\t2\t3\t\t\n4\t5\t6\n7\t8\t9\t\n").cells().len(), 3);
    assert_eq!(lines(b"a\tb\tc\t\n1\t2\t3\tx\n"), [2]);
    // A cell more than the header has names: two names may have run together, and every cell may be shifted.
    assert_eq!(lines(b"a\tb\tc\n1\t2\t3\t\n"), [2]);
}
