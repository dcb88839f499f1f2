//! Units on their way, and when they come.

use crate::account::Inbound;
use crate::dates::AsOf;
use crate::ids::Sku;
use crate::units::Units;
use chrono::NaiveDate;

/// A shipment that the seller names: so many units, on sale from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// The SKU.
    pub sku: Sku,
    /// Units; none where the seller says that nothing comes.
    pub units: Units,
    /// The day on which they can be bought.
    pub day: NaiveDate,
}

/// Units that come on one day of a span, each day as likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) units: u32,
    /// Days after the day judged, the first and the last.
    pub(super) from: u16,
    pub(super) to: u16,
}

impl Arrival {
    /// Units that are expected to be there so many days after the day judged.
    pub(super) fn by(&self, ahead: u16) -> Units {
        let span = u64::from(self.to.saturating_sub(self.from)) + 1;
        let gone = (u64::from(ahead) + 1).saturating_sub(self.from.into()).min(span);
        Units::new(u64::from(self.units) * gone / span)
    }
}

/// How far a shipment is, and within which days after the day judged it is assumed to be on sale. No report states a day;
/// the spans are judged: receiving takes days, a shipment under way weeks, a plan that is not shipped yet may take two months.
pub const SPANS: [(&str, u16, u16); 3] = [("receiving", 1, 14), ("shipped", 8, 35), ("working", 22, 63)];

/// What the reports state to be on its way, by the assumed spans; units of which no report tells how far they are count as
/// shipped.
pub(super) fn assumed(inbound: &Inbound) -> Box<[Arrival]> {
    let stages = [inbound.receiving, inbound.shipped, inbound.working].map(Option::unwrap_or_default);
    let told: Units = stages.into_iter().sum();
    let rest = inbound.all.unwrap_or_default().saturating_sub(told);
    let units = [stages[0], stages[1] + rest, stages[2]];
    let arrivals = units.into_iter().zip(SPANS).filter(|(units, _)| *units > Units::ZERO);
    let arrival =
        |(units, (_, from, to)): (Units, (&str, u16, u16))| Arrival { units: cell(units), from, to };
    arrivals.map(arrival).collect()
}

/// What the seller names, as far as it comes after the day judged.
pub(super) fn named<'a>(shipments: impl Iterator<Item = &'a Shipment>, as_of: AsOf) -> Box<[Arrival]> {
    let arrival = |shipment: &Shipment| {
        let day = u16::try_from(-as_of.age(shipment.day)).ok().filter(|day| *day > 0)?;
        (shipment.units > Units::ZERO).then(|| Arrival { units: cell(shipment.units), from: day, to: day })
    };
    shipments.filter_map(arrival).collect()
}

fn cell(units: Units) -> u32 {
    u32::try_from(units.get()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_stage_tells_of_counts_as_shipped() {
        let some = |units| Some(Units::new(units));
        let inbound = Inbound { all: some(100), working: some(20), shipped: None, receiving: some(30) };
        let arrivals: Vec<_> = assumed(&inbound).iter().map(|it| (it.units, it.from, it.to)).collect();
        assert_eq!(arrivals, [(30, 1, 14), (50, 8, 35), (20, 22, 63)]);
        assert!(assumed(&Inbound::default()).is_empty());
        let stages = Inbound { all: None, shipped: some(7), ..Inbound::default() };
        assert_eq!(assumed(&stages).len(), 1);
    }

    #[test]
    fn of_a_span_as_many_are_there_as_lies_behind() {
        let arrival = Arrival { units: 30, from: 1, to: 14 };
        // 30 × 7 ÷ 14.
        assert_eq!([0, 7, 14, 90].map(|day| arrival.by(day).get()), [0, 15, 30, 30]);
        let on = Arrival { units: 9, from: 10, to: 10 };
        assert_eq!([9, 10].map(|day| on.by(day).get()), [0, 9]);
    }

    #[test]
    fn a_named_shipment_comes_on_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let shipment = |units, on| Shipment { sku: Sku::from("MAT"), units: Units::new(units), day: day(on) };
        let all = [shipment(40, "2026-11-10"), shipment(0, "2026-11-20"), shipment(9, "2026-10-31")];
        let named = named(all.iter(), AsOf::new(day("2026-10-31")));
        assert_eq!(*named, [Arrival { units: 40, from: 10, to: 10 }]);
    }
}
