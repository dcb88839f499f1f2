//! A workbook that is being written: its formats, its properties, and cells of every kind.

use super::column::Kind;
use super::{MARK, WorkbookError, text};
use crate::output::page::Tone;
use crate::output::sheet::Cell;
use crate::output::wire;
use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        WorkbookError(match error {
            XlsxError::TempFileError(folder, error) => format!(
                "no temporary file can be written in {}: {error}; next: make room there, or set TMPDIR to another folder",
                crate::ids::printable(&folder.display().to_string())
            ),
            error => error.to_string(),
        })
    }
}

/// Ink and paper of what is well, middling and bad; dark on light, so that it is read in print too.
pub(super) const GOOD: (Color, Color) = (Color::RGB(0x1B_5E20), Color::RGB(0xD9_EFDB));
pub(super) const FAIR: (Color, Color) = (Color::RGB(0x6B_4E00), Color::RGB(0xFF_EFC2));
pub(super) const BAD: (Color, Color) = (Color::RGB(0x8E_1B1B), Color::RGB(0xFB_DCDC));
/// The head of a table.
const HEAD: (Color, Color) = (Color::White, Color::RGB(0x2F_4B66));

/// How text stands, beside the kinds of cells.
pub(super) struct Formats {
    kinds: Vec<Format>,
    /// The head of a table.
    pub(super) head: Format,
    /// The first line of a page.
    pub(super) title: Format,
    /// The heading of a section.
    pub(super) section: Format,
    /// Running text, wrapped.
    pub(super) running: Format,
    /// The same a little to the right, beside a number.
    pub(super) remark: Format,
    /// What a figure is called.
    pub(super) label: Format,
}

impl Formats {
    fn new() -> Formats {
        let kind = |kind: &Kind| {
            let format = Format::new().set_num_format(kind.format()).set_align(FormatAlign::Top);
            match kind {
                Kind::Day => format.set_align(FormatAlign::Left),
                // A little space between it and the number on its left.
                Kind::Text => format.set_align(FormatAlign::Left).set_indent(1),
                _ => format,
            }
        };
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let bold = Format::new().set_bold();
        Formats {
            kinds: Kind::ALL.iter().map(kind).collect(),
            head: coloured(&bold, HEAD).set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
            title: bold.clone().set_font_size(16),
            section: bold.set_font_size(12).set_border_bottom(FormatBorder::Thin),
            label: Format::new().set_align(FormatAlign::Top),
            remark: wrapped.clone().set_align(FormatAlign::Left).set_indent(1),
            running: wrapped,
        }
    }

    /// Of a cell of a kind.
    pub(super) fn of(&self, kind: Kind) -> &Format {
        &self.kinds[kind as usize]
    }
}

/// A format in colours.
pub(super) fn coloured(format: &Format, (ink, paper): (Color, Color)) -> Format {
    format.clone().set_font_color(ink).set_background_color(paper)
}

/// The colours of a tone.
pub(super) fn colours(tone: Tone) -> Option<(Color, Color)> {
    match tone {
        Tone::Good => Some(GOOD),
        Tone::Fair => Some(FAIR),
        Tone::Bad => Some(BAD),
        Tone::Plain => None,
    }
}

/// A workbook that is being written.
pub(super) struct Book {
    /// The writer's.
    pub(super) file: Workbook,
    /// Formats that all its sheets share.
    pub(super) formats: Formats,
}

/// The day of creation of a workbook that is of no day.
const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2020, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl Book {
    /// An empty workbook, created on the day that it is about: what depends on the clock would be other bytes every time.
    pub(super) fn new(title: &str, day: Option<NaiveDate>) -> Result<Book, WorkbookError> {
        let day = day.unwrap_or(NO_DAY);
        let [month, date] = [day.month(), day.day()].map(|part| u8::try_from(part).unwrap_or(1));
        let year = u16::try_from(day.year()).unwrap_or_default();
        let created = ExcelDateTime::from_ymd(year, month, date)?;
        let program = concat!("ipi ", env!("CARGO_PKG_VERSION"));
        let properties = DocProperties::new()
            .set_title(text::shown(title))
            .set_subject("Inventory Performance Index")
            .set_author(program)
            .set_comment("Estimates made from downloaded reports; not affiliated with Amazon.")
            .set_creation_datetime(&created)
            .set_custom_property("ipi", MARK);
        let mut file = Workbook::new();
        file.set_properties(&properties);
        Ok(Book { file, formats: Formats::new() })
    }

    /// The finished file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, WorkbookError> {
        Ok(self.file.save_to_buffer()?)
    }
}

/// Excel counts days from the end of 1899, and has a 29 February in 1900 that never was.
fn serial(day: NaiveDate) -> Option<i32> {
    let origin = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let from = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    (day >= from).then(|| i32::try_from((day - origin).num_days()).ok())?
}

/// Writes a cell as what it is. What is not stated stays empty, and so does a number that is none.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    format: &Format,
) -> Result<(), WorkbookError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(told) => {
            sheet.write_string_with_format(row, column, text::shown(told), format)?;
        }
        // Digits beyond 2^53 are not kept by any spreadsheet.
        #[allow(clippy::cast_precision_loss)]
        Cell::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, format)?;
        }
        Cell::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, wire::number(*number), format)?;
        }
        Cell::Number(_) => {}
        Cell::Day(day) => match serial(*day) {
            Some(days) => _ = sheet.write_number_with_format(row, column, days, format)?,
            None => _ = sheet.write_string_with_format(row, column, day.to_string(), format)?,
        },
        Cell::Flag(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, format)?;
        }
    }
    Ok(())
}

/// How wide a cell is, in digits.
pub(super) fn width(cell: &Cell<'_>, kind: Kind) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(told) => text::width(told),
        Cell::Whole(number) => crate::units::Units::new(*number).to_string().len(),
        Cell::Number(number) => format!("{number:.0}").len() + if kind == Kind::Plain { 8 } else { 4 },
        Cell::Day(_) => 10,
        Cell::Flag(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::serial;

    #[test]
    fn days_are_counted_as_excel_does() {
        let day = |text: &str| serial(text.parse().unwrap_or_default());
        assert_eq!((day("2026-06-30"), day("1900-03-01"), day("1900-02-28")), (Some(46_203), Some(61), None));
    }
}
