//! What a forecast rests on, in words.

use crate::forecast::Note;
use crate::output::words::{count, units};
use crate::units::Units;

/// A note in one or two sentences.
pub(super) fn note(note: &Note) -> String {
    let skus = |n: &u64| count(*n, "SKU", "SKUs");
    match note {
        Note::NothingMoreSent => {
            "Nothing else is assumed to be sent: this is where the account goes by itself. What a shipment does is tried with \
             --shipments FILE.csv (sku,units,date); for its SKUs it stands instead of what reports state to be on its way."
                .into()
        }
        Note::NoDailySales { skus: n, of } => format!(
            "No ledger tells what was sold day by day of {} of {}. {} pace is that of 90 days; what was asked for while {} out \
             of stock is missing from it where days on offer are not known.",
            Units::new(*n),
            count(*of, "SKU that sells", "SKUs that sell"),
            if *n == 1 { "Its" } else { "Their" },
            if *n == 1 { "it was" } else { "they were" }
        ),
        Note::NoSeason { days } => format!(
            "No season is taken into account: the ledger reaches back {}, and last year's weeks are 13 months away. If the \
             coming weeks are a season of yours, say --growth 40 (percent).",
            count(*days, "day", "days")
        ),
        Note::Season { low, high } => format!(
            "Season: half of what last year's same weeks show, {low:.2} to {high:.2} times today's pace, the same for all SKUs."
        ),
        Note::InboundAssumed { skus: n, units: sent } => format!(
            "On the way: {} of {}, and no report says from which day on sale. Assumed, each day as likely: those being \
             received in 1 to 14 days, shipped ones in 8 to 35, those of a plan in 22 to 63. Name the days with --shipments \
             FILE.csv.",
            units(*sent),
            skus(n)
        ),
        Note::InboundUnknown => {
            "No report states what is on its way, so nothing is; FBA Inventory or Restock Inventory would.".into()
        }
        Note::ShipmentsLater { shipments, units: sent } => format!(
            "{} with {} {} later than is looked ahead.",
            count(*shipments, "shipment", "shipments"),
            units(*sent),
            if *shipments == 1 { "comes" } else { "come" }
        ),
        Note::StrandedRemoved { skus: n, units, first } => format!(
            "Amazon will remove {} of {} by itself, the first from {first} on; what stays stranded stays so all along.",
            count(units.get(), "stranded unit", "stranded units"),
            skus(n)
        ),
        Note::AverageOnly => {
            "Only the average of past stock is known, so its days are taken to be alike; a ledger would tell them.".into()
        }
        Note::NewMature { skus: n, units: new } => format!(
            "{} with {} {} not count as excess yet, being new; {} will within these weeks.",
            skus(n),
            units(*new),
            if *n == 1 { "does" } else { "do" },
            if *n == 1 { "it" } else { "they" }
        ),
    }
}
