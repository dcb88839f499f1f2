//! The floors of the library: the modules are the path of the data, and imports only point down.
//!
//! The sources themselves are read, so that an upward import fails here before anybody gets used to it.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const GROUND: [&str; 13] = [
    "hash",
    "units",
    "ids",
    "dates",
    "evidence",
    "volume",
    "places",
    "money",
    "weight",
    "sides",
    "spreadsheet",
    "system",
    "draft",
];

/// What each floor may import beside the ground, in the order of the data's path.
const FLOORS: [(&str, &[&str]); 13] = [
    ("report", &[]),
    ("account", &["report"]),
    ("factor", &["account"]),
    ("score", &["factor"]),
    ("policy", &["score"]),
    ("costs", &["account", "policy"]),
    ("assess", &["account", "factor", "score", "policy"]),
    ("skus", &["account", "factor", "score", "policy", "costs", "assess"]),
    ("why", &["account", "factor", "score", "policy", "assess"]),
    ("forecast", &["account", "factor", "score", "policy", "assess"]),
    ("plan", &["account", "factor", "score", "policy", "costs", "assess", "forecast"]),
    ("history", &["factor", "score", "assess"]),
    (
        "output",
        &[
            "account", "factor", "score", "policy", "costs", "assess", "skus", "why", "forecast", "history",
            "plan",
        ],
    ),
];

/// Single names that a floor may take from one that is closed to it, and why.
const NAMES: [(&str, &str); 1] = [
    // The kind of a file is part of what the assessment carries; its title and place stand in the page.
    ("output", "report::ReportKind"),
];

/// Rooms whose files stand side by side and do not import each other.
const SIBLINGS: [(&str, &[&str]); 4] = [
    (
        "report",
        &[
            "afn_inventory",
            "business",
            "customer_shipment_sales",
            "daily_history",
            "fba_inventory",
            "inventory_age",
            "inventory_health",
            "ledger_detail",
            "ledger_summary",
            "manage_inventory",
            "orders",
            "restock",
            "shipments",
            "storage_fees",
            "stranded",
        ],
    ),
    ("factor", &["excess", "sell_through", "stranded", "in_stock"]),
    ("output", &["backtest", "fleet", "history", "plan", "rules", "score", "skus", "why"]),
    (
        "cli",
        &[
            "backtest",
            "completions",
            "demo",
            "estimate",
            "fleet",
            "history",
            "log",
            "man",
            "plan",
            "rules",
            "schema",
            "score",
            "skus",
            "why",
        ],
    ),
];

/// Siblings that do import each other, and why.
const AMONG_SIBLINGS: [(&str, &str, &str); 3] = [
    // The ledger's forerunner: the same balances, so the same row.
    ("report", "daily_history", "ledger_summary"),
    // Both write weeks, and a week reads the same on both pages.
    ("output", "backtest", "history"),
    // Both say the same where nothing is noted yet.
    ("cli", "backtest", "history"),
];

/// What a library that reads no clock, environment or terminal, and prints nothing, has no use for.
const FORBIDDEN: [&str; 14] = [
    "println!",
    "print!(",
    "eprint",
    "dbg!",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "std::env",
    "process::exit",
    "is_terminal",
    "stdin()",
    "stdout()",
    "stderr()",
];

/// A source file: its place in the tree of modules, and its code without comments.
struct Module {
    path: Vec<String>,
    code: String,
}

impl Module {
    fn floor(&self) -> &str {
        &self.path[0]
    }

    /// The code without its unit tests, which stand last.
    fn tested(&self) -> &str {
        self.code.split("#[cfg(test)]\nmod ").next().unwrap()
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn modules() -> Vec<Module> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&source, &mut paths);
    assert!(paths.len() > 80, "the sources are found");
    let module = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.map(|line| line.split(" // ").next().unwrap().to_owned() + "\n").collect();
        let place = path.strip_prefix(&source).unwrap().with_extension("");
        let parts = place.iter().map(|part| part.to_str().unwrap().to_owned());
        Module { path: parts.filter(|part| part != "mod").collect(), code }
    };
    paths.into_iter().map(module).collect()
}

fn library() -> impl Iterator<Item = Module> {
    modules().into_iter().filter(|module| !["cli", "main", "lib"].contains(&module.floor()))
}

/// The first names, or with `depth` 2 the first two, of every path that begins with `root`, braces taken apart.
fn paths(code: &str, root: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(root) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + root.len()..];
        for path in match rest.strip_prefix('{') {
            Some(list) => spread(list),
            None => vec![rest.to_owned()],
        } {
            let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            let names: Vec<_> = path[..end.unwrap_or(path.len())].split("::").take(depth).collect();
            if !names[0].is_empty() {
                found.insert(names.join("::"));
            }
        }
    }
    found
}

/// The parts of a list in braces, down to its closing one.
fn spread(list: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            c if !c.is_whitespace() => parts.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    parts
}

#[test]
fn paths_are_found_however_they_are_written() {
    let code = "use crate::units::Units;\nuse crate::{\n    ids::{Sku, Fnsku},\n    dates,\n};\nlet x = crate::volume::f();";
    let found: Vec<_> = paths(code, "crate::", 1).into_iter().collect();
    assert_eq!(found, ["dates", "ids", "units", "volume"]);
    assert!(paths("use crate::report::ReportKind;", "crate::", 2).contains("report::ReportKind"));
    assert!(paths("let x = mycrate::units;", "crate::", 1).is_empty());
}

#[test]
fn no_import_points_up() {
    let floors: BTreeMap<_, _> = FLOORS.into_iter().collect();
    let mut wrong = Vec::new();
    for module in library() {
        let floor = module.floor();
        let allowed: &[&str] = match floors.get(floor) {
            Some(allowed) => allowed,
            None if GROUND.contains(&floor) => &[],
            None => panic!("{floor} is a new floor: give it a row in the table"),
        };
        for import in paths(&module.code, "crate::", 2) {
            let first = import.split("::").next().unwrap();
            let named = NAMES.contains(&(floor, import.as_str()));
            if first != floor && !GROUND.contains(&first) && !allowed.contains(&first) && !named {
                wrong.push(format!("{} imports {import}", module.path.join("::")));
            }
        }
        // Climbing out of the floor with super:: would go round the table.
        let out = "super::".repeat(module.path.len());
        if module.tested().contains(&out) {
            wrong.push(format!("{} leaves its floor with {out}", module.path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The ground too has an order: each may import only what stands before it.
#[test]
fn the_ground_is_in_order() {
    for module in library() {
        let Some(at) = GROUND.iter().position(|name| *name == module.floor()) else { continue };
        for import in paths(&module.code, "crate::", 1) {
            assert!(GROUND[..=at].contains(&import.as_str()), "{} imports {import}", module.floor());
        }
    }
}

#[test]
fn siblings_do_not_import_each_other() {
    let mut wrong = Vec::new();
    for module in modules() {
        let Some((room, siblings)) = SIBLINGS.into_iter().find(|(room, _)| *room == module.floor()) else {
            continue;
        };
        let Some(name) = module.path.get(1).filter(|name| siblings.contains(&name.as_str())) else {
            continue;
        };
        let up = "super::".repeat(module.path.len() - 1);
        let beside = paths(module.tested(), &up, 1);
        let absolute = paths(module.tested(), &format!("crate::{room}::"), 1);
        for import in beside.union(&absolute).filter(|import| siblings.contains(&import.as_str())) {
            if import != name && !AMONG_SIBLINGS.contains(&(room, name, import)) {
                wrong.push(format!(
                    "{room}::{name} imports {import}: move what both need to a file of its own"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rooms in which no file may import one that imports it, directly or by way of others.
const WITHOUT_CIRCLES: [&str; 1] = ["cli"];

#[test]
fn files_of_a_room_do_not_import_each_other_in_a_circle() {
    for room in WITHOUT_CIRCLES {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for module in modules().iter().filter(|module| module.floor() == room && module.path.len() > 1) {
            let up = "super::".repeat(module.path.len() - 1);
            let mut found = paths(module.tested(), &up, 1);
            found.remove(&module.path[1]);
            imports.entry(module.path[1].clone()).or_default().extend(found);
        }
        // What imports nothing that is left is no part of a circle, and goes.
        while let Some(free) = imports
            .iter()
            .find(|(_, of)| of.iter().all(|name| !imports.contains_key(name)))
            .map(|(n, _)| n.clone())
        {
            imports.remove(&free);
        }
        assert!(imports.is_empty(), "{room}: {imports:#?}");
    }
}

#[test]
fn the_library_cannot_see_the_command_line() {
    for module in modules().iter().filter(|module| !["main", "cli"].contains(&module.floor())) {
        assert!(!module.code.contains("mod cli") && !module.code.contains("crate::cli"), "{:?}", module.path);
    }
}

#[test]
fn the_library_reads_no_clock_and_no_environment_and_prints_nothing() {
    for module in library() {
        let found: Vec<_> = FORBIDDEN.into_iter().filter(|word| module.tested().contains(word)).collect();
        assert!(found.is_empty(), "{} holds {found:?}", module.path.join("::"));
    }
}

/// How a program asks which system it is on, beside `cfg`.
const ASKS_THE_SYSTEM: [&str; 4] = ["target_os", "target_family", "std::os::", "env::consts"];

/// Does code ask for `unix` or `windows`, by an attribute or a macro, alone or among other conditions?
fn asks_by_name(code: &str) -> bool {
    let conditions = code.split("cfg").skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches("_attr").trim_start_matches('!');
        let mut depth = 0;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth <= 0
        })?;
        rest.starts_with('(').then(|| &rest[..end])
    });
    let mut words = conditions.flat_map(|condition| condition.split(|c: char| !c.is_alphanumeric()));
    words.any(|word| word == "unix" || word == "windows")
}

#[test]
fn a_system_is_asked_for_in_many_ways() {
    for code in [
        "#[cfg(unix)]",
        "#[cfg(not(windows))]",
        "#[cfg(any(test, unix))]",
        "#[cfg_attr(windows, allow(unused))]",
        "if cfg!(all(unix, feature = \"mail\")) {",
    ] {
        assert!(asks_by_name(code), "{code}");
    }
    assert!(
        !asks_by_name("#[cfg(test)]\nmod unix;") && !asks_by_name("#[cfg(feature = \"mail\")] use unix::x;")
    );
}

#[test]
fn one_room_alone_asks_which_system_this_is() {
    let asks = |module: &Module| {
        asks_by_name(module.tested()) || ASKS_THE_SYSTEM.iter().any(|word| module.tested().contains(word))
    };
    let (inside, outside): (Vec<_>, Vec<_>) =
        modules().into_iter().filter(asks).partition(|module| module.floor() == "system");
    let outside: Vec<_> = outside.iter().map(|module| module.path.join("::")).collect();
    assert!(outside.is_empty(), "move it to src/system: {outside:?}");
    assert_eq!(inside.len(), 3, "the test finds what it looks for");
}

/// What is public in one of the rooms of a system, which the other must hold too.
#[test]
fn every_system_has_the_same_names() {
    let names = |system: &str| -> BTreeSet<String> {
        let module = modules().into_iter().find(|module| module.path == ["system", system]).unwrap();
        let lines = module.code.lines().filter_map(|line| line.strip_prefix("pub "));
        lines.map(|line| line.split(['(', ':', '<']).next().unwrap().to_owned()).collect()
    };
    assert!(names("unix").contains("fn read_at"));
    assert_eq!(names("unix"), names("windows"));
}
