//! Files that turn out late to be other than they seemed are read anew, and nothing of the first reading counts twice.

use super::{LEDGER, account, facts, file, ledger, settings};
use ipi::account::Examination;
use ipi::report::Source;

const SHIPMENTS: [&str; 5] = ["shipment-id", "shipment-date", "sku", "product-name", "quantity-shipped"];

/// A unit of each SKU on each day of June.
fn shipments(name: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let row = |n: usize| {
        vec![
            format!("S{n}"),
            format!("2026-06-{:02}T08:00:00+00:00", n / 100 + 1),
            format!("SKU-{}", n % 100),
            name(n),
            "1".into(),
        ]
    };
    (0..3000).map(row).collect()
}

#[test]
fn text_that_is_no_utf8_far_behind_the_beginning() {
    // 100 SKUs on 30 days with a long title are over 400 KB; the first byte that is no UTF-8 is in the last day.
    let text = |late: char| {
        let title = |day: u32, _| if day == 30 { format!("Caf{late}") } else { "t".repeat(80) };
        file(&LEDGER, &ledger(100, 30, title), ",", "\n")
    };
    let sold = |late: char| {
        file(
            &SHIPMENTS,
            &shipments(|n| if n > 2900 { late.to_string() } else { "t".repeat(120) }),
            "\t",
            "\r\n",
        )
    };
    let (plain, shipped) = (text('e'), sold('e'));
    assert!(plain.len() > 400 << 10 && shipped.len() > 400 << 10);
    let latin = |text: String| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    let (late, late_shipped) = (latin(text('é')), latin(sold('é')));
    let expected =
        account(&[("l", plain.as_bytes()), ("s", shipped.as_bytes())], &settings(1, 1 << 22, 1 << 18))
            .unwrap();
    for (threads, piece, chunk) in [(1, 1 << 22, 1 << 18), (2, 60_000, 5_000), (7, 9_000, 1_000)] {
        let read = account(&[("l", &late), ("s", &late_shipped)], &settings(threads, piece, chunk)).unwrap();
        assert_eq!(facts(&read), facts(&expected), "{threads} threads");
        assert!(read.sources.iter().all(|source| source.encoding == "windows-1252"));
        assert_eq!(read.sources.iter().map(|source| source.rows).sum::<u64>(), 6000);
    }
    // By hand: each SKU ships a unit a day in June, whatever is read how often.
    assert!(expected.stocks.iter().all(|sku| sku.shipped_60.is_none_or(|fact| fact.value.get() == 30)));
}

#[test]
fn days_that_turn_out_to_come_first() {
    let rows = ledger(3, 30, |_, _| String::new());
    let month_first = file(&LEDGER, &rows, ",", "\n");
    let mut turned = rows;
    for row in &mut turned {
        row[0] = format!("{}/06/2026", &row[0][3..5]);
    }
    let day_first = file(&LEDGER, &turned, ",", "\n");
    let expected = account(&[("l", month_first.as_bytes())], &settings(1, 1 << 22, 1 << 18)).unwrap();
    assert_eq!(expected.ledger.unwrap().0.to_string(), "2026-06-01");
    for (threads, piece) in [(1, 1 << 22), (3, 200), (7, 50)] {
        let read = account(&[("l", day_first.as_bytes())], &settings(threads, piece, 64)).unwrap();
        assert_eq!(facts(&read), facts(&expected));
    }
}

#[test]
fn titles_of_several_lines_across_the_pieces() {
    let flat = file(&LEDGER, &ledger(5, 30, |_, _| "a b".into()), ",", "\r\n");
    let lines = file(&LEDGER, &ledger(5, 30, |_, _| "a\r\n06/01/2026,x\r\n".into()), ",", "\r\n");
    let expected = account(&[("l", flat.as_bytes())], &settings(1, 1 << 22, 1 << 18)).unwrap();
    for (threads, piece, chunk) in [(1, 1 << 22, 1 << 18), (2, 100, 64), (7, 33, 16)] {
        let read = account(&[("l", lines.as_bytes())], &settings(threads, piece, chunk)).unwrap();
        assert_eq!(facts(&read), facts(&expected));
    }
}

#[test]
fn all_at_once() {
    // Line ends inside quotes, days first, windows-1252: the file is read four times and counts once.
    let mut rows = ledger(4, 30, |day, _| if day == 30 { "Caf\u{e9}\nau lait".into() } else { "x".into() });
    for row in &mut rows {
        row[0] = format!("{}/06/2026", &row[0][3..5]);
    }
    let text = file(&LEDGER, &rows, ",", "\n");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let expected = file(&LEDGER, &ledger(4, 30, |_, _| String::new()), "\t", "\n");
    let expected = account(&[("l", expected.as_bytes())], &settings(1, 1 << 22, 1 << 18)).unwrap();
    for (threads, piece) in [(1, 1 << 22), (2, 500), (7, 40)] {
        let read = account(&[("l", &bytes)], &settings(threads, piece, 32)).unwrap();
        assert_eq!(facts(&read), facts(&expected));
    }
}

#[test]
fn the_first_odd_row_is_named_by_its_line() {
    let mut rows = ledger(3, 30, |_, _| "two\nlines".into());
    // Rows 41 and 80 do not lead to their ends. Each row takes two lines, and the header one.
    rows[40][8] = "3".into();
    rows[79][8] = "4".into();
    let text = file(&LEDGER, &rows, ",", "\n");
    for (threads, piece) in [(1, 1 << 22), (2, 300), (7, 40)] {
        let source = [Source::new("l", text.clone().into_bytes())];
        let notes = Examination::of(&source, &settings(threads, piece, 32)).notes;
        let odd: Vec<_> = notes.iter().filter(|note| note.code() == "ledger-odd").collect();
        assert_eq!(odd[0].place(), (Some("l"), Some(82)));
    }
}
