//! Equal to the `csv` crate's slow reading, wherever both define the answer.

use super::{plainly, plan, read};
use proptest::prelude::*;

type Rows = Vec<[String; 3]>;

/// Rows as the `csv` crate reads them.
fn slowly(text: &str, delimiter: u8, quoting: bool) -> Rows {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.expect("the file is sound");
            [0, 1, 2].map(|i| record[i].to_owned())
        })
        .collect()
}

/// Without one pair of quotes around it, doubled ones inside made one: what a quoted cell of a tab file stands for.
fn without_quotes(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

proptest! {
    #[test]
    fn commas_with_quotes(
        rows in prop::collection::vec(prop::array::uniform3("[ab\u{e9},;\t \"\n\r]{0,12}"), 1..12),
        always: bool,
        crlf: bool,
        semicolon: bool,
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(if semicolon { b';' } else { b',' })
            .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        prop_assert_eq!(&slowly(text, if semicolon { b';' } else { b',' }, true), &rows);
        prop_assert_eq!(&plainly(&bytes).cells(), &rows);
        prop_assert_eq!(&read(&bytes, &plan(2, 13, 16)).cells(), &rows);
    }

    #[test]
    fn tabs_in_which_a_quote_hides_nothing(
        rows in prop::collection::vec(prop::array::uniform3("[ab\u{e9}, \"]{0,9}|\"[ab \"]{0,6}\""), 1..12),
        crlf: bool,
        end: bool,
    ) {
        let line_end = if crlf { "\r\n" } else { "\n" };
        let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        let text = format!("a\tb\tc{line_end}{}{}", lines.join(line_end), if end { line_end } else { "" });
        let expected: Rows = slowly(&text, b'\t', false)
            .into_iter()
            .map(|row| row.map(|cell| without_quotes(&cell)))
            .collect();
        prop_assert_eq!(&plainly(text.as_bytes()).cells(), &expected);
        prop_assert_eq!(&read(text.as_bytes(), &plan(3, 7, 16)).cells(), &expected);
    }
}

#[test]
fn the_three_habits_of_tab_files() {
    let text = "a\tb\tc\n11 x 22\" - soft\t\"quoted\"\t\"1\"\" pipe\"\n\"opens only\tcloses only\"\tin \"the\" middle\n";
    let cells = plainly(text.as_bytes()).cells();
    assert_eq!(cells[0], ["11 x 22\" - soft", "quoted", "1\" pipe"]);
    assert_eq!(cells[1], ["\"opens only", "closes only\"", "in \"the\" middle"]);
}
