//! What is odd and forbids no figure: the figures are those without it, and it is told once, whatever the cut.

use super::{LEDGER, account, facts, file, ledger, settings, sources};
use encoding_rs::{GBK, WINDOWS_1250};
use ipi::account::{Account, Examination, Fitness, Note};

const HEADER: [&str; 9] = [
    "snapshot-date",
    "sku",
    "available",
    "units-shipped-t30",
    "units-shipped-t60",
    "units-shipped-t90",
    "sell-through",
    "item-volume",
    "marketplace",
];

/// Forty SKUs, of which every third row says these of its sell-through and its volume.
fn inventory(sell_through: &str, volume: &str) -> String {
    let row = |n: usize| {
        let (sell_through, volume) = if n % 3 == 1 { (sell_through, volume) } else { ("1.2", "0.05") };
        ["2026-06-30", &format!("S{n:02}"), "30", "10", "20", "30", sell_through, volume, "US"]
            .map(str::to_owned)
            .to_vec()
    };
    file(&HEADER, &(0..40).map(row).collect::<Vec<_>>(), "\t", "\n")
}

fn odd(account: &Account) -> Vec<Note> {
    let is_odd = |note: &&Note| ["odd-cells", "joined-lines", "encoding-taken"].contains(&note.code());
    account.notes.iter().filter(is_odd).cloned().collect()
}

#[test]
fn cells_that_no_factor_needs_are_not_stated() {
    let (blank, damaged) = (inventory("", ""), inventory("Infinite", "-16.39"));
    let expected = account(&[("i", blank.as_bytes())], &settings(1, 1 << 20, 1 << 16)).unwrap();
    assert_eq!(odd(&expected), []);
    for (threads, piece, chunk) in [(1, 1 << 20, 1 << 16), (2, 300, 64), (3, 40, 16)] {
        let read = account(&[("i", damaged.as_bytes())], &settings(threads, piece, chunk)).unwrap();
        assert_eq!(facts(&read), facts(&expected));
        // By hand: rows 1, 4, … 37 of forty from 0 are 13; the first is in line 3.
        let note = |column: &str, value: &str| Note::OddCells {
            file: "i".into(),
            column: column.into(),
            cells: 13,
            line: 3,
            value: value.into(),
        };
        assert_eq!(odd(&read), [note("sell-through", "Infinite"), note("item-volume", "-16.39")]);
    }
    let examined = Examination::of(&sources(&[("i", damaged.as_bytes())]), &settings(2, 300, 64));
    assert_eq!(examined.fitness(), Fitness::Well);
}

#[test]
fn what_a_factor_needs_stays_a_problem() {
    for column in [2, 4, 5] {
        let mut row = ["2026-06-30", "S", "30", "10", "20", "30", "1.2", "0.05", "US"];
        row[column] = "N/A";
        let text = file(&HEADER, &[row.map(str::to_owned).to_vec()], "\t", "\n");
        assert!(account(&[("i", text.as_bytes())], &settings(1, 1 << 20, 1 << 16)).is_err(), "{column}");
    }
}

#[test]
fn lines_of_one_row_are_put_together() {
    let title = |broken: bool| {
        move |day: u32, sku| if usize::try_from(day % 7) == Ok(sku) && broken { "a\nb" } else { "a b" }.into()
    };
    let whole = file(&LEDGER, &ledger(3, 30, title(false)), "\t", "\n");
    let broken = file(&LEDGER, &ledger(3, 30, title(true)), "\t", "\n");
    let expected = account(&[("l", whole.as_bytes())], &settings(1, 1 << 20, 1 << 16)).unwrap();
    for (threads, piece, chunk) in [(1, 1 << 20, 1 << 16), (2, 300, 64), (3, 40, 16)] {
        let read = account(&[("l", broken.as_bytes())], &settings(threads, piece, chunk)).unwrap();
        assert_eq!(facts(&read), facts(&expected));
        // By hand: of SKU 0 days 7, 14, 21 and 28, of SKU 1 days 1, 8, 15, 22 and 29, of SKU 2 days 2, 9, 16, 23 and 30;
        // SKU 1 on June 1 is the second row.
        assert_eq!(odd(&read), [Note::JoinedLines { file: "l".into(), rows: 14, line: 3 }]);
        assert_eq!(read.sources[0].rows, 90);
    }
}

#[test]
fn a_sku_in_chinese_is_one_whatever_the_encoding() {
    let stock = inventory("1.2", "0.05").replace("S0", "有机绿茶-").replace("S1", "茉莉花茶-");
    let mut rows = ledger(1, 30, |_, _| String::new());
    rows.iter_mut().for_each(|row| row[3] = "有机绿茶-0".into());
    let balances = file(&LEDGER, &rows, "\t", "\n");
    let expected =
        account(&[("i", stock.as_bytes()), ("l", balances.as_bytes())], &settings(1, 1 << 20, 1 << 16))
            .unwrap();
    assert_eq!(expected.stocks.len(), 40);
    let (bytes, _, lost) = GBK.encode(&stock);
    assert!(!lost);
    for (threads, piece, chunk) in [(1, 1 << 20, 1 << 16), (2, 300, 64)] {
        let files = [("i", &*bytes), ("l", balances.as_bytes())];
        let read = account(&files, &settings(threads, piece, chunk)).unwrap();
        assert_eq!((facts(&read), odd(&read)), (facts(&expected), vec![]));
        assert_eq!(read.sources[0].encoding, "GBK");
    }
}

#[test]
fn an_encoding_that_is_not_sure_is_said() {
    let stock = inventory("1.2", "0.05").replace("S0", "Żółć-gęśl-").replace("S1", "Źdźbło-");
    let (bytes, _, _) = WINDOWS_1250.encode(&stock);
    let read = account(&[("i", &*bytes)], &settings(2, 300, 64)).unwrap();
    assert_eq!(odd(&read), [Note::EncodingTaken { file: "i".into(), encoding: "windows-1252" }]);
}
