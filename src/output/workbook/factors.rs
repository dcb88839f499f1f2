//! The sheet of the four factors: value, what it is made of, band, points, and how they add up to the score.

use super::WorkbookError;
use super::book::Book;
use super::chart;
use super::table::Around;
use crate::account::SnapshotSource;
use crate::assess::Assessment;
use crate::factor::{FactorKind, Factors, excess};
use crate::output::notes;
use crate::output::sheet::{Cell, Row, Sheet};
use crate::output::words::rounded;

const HEAD: [&str; 12] = [
    "factor",
    "value",
    "unit",
    "numerator",
    "numerator_of",
    "denominator",
    "denominator_of",
    "band",
    "points",
    "source",
    "counts",
    "not_stated",
];
/// Where the points stand.
const POINTS: u16 = 8;

/// Adds the sheet, with a chart below.
pub(super) fn add(book: &mut Book, assessment: &Assessment) -> Result<(), WorkbookError> {
    let sheet = Sheet::new("Factors", HEAD, rows(assessment)).marked(assessment.partial);
    let placed = book.table(sheet, &Around::default())?;
    if assessment.estimate.is_some() {
        let sheet = book.file.worksheet_from_name(&placed.name)?;
        let points = FactorKind::ALL.map(|factor| points(factor, assessment).unwrap_or_default());
        sheet.insert_chart(placed.rows + 2, 0, &chart::points(POINTS, &points, (760, 260)))?;
    }
    Ok(())
}

fn rows(assessment: &Assessment) -> Vec<Row<'static>> {
    let mut rows: Vec<_> = FactorKind::ALL.into_iter().map(|factor| row(factor, assessment)).collect();
    if let Some(estimate) = &assessment.estimate {
        let sum = |name: &'static str, value: Option<f64>, points: Option<f64>| {
            let mut row = vec![Cell::Empty; HEAD.len()];
            row[0] = name.into();
            row[1] = value.map(rounded).into();
            row[2] = value.map_or(Cell::Empty, |_| "points".into());
            row[usize::from(POINTS)] = points.map(rounded).into();
            row
        };
        rows.push(sum("Yours with the factors of an ordinary account", Some(estimate.base), None));
        if estimate.clamped != 0.0 {
            rows.push(sum("Cut off at the ends of the scale", None, Some(estimate.clamped)));
        }
        rows.push(sum("Estimate", Some(estimate.points.get()), None));
    }
    rows
}

fn points(factor: FactorKind, assessment: &Assessment) -> Option<f64> {
    let mut parts = assessment.estimate.iter().flat_map(|estimate| &estimate.contributions);
    parts.find(|part| part.factor == factor).map(|part| part.points)
}

fn row(factor: FactorKind, assessment: &Assessment) -> Row<'static> {
    let value = assessment.readings.get(factor);
    let is_ratio = factor == FactorKind::SellThrough;
    let value = value.map(|value| if is_ratio { value } else { value / 100.0 });
    let [numerator, numerator_of, denominator, denominator_of, source] = assessment
        .factors
        .as_ref()
        .and_then(|factors| made_of(factor, factors))
        .unwrap_or([const { Cell::Empty }; 5]);
    let counts = assessment.set.has(factor);
    let reason = match &assessment.factors {
        Some(factors) => {
            factors.unstated(factor).map(|reason| notes::unstated(reason, assessment.marketplace))
        }
        None if value.is_none() => Some("no figure was given.".into()),
        None => None,
    };
    vec![
        factor.title().into(),
        value.map(rounded).into(),
        if value.is_none() { Cell::Empty } else { (if is_ratio { "ratio" } else { "share" }).into() },
        numerator,
        numerator_of,
        denominator,
        denominator_of,
        assessment.band(factor).map_or(Cell::Empty, |band| band.key().into()),
        points(factor, assessment).map(rounded).into(),
        source,
        counts.into(),
        reason.map_or(Cell::Empty, Cell::from),
    ]
}

/// Numerator and denominator, each with what it is, and where they are from.
fn made_of(factor: FactorKind, factors: &Factors) -> Option<[Cell<'static>; 5]> {
    Some(match factor {
        FactorKind::Excess => {
            let found = factors.excess.as_ref().ok()?;
            let source = match found.basis {
                excess::Basis::Stated => "Amazon's own figures",
                excess::Basis::Derived => "worked out from sales",
                excess::Basis::Mixed => "Amazon's own figures, the rest worked out from sales",
            };
            let (part, all) = (found.excess_units.get(), found.on_hand_units.get());
            [
                Cell::Whole(part),
                "excess units".into(),
                Cell::Whole(all),
                "units on hand".into(),
                source.into(),
            ]
        }
        FactorKind::SellThrough => {
            let found = factors.sell_through.as_ref().ok()?;
            let source =
                found.snapshots.first().map_or(SnapshotSource::SellThroughColumn, |snapshot| snapshot.source);
            let (part, all) = (found.shipped_90d_units.get(), rounded(found.average_on_hand_units));
            let source = format!("stock of past days from the {}", source.words());
            [
                Cell::Whole(part),
                "units shipped in 90 days".into(),
                Cell::Number(all),
                "units on hand, average".into(),
                source.into(),
            ]
        }
        FactorKind::Stranded => {
            let found = factors.stranded.as_ref().ok()?;
            let (part, all) = (found.stranded_units.get(), found.on_hand_units.get());
            let source = "stranded inventory as reported, or as you said";
            [
                Cell::Whole(part),
                "stranded units".into(),
                Cell::Whole(all),
                "units on hand".into(),
                source.into(),
            ]
        }
        FactorKind::InStock => {
            let found = factors.in_stock.as_ref().ok()?;
            [
                Cell::Number(rounded(found.in_stock_units_60d())),
                "units of 60 days by share of days in stock".into(),
                Cell::Whole(found.weight_units_60d.get()),
                "units shipped in 60 days".into(),
                format!("{} that sold", crate::output::words::count(found.skus, "SKU", "SKUs")).into(),
            ]
        }
    })
}
