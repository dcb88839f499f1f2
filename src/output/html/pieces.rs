//! The blocks of a page as the templates take them: headings by rank, tables with a number and a name.

use crate::output::page::{Align, Block, Table, Tone};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One piece of a page.
pub(super) enum Piece<'a> {
    /// A heading and its rank.
    Heading(u8, &'a str),
    /// Running text, with the word or two it begins with where they say what it is about.
    Text(Option<&'a str>, &'a str),
    /// Running text that says how things stand.
    Verdict(&'a str, &'static str),
    /// Running text with a command to type.
    Command(&'a str, &'a str),
    List(&'a [String]),
    Facts(Vec<FactPiece<'a>>),
    Table(TablePiece<'a>),
    /// Lines that keep their breaks, and what they are.
    Verbatim(String, &'a str),
}

pub(super) struct FactPiece<'a> {
    pub(super) head: &'a str,
    pub(super) tone: &'static str,
    pub(super) told: String,
}

pub(super) struct TablePiece<'a> {
    pub(super) number: usize,
    pub(super) caption: String,
    /// It has more columns than a telephone shows.
    pub(super) is_wide: bool,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) rows: &'a [Vec<String>],
}

pub(super) struct Column<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) is_figure: bool,
}

/// What leads a sentence and says what it is about.
const LEADS: [&str; 4] = ["Do first:", "Send first:", "Next:", "Amazon says:"];

/// So many columns stand side by side on a telephone.
const WIDE: usize = 4;

/// Turns blocks into pieces and numbers the tables of a page.
#[derive(Default)]
pub(super) struct Pieces {
    tables: usize,
    names: BTreeSet<String>,
}

impl Pieces {
    /// A whole page: its first heading, or what stands for it, is the page's own.
    pub(super) fn page<'a>(&mut self, blocks: &'a [Block]) -> Vec<Piece<'a>> {
        let mut pieces = self.part(blocks, 2, "");
        if let Some(first) = pieces.first_mut() {
            match first {
                Piece::Heading(rank, _) => *rank = 1,
                Piece::Text(None, text) => *first = Piece::Heading(1, text),
                _ => {}
            }
        }
        pieces
    }

    /// A part of a page under a heading `name`: its own headings have a rank.
    pub(super) fn part<'a>(&mut self, blocks: &'a [Block], rank: u8, name: &str) -> Vec<Piece<'a>> {
        let mut under = name;
        let mut pieces = Vec::with_capacity(blocks.len());
        for block in blocks {
            pieces.push(match block {
                Block::Heading(text) => {
                    under = text;
                    Piece::Heading(rank, text)
                }
                Block::Text(text) => match LEADS.iter().find(|lead| text.starts_with(**lead)) {
                    Some(lead) => Piece::Text(Some(&text[..lead.len()]), text[lead.len()..].trim_start()),
                    None => Piece::Text(None, text),
                },
                Block::Verdict(text, tone) => Piece::Verdict(text, self::tone(*tone)),
                Block::Command(text, command) => Piece::Command(text, command),
                Block::List(items) => Piece::List(items),
                Block::Facts(facts) => {
                    let fact = |fact: &'a crate::output::page::Fact| FactPiece {
                        head: &fact.head,
                        tone: tone(fact.tone),
                        // A page has room for a few.
                        told: fact.line(|line| line.len() <= 200),
                    };
                    Piece::Facts(facts.iter().map(fact).collect())
                }
                Block::Table(table) => Piece::Table(self.table(table, under)),
                Block::Verbatim(text) => Piece::Verbatim(self.named(under), text),
            });
        }
        pieces
    }

    /// What a table or lines of text are called, for whoever goes from one to the next: no two are called the same.
    fn named(&mut self, under: &str) -> String {
        self.tables += 1;
        let name = if under.is_empty() { format!("Part {}", self.tables) } else { under.to_owned() };
        let name = if self.names.contains(&name) { format!("{name}, part {}", self.tables) } else { name };
        self.names.insert(name.clone());
        name
    }

    fn table<'a>(&mut self, table: &'a Table, under: &str) -> TablePiece<'a> {
        let column = |(name, align): &'a (String, Align)| Column {
            name: one_line(name),
            is_figure: *align == Align::Right,
        };
        let is_wide = table.columns.len() > WIDE;
        let sideways = if is_wide { " (scrolls sideways on a narrow screen)" } else { "" };
        TablePiece {
            caption: self.named(under) + sideways,
            is_wide,
            number: self.tables,
            columns: table.columns.iter().map(column).collect(),
            rows: &table.rows,
        }
    }
}

/// The class of a tone.
pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Fair => "fair",
        Tone::Bad => "bad",
        Tone::Plain => "plain",
    }
}

/// The name of a column without the breaks that a narrow screen wants: `Sell-\nthrough` has its hyphen by itself,
/// `Strand-\ned` only for the break.
fn one_line(name: &str) -> Cow<'_, str> {
    let Some((first, rest)) = name.split_once('\n') else { return name.into() };
    let is_ending = rest.chars().take_while(char::is_ascii_lowercase).count() < 3;
    let is_word = rest.starts_with(|c: char| c.is_ascii_lowercase());
    match first.strip_suffix('-') {
        Some(part) if is_word && is_ending => format!("{part}{rest}").into(),
        Some(_) => format!("{first}{rest}").into(),
        None => format!("{first} {rest}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_broken_name_is_put_together() {
        let names = ["Sell-\nthrough", "Strand-\ned %", "In stock\n%", "Day"].map(one_line);
        assert_eq!(
            names.map(std::borrow::Cow::into_owned),
            ["Sell-through", "Stranded %", "In stock %", "Day"]
        );
    }
}
