//! Why the score changed: the worked examples, and that the parts always add up.

#![allow(clippy::unwrap_used, clippy::float_cmp)]

use chrono::NaiveDate;
use ipi::account::Moves;
use ipi::factor::{FactorKind, FactorSet, Part, Parts};
use ipi::ids::Sku;
use ipi::score::{MODEL, Week};
use ipi::units::Units;
use ipi::why::{Kind, Question, Side, Why};
use proptest::prelude::*;

const NONE: FactorSet = FactorSet { excess: false, sell_through: false, stranded: false, in_stock: false };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn part(sku: &str, on_hand: u64, excess: u64) -> Part {
    let mut part = Part::new(Sku::from(sku));
    (part.on_hand, part.excess) = (Units::new(on_hand), Units::new(excess));
    part
}

fn side<'a>(on: &str, parts: &'a Parts) -> Side<'a> {
    Side { day: day(on), readings: parts.readings(), parts: Some(parts), other_names: &[], past: &[] }
}

fn why(before: &Parts, after: &Parts, moves: &[Moves]) -> Why {
    let (before, after) = (side("2026-11-22", before), side("2026-11-29", after));
    Why::of(&Question { set: FactorSet::FOUR, before, after, recorded: None, moves }).unwrap()
}

/// The points of each cause of a factor, by SKU and kind, four decimals, in the order of names.
fn causes(why: &Why, factor: FactorKind) -> Vec<String> {
    let change = why.factors.iter().find(|change| change.factor == factor).unwrap();
    let of_sku = |sku: &ipi::why::SkuChange| {
        let line = |cause: &ipi::why::Cause| {
            format!("{} {} {} {:+.4}", sku.sku, cause.kind.key(), cause.quantity, cause.points)
        };
        sku.causes.iter().map(line).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = change.skus.iter().flat_map(of_sku).collect();
    all.sort();
    all
}

/// steer.md, excess: H 300 → 368, E 150 → 152.
#[test]
fn excess_as_worked_by_hand() {
    let stated = FactorSet { excess: true, ..NONE };
    let parts = |lamp: (u64, u64), mat: (u64, u64), cup: (u64, u64)| Parts {
        list: vec![part("CUP", cup.0, cup.1), part("LAMP", lamp.0, lamp.1), part("MAT", mat.0, mat.1)],
        stated,
        days: None,
    };
    let moves = [
        Moves { sold: 12, ..Moves::default() },
        Moves { sold: 10, ..Moves::default() },
        Moves { sold: 14, received: 104, ..Moves::default() },
    ];
    let before = parts((200, 150), (60, 0), (40, 0));
    let why = why(&before, &parts((190, 142), (150, 10), (28, 0)), &moves);
    assert_eq!(
        causes(&why, FactorKind::Excess),
        [
            "CUP sold -12 -3.9391",
            "LAMP demand-changed -2 -1.4522",
            "LAMP sold -10 +3.9783",
            "MAT received 104 +25.7488",
            "MAT sold -14 -3.4662",
        ]
    );
    // 50 % → 152 ÷ 368, at -2.4 points for each per cent.
    assert!((why.change() - 20.869_565_217).abs() < 1e-9, "{}", why.change());
    assert!((why.blocks.readings - why.change()).abs() < 1e-12);
    let excess = &why.factors[0];
    assert!(excess.untold.abs() < 1e-12 && excess.earlier_weeks.abs() < 1e-12, "{excess:?}");
}

/// steer.md, the days that roll off: 300/380/400/360 → 368/352/410/250, 360 shipped → 372.
#[test]
fn roll_offs_as_worked_by_hand() {
    let parts = |snapshots: [u64; 4], shipped, newest: &str| {
        let mut part = Part::new(Sku::from("ALL"));
        part.set_snapshots(snapshots.map(Units::new));
        part.shipped_90 = Units::new(shipped);
        let newest = day(newest);
        let days = [0, 30, 60, 90].map(|age| newest - chrono::Days::new(age));
        Parts { list: vec![part], stated: FactorSet { sell_through: true, ..NONE }, days: Some(days) }
    };
    let before = parts([300, 380, 400, 360], 360, "2026-11-22");
    let after = parts([368, 352, 410, 250], 372, "2026-11-29");
    // Of 36 units sold since, 12 are more than what left the 90 days.
    let sold = [Moves { sold: 36, received: 104, ..Moves::default() }];
    let told = why(&before, &after, &sold);
    assert_eq!(
        causes(&told, FactorKind::SellThrough),
        [
            "ALL received 104 -5.2410",
            "ALL sales-came 36 +6.9891",
            "ALL sales-left -24 -4.6594",
            // Of today's -3.4268: 68 units more are 104 received less 36 sold.
            "ALL snapshot-30-days -28 +1.4110",
            "ALL snapshot-60-days 10 -0.5039",
            "ALL snapshot-90-days -110 +5.5434",
            "ALL sold -36 +1.8142",
        ]
    );
    let (left, came) = told.rolled.unwrap()[3];
    assert_eq!((left, came), (day("2026-08-24"), day("2026-08-31")));

    let untold = why(&before, &after, &[]);
    assert_eq!(
        causes(&untold, FactorKind::SellThrough),
        [
            "ALL sales-changed 12 +2.3297",
            "ALL snapshot-30-days -28 +1.4110",
            "ALL snapshot-60-days 10 -0.5039",
            "ALL snapshot-90-days -110 +5.5434",
            "ALL snapshot-today 68 -3.4268",
        ]
    );
    for why in [told, untold] {
        assert!((why.change() - 5.3534).abs() < 5e-5, "{}", why.change());
    }
}

/// Two SKUs of which one had no excess share then, because it was new: 20 of 100 units, then 20 of 125.
#[test]
fn a_sku_past_its_first_days_comes_in_as_it_was() {
    let parts = |new: u64, held: u64| {
        let mut list = vec![part("NEW", new, 0), part("OLD", 100, 20)];
        list[0].stranded_of = Units::new(held);
        list[1].stranded_of = Units::new(100);
        Parts { list, stated: FactorSet { excess: true, stranded: true, ..NONE }, days: None }
    };
    let moves = [Moves { sold: 5, ..Moves::default() }, Moves::default()];
    let told = why(&parts(0, 30), &parts(25, 25), &moves);
    // α 0.009, β 0.0016: 30 units thin out, 5 of them are sold.
    assert_eq!(causes(&told, FactorKind::Excess), ["NEW matured 30 +11.5200", "NEW sold -5 -1.9200"]);
    // And back, as where a rule about new SKUs comes into force.
    let back =
        why(&parts(25, 25), &parts(0, 30), &[Moves { received: 5, ..Moves::default() }, Moves::default()]);
    assert_eq!(
        causes(&back, FactorKind::Excess),
        ["NEW left-the-count -30 -11.5200", "NEW received 5 +1.9200"]
    );
}

/// A SKU that no report knows any more, and nothing says where its units went: 30 of 200 units, then 20 of 100.
#[test]
fn a_row_that_is_missing_is_no_loss() {
    let parts = |skus: usize| {
        let list = vec![part("HERE", 100, 20), part("LOST-ROW", 100, 10)].into_iter().take(skus).collect();
        Parts { list, stated: FactorSet { excess: true, ..NONE }, days: None }
    };
    let told = why(&parts(2), &parts(1), &[Moves::default()]);
    // α 300 ÷ 40,000, β 50 ÷ 40,000: -240 × (-10 α + 100 β).
    assert_eq!(causes(&told, FactorKind::Excess), ["LOST-ROW report-gap -100 -12.0000"]);
    // The report lists it, empty; the ledger knows why.
    let mut empty = parts(2);
    empty.list[1] = part("LOST-ROW", 0, 0);
    let told =
        why(&parts(2), &empty, &[Moves::default(), Moves { removed: 60, lost: 38, ..Moves::default() }]);
    let kinds = told.factors[0].skus[0].causes.iter().map(|cause| (cause.kind, cause.quantity));
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|(kind, _)| *kind);
    assert_eq!(kinds, [(Kind::Removed, -60.0), (Kind::Lost, -38.0), (Kind::NotTold, -2.0)]);
}

/// 12 of 100 units, then 2 of 96: 4 were removed.
#[test]
fn stranded_units_are_fixed_or_removed() {
    let parts = |stranded: u64, of: u64| {
        let mut cup = part("CUP", 0, 0);
        (cup.stranded, cup.stranded_of) = (Units::new(stranded), Units::new(of));
        Parts { list: vec![cup], stated: FactorSet { stranded: true, ..NONE }, days: None }
    };
    let moves = [Moves { removed: 4, ..Moves::default() }];
    let told = why(&parts(12, 100), &parts(2, 96), &moves);
    // α 196 ÷ 19,200, β 14 ÷ 19,200, at -50: 6 fixed; 4 removed, and as many fewer units of which they are a share.
    assert_eq!(causes(&told, FactorKind::Stranded), ["CUP fixed -6 +3.0625", "CUP removed -4 +1.8958"]);
    assert!((told.change() - 4.958_333_333).abs() < 1e-9, "{}", told.change());
    // More were removed than are stranded no longer: 12 of 100, 10 of 60.
    let told = why(&parts(12, 100), &parts(10, 60), &[Moves { removed: 40, ..Moves::default() }]);
    assert_eq!(causes(&told, FactorKind::Stranded), ["CUP removed -40 -2.3333"]);
    let more = why(&parts(2, 96), &parts(12, 96), &[]);
    assert_eq!(causes(&more, FactorKind::Stranded), ["CUP stranded 10 -5.2083"]);
}

/// 10 of 150 sales out of stock, then 32 of 160.
#[test]
fn days_out_and_sales_weigh_in_the_in_stock_rate() {
    let parts = |a: (u64, u16), b: (u64, u16)| {
        let weighing =
            |sku, (weight, days_out)| Part { weight: Units::new(weight), days_out, ..part(sku, 0, 0) };
        let list = vec![weighing("A", a), weighing("B", b)];
        Parts { list, stated: FactorSet { in_stock: true, ..NONE }, days: None }
    };
    let told = why(&parts((100, 0), (50, 6)), &parts((100, 6), (60, 6)), &[]);
    // α 310 ÷ 48,000, β 42 ÷ 48,000, at -30: 100 × 0.2 more out; 10 × 0.2 by weight, of 10 more.
    assert_eq!(causes(&told, FactorKind::InStock), ["A ran-out 6 -3.8750", "B sales-weight 10 -0.1250"]);
    assert!((told.change() + 4.0).abs() < 1e-9, "{}", told.change());
    let back = why(&parts((100, 6), (60, 6)), &parts((100, 0), (50, 6)), &[]);
    assert_eq!(
        causes(&back, FactorKind::InStock),
        ["A back-in-stock -6 +3.8750", "B sales-weight -10 +0.1250"]
    );
}

/// A product that was listed anew is the same product.
#[test]
fn a_new_name_is_no_new_stock() {
    let parts = |sku: &str| Parts {
        list: vec![part(sku, 100, 20)],
        stated: FactorSet { excess: true, ..NONE },
        days: None,
    };
    let (then, now) = (parts("OLD-NAME"), parts("NEW-NAME"));
    let names = [(Sku::from("OLD-NAME"), 0)];
    let ask = |before, after| {
        Why::of(&Question { set: FactorSet::FOUR, before, after, recorded: None, moves: &[Moves::default()] })
            .unwrap()
    };
    let (before, after) = (side("2026-11-22", &then), side("2026-11-29", &now));
    assert!(ask(before, Side { other_names: &names, ..after }).by_sku().is_empty());
    let names = [(Sku::from("NEW-NAME"), 0)];
    assert!(ask(Side { other_names: &names, ..before }, after).by_sku().is_empty());
    assert_eq!(ask(before, after).by_sku().len(), 2);
}

/// What a SKU that is most of it did is told by its name; what the others did is summed.
#[test]
fn the_biggest_parts_are_named() {
    let list = |on_hand: [u64; 4]| {
        let list =
            on_hand.iter().zip(["A", "B", "C", "D"]).map(|(units, sku)| part(sku, *units, 0)).collect();
        Parts { list, stated: FactorSet { excess: true, ..NONE }, days: None }
    };
    let mut then = list([10, 10, 10, 100]);
    then.list[3].excess = Units::new(60);
    let mut now = list([110, 20, 20, 100]);
    now.list[3].excess = Units::new(60);
    let received = |received| Moves { received, ..Moves::default() };
    let told = why(&then, &now, &[received(100), received(10), received(10), Moves::default()]);
    let groups: Vec<_> = told
        .groups
        .iter()
        .filter(|group| group.points.abs() > 1e-9)
        .map(|group| (group.sku.as_ref().map(Sku::as_str), group.quantity, group.skus))
        .collect();
    assert_eq!(groups, [(Some("A"), 100.0, 1), (None, 20.0, 2)]);
}

/// A stock on two days: what it brings on each, and what a ledger says in between.
#[derive(Clone, Debug)]
struct Stock {
    name: u16,
    then: Option<Part>,
    now: Option<Part>,
    moves: Moves,
}

fn any_part() -> impl Strategy<Value = Part> {
    let units = || prop_oneof![2 => Just(0_u64), 4 => 0_u64..300];
    let snapshots = [units(), units(), units(), units()];
    (units(), 0_u64..=100, 0_u64..=20, units(), snapshots, 0_u64..200, 0_u16..=30, any::<bool>()).prop_map(
        |(on_hand, excess, stranded, shipped, snapshots, weight, days_out, new)| {
            let mut part = Part::new(Sku::from(""));
            let counted = if new { 0 } else { on_hand };
            part.on_hand = Units::new(counted);
            part.excess = Units::new(counted * excess / 100);
            part.stranded = Units::new(stranded.min(on_hand));
            part.stranded_of = Units::new(on_hand);
            part.shipped_90 = Units::new(shipped);
            part.weight = Units::new(weight);
            part.days_out = days_out;
            part.set_snapshots(snapshots.map(Units::new));
            part
        },
    )
}

fn any_moves() -> impl Strategy<Value = Moves> {
    let few = || prop_oneof![Just(0_u64), 0_u64..80];
    (few(), few(), few(), few(), few(), few(), -20_i64..20, -5_i64..5).prop_map(
        |(sold, received, returned, removed, lost, found, transferred, other)| Moves {
            sold,
            received,
            returned,
            removed,
            lost,
            found,
            transferred,
            other,
        },
    )
}

fn any_stocks() -> impl Strategy<Value = Vec<Stock>> {
    let stock = (
        0_u16..400,
        prop::option::weighted(0.85, any_part()),
        prop::option::weighted(0.85, any_part()),
        any_moves(),
    );
    let stock = stock.prop_map(|(name, then, now, moves)| Stock { name, then, now, moves });
    prop::collection::vec(stock, 1..30).prop_map(|mut stocks| {
        stocks.sort_by_key(|stock| stock.name);
        stocks.dedup_by_key(|stock| stock.name);
        stocks
    })
}

/// Weeks before a day, by how many; some with a score, some with figures.
fn any_past() -> impl Strategy<Value = Vec<(u64, Option<f64>, Option<f64>)>> {
    let score = prop::option::of(0.0..1000.0);
    let excess = prop::option::of(0.0..100.0);
    prop::collection::vec((0_u64..20, score, excess), 0..8)
}

fn weeks(past: &[(u64, Option<f64>, Option<f64>)], before: NaiveDate) -> Vec<Week> {
    let week = |&(age, score, excess_pct): &(u64, Option<f64>, Option<f64>)| Week {
        day: before - chrono::Days::new(7 * age),
        score,
        readings: ipi::factor::Readings { excess_pct, ..Default::default() },
    };
    past.iter().map(week).collect()
}

/// The parts of the stocks on one day, and what moved, in the order given.
fn parts(
    stocks: &[Stock],
    of: impl Fn(&Stock) -> Option<Part>,
    on: NaiveDate,
    stated: FactorSet,
) -> (Parts, Vec<Moves>) {
    let named = |stock: &Stock| {
        let part = of(stock)?;
        Some((Part { sku: Sku::from(format!("S{:03}", stock.name).as_str()), ..part }, stock.moves))
    };
    let (list, moves) = stocks.iter().filter_map(named).unzip();
    let days = [0, 30, 60, 90].map(|age| on - chrono::Days::new(age));
    (Parts { list, stated, days: Some(days) }, moves)
}

#[derive(Clone, Debug)]
struct Case {
    stocks: Vec<Stock>,
    days: u64,
    past: Vec<(u64, Option<f64>, Option<f64>)>,
    newer: Vec<(u64, Option<f64>, Option<f64>)>,
    stated: [bool; 4],
    recorded: Option<f64>,
    ledger: bool,
}

impl Case {
    fn why(&self, order: impl Fn(&mut Vec<Stock>)) -> Option<(Why, Parts, Parts)> {
        let mut stocks = self.stocks.clone();
        order(&mut stocks);
        let [excess, sell_through, stranded, in_stock] = self.stated;
        let stated = FactorSet { excess, sell_through, stranded, in_stock };
        let first = day("2026-09-03");
        let second = first + chrono::Days::new(self.days);
        let (then, _) = parts(&stocks, |stock| stock.then.clone(), first, stated);
        let (now, moves) = parts(&stocks, |stock| stock.now.clone(), second, stated);
        let past = weeks(&self.past, first);
        let newer: Vec<Week> = past.iter().copied().chain(weeks(&self.newer, second)).collect();
        let side = |on, parts, past| Side { past, ..side(on, parts) };
        let why = Why::of(&Question {
            set: FactorSet::FOUR,
            before: side("2026-09-03", &then, &past),
            after: side(&second.to_string(), &now, &newer),
            recorded: self.recorded,
            moves: if self.ledger { &moves } else { &[] },
        });
        why.map(|why| (why, then, now))
    }
}

fn any_case() -> impl Strategy<Value = Case> {
    let recorded = prop::option::of(0.0..1000.0);
    (
        any_stocks(),
        1_u64..120,
        any_past(),
        any_past(),
        [prop::bool::weighted(0.8); 4],
        recorded,
        any::<bool>(),
    )
        .prop_map(|(stocks, days, past, newer, stated, recorded, ledger)| Case {
            stocks,
            days,
            past,
            newer,
            stated,
            recorded,
            ledger,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happened, the parts add up to the change, on every floor.
    #[test]
    fn the_parts_add_up(case in any_case()) {
        let Some((why, then, now)) = case.why(|_| ()) else { return Ok(()) };
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        prop_assert!(close(why.blocks.sum(), why.change()), "{} {}", why.blocks.sum(), why.change());
        let factors: f64 = why.factors.iter().map(|change| change.points).sum();
        prop_assert!(close(factors + why.other_readings, why.blocks.readings));
        let groups: f64 = why.groups.iter().map(|group| group.points).sum();
        prop_assert!(close(groups, why.change()), "{} {}", groups, why.change());
        let mut all = 0.0;
        for change in &why.factors {
            let skus: f64 = change.skus.iter().map(|sku| sku.points).sum();
            prop_assert!(close(skus + change.earlier_weeks + change.untold, change.points));
            for sku in &change.skus {
                prop_assert!(close(sku.causes.iter().map(|cause| cause.points).sum(), sku.points));
            }
            // Where the figures of both days are known by SKU, nothing is left over.
            if let (Some(_), Some(_)) = change.readings {
                prop_assert!(change.untold.abs() < 1e-9, "{change:?}");
            }
            all += skus;
        }
        prop_assert!(close(why.by_sku().iter().map(|total| total.points).sum(), all));
        // Units that moved are those of the ledger, and what is left is what it does not tell.
        let excess = |parts: &Parts| parts.list.iter().map(|part| part.on_hand.get() as f64).sum::<f64>();
        let stock: f64 = why.factors.iter().filter(|change| change.factor == FactorKind::Excess)
            .flat_map(|change| &change.skus).flat_map(|sku| &sku.causes)
            .filter(|cause| cause.kind != Kind::Demand).map(|cause| cause.quantity).sum();
        let is_told = why.factors.iter().any(|change| change.factor == FactorKind::Excess && !change.skus.is_empty());
        prop_assert!(!is_told || close(stock, excess(&now) - excess(&then)), "{stock}");
    }

    /// The order of SKUs is no part of the result.
    #[test]
    fn any_order_gives_the_same(case in any_case(), turn in 0_usize..30) {
        let turned = case.why(|stocks| { stocks.reverse(); let by = turn % stocks.len(); stocks.rotate_left(by); });
        let plain = case.why(|_| ());
        prop_assert_eq!(plain.map(|(why, ..)| why), turned.map(|(why, ..)| why));
    }
}

/// Figures are valued as they were before a new score, however many there are: it is not they that it surprises.
#[test]
fn a_new_score_leaves_the_figures_their_points() {
    let parts = |excess| Parts {
        list: vec![part("LAMP", 100, excess)],
        stated: FactorSet { excess: true, ..NONE },
        days: None,
    };
    let (then, between, now) = (parts(40), parts(35), parts(20));
    let first = day("2026-10-27");
    let past = weeks(&[(1, Some(480.0), Some(42.0)), (4, Some(470.0), Some(50.0))], first);
    let week = |on: &str, score, parts: &Parts| Week { day: day(on), score, readings: parts.readings() };
    let ask = |scores: [Option<f64>; 2]| {
        let newer = [
            week("2026-10-27", None, &then),
            week("2026-11-03", scores[0], &between),
            week("2026-11-10", scores[1], &now),
        ];
        let newer = [&past[..], &newer].concat();
        let before = Side { past: &past, ..side("2026-10-27", &then) };
        let after = Side { past: &newer, ..side("2026-11-10", &now) };
        Why::of(&Question { set: FactorSet::FOUR, before, after, recorded: None, moves: &[] }).unwrap()
    };
    let quiet = ask([None, None]);
    assert!(quiet.blocks.readings > 20.0 && quiet.blocks.official == 0.0, "{:?}", quiet.blocks);
    for scores in [[Some(700.0), None], [None, Some(400.0)], [Some(700.0), Some(400.0)]] {
        let told = ask(scores);
        assert!((told.blocks.readings - quiet.blocks.readings).abs() < 1e-9, "{:?}", told.blocks);
        assert!((told.blocks.time - quiet.blocks.time).abs() < 1e-9, "{:?}", told.blocks);
        assert!(told.blocks.official.abs() > 20.0, "{:?}", told.blocks);
        assert_eq!(told.new_scores.len(), scores.iter().flatten().count());
    }
}

/// Without a new score nothing is said of one, and with the same figures nothing is said of them.
#[test]
fn nothing_is_made_up() {
    let stated = FactorSet { excess: true, in_stock: true, ..NONE };
    let mut lamp = part("LAMP", 200, 150);
    (lamp.weight, lamp.days_out) = (Units::new(40), 3);
    let same = Parts { list: vec![lamp], stated, days: None };
    let past = weeks(&[(1, Some(480.0), Some(70.0)), (3, None, Some(60.0))], day("2026-11-22"));
    let ask = |newer: &[Week], recorded| {
        let (before, after) = (side("2026-11-22", &same), side("2026-11-29", &same));
        let (before, after) = (Side { past: &past, ..before }, Side { past: newer, ..after });
        Why::of(&Question { set: FactorSet::FOUR, before, after, recorded, moves: &[] }).unwrap()
    };
    let quiet = ask(&past, None);
    assert_eq!((quiet.blocks.model, quiet.blocks.official), (0.0, 0.0));
    assert!(quiet.blocks.readings.abs() < 1e-12, "{:?}", quiet.blocks);
    assert!(quiet.factors.iter().all(|change| change.skus.is_empty()));
    // A score 40 points up that came on the Monday between: it is that block, and not the figures, that moves.
    let news = Week { day: day("2026-11-29"), score: Some(520.0), readings: same.readings() };
    let scored = ask(&[&past[..], &[news]].concat(), Some(478.0));
    assert!(scored.blocks.official > 30.0, "{:?}", scored.blocks);
    assert!(scored.blocks.readings.abs() < 1e-9, "{:?}", scored.blocks);
    assert_eq!(scored.points_then, 478.0);
    assert_eq!(MODEL.slopes[0].mean, -2.4); // the slopes of the worked examples
}
