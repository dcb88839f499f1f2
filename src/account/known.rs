//! The stocks of an account by what they are called, once all of them are known.

use super::facts::StockFacts;
use crate::ids::{Fnsku, Sku};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Places of stocks by their names and labels.
pub(super) struct Known<'a> {
    labels: HashMap<&'a Fnsku, usize, RandomState>,
    names: HashMap<&'a Sku, usize, RandomState>,
}

impl<'a> Known<'a> {
    pub(super) fn of(stocks: &'a [StockFacts]) -> Known<'a> {
        let mut known = Known { labels: HashMap::default(), names: HashMap::default() };
        for (at, facts) in stocks.iter().enumerate() {
            known.labels.extend(facts.fnsku.iter().map(|label| (label, at)));
            known.names.extend(facts.names().map(|name| (name, at)));
        }
        known
    }

    /// The place of the stock with this label; else of the one with one of these names.
    pub(super) fn place<'n>(
        &self,
        label: Option<&Fnsku>,
        names: impl IntoIterator<Item = &'n Sku>,
    ) -> Option<usize> {
        let labelled = label.and_then(|label| self.labels.get(label));
        labelled.or_else(|| names.into_iter().find_map(|name| self.names.get(name))).copied()
    }
}
