//! What `ipi` is built from is named in docs/dependencies.md, may be used, and compiles where `Cargo.toml` says it does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "Apache-2.0 WITH LLVM-exception",
];

/// What cargo knows of all packages that are built on this system.
fn metadata() -> Value {
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let done = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The packages that end up in the program or build it, by name and version.
fn shipped(metadata: &Value) -> Vec<&Value> {
    let by_id = |list: &'static str, at: &'static str| -> BTreeMap<&str, &Value> {
        let list = if list == "nodes" { &metadata["resolve"]["nodes"] } else { &metadata[list] };
        list.as_array().unwrap().iter().map(|item| (text(item, at), item)).collect()
    };
    let (packages, nodes) = (by_id("packages", "id"), by_id("nodes", "id"));
    let (mut seen, mut next) = (BTreeSet::new(), vec![text(&metadata["resolve"], "root")]);
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                next.push(text(dependency, "pkg"));
            }
        }
    }
    seen.into_iter().map(|id| packages[id]).collect()
}

/// Is one of the ways to take a licence allowed? `A OR B`, `A/B`, `(A OR B) AND C`.
fn may_be_used(licence: &str) -> bool {
    let all = licence.replace('/', " OR ");
    all.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part.split(" OR ").any(|one| ALLOWED.contains(&one.trim_matches(['(', ')', ' '])))
    })
}

#[test]
fn licences_are_read_as_they_are_meant() {
    assert!(
        may_be_used("MIT OR GPL-3.0")
            && may_be_used("Unlicense/MIT")
            && may_be_used("(GPL-2.0 OR MIT) AND ISC")
    );
    assert!(!may_be_used("GPL-3.0") && !may_be_used("MIT AND GPL-3.0") && !may_be_used(""));
}

#[test]
fn every_crate_may_be_used_and_compiles_with_the_oldest_compiler() {
    let metadata = metadata();
    let shipped = shipped(&metadata);
    let version = |text: &str| -> Vec<u32> { text.split('.').map(|part| part.parse().unwrap()).collect() };
    let own = shipped.iter().find(|package| text(package, "name") == "ipi").unwrap();
    let oldest = version(text(own, "rust_version"));
    assert!(shipped.len() > 50, "{}", shipped.len());
    for package in &shipped {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        assert!(may_be_used(licence), "{name} has the licence {licence:?}");
        if let Some(needed) = package["rust_version"].as_str() {
            let (needed, most) = (version(needed), [oldest.clone(), vec![u32::MAX]].concat());
            assert!(needed <= most, "{name} needs Rust {needed:?}");
        }
    }
}

#[test]
fn every_crate_has_its_reason() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(manifest.join("docs/dependencies.md")).unwrap();
    let mut table: BTreeSet<&str> = BTreeSet::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("| ")) {
        let cells: Vec<_> = row.trim_end_matches(" |").split(" | ").collect();
        if let [name, why, instead] = cells.as_slice()
            && *name != "crate"
        {
            assert!(!why.is_empty() && !instead.is_empty(), "{row}");
            assert!(table.insert(name), "{name} is named twice");
        }
    }
    let metadata = metadata();
    let own = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| text(package, "name") == "ipi")
        .unwrap();
    let (mut crates, mut for_tests) = (BTreeSet::new(), BTreeSet::new());
    for dependency in own["dependencies"].as_array().unwrap() {
        let of = if dependency["kind"] == "dev" { &mut for_tests } else { &mut crates };
        of.insert(text(dependency, "name"));
    }
    assert_eq!(crates, table);
    let rest = page.split("For tests").nth(1).unwrap();
    for name in for_tests.difference(&crates) {
        assert!(rest.contains(name), "{name} is not named among those for tests");
    }
}

/// `.deny.toml`, which is read by a tool that not everybody has.
fn denied() -> toml::Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".deny.toml");
    std::fs::read_to_string(file).unwrap().parse().unwrap()
}

#[test]
fn what_may_come_in_is_the_same_in_both_lists() {
    let denied = denied();
    let allowed: BTreeSet<&str> =
        denied["licenses"]["allow"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(allowed, BTreeSet::from(ALLOWED));
    for (part, rule) in [
        ("bans", "multiple-versions"),
        ("bans", "wildcards"),
        ("sources", "unknown-registry"),
        ("sources", "unknown-git"),
        ("advisories", "yanked"),
    ] {
        assert_eq!(denied[part][rule].as_str(), Some("deny"), "{part}.{rule}");
    }
}

#[test]
fn no_crate_comes_from_elsewhere() {
    let metadata = metadata();
    for package in shipped(&metadata).into_iter().filter(|package| text(package, "name") != "ipi") {
        let (name, source) = (text(package, "name"), text(package, "source"));
        assert!(source.starts_with("registry+"), "{name}: {source}");
    }
}

#[test]
fn no_crate_comes_twice_but_those_that_are_named() {
    let denied = denied();
    let named = denied["bans"]["skip"].as_array().unwrap().iter().filter_map(|it| it["crate"].as_str());
    let named: BTreeSet<&str> = named.map(|it| it.split('@').next().unwrap()).collect();
    assert_eq!(named, BTreeSet::from(["getrandom", "syn"]));
    let metadata = metadata();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in shipped(&metadata) {
        versions.entry(text(package, "name")).or_default().insert(text(package, "version"));
    }
    for (name, versions) in versions {
        assert!(versions.len() == 1 || named.contains(name), "{name} comes in {versions:?}");
    }
}

/// A lint that is forbidden cannot be allowed again by any line of code.
#[test]
fn unsafe_code_is_forbidden() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
