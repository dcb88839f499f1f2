//! The first sheet: what the page says, a chart of the score, the figures as numbers, and what stands behind them.

use super::WorkbookError;
use super::book::{Book, Formats, coloured, colours, put};
use super::chart;
use super::course::Point;
use super::figures::{self, Figure};
use super::table::on_paper;
use super::text;
use crate::output::page::{Block, Fact, Page, Tone};
use crate::output::weekly::Weekly;
use crate::output::{forecast, plan, plot, score, why};
use crate::policy::Grade;
use rust_xlsxwriter::{Format, Worksheet};

/// Widths of the three columns, in digits.
const WIDTHS: [u32; 3] = [36, 15, 84];
/// So many digits stand on a line that goes over all three, and on one of the second and third.
const LINE: usize = 140;
const TOLD: usize = 102;
/// Height of a line of text, in points.
const HEIGHT: u32 = 15;
/// Rows that the chart covers, and its size.
const CHART_ROWS: u32 = 17;
const CHART: (u32, u32) = (980, 330);

/// What the first lines of a page come to: its verdict.
pub(super) fn verdict(page: &Page) -> String {
    let verdict = page.blocks.iter().find_map(|block| match block {
        Block::Verdict(told, _) => Some(told.clone()),
        _ => None,
    });
    verdict.unwrap_or_default()
}

/// Adds the sheet.
pub(super) fn add(book: &mut Book, week: &Weekly<'_>, course: &[Point]) -> Result<(), WorkbookError> {
    let Book { file, formats } = book;
    let sheet = file.add_worksheet();
    sheet.set_name("Summary")?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    on_paper(sheet, 1);
    let mut writer = Writer { sheet, formats, row: 0 };
    let page = score::page(week.assessment, &week.told(true));
    let (first, behind) = page.blocks.split_at(page.close.unwrap_or(page.blocks.len()));
    for block in first {
        writer.block(block, true)?;
    }
    others(&mut writer, week)?;
    if let Some(chart) = chart::of_course(course, CHART) {
        writer.row += 1;
        writer.sheet.insert_chart(writer.row, 0, &chart)?;
        writer.row += CHART_ROWS;
    }
    writer.section("Figures")?;
    for figure in figures::of(week) {
        writer.figure(&figure)?;
    }
    writer.behind(behind)
}

/// What the other sheets come to, in a line each.
fn others(writer: &mut Writer<'_>, week: &Weekly<'_>) -> Result<(), WorkbookError> {
    let ahead = |ahead: &crate::forecast::Forecast| {
        let told = forecast::Told { account: week.account, glyphs: plot::Glyphs::Ascii, width: 80 };
        forecast::page(ahead, &told)
    };
    let parts = [
        ("Why", week.why.as_ref().map(why::page).map_err(|reason| *reason)),
        ("Plan", week.plan.as_ref().map(plan::page).map_err(|reason| *reason)),
        ("Forecast", week.forecast.map(ahead)),
    ];
    for (name, part) in parts {
        let told = match &part {
            Ok(page) => verdict(page),
            Err(reason) => format!("not told: {}.", reason.trim_end_matches('.')),
        };
        if !told.is_empty() {
            let fact = Fact { head: name.into(), told, ..Fact::default() };
            writer.fact(&fact)?;
        }
    }
    Ok(())
}

/// Writes down the sheet.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    row: u32,
}

impl Writer<'_> {
    /// Text over all three columns.
    fn line(&mut self, told: &str, format: &Format) -> Result<(), WorkbookError> {
        self.over((0, LINE), told, format)
    }

    /// Text from a column to the last, which holds so many digits.
    fn over(
        &mut self,
        (from, holds): (u16, usize),
        told: &str,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        let told = text::shown(told);
        self.sheet.merge_range(self.row, from, self.row, 2, &told, format)?;
        let lines = u32::try_from(text::width(&told).div_ceil(holds)).unwrap_or(1).clamp(1, 25);
        self.sheet.set_row_height(self.row, lines * HEIGHT)?;
        self.row += 1;
        Ok(())
    }

    fn section(&mut self, name: &str) -> Result<(), WorkbookError> {
        self.row += 1;
        self.line(name, &self.formats.section.clone())?;
        self.sheet.set_row_height(self.row - 1, HEIGHT + 3)?;
        Ok(())
    }

    fn block(&mut self, block: &Block, is_first: bool) -> Result<(), WorkbookError> {
        let running = self.formats.running.clone();
        match block {
            Block::Heading(told) if is_first => {
                self.line(told, &self.formats.title.clone())?;
                self.sheet.set_row_height(self.row - 1, 24)?;
                Ok(())
            }
            Block::Heading(told) => self.section(told),
            Block::Text(told) => self.line(told, &running),
            Block::List(items) => items.iter().try_for_each(|item| self.line(&format!("- {item}"), &running)),
            Block::Verdict(told, tone) => {
                let format = colours(*tone).map_or(running.clone(), |pair| coloured(&running, pair));
                self.line(told, &format.set_bold())
            }
            Block::Facts(facts) => facts.iter().try_for_each(|fact| self.fact(fact)),
            Block::Command(told, command) => self.line(&format!("{told} {command}"), &running),
            // Tables have sheets of their own or stand among the figures; plots are charts here.
            Block::Table(_) | Block::Verbatim(_) => Ok(()),
        }
    }

    fn fact(&mut self, fact: &Fact) -> Result<(), WorkbookError> {
        let label = self.formats.label.clone();
        let format = colours(fact.tone).map_or(label.clone(), |pair| coloured(&label, pair));
        self.sheet.write_string_with_format(self.row, 0, text::shown(&fact.head), &format)?;
        let told = fact.line(|line| text::width(line) <= TOLD);
        self.over((1, TOLD), &told, &self.formats.running.clone())
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), WorkbookError> {
        let Figure { name, value, kind, remark, is_chance } = figure;
        self.sheet.write_string_with_format(self.row, 0, text::shown(name), &self.formats.label)?;
        let format = self.formats.of(kind.for_cell(value));
        let tone = match value {
            crate::output::sheet::Cell::Number(chance) if *is_chance => match Grade::of(*chance) {
                Grade::Above | Grade::ProbablyAbove => Tone::Good,
                Grade::Open => Tone::Fair,
                Grade::ProbablyBelow | Grade::Below => Tone::Bad,
            },
            _ => Tone::Plain,
        };
        let format = colours(tone).map_or(format.clone(), |pair| coloured(format, pair));
        put(self.sheet, (self.row, 1), value, &format)?;
        if !remark.is_empty() {
            self.sheet.write_string_with_format(self.row, 2, text::shown(remark), &self.formats.remark)?;
        }
        self.row += 1;
        Ok(())
    }

    /// What stands behind the first screen, section by section; of a section that is nothing but a table the heading goes too.
    fn behind(&mut self, blocks: &[Block]) -> Result<(), WorkbookError> {
        let mut heading = None;
        for block in blocks {
            match block {
                Block::Heading(_) => heading = Some(block),
                Block::Table(_) | Block::Verbatim(_) => {}
                _ => {
                    if let Some(heading) = heading.take() {
                        self.block(heading, false)?;
                    }
                    self.block(block, false)?;
                }
            }
        }
        Ok(())
    }
}
