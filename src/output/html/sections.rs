//! The parts of the week's page, in the order in which a reader asks: is it safe, what is it made of, where does it go, what
//! costs points, what to do, why it changed, what cannot wait; then what it rests on.

use super::course::Course;
use super::pieces::Pieces;
use super::{Answer, Link, More, Section, bars};
use crate::account::Note;
use crate::assess::Assessment;
use crate::factor::sets;
use crate::output::page::{Block, Page};
use crate::output::weekly::Weekly;
use crate::output::words::{capital, count, printable};
use crate::output::{forecast, history, notes, plan, score, skus, why};
use crate::skus::{Order, Selection};

/// So many SKUs stand in a table; a command shows all.
const SKUS: usize = 25;

/// What the parts say, before it is laid out.
pub(super) struct Pages {
    heading: String,
    answer: Page,
    behind: Page,
    ahead: Page,
    weeks: Page,
    past: Page,
    skus: Page,
    plan: (String, Page),
    what_if: Page,
    why: (String, Page),
    alerts: Page,
    storage: Page,
    notes: Page,
    sources: Page,
}

impl Pages {
    pub(super) fn of(week: &Weekly<'_>) -> Pages {
        let (heading, answer) = answer(week);
        let (ahead, weeks) = ahead(week);
        Pages {
            heading,
            answer,
            behind: behind(week.assessment),
            ahead,
            weeks,
            past: past(week),
            skus: costliest(week),
            plan: steps(week),
            what_if: part(|page| {
                if let Some(answer) = week.beside.what_if {
                    score::what_if(page, answer);
                }
            }),
            why: changed(week),
            alerts: alerts(week),
            storage: storage(week),
            notes: noted(week.assessment),
            sources: part(|page| score::sources(page, &week.assessment.sources)),
        }
    }

    /// The first screen.
    pub(super) fn answer<'a>(&'a self, pieces: &mut Pieces) -> Answer<'a> {
        Answer { heading: self.heading.clone(), pieces: pieces.part(&self.answer.blocks, 2, "") }
    }

    /// Everything below it.
    pub(super) fn sections<'a>(&'a self, week: &Weekly<'_>, pieces: &mut Pieces) -> Vec<Section<'a>> {
        let section = |id, name, title: &str| Section { id, name, title: title.into(), ..Section::default() };
        let mut under = |page: &'a Page, title: &str| pieces.part(&page.blocks, 3, title);
        let mut more = |summary, page: &'a Page| {
            let pieces = under(page, summary);
            (!pieces.is_empty()).then_some(More { summary, pieces })
        };
        let behind = more("How the score comes about", &self.behind);
        let weeks = more("The coming weeks in figures", &self.weeks);
        let past = more("The past weeks in figures", &self.past);
        let mut all = vec![
            Section {
                bars: bars::all(week.assessment),
                more: behind.into_iter().collect(),
                ..section("factors", "Factors", "The four factors")
            },
            Section {
                pieces: under(&self.ahead, "Past and forecast"),
                course: Course::of(week),
                more: past.into_iter().chain(weeks).collect(),
                ..section("weeks", "Past and forecast", "Past and forecast")
            },
        ];
        let mut add = |id, name, title: &str, page: &'a Page| {
            let pieces = under(page, title);
            if !pieces.is_empty() {
                all.push(Section { pieces, ..section(id, name, title) });
            }
        };
        add("skus", "SKUs", "The SKUs that cost most", &self.skus);
        add("plan", "Plan", &self.plan.0, &self.plan.1);
        add("what-if", "What if", "What if", &self.what_if);
        add("why", "What changed", &self.why.0, &self.why.1);
        add("alerts", "Alerts", "What cannot wait", &self.alerts);
        add("storage", "Storage", "Storage and what stock costs", &self.storage);
        add("notes", "Notes", "Notes on the data", &self.notes);
        all.push(Section {
            pieces: under(&self.sources, "Sources"),
            links: links(week.assessment),
            ..section("sources", "Sources", "Sources")
        });
        all
    }
}

fn part(add: impl FnOnce(&mut Page)) -> Page {
    let mut page = Page::default();
    add(&mut page);
    page
}

/// Why a part is not there: a reason without its final stop.
fn not_told(page: &mut Page, what: &str, why: &str) {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    page.text(format!("{what}: {}.", printable(why.trim_end_matches('.'))));
}

/// The first screen: the heading, and the rest of it, the verdict first.
fn answer(week: &Weekly<'_>) -> (String, Page) {
    let assessment = week.assessment;
    let mut head = part(|page| score::heading(page, assessment)).blocks.into_iter();
    let heading = match head.next() {
        Some(Block::Heading(text)) => text,
        _ => String::new(),
    };
    let page = part(|page| {
        score::verdict(page, assessment);
        page.blocks.extend(head);
        if let Some(note) = assessment.notes.iter().find(|note| matches!(note, Note::NoMarketplace)) {
            page.text(notes::note(note));
        }
        score::faults(page, assessment);
        page.text(score::over(assessment));
        page.text(score::todo(assessment, week.beside.costliest));
        page.facts(score::costs(&week.told(false)).into_iter().collect());
        page.text(score::next(assessment));
        score::score_wanted(page, assessment, &week.told(false));
    });
    (heading, page)
}

/// The estimate, the lines and the factors in full.
fn behind(assessment: &Assessment) -> Page {
    part(|page| {
        page.heading("The estimate");
        score::estimate(page, assessment);
        if let Some(verdict) = &assessment.verdict {
            score::lines(page, verdict, assessment.as_of);
        }
        page.heading("The factors and their points");
        score::factors(page, assessment);
    })
}

/// The first lines of the forecast, and its weeks.
fn ahead(week: &Weekly<'_>) -> (Page, Page) {
    match week.forecast {
        Ok(found) => {
            let mut first = part(|page| forecast::first(page, found));
            first.blocks.retain(|block| !matches!(block, Block::Heading(_)));
            (first, part(|page| forecast::weeks(page, found)))
        }
        Err(why) => (part(|page| not_told(page, "No forecast", why)), Page::default()),
    }
}

fn past(week: &Weekly<'_>) -> Page {
    part(|page| {
        if week.series.is_empty() {
            return;
        }
        history::weeks(page, week.series);
    })
}

fn costliest(week: &Weekly<'_>) -> Page {
    let order = if week.skus.attribution.is_some() { Order::Points } else { Order::Excess };
    // Less than that is shown as nothing.
    let min_points = week.skus.attribution.as_ref().map(|_| 0.05);
    let selection = Selection { order, top: Some(SKUS), min_points, ..Selection::default() };
    let (lines, _) = week.skus.select(&selection);
    let all = week.skus.lines.len();
    part(|page| {
        if all == 0 {
            return page.text("No report names a SKU.");
        }
        if week.skus.attribution.is_none() {
            page.text(
                "No score is estimated, so that SKUs have no points; those with most excess stand first.",
            );
        }
        skus::summary(page, week.skus);
        if lines.is_empty() {
            page.text("No SKU costs points.");
        } else {
            let mut table = skus::table(&lines, &skus::Told { selection, ..skus::Told::default() });
            // What matters stands where a narrow screen shows it.
            table.first(&["SKU", "points", "do"]);
            page.table(table);
        }
        if lines.len() < all {
            let shown = format!("{} of {} shown. All:", lines.len(), count(all as u64, "SKU", "SKUs"));
            page.command(shown, command("skus", week, &format!("--top {all}")));
        }
    })
}

/// A command that shows more of the same account.
fn command(name: &str, week: &Weekly<'_>, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(" {more}") };
    format!("ipi {name}{}{}{more}", week.beside.reports, week.beside.whose)
}

fn steps(week: &Weekly<'_>) -> (String, Page) {
    match &week.plan {
        Ok(shown) => {
            let mut page = plan::page(shown);
            let heading = match page.blocks.first() {
                Some(Block::Heading(text)) => text.clone(),
                _ => "Plan".into(),
            };
            page.blocks.remove(0);
            (heading, page)
        }
        Err(why) => ("Plan".into(), part(|page| not_told(page, "No plan", why))),
    }
}

fn changed(week: &Weekly<'_>) -> (String, Page) {
    match &week.why {
        Ok(told) => {
            let page = part(|page| why::told(page, told));
            (format!("What changed since {}", told.why.from), page)
        }
        Err(reason) => ("What changed".into(), part(|page| not_told(page, "Not told", reason))),
    }
}

fn alerts(week: &Weekly<'_>) -> Page {
    let selection = Selection { alerts: true, top: Some(SKUS), ..Selection::default() };
    let (lines, all) = week.skus.select(&selection);
    part(|page| {
        if lines.is_empty() {
            return page
                .text("No alerts: nothing that sells is out of stock or low, and nothing is stranded.");
        }
        skus::alerts(page, week.skus, &lines);
        if lines.len() < all {
            let shown = format!("{} of {} shown. All:", lines.len(), count(all as u64, "alert", "alerts"));
            page.command(shown, command("skus", week, &format!("--alerts --top {all}")));
        }
    })
}

fn storage(week: &Weekly<'_>) -> Page {
    part(|page| {
        score::storage(page, week.assessment);
        if page.blocks.is_empty() {
            page.text(
                "What is stored is not known: no report states volumes, and no limit was given (--limit standard=262).",
            );
        }
        if let Some(found) = week.beside.consequences {
            score::consequences(page, found);
        }
    })
}

fn noted(assessment: &Assessment) -> Page {
    let all: Vec<_> =
        assessment.notes.iter().filter(|note| !score::is_first(note)).map(notes::note).collect();
    part(|page| {
        if all.is_empty() {
            return page.text("Nothing beside what is said above.");
        }
        page.list(all);
    })
}

/// The rules that the verdict rests on, each with its days and how sure it is.
fn links(assessment: &Assessment) -> Vec<Link> {
    let mut links = Vec::new();
    let Some(verdict) = &assessment.verdict else { return links };
    let place = notes::place(verdict.marketplace);
    if let Some(row) = verdict.threshold {
        let (line, since, sure) = (row.threshold, row.period.from, row.certainty.meaning());
        let text = format!("The line of {line} points in {place}, in force since {since} ({sure}):");
        links.push(Link { text, to: row.source });
    }
    if let Some(next) = verdict.next {
        let text = format!("{}, {} ({}):", capital(next.what.short()), next.date, next.certainty.meaning());
        links.push(Link { text, to: next.source });
    }
    if let Some(rule) = sets::of(verdict.marketplace) {
        let text = format!("The factors that count in {place} ({}):", rule.certainty.meaning());
        links.push(Link { text, to: rule.source });
    }
    links
}
