//! What the pieces of a file found, put together; and what only the whole file can tell.

use super::{Piece, Reading, Stop, Surprise};
use crate::report::code::Code;
use crate::report::date::{DateOrder, Seen};
use crate::report::fault::Faults;
use crate::report::odd::Odd;
use crate::report::table::Table;

/// Puts the pieces together in the order of the file.
pub(super) fn together<S>(table: &Table, pieces: impl Iterator<Item = Piece<S>>) -> Result<Reading<S>, Stop> {
    let (faults, odd) = (Faults::default(), Odd::default());
    let mut all = Reading { sinks: Vec::new(), rows: 0, left_out: 0, order: None, faults, odd };
    let (mut end, mut seen) = (None, Seen::default());
    for piece in pieces {
        if let Some(begin) = piece.begin {
            if end.is_some_and(|end| end != begin) {
                return Err(Stop::Surprised(Surprise::CutInside));
            }
            end = Some(piece.end);
        }
        all.sinks.push(piece.sink);
        all.rows += piece.rows;
        all.left_out += piece.left_out;
        all.faults.append(piece.faults);
        seen.join(piece.dates.seen);
    }
    if all.faults.short && table.quote.is_none() && !table.mended {
        return Err(Stop::Surprised(Surprise::Short));
    }
    all.rows -= all.faults.blank;
    all.odd = std::mem::take(&mut all.faults.odd);
    all.order = seen.order();
    if let Some((code, offset, how)) = doubt(table, &seen)? {
        all.faults.add_row(code, offset, how.into());
    }
    if let [Some(point), Some(comma)] = all.faults.decimals {
        all.faults.add_row(Code::MixedDecimals, point.max(comma), String::new());
    }
    Ok(all)
}

/// What keeps the dates of the file from being days, and where. A file that was read in another order than its dates are
/// in is a surprise, and so is the doubt itself the first time: a day in the wrong order is a wrong day, so that none is
/// taken.
fn doubt(table: &Table, seen: &Seen) -> Result<Option<(Code, u64, &'static str)>, Stop> {
    let doubt = match (seen.contradiction(), seen.order(), seen.loose) {
        (Some((offset, how)), ..) => Some((Code::MixedDates, offset, how)),
        (None, Some(order @ DateOrder::Decided { day_first }), _) if day_first != table.day_first => {
            return Err(Stop::Surprised(Surprise::Order(order)));
        }
        (None, Some(DateOrder::Open), Some(offset)) if !table.order_given => {
            Some((Code::DateOrder, offset, ""))
        }
        _ => None,
    };
    if doubt.is_some() && !table.unsure_days {
        return Err(Stop::Surprised(Surprise::NoOrder));
    }
    Ok(doubt)
}
