//! The neutral page: what every form for people says, before it is drawn.

/// A page of blocks, top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// So many blocks at the beginning stand close together: they are meant to fit a screen.
    pub close: Option<usize>,
}

/// One block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading on a line of its own.
    Heading(String),
    /// Running text, wrapped to the width.
    Text(String),
    /// Bullet points, each wrapped with a hanging indent.
    List(Vec<String>),
    /// A table with a head.
    Table(Table),
    /// Running text that says how things stand.
    Verdict(String, Tone),
    /// Facts under each other, each with what it is made of.
    Facts(Vec<Fact>),
    /// Running text with a command to type at its end, which is never broken.
    Command(String, String),
    /// Lines that keep their own breaks: a plot.
    Verbatim(String),
}

/// How things stand, for a terminal that shows it in colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Well.
    Good,
    /// Middling.
    Fair,
    /// Badly.
    Bad,
    /// Nothing is said of it.
    #[default]
    Plain,
}

/// One fact: a few words, what they are made of, and what is worst about it, of which as much is shown as there is room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The fact.
    pub head: String,
    /// How it stands.
    pub tone: Tone,
    /// What it is made of; empty where the worst of it tells enough.
    pub told: String,
    /// The worst of it, in order.
    pub items: Vec<String>,
    /// How many there are in all.
    pub rest: u64,
}

impl Fact {
    /// What is told, with as many of the items as `fits` lets pass, one at least.
    pub(super) fn line(&self, fits: impl Fn(&str) -> bool) -> String {
        let with = |shown: usize| {
            let rest = self.rest.saturating_sub(shown as u64);
            let more = (rest > 0).then(|| format!("{rest} more"));
            let items: Vec<_> = self.items[..shown].iter().cloned().chain(more).collect();
            match (self.told.as_str(), items.join(", ")) {
                (told, items) if items.is_empty() => told.to_owned(),
                ("", items) => items,
                (told, items) => format!("{told}: {items}"),
            }
        };
        let most = (1..=self.items.len()).rev().map(with).find(|line| fits(line));
        most.unwrap_or_else(|| with(self.items.len().min(1)))
    }
}

/// Where a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A table: the columns' names and alignment, and the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name and alignment of each column.
    pub columns: Vec<(String, Align)>,
    /// The rows; every row has one cell per column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: &[(&str, Align)]) -> Self {
        Table {
            columns: columns.iter().map(|&(name, align)| (name.into(), align)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(cells.into());
    }

    /// Puts the columns of these names first, in this order; the others follow as they stood.
    pub fn first(&mut self, names: &[&str]) {
        let rank = |name: &str| names.iter().position(|first| *first == name).unwrap_or(names.len());
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by_key(|&at| rank(&self.columns[at].0));
        self.columns = order.iter().map(|&at| self.columns[at].clone()).collect();
        for row in &mut self.rows {
            *row = order.iter().filter_map(|&at| row.get(at).cloned()).collect();
        }
    }
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds running text, if there is any.
    pub fn text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.blocks.push(Block::Text(text));
        }
    }

    /// Adds running text that says how things stand.
    pub fn verdict(&mut self, text: impl Into<String>, tone: Tone) {
        self.blocks.push(Block::Verdict(text.into(), tone));
    }

    /// Adds running text that ends with a command to type.
    pub fn command(&mut self, text: impl Into<String>, command: impl Into<String>) {
        self.blocks.push(Block::Command(text.into(), command.into()));
    }

    /// Adds facts, if there are any.
    pub fn facts(&mut self, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts(facts));
        }
    }

    /// Adds bullet points, if there are any.
    pub fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds a table, if it has rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Adds lines that keep their own breaks.
    pub fn verbatim(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Verbatim(text.into()));
    }
}
