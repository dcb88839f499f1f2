//! How machines read it: the one place where numbers are written for them, and JSON is made.
//!
//! A number has at most twelve significant digits and at most twelve decimals, in its shortest form: what lies beyond is noise of
//! the arithmetic, not of the reports. Sums of units are whole and exact. The same figure is the same number in every form.

use crate::ids::is_hidden;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{Result, Write};

/// A number as machines get it: to twelve significant digits and twelve decimals, and no negative zero.
///
/// ```
/// use ipi::output::wire::number;
/// assert_eq!(number(0.1 + 0.2).to_string(), "0.3");
/// assert_eq!(number(348.795_708_981_995_5).to_string(), "348.795708982");
/// assert_eq!(number(0.1 + 0.2 - 0.3).to_string(), "0");
/// assert_eq!(number(-0.0).to_string(), "0");
/// assert_eq!(number(123_456_789_012_345.6), 123_456_789_012_000.0);
/// ```
#[must_use]
pub fn number(number: f64) -> f64 {
    // Nearly all are short as they are; a vast sheet is not to pay for the others.
    if number.abs() < 1e7 && (number * 1e4).round() / 1e4 == number {
        return number + 0.0;
    }
    let text = if number.abs() < 1.0 { format!("{number:.12}") } else { format!("{number:.11e}") };
    text.parse().unwrap_or(number) + 0.0
}

/// A JSON document, indented, with a final line end.
///
/// Characters that JSON leaves as they are, but that a terminal would obey or that nobody sees, become `\u` escapes; they stand
/// inside strings only.
///
/// ```
/// use ipi::output::wire::json;
/// let document = serde_json::json!({ "sku": "a\u{202e}b", "share": 0.1 + 0.2 });
/// assert_eq!(json(&document), "{\n  \"sku\": \"a\\u202eb\",\n  \"share\": 0.3\n}\n");
/// ```
#[must_use]
pub fn json(document: &impl Serialize) -> String {
    written(document, PrettyFormatter::new(), true)
}

/// As [`json()`], with every digit of its numbers: for documents of which the bytes are promised from before.
#[must_use]
pub(super) fn json_in_full(document: &impl Serialize) -> String {
    written(document, PrettyFormatter::new(), false)
}

/// A JSON document on one line, with a final line end.
///
/// ```
/// assert_eq!(ipi::output::wire::json_line(&["a\nb"]), "[\"a\\nb\"]\n");
/// ```
#[must_use]
pub fn json_line(document: &(impl Serialize + ?Sized)) -> String {
    written(document, CompactFormatter, true)
}

fn written(document: &(impl Serialize + ?Sized), layout: impl Formatter, short: bool) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, Careful { layout, short });
    // Writing into a vector cannot fail, and the documents have texts for keys.
    _ = document.serialize(&mut serializer);
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// The layout of another formatter, with numbers and texts of our own.
struct Careful<F> {
    layout: F,
    short: bool,
}

/// Hands what only lays out to the layout.
macro_rules! layout {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $arg: $type)*) -> Result<()> {
            self.layout.$name(writer $(, $arg)*)
        })*
    };
}

impl<F: Formatter> Formatter for Careful<F> {
    layout! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        self.layout.write_f64(writer, if self.short { number(value) } else { value })
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        if !fragment.contains(is_hidden) {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            let mut bytes = [0; 4];
            if is_hidden(c) {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(c.encode_utf8(&mut bytes).as_bytes())?;
            }
        }
        Ok(())
    }
}
