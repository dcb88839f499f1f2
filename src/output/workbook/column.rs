//! How the cells of a column are shown, as its name tells: the names carry their units.

use crate::output::sheet::Cell;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// No more is known.
    Plain,
    /// A code or a name.
    Text,
    /// Something counted.
    Count,
    /// A mean of counts, or days.
    Tenths,
    /// A ratio.
    Ratio,
    /// A share, 0–1.
    Share,
    /// A chance, 0–1.
    Chance,
    /// Percent, 0–100.
    Percent,
    /// A change of the score.
    Points,
    /// A score.
    Score,
    /// An amount in the currency of the account.
    Money,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
}

impl Kind {
    /// All of them; each stands at the place of its discriminant.
    pub(super) const ALL: [Kind; 13] = [
        Kind::Plain,
        Kind::Text,
        Kind::Count,
        Kind::Tenths,
        Kind::Ratio,
        Kind::Share,
        Kind::Chance,
        Kind::Percent,
        Kind::Points,
        Kind::Score,
        Kind::Money,
        Kind::Day,
        Kind::Flag,
    ];

    /// The number format, by which LibreOffice shows a yes or no as a number where it has none of its own. Days are written as everywhere in `ipi`; a text stays one when somebody edits it.
    pub(super) const fn format(self) -> &'static str {
        match self {
            Kind::Plain => "General",
            Kind::Text => "@",
            Kind::Count => "#,##0",
            Kind::Tenths => "#,##0.0",
            Kind::Ratio => "0.00",
            Kind::Share => "0.0%",
            // A small chance is none that can be left out of account.
            Kind::Chance => "[=0]0%;[<0.001]\"<0.1%\";0.0%",
            Kind::Percent => "0.0\" %\"",
            Kind::Points => "+0.0;-0.0;0.0",
            Kind::Score => "0",
            Kind::Money => "#,##0.00",
            Kind::Day => "yyyy\\-mm\\-dd",
            Kind::Flag => "\"TRUE\";\"TRUE\";\"FALSE\"",
        }
    }

    /// The kind that the name of a column tells.
    ///
    /// Of `points_sell_through` the points count, and of `storage_this_month_origin` nothing: it holds words.
    pub(super) fn of(name: &str) -> Kind {
        let is = |names: &[&str]| names.contains(&name);
        let has = |part: &str| name.contains(part);
        let name_ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        if name == "points" || name.starts_with("points_") {
            Kind::Points
        } else if has("chance") {
            Kind::Chance
        } else if name_ends(&["_share", "_share_low", "_share_high"]) || has("in_stock_rate") {
            Kind::Share
        } else if name_ends(&["_pct", "_percent"]) {
            Kind::Percent
        } else if has("sell_through") {
            Kind::Ratio
        } else if is(&["low", "high", "line", "official", "estimate", "forecast"])
            || ["score", "threshold", "estimate_", "line_"].iter().any(|start| name.starts_with(start))
        {
            Kind::Score
        } else if has("price")
            || is(&["cost", "amount"])
            || name_ends(&["_month", "_charge", "_charge_low", "_charge_high", "surcharge"])
            || name_ends(&[
                "_fee_30d_low",
                "_fee_30d_high",
                "lost_sales_30d",
                "_per_unit",
                "_per_unit_low",
                "_per_unit_high",
            ])
        {
            Kind::Money
        } else if has("days") || has("units") || has("stock") {
            Kind::Tenths
        } else {
            Kind::Plain
        }
    }

    /// The kind of a value whose unit stands beside it.
    pub(super) fn of_unit(unit: &str) -> Kind {
        match unit {
            "percent" => Kind::Percent,
            "ratio" => Kind::Ratio,
            "points" => Kind::Score,
            "share" => Kind::Share,
            "probability" => Kind::Chance,
            "currency" => Kind::Money,
            _ => Kind::Plain,
        }
    }

    /// How a cell of such a column is shown: what is no number is shown as what it is.
    pub(super) fn for_cell(self, cell: &Cell<'_>) -> Kind {
        match (cell, self) {
            (Cell::Text(_), _) => Kind::Text,
            (Cell::Day(_), _) => Kind::Day,
            (Cell::Whole(_), Kind::Plain | Kind::Tenths | Kind::Text) => Kind::Count,
            (Cell::Flag(_), _) => Kind::Flag,
            (Cell::Number(number), Kind::Tenths) if number.fract() == 0.0 => Kind::Count,
            (_, kind) => kind,
        }
    }
}

/// By what the cells of a column are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    /// Bands: poor, fair, good, excellent.
    Bands,
    /// Points: those that cost.
    Points,
    /// Chances of being below.
    Chance,
    /// Whatever stands there cannot wait.
    Alert,
}

impl Colours {
    /// What the name of a column tells.
    pub(super) fn of(name: &str) -> Option<Colours> {
        match name {
            "band" => Some(Colours::Bands),
            "alert" => Some(Colours::Alert),
            _ if Kind::of(name) == Kind::Points => Some(Colours::Points),
            _ if name.starts_with("chance_below") => Some(Colours::Chance),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_column_holds() {
        for (name, kind) in [
            ("points_sell_through", Kind::Points),
            ("sell_through_low", Kind::Ratio),
            ("computed_sell_through", Kind::Ratio),
            ("excess_share_high", Kind::Share),
            ("in_stock_weight_share", Kind::Share),
            ("chance_below", Kind::Chance),
            ("computed_excess_pct", Kind::Percent),
            ("price_cut_percent", Kind::Percent),
            ("estimate_low", Kind::Score),
            ("score_high", Kind::Score),
            ("value_at_price", Kind::Money),
            ("storage_this_month", Kind::Money),
            ("aged_charge_low", Kind::Money),
            ("low_inventory_fee_30d_high", Kind::Money),
            ("liquidation_per_unit_low", Kind::Money),
            ("lost_sales_30d", Kind::Money),
            ("lost_sales_30d_units", Kind::Tenths),
            ("cover_days", Kind::Tenths),
            ("on_hand_units", Kind::Tenths),
            ("sku", Kind::Plain),
        ] {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
        assert_eq!(Kind::ALL.map(|kind| kind as usize), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn a_cell_is_shown_as_what_it_is() {
        assert_eq!(Kind::Money.for_cell(&Cell::from("none")), Kind::Text);
        assert_eq!(Kind::Tenths.for_cell(&Cell::Whole(3)), Kind::Count);
        assert_eq!(Kind::Score.for_cell(&Cell::Whole(400)), Kind::Score);
    }
}
