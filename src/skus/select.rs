//! Which SKUs are shown, and in which order.

use super::line::Line;
use super::{Alert, Skus};
use crate::factor::FactorKind;
use std::cmp::Reverse;

/// The order of SKUs. Equals stand in the order of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What costs most points first.
    #[default]
    Points,
    /// What sold most in 60 days first: the list of what is to be kept in stock.
    Sales,
    /// Most excess units first.
    Excess,
    /// Most money on hand first.
    Value,
    /// By name.
    Sku,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Selection {
    /// The order.
    pub order: Order,
    /// Points of this factor alone: those SKUs to which it gives or from which it takes some.
    pub factor: Option<FactorKind>,
    /// SKUs that cost at least so many points.
    pub min_points: Option<f64>,
    /// So many SKUs.
    pub top: Option<usize>,
    /// SKUs with an alert alone.
    pub alerts: bool,
}

impl Skus {
    /// The SKUs that are asked for, in the order that is asked for, and how many there are of them in all.
    #[must_use]
    pub fn select(&self, asked: &Selection) -> (Vec<&Line>, usize) {
        let points = |line: &Line| line.points.map_or(0.0, |points| points_of(asked.factor, &points));
        let mut lines: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| asked.factor.is_none_or(|_| points(line) != 0.0))
            .filter(|line| asked.min_points.is_none_or(|least| -points(line) >= least))
            .filter(|line| !asked.alerts || line.alert.is_some())
            .filter(|line| asked.order != Order::Sales || line.weight.units.get() > 0)
            .collect();
        match asked.order {
            // What cannot wait is told by what it sells, whatever it costs in points.
            Order::Points if asked.alerts => {
                lines.sort_by_key(|line| (line.alert == Some(Alert::Stranded), Reverse(line.weight.units)));
            }
            Order::Points => lines.sort_by(|a, b| points(a).total_cmp(&points(b))),
            Order::Sales => lines.sort_by_key(|line| Reverse(line.weight.units)),
            Order::Excess => lines.sort_by_key(|line| Reverse(line.part.excess)),
            Order::Value => lines.sort_by_key(|line| Reverse(line.value)),
            Order::Sku => {}
        }
        let all = lines.len();
        lines.truncate(asked.top.unwrap_or(usize::MAX));
        (lines, all)
    }

    /// The SKUs with an alert.
    pub fn alerts(&self) -> impl Iterator<Item = (&Line, Alert)> {
        self.lines.iter().filter_map(|line| Some((line, line.alert?)))
    }
}

/// Points of one factor, or of all.
fn points_of(factor: Option<FactorKind>, points: &super::SkuPoints) -> f64 {
    factor.map_or_else(|| points.total(), |factor| points.of(factor))
}
