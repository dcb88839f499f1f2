//! A flag as it is typed.

use std::fmt::Display;

/// ` --as-of 2026-10-31`: a flag with its value, where it has one, behind what stands before it.
pub(super) fn flag(name: &str, value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| format!(" {name} {value}"))
}
