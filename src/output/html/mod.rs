//! One HTML page that needs nothing else: no script, no network, one style, and charts that are drawn in it.
//!
//! The templates beside this file hold the markup and escape every text; the charts (`gauge`, `bars`, `course`) are SVG
//! with a title and a description. Places are percentages of the width, so that a chart is as wide as the screen and
//! its letters stay as large as those of the page.

mod bars;
mod course;
mod gauge;
mod pieces;
mod scale;
mod sections;

use super::page::Page;
use super::weekly::Weekly;
use crate::ids::printable;
use askama::Template;
use bars::Bar;
use course::Course;
use gauge::Gauge;
use pieces::{Piece, Pieces};

/// The style of every page.
const STYLE: &str = include_str!("style.css");

/// What a browser may load for the page: nothing but its own style, which is known by its SHA-256.
const POLICY: &str = "default-src 'none'; style-src 'sha256-odVGEpaKQJfW3o1suhCnn3/5XLCNIU6pUA8/Vewl/1I='; base-uri 'none'; form-action 'none'";

const PRIVACY: &str = "This page loads nothing and sends nothing: it holds no script, no picture from elsewhere, no counter. It names \
                       SKUs and figures of an account: give it only to those who may see them.";

/// The same of a page that names nothing of the account.
const PUBLIC: &str =
    "This page loads nothing and sends nothing: it holds no script, no picture from elsewhere, no counter.";

/// What stands around a page.
struct Frame {
    title: String,
    /// Whose page it is, of which day.
    about: String,
    policy: &'static str,
    style: &'static str,
    privacy: &'static str,
    version: &'static str,
}

impl Frame {
    fn new(title: String, about: String) -> Frame {
        let (policy, style, privacy) = (POLICY, STYLE, PRIVACY);
        Frame { title, about, policy, style, privacy, version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Template)]
#[template(path = "page.html", config = "src/output/html/askama.toml")]
struct PageTemplate<'a> {
    frame: Frame,
    pieces: Vec<Piece<'a>>,
}

#[derive(Template)]
#[template(path = "week.html", config = "src/output/html/askama.toml")]
struct WeekTemplate<'a> {
    frame: Frame,
    answer: Answer<'a>,
    gauge: Option<Gauge>,
    sections: Vec<Section<'a>>,
}

/// The first screen.
struct Answer<'a> {
    heading: String,
    pieces: Vec<Piece<'a>>,
}

/// A part of the week's page under a heading of its own.
#[derive(Default)]
struct Section<'a> {
    id: &'static str,
    /// Its name in the list of parts.
    name: &'static str,
    title: String,
    bars: Vec<Bar>,
    course: Option<Course>,
    pieces: Vec<Piece<'a>>,
    links: Vec<Link>,
    more: Vec<More<'a>>,
}

/// What is shown when it is asked for.
struct More<'a> {
    summary: &'static str,
    pieces: Vec<Piece<'a>>,
}

/// A text of the rules' tables with its address; addresses from reports are never links.
struct Link {
    text: String,
    to: &'static str,
}

/// Draws a page of any report.
#[must_use]
pub fn page(page: &Page) -> String {
    framed(page, PRIVACY)
}

/// Draws a page that strangers may see.
#[must_use]
pub fn public(page: &Page) -> String {
    framed(page, PUBLIC)
}

fn framed(page: &Page, privacy: &'static str) -> String {
    let mut pieces = Pieces::default();
    let pieces = pieces.page(&page.blocks);
    let title = pieces.iter().find_map(|piece| match piece {
        Piece::Heading(1, text) => Some(text.to_string()),
        _ => None,
    });
    let frame = Frame { privacy, ..Frame::new(title.unwrap_or_else(|| "ipi".into()), String::new()) };
    drawn(&PageTemplate { frame, pieces })
}

/// Draws everything that is told of a week.
#[must_use]
pub fn week(week: &Weekly<'_>) -> String {
    let pages = sections::Pages::of(week);
    let mut pieces = Pieces::default();
    let answer = pages.answer(&mut pieces);
    let account = week.account.map(|account| format!("{}, ", printable(account))).unwrap_or_default();
    let frame = Frame::new(
        format!("{account}{}", answer.heading),
        format!("{account}the week of {}", week.assessment.as_of),
    );
    let gauge = Gauge::of(week.assessment);
    let sections = pages.sections(week, &mut pieces);
    drawn(&WeekTemplate { frame, answer, gauge, sections })
}

/// Writing into a string fails only where a value refuses to be shown, and all of these are texts.
fn drawn(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}
