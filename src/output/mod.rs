//! One result in, bytes out: pure functions, one file per form.
//!
//! People's forms ([`text`], Markdown) are drawn from one neutral [`page::Page`]; machines' rows are one neutral
//! [`sheet::Sheet`], and JSON documents have wire types of their own. [`words`] is the only place that turns figures into words.

pub mod backtest;
pub mod check;
pub mod fleet;
pub mod forecast;
pub mod history;
pub mod html;
pub mod markdown;
pub mod notes;
pub mod page;
pub mod plan;
pub mod plot;
pub mod rules;
pub mod score;
pub mod sheet;
pub mod skus;
pub mod text;
pub mod weekly;
pub mod why;
pub mod words;
pub mod workbook;
