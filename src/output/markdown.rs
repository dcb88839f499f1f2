//! A page as Markdown.

use super::page::{Align, Block, Page, Table};
use crate::ids::is_hidden;
use std::fmt::Write as _;

/// Writes the page as Markdown with pipe tables.
#[must_use]
pub fn render(page: &Page) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading(text) => _ = writeln!(out, "## {}", escape(text)),
            Block::Text(text) => _ = writeln!(out, "{}", escape(text)),
            Block::Command(text, command) => {
                _ = writeln!(out, "{} `{}`", escape(text), command.replace('`', "'"));
            }
            Block::Verdict(text, _) => _ = writeln!(out, "**{}**", escape(text)),
            Block::Facts(facts) => facts.iter().for_each(|fact| {
                // A page has room for a few.
                let line = fact.line(|line| line.len() <= 200);
                let told = if line.is_empty() { String::new() } else { format!(": {}", escape(&line)) };
                _ = writeln!(out, "- **{}**{told}", escape(&fact.head));
            }),
            Block::List(items) => items.iter().for_each(|item| _ = writeln!(out, "- {}", escape(item))),
            Block::Table(table) => draw(&mut out, table),
            Block::Verbatim(text) => _ = writeln!(out, "```text\n{}\n```", text.trim_end_matches('\n')),
        }
    }
    out
}

fn draw(out: &mut String, table: &Table) {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        cells.fold("|".to_owned(), |line, cell| line + " " + &cell + " |")
    };
    _ = writeln!(out, "{}", line(&mut table.columns.iter().map(|(name, _)| escape(name))));
    let rule = |align: &Align| if *align == Align::Right { "---:" } else { "---" }.to_owned();
    _ = writeln!(out, "{}", line(&mut table.columns.iter().map(|(_, align)| rule(align))));
    for row in &table.rows {
        _ = writeln!(out, "{}", line(&mut row.iter().map(|cell| escape(cell))));
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            // Visible, as on the page of text.
            c if is_hidden(c) => out.extend(['\\'].into_iter().chain(c.escape_unicode())),
            c => out.push(c),
        }
    }
    out
}
