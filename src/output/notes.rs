//! Notes and reasons in words, for whoever sells and has never read a manual.

mod costs;
mod reasons;

pub use costs::{cost, fee_table, not_known};
pub use reasons::{chance, place, unstated, wanting, width};

use super::words::{count, few, units};
use crate::account::Note;
use crate::ids::printable;
use crate::report::ReportKind;
use crate::units::Units;
use chrono::NaiveDate;

/// A note in one or two sentences.
#[must_use]
pub fn note(note: &Note) -> String {
    let skus = |n: &u64| count(*n, "SKU", "SKUs");
    let rows = |n: &u64| count(*n, "row", "rows");
    // One has another verb, and another pronoun, than many.
    let of = |n: &u64, one: &'static str, many: &'static str| if *n == 1 { one } else { many };
    match note {
        Note::Ghosts { skus: n, units, report, are_many } => format!(
            "{} leaves out {} that the ledger knows; {} {} from the ledger's balance.{}",
            report.title(),
            skus(n),
            of(n, "its", "their"),
            count(units.get(), "unit comes", "units come"),
            if *are_many {
                " That is a tenth or more: it may have come with rows missing; download it again."
            } else {
                ""
            }
        ),
        Note::SharedStock { skus: n, units, report } => format!(
            "{} lists the stock of one FNSKU under several SKUs: {} {} units{}.",
            report.title(),
            skus(n),
            of(n, "repeats its", "repeat their"),
            if *units > Units::ZERO {
                format!(", and {units} of them {} counted once", of(&units.get(), "is", "are"))
            } else {
                ", of which there are none".into()
            }
        ),
        Note::ShippedDisagree { report, stated, other, counted } => format!(
            "{} states {} shipped in 90 days, {} comes to {counted} for the same SKUs. The first is used; check \
             that both are of the same marketplace and day.",
            report.title(),
            units(*stated),
            other.title()
        ),
        Note::ExcessCompared { stated, derived, skus: n, others, is_far } => format!(
            "Amazon states {} for {}; worked out from sales it would be {derived}. Amazon's figure is used{}.{}",
            count(stated.get(), "excess unit", "excess units"),
            skus(n),
            if *others > Units::ZERO {
                let others = count(others.get(), "unit is", "units are");
                format!(", and {others} worked out for SKUs of which it states none")
            } else {
                String::new()
            },
            if *is_far {
                " That is far apart: look whether the columns of FBA Inventory are shifted."
            } else {
                ""
            }
        ),
        Note::NewLeftOut { skus: n, units: of_them } => format!(
            "Left out of excess, as Amazon does: {} with {}, first stocked less than 90 days ago.",
            skus(n),
            units(*of_them)
        ),
        Note::LedgerEndsEarly { last, days } => format!(
            "The ledger ends on {last}, {} before the day judged{}",
            count(*days, "day", "days"),
            if *days > 3 {
                ": too early to tell what is on hand or any factor, so it is not used, and what only it knows is missing. \
                 Download it again."
            } else {
                "; the last balances are carried on."
            }
        ),
        Note::Undated { file, report } => format!(
            "{} ({}) has no date inside and is taken to be of the day judged.",
            printable(file),
            report.title()
        ),
        Note::MixedDays { file, first, last } => {
            format!(
                "{} holds rows of several days, {first} to {last}; all are taken to be of {last}.",
                printable(file)
            )
        }
        Note::OtherDay { file, day } => {
            format!(
                "{} is of {day}, which is neither the day judged nor one of its snapshot days; not used.",
                printable(file)
            )
        }
        Note::LedgerOdd { file, rows: n, line } => format!(
            "In {} the movements of {} (the first is line {line}) do not lead from the starting to the ending balance; the \
             ending balance is used.",
            printable(file),
            rows(n)
        ),
        Note::ManagedOdd { file, rows: n, line } => format!(
            "In {} the quantities of {} (the first is line {line}) do not add up to the warehouse quantity or the total; \
             download it again.",
            printable(file),
            rows(n)
        ),
        Note::NegativeBalance { file, rows: n, line } => format!(
            "In {} the balance of {} (the first is line {line}) is below zero and counts as none.",
            printable(file),
            rows(n)
        ),
        Note::ForeignRows { file, rows: n } => {
            format!(
                "{} of {} {} about another marketplace's stock and {} not used.",
                rows(n),
                printable(file),
                of(n, "is", "are"),
                of(n, "is", "are")
            )
        }
        Note::LedgerOverlap { from, instead_of, days } => format!(
            "{} in both {} and {}; {} taken from the first.",
            count(*days, "day is", "days are"),
            printable(from),
            printable(instead_of),
            of(days, "it is", "they are")
        ),
        Note::ImpliedAverage { unsold_skus: 0, .. } => {
            "The average stock comes from Amazon's sell-through column.".into()
        }
        Note::ImpliedAverage { unsold_skus, unsold_units, from } => format!(
            "The average stock comes from Amazon's sell-through column. It says nothing of {} without sales: {} {} of today \
             {} for {} average. A ledger that begins on {from} or before, and ends on the day judged, would tell.",
            skus(unsold_skus),
            of(unsold_skus, "its", "their"),
            units(*unsold_units),
            of(&unsold_units.get(), "stands", "stand"),
            of(unsold_skus, "its", "their")
        ),
        Note::SoldOut { report, skus: n, units: sold, from } => format!(
            "Left out of sell-through: {} sold by {} that {} leaves out; {} average stock is not known. A ledger that begins on \
             {from} or before would tell.",
            units(*sold),
            skus(n),
            report.title(),
            of(n, "its", "their")
        ),
        Note::MixedSnapshots => {
            "No one source has the stock of all four snapshot days, so sources are mixed.".into()
        }
        Note::StrandedExceeds { skus: n } => format!(
            "{} more stranded units than units on hand, which count as on hand; were both reports downloaded on the same day?",
            count(*n, "SKU has", "SKUs have")
        ),
        Note::NoMarketplace => {
            "No report names the marketplace, so there is no verdict; name it with --marketplace US.".into()
        }
        Note::FactorsUnknown { marketplace } => format!(
            "Which factors count in {} is not known, so no score is estimated; the four factors are shown for what they are.",
            place(*marketplace)
        ),
        Note::NotUsed { file, report } => {
            format!(
                "{} is {}: it says nothing about the factors and is not used.",
                printable(file),
                report.title()
            )
        }
        Note::SalesEdge { report, first, last } => format!(
            "{} has sales from {first} to {last}, not quite the whole window; days without rows count as days without sales.",
            report.title()
        ),
        Note::LeftOut { problems, rows: n } => format!(
            "Partial: {} passed over because of --lenient, {} left out. The figures are of the rest.",
            count(*problems, "problem was", "problems were"),
            count(*n, "row was", "rows were")
        ),
        Note::ExcludedUnknown { skus } => {
            let names: Vec<_> = skus.iter().map(|sku| printable(sku)).collect();
            format!("No report knows these SKUs of the exclusion list: {}.", names.join(", "))
        }
        Note::LedgerJumps { units, day, missing, is_slip: _ } => {
            let units = super::words::units(*units);
            match (missing, day) {
                (Some((first, last)), _) => format!(
                    "Ledger balances are not carried over by {units} after {}. Download it again, with every day.",
                    if first == last {
                        format!("{first}, which has no row")
                    } else {
                        format!("{first} to {last}, which have no row")
                    }
                ),
                (None, day) => format!(
                    "Ledger balances are not carried over by {units}{}: a few rows are missing, or it is Amazon's own slip.",
                    day.map(|day| format!(", most of them on {day}")).unwrap_or_default()
                ),
            }
        }
        Note::LedgerBackward { file, rows: n, line } => format!(
            "In {} receipts or returns are below zero in {} (the first is line {line}): corrections, or columns that are \
             swapped.",
            printable(file),
            rows(n)
        ),
        Note::RowsAgain { file, rows: n, line } => format!(
            "In {} {} what another row says of the same units and day (the first is line {line}); each counts once.",
            printable(file),
            count(*n, "row says", "rows say")
        ),
        Note::DispositionUnknown { file, disposition, rows: n } => format!(
            "In {} the disposition of {} is \"{}\", which is no English one; their units do not count as sellable. Set \
             the language of Seller Central to English and download it again.",
            printable(file),
            rows(n),
            printable(disposition)
        ),
        Note::StockDisagree { report, stated, balance, off, skus: n } => format!(
            "{} has {} on hand; for the same products the ledger's balance of that day is {balance}, and {} by {} in all. {} \
             Download both again on one day, for one marketplace.",
            report.title(),
            units(*stated),
            count(*n, "SKU differs", "SKUs differ"),
            units(*off),
            if balance > stated {
                "The ledger may hold another marketplace too, or rows twice, or end on another day."
            } else {
                "A part of the ledger may be missing, such as a place or a disposition, or it ends on another day."
            }
        ),
        Note::StrandedBlank { file, rows: n } => format!(
            "In {} {} not say how many units are stranded; none are counted for {}.",
            printable(file),
            count(*n, "row does", "rows do"),
            of(n, "it", "them")
        ),
        Note::StrandedUnsellable { file, units } => format!(
            "{} lists products of which no unit is stranded{}. Were its columns swapped?",
            printable(file),
            if *units > Units::ZERO { format!(", only {units} that cannot be sold") } else { String::new() }
        ),
        Note::GoesOn { report, last, days } => format!(
            "{} goes on to {last}, {} after the day judged: the reports are of different days. Download all of them \
             on one day, or name the day with --as-of.",
            report.title(),
            count(*days, "day", "days")
        ),
        Note::SkuDamaged { written, really, more } => format!(
            "{} and {} carry the same label and are one product: a spreadsheet has changed the SKU in one of the files{}. \
             Download it again and do not save it from a spreadsheet.",
            printable(written),
            printable(really),
            if *more > 0 { format!(" (and {} more)", skus(more)) } else { String::new() }
        ),
        Note::SalesUnknown { skus: n, units: unknown, of: all, from } => format!(
            "Excess and sell-through are without {} with {unknown} of all {} on hand: the inventory report leaves {} out, and no \
             report tells {} sales. A ledger that begins on {from} or before, and ends on the day judged, would.",
            skus(n),
            units(*all),
            of(n, "it", "them"),
            of(n, "its", "their")
        ),
        Note::ExcessBeyond { skus: n, units } => format!(
            "Amazon states more excess units than there are on hand for {}; {} not counted. A column of FBA Inventory may be \
             shifted: download it again.",
            skus(n),
            count(units.get(), "unit beyond is", "units beyond are")
        ),
        Note::ExcessNotStated { report } => format!(
            "{} does not state Amazon's own excess units (estimated-excess-quantity); they are worked out from sales.",
            report.title()
        ),
        Note::SellThroughFar { ratio, stated } => format!(
            "Sell-through comes to {ratio:.2}; Amazon's own column says {stated:.2} of the same products. Are all reports of \
             the same marketplace and day?",
        ),
        Note::OnHandBlank { report, skus: n } => format!(
            "{} lists {} without saying how many units are on hand; download it again.",
            report.title(),
            skus(n)
        ),
        Note::WindowsDisagree { report, skus: n } => format!(
            "{} states more units shipped in 30 or 60 days than in 60 or 90 for {}: its columns may be shifted. Download it again.",
            report.title(),
            skus(n)
        ),
        Note::NoFinalLineEnd { file } => format!(
            "The last line of {} has no line end; if the download broke off there, its last cell is cut.",
            printable(file)
        ),
        Note::OddCells { file, column, cells, line, value } => format!(
            "In {} the column \"{}\" holds what does not fit it in {} (the first is line {line}: \"{}\"); no factor needs \
             it, so there it counts as not stated.",
            printable(file),
            printable(column),
            rows(cells),
            printable(value)
        ),
        Note::JoinedLines { file, rows: n, line } => format!(
            "In {} {} stood on several lines (the first is line {line}), with a line end inside a cell; the lines are put \
             together.",
            printable(file),
            rows(n)
        ),
        Note::EncodingTaken { file, encoding } => format!(
            "{} is not in UTF-8 and is read as {encoding}, which is not sure; if SKUs with special letters look wrong, \
             download it again and do not save it from a spreadsheet.",
            printable(file)
        ),
        Note::InTransfer { units, are_many } => format!(
            "{} in transit between fulfilment centres and counted as on hand, as Amazon does (the ledger's column In Transit \
             Between Warehouses).{}",
            count(units.get(), "unit is", "units are"),
            if *are_many {
                " That is more than a third of all: look whether the column holds what it is called."
            } else {
                ""
            }
        ),
        Note::SalesAgain { report, rows: n } => format!(
            "{} has {} what another row says of the same shipment or order, and each counts: two downloads may stand in one \
             file. Keep each in a file of its own, or download it again.",
            report.title(),
            count(*n, "row that says", "rows that say")
        ),
        Note::StrandedUnknown { skus: n, units: theirs, of: all } => format!(
            "Of {} in the stranded report {n}, with {}, {} in no report of the stock, and yet what is stranded is on hand. Is \
             it of the same account, marketplace and day?",
            skus(all),
            units(*theirs),
            of(n, "is", "are")
        ),
        Note::LeftUnshipped { units, shipped } => format!(
            "{} left the ledger's stock from day to day, and only {shipped} {} said to be shipped to customers. If the others \
             were not removed or disposed of, \"Customer Shipments\" is another column: download it again and do not save it \
             from a spreadsheet.",
            count(units.get(), "unit", "units"),
            of(&shipped.get(), "is", "are")
        ),
        Note::InventoryOlder { file, report, day, days } => format!(
            "{} ({}) is of {day}, {} before the day judged, and does not tell what is on hand then. Download it again on the \
             day of the other reports.",
            printable(file),
            report.title(),
            count(*days, "day", "days")
        ),
        Note::NotRead { files } => format!(
            "Not read: {} ({}).",
            count(files.len(), "file that is no report", "files that are no reports"),
            few(&mut files.iter().map(|file| printable(file)))
        ),
        Note::Copy { file, of } => {
            format!("{} holds the same as {} and counts once.", printable(file), printable(of))
        }
        Note::Older { files } => format!(
            "Not used, being older than the day judged: {} ({}).",
            count(files.len(), "report", "reports"),
            few(&mut files.iter().map(|(file, day)| format!("{} of {day}", printable(file))))
        ),
        Note::Elsewhere { file, marketplaces } => {
            let places: Vec<_> = marketplaces.iter().map(|&marketplace| place(marketplace)).collect();
            format!("{} is about {} and is not used.", printable(file), places.join(", "))
        }
        Note::SalesOverlap { file, other, days } => format!(
            "{} in both {} and {}; what both list is counted once.",
            count(*days, "day is", "days are"),
            printable(file),
            printable(other)
        ),
        Note::SalesGap { report, first, last } => gap(*report, *first, *last),
        Note::SalesEndEarly { report, last, days } => format!(
            "{} ends on {last}, {} before the day judged, and is not used. Download it again; if nothing was sold since, add {}, \
             which tells so: {}.",
            report.title(),
            count(*days, "day", "days"),
            ReportKind::LedgerSummary.title(),
            ReportKind::LedgerSummary.place()
        ),
        Note::NotShipped { report, rows: n, units: left } => format!(
            "{} of {} ({}) {} pending or not yet shipped and not counted: sell-through is about units shipped to customers.",
            rows(n),
            report.title(),
            units(*left),
            of(n, "is", "are")
        ),
        Note::OtherSites { report, marketplace, rows: n, units: left } => format!(
            "{} of {} ({}) {} sold on sites of other marketplaces than {} and {} not counted.",
            rows(n),
            report.title(),
            units(*left),
            of(n, "was", "were"),
            place(*marketplace),
            of(n, "is", "are")
        ),
        Note::SoldUnlisted { report, listed, missing, units: theirs, of: all } => format!(
            "Of the SKUs that sold in the last week {} lists {listed} and leaves {missing} out, with {theirs} of {} sold. {} \
             may have sold out since; if not, the report came with rows missing: download it again.",
            report.title(),
            units(*all),
            of(missing, "It", "They")
        ),
        Note::UnsellableShipped { file, rows: n, line } => format!(
            "In {} units that cannot be sold were shipped to customers in {} (the first is line {line}): their disposition \
             may be wrong. Download it again and do not save it from a spreadsheet.",
            printable(file),
            rows(n)
        ),
        Note::SoldElsewhere { report, skus: n, units: sold } => format!(
            "{} knows {} with {} sold that the ledger never had in stock; {} not counted. Are both of one marketplace and \
             account, and not saved from a spreadsheet?",
            report.title(),
            skus(n),
            units(*sold),
            of(&sold.get(), "it is", "they are")
        ),
        Note::TotalRow { report, units: sum } => format!(
            "A row of {} without a label states {}, which is the sum of all others: it is taken for a total that somebody \
             added, and does not count.",
            report.title(),
            units(*sum)
        ),
        Note::SkuRounded { first, rows: n } => format!(
            "A spreadsheet has turned SKUs into numbers and lost their digits, such as {}, in {}; the products are known by \
             their labels. Download the report again and do not save it from a spreadsheet.",
            printable(first),
            rows(n)
        ),
        Note::Nameless { labels } => format!(
            "The ledger does not say the SKU of {}, or says one SKU of many, and no other report does: what sales reports say \
             of them cannot be joined.",
            count(*labels, "label", "labels")
        ),
        Note::ShippedNotStated { report } => format!(
            "{} states no units shipped in 90 days (units-shipped-t90); those of the other reports are used.",
            report.title()
        ),
        Note::SeveralSites { report, marketplaces } => {
            let names: Vec<_> = marketplaces.iter().map(|marketplace| marketplace.code()).collect();
            format!(
                "{} has sales of several marketplaces ({}), and all are added up. Each has a score of its own: name one, such \
                 as --marketplace {}.",
                report.title(),
                names.join(", "),
                names.first().unwrap_or(&"US")
            )
        }
    }
}

/// Days that are missing from a report of sales.
fn gap(report: ReportKind, first: NaiveDate, last: NaiveDate) -> String {
    let days = count(last.signed_duration_since(first).num_days().unsigned_abs() + 1, "day", "days");
    format!(
        "{} has no row from {first} to {last} ({days}), though it has rows on so many other days that this is no chance; what \
         is older is not used. Download it for these days too: {}. If nothing was sold on them, add {}, which tells so: {}.",
        report.title(),
        report.place(),
        ReportKind::LedgerSummary.title(),
        ReportKind::LedgerSummary.place()
    )
}
