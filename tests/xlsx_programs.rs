//! Workbooks that `ipi` writes, opened by other programs: LibreOffice in two languages, and openpyxl.

#![cfg(all(feature = "workbook", feature = "spreadsheet"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot build its input has failed

#[path = "xlsx/read.rs"]
#[allow(dead_code, unreachable_pub)] // shared with the tests that need no other program
mod read;
#[allow(unreachable_pub, clippy::print_stderr)]
mod tools;

use calamine::{Data, Reader as _};
use read::{example, ipi, open, rows, said};
use std::path::{Path, PathBuf};
use std::process::Command;

/// All sheets, each into a file; numbers as they are, not as they are shown.
const CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

/// LibreOffice with a profile of its own, which speaks the language of a place.
fn office(soffice: &Path, folder: &Path, place: &str, file: &str, into: &str, out: &str) {
    let profile = folder.join(format!("profile-{place}"));
    std::fs::create_dir_all(profile.join("user")).unwrap();
    let settings = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\
         <item oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\" oor:op=\"fuse\">\
         <value>{place}</value></prop></item></oor:items>\n"
    );
    std::fs::write(profile.join("user/registrymodifications.xcu"), settings).unwrap();
    let done = Command::new(soffice)
        .args(["--headless", &format!("-env:UserInstallation=file://{}", profile.display())])
        .args(["--convert-to", into, "--outdir", out, file])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A week with a past, as a file, and the cells of a sheet in it.
fn week(folder: &Path) -> PathBuf {
    let log = ["log", "450", "--on", "2026-10-10", "--account", "Shop 2", "--history", "h.db", "-m", "US"];
    assert!(ipi().args(log).current_dir(folder).output().unwrap().status.success());
    said(folder, &["score", "reports", "--account", "Shop 2", "--history", "h.db", "-o", "week.xlsx"]);
    folder.join("week.xlsx")
}

/// Is what LibreOffice wrote for a cell the same? `comma` is its decimal mark.
fn same(cell: &Data, told: &str, comma: &str) -> bool {
    match cell {
        Data::Empty => told.is_empty(),
        Data::String(text) => told == text,
        Data::Bool(flag) => {
            told == if *flag { "TRUE" } else { "FALSE" } || told == if *flag { "WAHR" } else { "FALSCH" }
        }
        Data::DateTime(days) => {
            let day = read::day(days.as_f64());
            [day.to_string(), day.format("%d.%m.%Y").to_string()].contains(&told.to_owned())
        }
        Data::Float(number) => {
            let (digits, scale) =
                told.strip_suffix('%').map_or((told, 1.0), |digits| (digits.trim_end(), 100.0));
            // A number that had become text would still have a point in German.
            let is_local = comma == "." || !digits.contains('.');
            let found: Option<f64> = digits.replace(comma, ".").parse().ok();
            is_local
                && found.is_some_and(|found| (found / scale - number).abs() <= 1e-9 * number.abs().max(1.0))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn libreoffice_reads_the_same_cells_in_english_and_in_german() {
    let Some(soffice) = tools::tool("soffice") else { return };
    let folder = example();
    let file = week(folder.path());
    let mut book = open(&std::fs::read(&file).unwrap());
    for (place, comma) in [("en-US", "."), ("de-DE", ",")] {
        office(&soffice, folder.path(), place, "week.xlsx", CSV, place);
        let mut fractions = 0;
        for sheet in book.sheet_names() {
            let csv = folder.path().join(format!("{place}/week-{sheet}.csv"));
            let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(csv).unwrap();
            let told: Vec<_> = csv.records().map(Result::unwrap).collect();
            let cells = rows(&mut book, &sheet);
            assert!(!cells.is_empty() && told.len() >= cells.len(), "{sheet}");
            for (line, (cells, told)) in cells.iter().zip(&told).enumerate() {
                for (cell, told) in cells.iter().zip(told) {
                    assert!(
                        same(cell, told, comma),
                        "{place}, {sheet}, row {}: {told}, not {cell:?}",
                        line + 1
                    );
                    fractions += u32::from(matches!(cell, Data::Float(number) if number.fract() != 0.0));
                }
            }
        }
        assert!(fractions > 500, "{fractions} numbers with a fraction were compared");
    }
}

/// A page as it is on the screen, without its marks: what stands in a cell is one thing, what is shown another.
fn shown(soffice: &Path, folder: &Path, file: &str) -> String {
    office(soffice, folder, "en-US", file, "html", "shown");
    let page = std::fs::read_to_string(folder.join("shown").join(file).with_extension("html")).unwrap();
    let texts = page.split('<').filter_map(|piece| piece.split_once('>'));
    let texts: Vec<_> = texts.map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect();
    texts.join(" | ")
}

#[test]
fn libreoffice_shows_what_the_cells_mean() {
    let Some(soffice) = tools::tool("soffice") else { return };
    let folder = example();
    week(folder.path());
    let page = shown(&soffice, folder.path(), "week.xlsx");
    // A yes or no is no number.
    assert!(page.contains("Partial | FALSE | nothing was left out"), "{page}");
    // By Amazon's own score it is above; in a fortnight there is a small chance (2 in 100,000) that it is not.
    let log = ["log", "470", "--on", "2026-10-31", "--account", "Shop 2", "--history", "h.db", "-m", "US"];
    assert!(ipi().args(log).current_dir(folder.path()).output().unwrap().status.success());
    said(folder.path(), &["score", "reports", "--account", "Shop 2", "--history", "h.db", "-o", "sure.xlsx"]);
    let page = shown(&soffice, folder.path(), "sure.xlsx");
    assert!(page.contains("Chance of being below 350 | 0% |"), "{page}");
    assert!(page.contains("Chance of being below then | &lt;0.1% |"), "{page}");
}

#[test]
fn a_workbook_that_libreoffice_has_saved_is_still_known_as_our_own() {
    let Some(soffice) = tools::tool("soffice") else { return };
    let folder = example();
    week(folder.path());
    let args = ["score", "reports", "--no-history", "--details"];
    let before = said(folder.path(), &args);
    for into in ["xlsx", "ods"] {
        office(&soffice, folder.path(), "en-US", "week.xlsx", into, "reports");
        assert!(folder.path().join(format!("reports/week.{into}")).exists());
    }
    assert_eq!(String::from_utf8(said(folder.path(), &args)), String::from_utf8(before));
}

/// Opens a workbook and tells what is in it; a damaged part or a name that is no type would be an error.
const PYTHON: &str = "\
import sys, warnings
warnings.simplefilter('error')
import openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for sheet in book:
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert 'f' not in kinds and 'e' not in kinds, (sheet.title, kinds)
    assert not sheet._hyperlinks, sheet.title
    filtered = sheet.auto_filter.ref is not None
    print(sheet.title, len(sheet._charts), sheet.freeze_panes, filtered, sheet.page_setup.orientation)
print(book.properties.creator, book.properties.created)
";

#[test]
fn openpyxl_reads_it_without_a_warning() {
    let python = Path::new("/usr/bin/python3");
    let has = |python: &Path| {
        Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|it| it.status.success())
    };
    if !has(python) {
        return tools::missing("openpyxl");
    }
    let folder = example();
    let done = Command::new(python).args(["-c", PYTHON]).arg(week(folder.path())).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let program = concat!("ipi ", env!("CARGO_PKG_VERSION"));
    let expected = format!(
        "Summary 1 None False landscape\nFactors 1 A2 True landscape\nSKUs 0 E2 True landscape\nPlan 0 B2 True landscape\n\
         Why 0 D2 True landscape\nForecast 0 A2 True landscape\nRun-out 0 B2 True landscape\nHistory 0 A2 True landscape\n\
         Course 0 A2 True landscape\nSources 0 A2 True landscape\n{program} 2026-10-31 00:00:00\n"
    );
    assert_eq!(String::from_utf8_lossy(&done.stdout), expected);
}
