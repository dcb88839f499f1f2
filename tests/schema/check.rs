//! The part of JSON Schema that our schemas use, and nothing beyond: a keyword that is not known here is an error.

use serde_json::Value;

/// What does not hold, each with its place.
pub fn check(schema: &Value, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    at(schema, value, "$", &mut wrong);
    wrong
}

fn at(schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
    let mut say = |what: String| wrong.push(format!("{place}: {what}"));
    let keywords = schema.as_object().unwrap();
    for (keyword, rule) in keywords {
        let holds = match keyword.as_str() {
            "$schema" | "$id" | "$comment" | "title" | "description" | "x-unit" => true,
            "properties" | "items" => true, // below
            "type" => match rule {
                Value::Array(any) => any.iter().any(|one| is(one, value)),
                one => is(one, value),
            },
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "format" => {
                assert_eq!(rule, "date", "{place}");
                value.as_str().is_none_or(|day| day.parse::<chrono::NaiveDate>().is_ok())
            }
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "required" => value.as_object().is_none_or(|object| {
                rule.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
            }),
            "additionalProperties" => {
                assert_eq!(*rule, Value::Bool(false), "{place}");
                let known = schema["properties"].as_object().unwrap();
                value.as_object().is_none_or(|object| object.keys().all(|name| known.contains_key(name)))
            }
            other => panic!("{place}: the keyword {other} is not checked"),
        };
        if !holds {
            let short: String = value.to_string().chars().take(120).collect();
            say(format!("{keyword} {rule} does not hold for {short}"));
        }
    }
    if let (Some(properties), Some(object)) = (keywords.get("properties"), value.as_object()) {
        for (name, value) in object {
            if let Some(schema) = properties.get(name) {
                at(schema, value, &format!("{place}.{name}"), wrong);
            }
        }
    }
    if let (Some(items), Some(list)) = (keywords.get("items"), value.as_array()) {
        for (k, value) in list.iter().enumerate() {
            at(items, value, &format!("{place}[{k}]"), wrong);
        }
    }
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no kind {other}"),
    }
}
