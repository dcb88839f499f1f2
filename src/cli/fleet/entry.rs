//! An account as it is asked for: a line of a manifest, or a folder that was found.

use ipi::ids::printable;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// An account to be judged. What is stated in words is taken for what it means by whoever works on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) path: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) marketplace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) account: Option<String>,
    /// Why there is nothing to be worked on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) wrong: Option<String>,
}

/// The fields of an object, those that come twice among them.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// What a line of a manifest may say.
const FIELDS: &str = "id, path, marketplace, as_of and account";

impl Entry {
    /// Reads a line of a manifest.
    ///
    /// A line without an id cannot be answered, and is an error. What else is wrong with it is told in its own answer.
    pub(super) fn of_line(line: &[u8]) -> Result<Entry, String> {
        let (text, is_utf8) = decoded(line, JSON_ESCAPE);
        let Fields(object) = serde_json::from_str(&text)
            .map_err(|error| printable(&format!("it is no object of JSON on a line of its own: {error}")))?;
        let id = match object.iter().find(|(name, _)| name == "id").map(|(_, id)| id) {
            Some(Value::String(id)) if !id.trim().is_empty() => id.clone(),
            // Databases number their accounts.
            Some(Value::Number(id)) if id.is_u64() || id.is_i64() => id.to_string(),
            None => return Err("it has no id".into()),
            Some(_) => return Err("its id is neither a text nor a whole number".into()),
        };
        let mut entry = Entry { id, ..Entry::default() };
        let mut wrong = |why: String| _ = entry.wrong.get_or_insert(why);
        if !is_utf8 {
            wrong("the line of the manifest is not UTF-8; next: write the manifest as UTF-8".into());
        }
        let mut named = BTreeSet::new();
        for (name, value) in object {
            if !named.insert(name.clone()) {
                // Readers of JSON do not agree on which of them counts.
                return Err(printable(&format!("it says \"{name}\" twice")));
            }
            let field = match name.as_str() {
                "id" => continue,
                "path" => {
                    entry.path = value.as_str().unwrap_or_default().into();
                    continue;
                }
                "marketplace" => &mut entry.marketplace,
                "as_of" => &mut entry.as_of,
                "account" => &mut entry.account,
                _ => {
                    wrong(format!("the manifest says \"{name}\"; a line may say {FIELDS}"));
                    continue;
                }
            };
            match value {
                Value::Null => {}
                Value::String(text) => *field = Some(text),
                _ => wrong(format!("{name} is to be a text")),
            }
        }
        if entry.path.is_empty() {
            _ = entry.wrong.get_or_insert("the line of the manifest names no path".into());
        }
        Ok(entry)
    }
}

/// A backslash of JSON's is two.
const JSON_ESCAPE: &str = "\\\\x";

/// Bytes as text, and whether they are UTF-8. Those that are not become `\xe9`, behind `escape`, so that two names never become one.
pub(super) fn decoded(bytes: &[u8], escape: &str) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len());
    let mut is_utf8 = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            is_utf8 = false;
            text.push_str(&format!("{escape}{byte:02x}"));
        }
    }
    (text, is_utf8)
}

#[cfg(test)]
mod tests {
    use super::Entry;

    #[test]
    fn a_line_says_what_is_asked_for() {
        let entry = Entry::of_line(
            br#"{"id":"s1-DE","path":"a b/s1","marketplace":"DE","as_of":"2026-10-31","account":"s1"}"#,
        );
        let stated = |text: &str| Some(text.to_owned());
        let told = Entry {
            id: "s1-DE".into(),
            path: "a b/s1".into(),
            marketplace: stated("DE"),
            as_of: stated("2026-10-31"),
            account: stated("s1"),
            wrong: None,
        };
        assert_eq!(entry, Ok(told));
        assert_eq!(Entry::of_line(br#"{"id":17,"path":"x","account":null}"#).unwrap().id, "17");
    }

    #[test]
    fn without_an_id_there_is_nobody_to_answer() {
        for line in [
            r#"{"path":"x"}"#,
            r#"{"id":"","path":"x"}"#,
            r#"{"id":null}"#,
            r#"{"id":1.5}"#,
            r#"{"id":" ","path":"x"}"#,
            r#"{"id":"x","path":"a","id":"y"}"#,
            r#"{"id":"x","path":"a","path":"b"}"#,
            "[]",
            "x",
            "\"id\"",
        ] {
            assert!(Entry::of_line(line.as_bytes()).is_err(), "{line}");
        }
    }

    #[test]
    fn what_else_is_wrong_is_told_of_the_account() {
        for (line, id, why) in [
            (&br#"{"id":"a"}"#[..], "a", "names no path"),
            (br#"{"id":"a","path":7}"#, "a", "names no path"),
            (br#"{"id":"a","path":"x","asof":"2026-10-31"}"#, "a", "says \"asof\""),
            (br#"{"id":"a","path":"x","as_of":20261031}"#, "a", "as_of is to be a text"),
            (b"{\"id\":\"caf\xe9\",\"path\":\"x\"}", "caf\\xe9", "not UTF-8"),
        ] {
            let entry = Entry::of_line(line).unwrap();
            assert_eq!(entry.id, id);
            assert!(entry.wrong.as_ref().is_some_and(|wrong| wrong.contains(why)), "{entry:?}");
        }
    }
}
