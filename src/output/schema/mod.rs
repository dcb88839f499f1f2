//! The JSON Schema (2020-12) of every document and row that machines get: one file each, and the only place that says what a field
//! means. `x-unit` names the unit of a number; the order of a row's properties is that of its columns.

/// A schema, by the name under which it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Its name, such as `score` or `skus-rows`.
    pub name: &'static str,
    /// The schema itself.
    pub text: &'static str,
}

macro_rules! schemas {
    ($($name:literal)*) => {
        /// Every schema, the documents before the rows.
        pub const ALL: &[Schema] = &[$(Schema { name: $name, text: include_str!(concat!($name, ".json")) },)*];
    };
}

schemas! {
    "score" "score-1" "explain" "skus" "why" "forecast" "plan" "check" "history" "histories" "backtest" "rules" "fleet" "incognito"
    "week-rows" "score-rows" "explain-rows" "skus-rows" "why-rows" "forecast-rows" "run-out-rows" "plan-rows" "check-rows" "history-rows"
    "backtest-rows" "rules-rows" "fleet-rows"
}

impl Schema {
    /// What it describes, in a few words: its `title`.
    #[must_use]
    pub fn title(&self) -> String {
        let document: serde_json::Value = serde_json::from_str(self.text).unwrap_or_default();
        document["title"].as_str().unwrap_or_default().into()
    }
}

/// The schema of a name.
///
/// ```
/// use ipi::output::schema::named;
/// assert_eq!(named("skus-rows").unwrap().title(), "A row of ipi skus: -f csv, tsv, jsonl");
/// assert!(named("SKUs").is_none());
/// ```
#[must_use]
pub fn named(name: &str) -> Option<Schema> {
    ALL.iter().copied().find(|schema| schema.name == name)
}
