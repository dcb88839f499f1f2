//! The four figures as Amazon's dashboard shows them, typed in.

use super::usage::Usage;
use chrono::NaiveDate;
use clap::Args;
use ipi::dates::{day_or_week, meant};
use ipi::factor::{FactorKind, Readings};
use ipi::history::figure::{Wrong, other_scale, percentage, sell_through};

/// Figures typed in; each may be left out.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct FigureArgs {
    /// Amazon's excess inventory, in percent
    #[arg(long, value_name = "PERCENT", value_parser = Percent::read)]
    excess: Option<Percent>,
    /// Amazon's FBA sell-through
    #[arg(long, value_name = "RATIO", value_parser = sell_through)]
    sell_through: Option<f64>,
    /// Amazon's stranded inventory, in percent
    #[arg(long, value_name = "PERCENT", value_parser = Percent::read)]
    stranded: Option<Percent>,
    /// Amazon's FBA in-stock rate, in percent
    #[arg(long, value_name = "PERCENT", value_parser = Percent::read)]
    in_stock: Option<Percent>,
    /// Take figures as they stand, even if they look like another scale (0.868 for 86.8 %)
    #[arg(long)]
    as_is: bool,
}

/// A percentage as it was typed.
#[derive(Clone, Copy, Debug)]
struct Percent {
    figure: f64,
    /// With its sign, so that it can be no share.
    is_signed: bool,
}

impl Percent {
    fn read(text: &str) -> Result<Percent, Wrong> {
        Ok(Percent { figure: percentage(text)?, is_signed: text.trim_end().ends_with('%') })
    }

    /// The figure, where nothing but its size tells in which scale it is.
    fn in_doubt(typed: Option<Percent>) -> Option<f64> {
        typed.filter(|percent| !percent.is_signed).map(|percent| percent.figure)
    }
}

impl FigureArgs {
    /// The figures, as far as they were typed in; refused where they look as if they were in another scale.
    pub(super) fn readings(self) -> Result<Readings, Usage> {
        let readings = Readings {
            excess_pct: self.excess.map(|percent| percent.figure),
            sell_through: self.sell_through,
            stranded_pct: self.stranded.map(|percent| percent.figure),
            in_stock_pct: self.in_stock.map(|percent| percent.figure),
        };
        let in_doubt = Readings {
            excess_pct: Percent::in_doubt(self.excess),
            sell_through: self.sell_through,
            stranded_pct: Percent::in_doubt(self.stranded),
            in_stock_pct: Percent::in_doubt(self.in_stock),
        };
        let meant = other_scale(in_doubt).filter(|_| !self.as_is).map(|meant| meant.or(readings));
        meant.map_or(Ok(readings), |meant| {
            Err(Usage(format!(
                "{}: that looks like another scale than the dashboard's: did you mean {}? Say --as-is if it is meant as it \
                 stands",
                typed(readings, meant),
                typed(meant, readings)
            )))
        })
    }

    /// Are figures to be taken as they stand?
    pub(super) fn as_is(self) -> bool {
        self.as_is
    }
}

/// The figures that differ from others, as they are typed.
fn typed(readings: Readings, others: Readings) -> String {
    let options = ["--excess", "--sell-through", "--stranded", "--in-stock"];
    let figures = FactorKind::ALL.iter().zip(options).filter_map(|(&factor, option)| {
        let figure = readings.get(factor).filter(|_| readings.get(factor) != others.get(factor))?;
        Some(format!("{option} {figure}"))
    });
    figures.collect::<Vec<_>>().join(" ")
}

/// Reads a day, or the week that stands for its Monday.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    day_or_week(text).ok_or_else(|| match meant(text) {
        Some(meant) if text.contains(['.', '/']) => format!("write the year first: {meant}"),
        Some(meant) => format!("there is no such day; did you mean {meant}?"),
        None => "write a day, such as 2026-06-29, or an ISO week, such as 2026-W27".into(),
    })
}
