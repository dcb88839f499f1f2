//! What a forecast rests on, in words.

use crate::forecast::Note;
use crate::output::words::count;
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
            "No ledger tells what was sold day by day of {} of {} that sell. Their pace is that of 90 days; what was asked for \
             while they were out of stock is missing from it where days on offer are not known.",
            Units::new(*n),
            skus(of)
        ),
        Note::NoSeason { days } => format!(
            "No season is taken into account: the ledger reaches back {}, and last year's weeks are 13 months away. If the \
             coming weeks are a season of yours, say --growth 40 (percent).",
            count(*days, "day", "days")
        ),
        Note::Season { low, high } => format!(
            "Season: half of what last year's same weeks show, {low:.2} to {high:.2} times today's pace, the same for all SKUs."
        ),
        Note::InboundAssumed { skus: n, units } => format!(
            "{units} units of {} are on their way, and no report says when they will be on sale. Assumed, each day as likely: \
             those being received in 1 to 14 days, shipped ones in 8 to 35, those of a plan in 22 to 63. Name the days with \
             --shipments FILE.csv.",
            skus(n)
        ),
        Note::InboundUnknown => {
            "No report states what is on its way, so nothing is; FBA Inventory or Restock Inventory would.".into()
        }
        Note::ShipmentsLater { shipments, units } => format!(
            "{} with {units} units come later than is looked ahead.",
            count(*shipments, "shipment", "shipments")
        ),
        Note::StrandedRemoved { skus: n, units, first } => format!(
            "Amazon will remove {units} stranded units of {} by itself, the first from {first} on; what stays stranded stays so \
             all along.",
            skus(n)
        ),
        Note::AverageOnly => {
            "Only the average of past stock is known, so its days are taken to be alike; a ledger would tell them.".into()
        }
        Note::NewMature { skus: n, units } => format!(
            "{} with {units} units are new and do not count as excess yet; they will within these weeks.",
            skus(n)
        ),
    }
}
