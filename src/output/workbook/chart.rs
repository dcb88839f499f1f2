//! Charts of the program that opens the workbook: they are drawn from its cells.

use super::course::{self, HEAD, Point, span};
use crate::dates::weeks_between;
use crate::factor::FactorKind;
use crate::policy::thresholds;
use rust_xlsxwriter::{
    Chart, ChartAxisDateUnitType, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartSolidFill, Color,
};

const BLUE: Color = Color::RGB(0x1F_5F9E);
const GREY: Color = Color::RGB(0x9A_A5B1);
const RED: Color = Color::RGB(0xB3_2D2D);
const DIM: Color = Color::RGB(0x57_606A);
const INK: Color = Color::RGB(0x22_2222);

/// How one column of the course is drawn: its name in the legend, colour, width in points, dashes, marks.
type Drawn = (&'static str, &'static str, Color, f64, ChartLineDashType, Option<ChartMarkerType>);

const DRAWN: [Drawn; 5] = [
    ("official", "Official score", INK, 0.0, ChartLineDashType::Solid, Some(ChartMarkerType::Diamond)),
    ("estimate", "Estimate", BLUE, 2.25, ChartLineDashType::Solid, Some(ChartMarkerType::Circle)),
    ("forecast", "Forecast", BLUE, 2.25, ChartLineDashType::Dash, None),
    ("score_low", "Low (90 %)", GREY, 1.0, ChartLineDashType::Solid, None),
    ("score_high", "High (90 %)", GREY, 1.0, ChartLineDashType::Solid, None),
];

/// The line in force is red and the other one a grey dotted one, as on the page.
fn lines(points: &[Point]) -> [Drawn; 2] {
    let force = course::in_force(points);
    let [low, high] = thresholds::LINES.map(|line| force == Some(line));
    let drawn = |column, [name, in_force]: [&'static str; 2], is_force| {
        if is_force {
            (column, in_force, RED, 2.0, ChartLineDashType::Solid, None)
        } else {
            (column, name, DIM, 1.25, ChartLineDashType::RoundDot, None)
        }
    };
    [drawn("line_350", ["350", "350 in force"], low), drawn("line_400", ["400", "400 in force"], high)]
}

/// The score over the weeks with its interval and the two lines; `None` where there is one week alone.
pub(super) fn of_course(points: &[Point], size: (u32, u32)) -> Option<Chart> {
    let last = u32::try_from(points.len()).ok().filter(|weeks| *weeks > 1)?;
    let mut chart = Chart::new_line();
    for (column, name, colour, width, dashes, mark) in DRAWN.into_iter().chain(lines(points)) {
        let place =
            HEAD.iter().position(|head| *head == column).and_then(|place| u16::try_from(place).ok())?;
        let mut line = ChartLine::new();
        line.set_color(colour).set_width(width).set_dash_type(dashes);
        let mut marker = ChartMarker::new();
        match mark {
            Some(shape) => {
                let mut format = ChartFormat::new();
                format.set_solid_fill(ChartSolidFill::new().set_color(colour));
                format.set_border(ChartLine::new().set_color(colour));
                marker.set_type(shape).set_size(if width == 0.0 { 8 } else { 5 }).set_format(&mut format);
            }
            None => _ = marker.set_none(),
        }
        let mut format = ChartFormat::new();
        if width == 0.0 {
            format.set_no_line()
        } else {
            format.set_line(&line)
        };
        chart
            .add_series()
            .set_name(name)
            .set_categories(("Course", 1, 0, last, 0))
            .set_values(("Course", 1, place, last, place))
            .set_marker(&marker)
            .set_format(&mut format);
    }
    let (low, high) = span(points);
    let weeks =
        points.first().zip(points.last()).map_or(1, |(first, last)| weeks_between(first.day, last.day));
    // About a dozen days are named, each a whole number of weeks after the other.
    let apart = u32::try_from(7 * (weeks / 12).max(1)).unwrap_or(7);
    chart.title().set_name("Score by week").set_font(ChartFont::new().set_size(12));
    chart
        .x_axis()
        .set_date_axis(true)
        .set_num_format("yyyy\\-mm\\-dd")
        .set_font(ChartFont::new().set_rotation(-45));
    chart.x_axis().set_major_unit(apart).set_major_unit_date_type(ChartAxisDateUnitType::Days);
    let low = ((low - 10.0) / 50.0).floor() * 50.0;
    chart
        .y_axis()
        .set_min(low.max(0.0))
        .set_max((((high + 10.0) / 50.0).ceil() * 50.0).min(1000.0))
        .set_name("points");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    // Weeks of which nothing is known do not break a line.
    chart.show_empty_cells_as(ChartEmptyCells::Connected);
    chart.set_width(size.0).set_height(size.1);
    chart.set_alt_text(
        "The official score, the estimate and the forecast by week, with the ends of the 90 % interval and the lines of 350 \
         and 400 points; the numbers stand on the sheet Course",
    );
    Some(chart)
}

/// What each factor adds, from the first rows of the sheet of factors.
pub(super) fn points(column: u16, points: &[f64], size: (u32, u32)) -> Chart {
    let last = u32::try_from(FactorKind::ALL.len()).unwrap_or(4);
    let mut chart = Chart::new_bar();
    // Not every program knows the colour of a bar that goes to the left, so that each bar has its own.
    let bars: Vec<_> = points.iter().map(|points| if *points < 0.0 { RED } else { BLUE }).collect();
    chart
        .add_series()
        .set_name("Points")
        .set_categories(("Factors", 1, 0, last, 0))
        .set_values(("Factors", 1, column, last, column))
        .set_point_colors(&bars)
        .set_gap(60);
    chart
        .title()
        .set_name("Points of each factor against an ordinary account")
        .set_font(ChartFont::new().set_size(12));
    // The first factor stands on top, and names stay clear of bars that go to the left.
    chart.y_axis().set_reverse().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    let axis = chart.x_axis();
    axis.set_num_format("+0;-0;0").set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::High);
    chart.legend().set_hidden();
    chart.set_width(size.0).set_height(size.1);
    chart.set_alt_text("What each of the four factors adds to the estimate or takes from it, in points; the numbers stand above");
    chart
}
