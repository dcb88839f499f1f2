//! How rows are written as text: what stands between cells, the decimal mark, and what spreadsheets need beside.

use crate::cli::usage::Usage;
use clap::{Args, ValueEnum};
use ipi::output::sheet::Dialect;

/// Where help lists them; the flags that follow stand among the others.
const ROWS: &str = "Rows (csv, tsv)";

/// Flags of csv and tsv.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct RowArgs {
    /// Decimal mark of numbers: comma where the spreadsheet expects one; csv is then separated by semicolons
    #[arg(long, value_enum, value_name = "MARK", hide_possible_values = false, help_heading = ROWS)]
    decimal: Option<Decimal>,
    /// What stands between the cells of csv: comma, semicolon, tab, pipe, or one ASCII character
    #[arg(long, value_name = "CHAR", value_parser = delimiter, help_heading = ROWS)]
    delimiter: Option<u8>,
    /// Text as it is, even where a spreadsheet takes it for a formula: for programs only
    #[arg(long, help_heading = ROWS)]
    raw_csv: bool,
    /// Begin with a byte order mark, by which Excel on Windows knows UTF-8
    #[arg(long, help_heading = ROWS)]
    bom: bool,
}

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Decimal {
    Point,
    Comma,
}

/// Takes a name or the character itself; what numbers, dates and quotes are made of would tear them apart.
fn delimiter(text: &str) -> Result<u8, String> {
    let byte = match text {
        "comma" => b',',
        "semicolon" => b';',
        "tab" | "\\t" => b'\t',
        "pipe" => b'|',
        text => match *text.as_bytes() {
            [byte] => byte,
            _ => return Err(CHARACTER.into()),
        },
    };
    let is_free = byte == b'\t' || (byte.is_ascii_punctuation() && !b"\"'.-+".contains(&byte));
    if is_free { Ok(byte) } else { Err(CHARACTER.into()) }
}

const CHARACTER: &str =
    "write comma, semicolon, tab, pipe, or one ASCII sign other than quotes, the point, plus and minus";

impl RowArgs {
    /// The first flag that is given, if any is.
    pub(super) fn given(self) -> Option<&'static str> {
        let flags = [
            (self.decimal.is_some(), "--decimal"),
            (self.delimiter.is_some(), "--delimiter"),
            (self.raw_csv, "--raw-csv"),
            (self.bom, "--bom"),
        ];
        flags.into_iter().find(|(is_given, _)| *is_given).map(|(_, flag)| flag)
    }

    /// The first flag that asks for another way than `used`, if any does.
    pub(super) fn unheeded(self, used: Dialect) -> Option<&'static str> {
        let decimal = self.decimal.is_some_and(|mark| (mark == Decimal::Comma) != used.decimal_comma);
        let delimiter = self.delimiter.is_some_and(|byte| byte != used.delimiter);
        let flags = [(decimal, "--decimal"), (delimiter, "--delimiter"), (self.bom && !used.bom, "--bom")];
        flags.into_iter().find(|(is_other, _)| *is_other).map(|(_, flag)| flag)
    }

    /// The dialect of csv, or of tsv, in which there are tabs between cells.
    pub(super) fn dialect(self, tabs: bool) -> Result<Dialect, Usage> {
        let decimal_comma = self.decimal == Some(Decimal::Comma);
        let usual = if decimal_comma { b';' } else { b',' };
        let delimiter = match (self.delimiter, tabs) {
            (Some(given), true) if given != b'\t' => {
                return Err(Usage(
                    "cells of tsv have tabs between them; leave --delimiter out, or say --format csv".into(),
                ));
            }
            (_, true) => b'\t',
            (Some(b','), false) if decimal_comma => {
                return Err(Usage(
                    "with a decimal comma a comma cannot stand between cells too; leave --delimiter out for a semicolon, or \
                     name another character"
                        .into(),
                ));
            }
            (given, false) => given.unwrap_or(usual),
        };
        Ok(Dialect { delimiter, decimal_comma, raw: self.raw_csv, bom: self.bom })
    }
}
