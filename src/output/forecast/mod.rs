//! What comes next, in every form: for people first where the score will be and what runs out, then week by week.

mod first;
mod json;
mod notes;
mod page;
mod plot;
mod sheet;

pub use self::json::json;
pub use self::page::page;
pub use self::sheet::{run_out_sheet, weeks_sheet};

pub(in crate::output) use first::add as first;
pub(in crate::output) use page::rest as weeks;

use crate::output::plot::Glyphs;

/// How a page is to be drawn, and whose account it is.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The name of the account, where one was given.
    pub account: Option<&'a str>,
    /// The characters of the plot.
    pub glyphs: Glyphs,
    /// Its width, in columns.
    pub width: u16,
}
