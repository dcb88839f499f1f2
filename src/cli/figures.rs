//! The four figures as Amazon's dashboard shows them, typed in.

use chrono::NaiveDate;
use clap::Args;
use ipi::dates::day_or_week;
use ipi::factor::Readings;
use ipi::history::figure::{percentage, sell_through};

/// Figures typed in; each may be left out.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct FigureArgs {
    /// Amazon's excess inventory, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percentage)]
    excess: Option<f64>,
    /// Amazon's FBA sell-through
    #[arg(long, value_name = "RATIO", value_parser = sell_through)]
    sell_through: Option<f64>,
    /// Amazon's stranded inventory, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percentage)]
    stranded: Option<f64>,
    /// Amazon's FBA in-stock rate, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percentage)]
    in_stock: Option<f64>,
}

impl FigureArgs {
    /// The figures, as far as they were typed in.
    pub(super) fn readings(self) -> Readings {
        Readings {
            excess_pct: self.excess,
            sell_through: self.sell_through,
            stranded_pct: self.stranded,
            in_stock_pct: self.in_stock,
        }
    }
}

/// Reads the day on which figures were shown.
pub(super) fn day(text: &str) -> Result<NaiveDate, &'static str> {
    day_or_week(text).ok_or("write a day, such as 2026-06-29, or an ISO week, such as 2026-W27")
}
