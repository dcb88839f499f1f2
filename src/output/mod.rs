//! One result in, bytes out: pure functions, one file per form.
//!
//! People's forms ([`text`], Markdown) are drawn from one neutral [`page::Page`]; machines' rows are one neutral
//! [`sheet::Sheet`], and JSON documents have wire types of their own. [`words`] is the only place that turns figures into words, and
//! [`wire`] the only one that writes numbers for machines.

pub mod backtest;
pub mod check;
pub mod explain;
pub mod fleet;
pub mod forecast;
pub mod grow;
pub mod history;
pub mod html;
pub mod incognito;
pub mod letter;
pub mod markdown;
pub mod notes;
pub mod page;
pub mod plan;
pub mod plot;
pub mod rules;
pub mod schema;
pub mod score;
pub mod sheet;
pub mod skus;
pub mod text;
pub mod week;
pub mod weekly;
pub mod why;
pub mod wire;
pub mod words;
pub mod workbook;
