//! From figures to places on a chart.

use chrono::NaiveDate;

/// A range of figures laid over a range of places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The first and the last figure.
    pub(super) figures: (f64, f64),
    /// Where they stand.
    pub(super) places: (f64, f64),
}

impl Scale {
    /// Where a figure stands; one outside the range stands at its end.
    pub(super) fn place(&self, figure: f64) -> f64 {
        let ((low, high), (first, last)) = (self.figures, self.places);
        let share = ((figure - low) / (high - low)).clamp(0.0, 1.0);
        first + share * (last - first)
    }

    /// The same as it is written into a chart.
    pub(super) fn at(&self, figure: f64) -> String {
        number(self.place(figure))
    }
}

/// A place as it is written: a hundredth is less than anybody sees.
pub(super) fn number(place: f64) -> String {
    let text = format!("{place:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// On which side of its place a text stands, so that it does not leave the chart.
pub(super) fn anchor(percent: f64) -> &'static str {
    match percent {
        p if p < 14.0 => "start",
        p if p > 86.0 => "end",
        _ => "middle",
    }
}

/// Days from one to another.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    f64::from(i32::try_from((to - from).num_days()).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stands_at_its_share_of_the_width() {
        let scale = Scale { figures: (0.0, 1000.0), places: (0.0, 100.0) };
        assert_eq!([0.0, 338.0, 412.5, 1200.0].map(|it| scale.at(it)), ["0", "33.8", "41.25", "100"]);
        // Heights run downwards.
        let heights = Scale { figures: (300.0, 700.0), places: (200.0, 20.0) };
        assert_eq!([300.0, 400.0, 700.0].map(|it| heights.at(it)), ["200", "155", "20"]);
    }
}
