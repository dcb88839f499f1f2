//! The four factors, each on a bar with the bands that are known.

use super::pieces::tone;
use super::scale::{Scale, anchor, number};
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::factor::bands::{self, Band, BandRule};
use crate::output::notes;
use crate::output::score;
use crate::output::words::percent;

/// One factor.
pub(super) struct Bar {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) figure: String,
    pub(super) band: String,
    pub(super) tone: &'static str,
    /// `None` where there is no figure.
    pub(super) scale: Option<BarScale>,
    /// What it is made of, or why there is no figure.
    pub(super) told: String,
}

/// The bar itself; places are percentages of its width.
pub(super) struct BarScale {
    pub(super) told: String,
    pub(super) zones: Vec<Zone>,
    pub(super) edges: Vec<Edge>,
    pub(super) mark: String,
}

/// A band on the bar.
pub(super) struct Zone {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) from: String,
    pub(super) width: String,
    /// Where its name stands; `None` where there is no room for it.
    pub(super) middle: Option<String>,
    pub(super) anchor: &'static str,
}

/// A figure below the bar.
pub(super) struct Edge {
    pub(super) at: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

/// The bars of an account.
pub(super) fn all(assessment: &Assessment) -> Vec<Bar> {
    FactorKind::ALL.into_iter().map(|factor| bar(factor, assessment)).collect()
}

fn bar(factor: FactorKind, assessment: &Assessment) -> Bar {
    let counts = assessment.set.has(factor);
    let value = assessment.readings.get(factor);
    let band = assessment.band(factor).unwrap_or(Band::Unknown);
    let fact = score::fact(factor, assessment);
    let reason = assessment.factors.as_ref().and_then(|factors| factors.unstated(factor));
    let points = score::points(assessment.estimate.as_ref(), factor);
    let points = if points.is_empty() { points } else { format!(" About {points} points.") };
    Bar {
        id: factor.key(),
        name: factor.title(),
        figure: match value {
            Some(value) => figure(factor, value),
            None if counts => "not stated".into(),
            None => "-".into(),
        },
        band: match (value, band) {
            _ if !counts => "does not count".into(),
            (None, _) => String::new(),
            (_, Band::Unknown) => "band not known".into(),
            (_, band) => band.key().into(),
        },
        tone: if counts { tone(fact.tone) } else { "plain" },
        scale: value.map(|value| scale(factor, value, assessment)),
        told: match (value, reason) {
            (None, Some(reason)) if !counts => {
                let why = notes::unstated(reason, assessment.marketplace);
                format!("It {why}")
            }
            (None, Some(reason)) => {
                format!("Not stated: {}", notes::unstated(reason, assessment.marketplace))
            }
            (None, None) => "Not given.".into(),
            _ => match fact.line(|line| line.len() <= 120) {
                line if line.is_empty() => points.trim_start().to_owned(),
                line => format!("{line}.{points}"),
            },
        },
    }
}

fn figure(factor: FactorKind, value: f64) -> String {
    if factor == FactorKind::SellThrough { format!("{value:.2}") } else { percent(value / 100.0) }
}

/// The ends of a bar, in the units of the bands: so much that the edges that are known stand apart, and more where
/// the figure asks for it.
fn ends(factor: FactorKind, value: f64) -> (f64, f64) {
    let beyond = |step: f64| (value * 1.1 / step).ceil() * step;
    match factor {
        FactorKind::Excess => (0.0, beyond(0.1).clamp(0.4, 1.0)),
        FactorKind::SellThrough => (0.0, beyond(1.0).max(8.0)),
        FactorKind::Stranded => (0.0, beyond(0.05).clamp(0.05, 1.0)),
        FactorKind::InStock => ((value - 0.1).clamp(0.0, 0.4), 1.0),
    }
}

fn scale(factor: FactorKind, value: f64, assessment: &Assessment) -> BarScale {
    let is_ratio = factor == FactorKind::SellThrough;
    let value = if is_ratio { value } else { value / 100.0 };
    let (low, high) = ends(factor, value);
    let scale = Scale { figures: (low, high), places: (0.0, 100.0) };
    let known = |rule: &&BandRule| {
        let sure = rule.certainty_in(assessment.marketplace, Some(assessment.as_of));
        assessment.marketplace.is_some() && sure.is_some()
    };
    let mut rules: Vec<_> = bands::TABLE.iter().filter(|rule| rule.factor == factor).filter(known).collect();
    // A band of a single figure lies on the end of the next one.
    let is_point = |rule: &BandRule| rule.high == Some(rule.low);
    rules.sort_by(|a, b| is_point(a).cmp(&is_point(b)).then(a.low.total_cmp(&b.low)));
    let written = |edge: f64| {
        if is_ratio { number(edge) } else { format!("{} %", number(edge * 100.0)) }
    };
    let mut zones = Vec::new();
    let mut edges = vec![low, high];
    for rule in &rules {
        let (from, to) = (scale.place(rule.low), scale.place(rule.high.unwrap_or(high)));
        zones.push(zone(rule.band, from, to));
        edges
            .extend([Some(rule.low), rule.high].into_iter().flatten().filter(|it| (low..=high).contains(it)));
    }
    let until = rules.iter().map(|rule| scale.place(rule.high.unwrap_or(high))).fold(0.0, f64::max);
    if until < 100.0 {
        zones.push(zone(Band::Unknown, until, 100.0));
    }
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let told = match rules.is_empty() {
        true => "no bands are known here".to_owned(),
        false => rules.iter().map(|rule| told(rule, &written)).collect::<Vec<_>>().join("; "),
    };
    let shown = if is_ratio { format!("{value:.2}") } else { percent(value) };
    BarScale {
        told: format!("{shown}. Bands: {told}."),
        zones,
        edges: apart(
            &edges.iter().map(|edge| scale.place(*edge)).collect::<Vec<_>>(),
            if is_ratio { 5.0 } else { 12.0 },
        )
        .into_iter()
        .map(|at| edge(scale.place(edges[at]), written(edges[at])))
        .collect(),
        mark: scale.at(value),
    }
}

fn zone(band: Band, from: f64, to: f64) -> Zone {
    // Excellent is a single figure in three of the four factors: it is the end of the bar.
    let width = (to - from).max(1.2);
    let from = from.min(100.0 - width);
    let is_shown = width >= if band == Band::Unknown { 20.0 } else { 12.0 };
    // The last name ends with the bar: it may be wider than its band.
    let is_last = from + width > 99.0 && width < 20.0;
    let (at, anchor) = if is_last { (100.0, "end") } else { (from + width / 2.0, "middle") };
    let middle = is_shown.then(|| number(at));
    let name = if band == Band::Unknown { "not known" } else { band.key() };
    Zone { class: band.key(), name, from: number(from), width: number(width), middle, anchor }
}

/// Which of some places, in order, are named: both ends, and between those that are so far from the one before and from the last.
fn apart(places: &[f64], least: f64) -> Vec<usize> {
    let Some(end) = places.last() else { return Vec::new() };
    let mut named: Vec<usize> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let is_far = named.last().is_none_or(|before| place - places[*before] >= least);
        if at + 1 == places.len() || (is_far && (at == 0 || end - place >= least)) {
            named.push(at);
        }
    }
    named
}

fn edge(place: f64, text: String) -> Edge {
    let anchor = match anchor(place) {
        "start" if place > 2.0 => "middle",
        "end" if place < 98.0 => "middle",
        anchor => anchor,
    };
    Edge { at: number(place), anchor, text }
}

/// A band in words: `fair 10 % to 20 %`.
fn told(rule: &BandRule, written: &dyn Fn(f64) -> String) -> String {
    let name = rule.band.key();
    match rule.high {
        Some(high) if high == rule.low => format!("{name} at {}", written(high)),
        Some(high) => format!("{name} {} to {}", written(rule.low), written(high)),
        None => format!("{name} from {}", written(rule.low)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::Readings;
    use crate::ids::Marketplace;
    use crate::score::Past;

    fn bars(marketplace: Marketplace, day: &str, readings: Readings) -> Vec<Bar> {
        all(&Assessment::of_readings(marketplace, day.parse().unwrap(), readings, &Past::default()))
    }

    #[test]
    fn a_bar_shows_the_bands_that_are_known_and_says_what_is_not() {
        let readings = Readings { excess_pct: Some(20.0), in_stock_pct: Some(85.0), ..Readings::default() };
        let [excess, sell_through, _, in_stock] = &bars(Marketplace::US, "2026-10-31", readings)[..] else {
            panic!("four factors");
        };
        let scale = excess.scale.as_ref().unwrap();
        // The bar ends at 40 %: good ends at a quarter of it, fair at a half, where the figure stands too.
        let zones: Vec<_> =
            scale.zones.iter().map(|it| (it.class, it.from.as_str(), it.width.as_str())).collect();
        assert_eq!(
            zones,
            [("good", "0", "25"), ("fair", "25", "25"), ("excellent", "0", "1.2"), ("unknown", "50", "50")]
        );
        assert_eq!((scale.mark.as_str(), excess.band.as_str()), ("50", "fair"));
        assert_eq!(scale.told, "20.0 %. Bands: good 0 % to 10 %; fair 10 % to 20 %; excellent at 0 %.");
        // The bar begins at 40 %: 85 % are three quarters of the way.
        assert_eq!(in_stock.scale.as_ref().unwrap().mark, "75");
        assert!(sell_through.scale.is_none());
        assert_eq!((sell_through.figure.as_str(), sell_through.told.as_str()), ("not stated", "Not given."));
    }

    #[test]
    fn where_bands_were_replaced_none_is_drawn() {
        let readings = Readings { sell_through: Some(3.0), ..Readings::default() };
        let japan = &bars(Marketplace::JP, "2026-10-31", readings)[1];
        let scale = japan.scale.as_ref().unwrap();
        assert_eq!(scale.zones.iter().map(|zone| zone.class).collect::<Vec<_>>(), ["unknown"]);
        assert_eq!(
            (scale.told.as_str(), japan.band.as_str()),
            ("3.00. Bands: no bands are known here.", "band not known")
        );
    }

    #[test]
    fn figures_that_would_lie_on_each_other_are_not_all_written() {
        assert_eq!(apart(&[0.0, 25.0, 50.0, 100.0], 12.0), [0, 1, 2, 3]);
        assert_eq!(apart(&[0.0, 7.0, 95.0, 100.0], 12.0), [0, 3]);
    }
}
