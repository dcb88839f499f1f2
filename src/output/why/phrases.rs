//! Causes in plain words.

use crate::dates::SNAPSHOT_AGES;
use crate::ids::{Sku, printable};
use crate::output::words::count;
use crate::units::Units;
use crate::why::{Cause, Group, Kind, Subject, Why};
use chrono::NaiveDate;

/// The days that rolled off and those that came, by snapshot.
type Rolled = Option<[(NaiveDate, NaiveDate); SNAPSHOT_AGES.len()]>;

/// A day as people say it: `24 Aug`.
fn short(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// A quantity without its sign, its thousands set apart; a half stays one where it is a part worth a word.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // units of one account stay far below 2^53
fn plain(quantity: f64) -> String {
    let quantity = quantity.abs();
    if quantity.fract() == 0.0 || quantity >= 100.0 {
        Units::new(quantity.round() as u64).to_string()
    } else {
        format!("{quantity:.1}")
    }
}

fn units(quantity: f64) -> String {
    if quantity.abs() == 1.0 { "1 unit".into() } else { format!("{} units", plain(quantity)) }
}

/// What a group of causes is: `GARLAND-PINE received 400`, `110 units of 24 Aug left the average`.
pub(super) fn group(group: &Group, why: &Why) -> String {
    let kind = match group.subject {
        Subject::Cause(kind) => kind,
        Subject::EarlierWeeks => return "figures of the weeks before, which are averaged".into(),
        Subject::Factor(factor) => {
            let change = why.factors.iter().find(|change| change.factor == factor);
            let told = match change.map(|change| change.readings) {
                Some((None, Some(_))) => "stated only now",
                Some((Some(_), None)) => "stated no longer",
                _ => "not told by SKU",
            };
            return format!("{}, {told}", factor.title());
        }
        Subject::Stated => return "factors stated on one of the days only".into(),
        Subject::Model => return "the model, or scores noted since".into(),
        Subject::Time => return "time passing".into(),
        Subject::Official => return official(why),
        Subject::Clamp => return "the end of the scale".into(),
    };
    let cause = Cause { kind, quantity: group.quantity, points: group.points };
    match &group.sku {
        Some(sku) => of_sku(sku, &cause, why.rolled),
        None => of_many(&cause, group.skus, why.rolled),
    }
}

/// `the official score of 512`: the newest that came.
pub(super) fn official(why: &Why) -> String {
    match why.new_scores.last() {
        Some(shown) => format!("the official score of {}", shown.score),
        None => "the official score of the week, which counts whatever the figures".into(),
    }
}

/// What a cause did to one SKU.
fn of_sku(sku: &Sku, cause: &Cause, rolled: Rolled) -> String {
    let name = printable(sku.as_str());
    let (n, amount) = (plain(cause.quantity), units(cause.quantity));
    match cause.kind {
        Kind::Sold => format!("{name} sold {n}"),
        Kind::Received => format!("{name} received {n}"),
        Kind::ReportGap => format!("{name} ({amount}) is missing from the reports"),
        Kind::Matured => format!("{name} is past its first 90 days and its {amount} {}", counts(cause)),
        Kind::LeftCount => format!("{name}'s {amount} no longer {}", counts(cause)),
        Kind::RanOut => format!("{name} was out of stock on {} more", days(cause.quantity)),
        Kind::BackInStock => format!("{name} was out of stock on {} fewer", days(cause.quantity)),
        Kind::Stranded => format!("{name}: {amount} stranded"),
        _ => format!("{name}: {}", fact(cause, rolled)),
    }
}

/// What a cause did to several SKUs.
fn of_many(cause: &Cause, skus: usize, rolled: Rolled) -> String {
    let of = count(skus, "SKU", "SKUs");
    match cause.kind {
        Kind::Snapshot(1..) => fact(cause, rolled),
        Kind::Matured => format!("{of} past the first 90 days ({} {})", units(cause.quantity), counts(cause)),
        Kind::ReportGap => format!("{of} missing from the reports ({})", units(cause.quantity)),
        Kind::RanOut => format!("{of} ran out of stock"),
        Kind::BackInStock => format!("{of} back in stock"),
        _ => format!("{} ({of})", fact(cause, rolled)),
    }
}

/// What the units of a cause do: one counts, several count.
fn counts(cause: &Cause) -> &'static str {
    if cause.quantity.abs() == 1.0 { "counts" } else { "count" }
}

fn days(quantity: f64) -> String {
    if quantity.abs() == 1.0 { "1 day".into() } else { format!("{} days", plain(quantity)) }
}

/// What a cause is, without a name: `received 400`, `30-day stock -28: 24 Sep left, 1 Oct came`.
pub(super) fn fact(cause: &Cause, rolled: Rolled) -> String {
    let amount = units(cause.quantity);
    let more = if cause.quantity < 0.0 { "fewer" } else { "more" };
    match cause.kind {
        Kind::Sold => format!("{amount} sold"),
        Kind::SalesCame => format!("{amount} more sold in the 90 days"),
        Kind::SalesLeft => format!("sales of {amount} left the 90 days"),
        Kind::Sales => format!("{amount} {more} sold in 90 days"),
        Kind::Received => format!("{amount} received"),
        Kind::Returned => format!("{amount} returned by customers"),
        Kind::Removed if cause.quantity == 0.0 => "removed".into(),
        Kind::Removed => format!("{amount} removed"),
        Kind::Lost => format!("{amount} lost or damaged"),
        Kind::Found => format!("{amount} found"),
        Kind::Transferred => format!("{amount} {more} by transfers"),
        Kind::OtherMoves => format!("{amount} {more} by other movements"),
        Kind::Stock => format!("{amount} {more} in stock"),
        Kind::NotTold => format!("{amount} {more} that no movement tells"),
        Kind::ReportGap => format!("{amount} missing from the reports"),
        Kind::Matured => format!("{amount} {} after the first 90 days", counts(cause)),
        Kind::LeftCount => format!("{amount} no longer {}", counts(cause)),
        Kind::Demand => format!(
            "expected demand of 90 days {amount} {}",
            if cause.quantity < 0.0 { "lower" } else { "higher" }
        ),
        Kind::Snapshot(k) => snapshot(k, cause.quantity, rolled),
        Kind::Average => format!("{amount} {more} on average in stock"),
        Kind::Stranded => format!("{amount} stranded"),
        Kind::Fixed => format!("{amount} no longer stranded"),
        Kind::RanOut => format!("out of stock on {} more", days(cause.quantity)),
        Kind::BackInStock => format!("out of stock on {} fewer", days(cause.quantity)),
        Kind::Weight => {
            format!("sales of 60 days {amount} {}", if cause.quantity < 0.0 { "lower" } else { "higher" })
        }
    }
}

/// The same in as few letters as stand in a column: `received 400`, `24 Aug to 31 Aug -110`.
pub(super) fn brief(cause: &Cause, rolled: Rolled) -> String {
    let n = plain(cause.quantity);
    let signed = format!("{}{n}", if cause.quantity < 0.0 { "-" } else { "+" });
    match cause.kind {
        Kind::Sold => format!("sold {n}"),
        Kind::SalesCame => format!("sales +{n}"),
        Kind::SalesLeft => format!("old sales -{n}"),
        Kind::Sales => format!("sales {signed}"),
        Kind::Received => format!("received {n}"),
        Kind::Returned => format!("returned {n}"),
        Kind::Removed => format!("removed {n}"),
        Kind::Lost => format!("lost {n}"),
        Kind::Found => format!("found {n}"),
        Kind::Transferred => format!("transfers {signed}"),
        Kind::OtherMoves => format!("other moves {signed}"),
        Kind::Stock => format!("stock {signed}"),
        Kind::NotTold => format!("not told {signed}"),
        Kind::ReportGap => format!("missing {n}"),
        Kind::Matured => format!("past 90 days {n}"),
        Kind::LeftCount => format!("no longer counts {n}"),
        Kind::Demand => format!("demand {signed}"),
        Kind::Snapshot(k) => match rolled.and_then(|days| days.get(usize::from(k)).copied()) {
            Some((left, came)) if k > 0 => format!("{} to {} {signed}", short(left), short(came)),
            Some((_, came)) => format!("{} {signed}", short(came)),
            None => format!("snapshot {signed}"),
        },
        Kind::Average => format!("average {signed}"),
        Kind::Stranded => format!("stranded {n}"),
        Kind::Fixed => format!("fixed {n}"),
        Kind::RanOut | Kind::BackInStock => format!("days out {signed}"),
        Kind::Weight => format!("sales weight {signed}"),
    }
}

/// A day that left the average, and the one that took its place.
fn snapshot(k: u8, quantity: f64, rolled: Rolled) -> String {
    let amount = units(quantity);
    let more = if quantity < 0.0 { "fewer" } else { "more" };
    match rolled.and_then(|days| days.get(usize::from(k)).copied()) {
        Some((left, _)) if k > 0 && quantity < 0.0 => format!("{amount} of {} left the average", short(left)),
        Some((left, came)) => format!("{amount} {more} on {} than on {}", short(came), short(left)),
        None => format!("{amount} {more} on a day of the average"),
    }
}
