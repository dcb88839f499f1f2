//! The fees for stock on the page.

use super::{Fee, StockFee};
use crate::evidence::Certainty;
use crate::ids::Marketplace;
use crate::output::page::{Align::Left, Align::Right, Page, Table};
use crate::output::rules::page::{Sources, list_notes};
use crate::output::rules::{Chosen, Scope};
use crate::policy::fees::{Goods, Group};

/// The section: summed up for one marketplace and day, else every figure, a line a row, since no two fees go by the same.
pub(in crate::output::rules) fn section(
    page: &mut Page,
    sources: &mut Sources,
    scope: Scope,
    chosen: &Chosen,
) {
    page.heading("Other fees for stock");
    if let (Some(marketplace), Some(_)) = (scope.marketplace, scope.on) {
        summed_up(page, sources, marketplace, chosen);
        return;
    }
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for row in &chosen.fees {
        let here: Vec<_> = row.marketplaces.iter().map(|it| it.code()).collect();
        let days = match &row.days.until {
            Some(until) => format!("{} to {until}", row.days.from),
            None => format!("since {}", row.days.from),
        };
        let name = format!("{} {}", here.join(" "), row.name());
        let assumed = if row.days_assumed { ", days assumed" } else { "" };
        let source = sources.number(row.evidence.source);
        lines.push(format!("{name}, {days}: {} ({}{assumed} {source})", row.figures(), sure(row)));
        notes.push((format!("{name}, {}", row.days.from), row.evidence.note.unwrap_or_default()));
    }
    page.list(lines);
    list_notes(page, scope, notes);
    page.text("What is not listed for a marketplace and a day is not known, which is not the same as free.");
}

fn summed_up(page: &mut Page, sources: &mut Sources, marketplace: Marketplace, chosen: &Chosen) {
    let mut table = Table::new(&[
        ("Fee", Left),
        ("Size", Left),
        ("How much", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    // Goods of other kinds, and the fee of each tier, have their place where every figure is.
    let usual = |row: &&StockFee| row.goods.is_none_or(|goods| goods == Goods::Ordinary);
    let rows: Vec<_> = chosen.fees.iter().filter(usual).collect();
    for alike in rows.chunk_by(|a, b| a.fee == Fee::LowInventory && b.fee == Fee::LowInventory) {
        let Some(row) = alike.first() else { continue };
        let rates: Vec<_> = alike.iter().flat_map(|row| &row.rates).collect();
        let size = if alike.len() > 1 { Some(Group::Standard.key()) } else { row.size };
        table.row([
            row.fee.word().into(),
            size.unwrap_or("all").into(),
            row.range(&rates),
            sure(row).into(),
            sources.number(row.evidence.source),
        ]);
    }
    if !table.rows.is_empty() {
        page.table(table);
        page.text(format!("Every figure with its days and notes: ipi rules --all -m {}", marketplace.code()));
    }
    let unknown: Vec<_> = chosen.fees_unknown.iter().map(|row| row.fee.word()).collect();
    if !unknown.is_empty() {
        page.text(format!("Not known here, which is not the same as free: {}.", unknown.join(", ")));
    }
}

fn sure(row: &StockFee) -> &'static str {
    row.evidence.certainty.map_or("", Certainty::key)
}
