//! The HTML page: what stands on it, that it is a page on its own, and what a browser makes of it.
//!
//! `SNAPSHOTS=overwrite cargo test --test html` writes the texts under `tests/html` anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, unreachable_pub)]

#[path = "html/desk.rs"]
mod desk;
mod tools;

use base64::Engine as _;
use desk::{Desk, accounts, demo, score_of};
use serde_json::Value;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::path::Path;
use std::process::Command;

fn golden(name: &str, text: String) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html").join(name);
    Assert::new().action_env("SNAPSHOTS").eq(text, Data::read_from(&golden, Some(DataFormat::Text)));
}

/// A page without its style and the digest of it, and of no version: what is left is what it says.
fn bare(html: &str) -> String {
    let (head, rest) = html.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (before, policy) = head.split_once("sha256-").unwrap();
    let (_, after) = policy.split_once("&#39;").unwrap();
    let page = format!("{before}sha256-DIGEST&#39;{after}{rest}");
    page.replace(concat!("ipi ", env!("CARGO_PKG_VERSION")), "ipi VERSION")
}

/// The texts of a page, a line each, whatever stands around them.
fn texts(html: &str) -> String {
    let mut lines = String::new();
    let (_, body) = html.split_once("<body>").unwrap();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let line = text.trim();
        if !line.is_empty() {
            let mark = match tag.split([' ', '/']).next().unwrap() {
                "h1" => "# ",
                "h2" => "## ",
                "h3" => "### ",
                "desc" => "chart: ",
                "summary" => "+ ",
                "li" => "- ",
                _ => "",
            };
            lines += &format!("{mark}{line}\n");
        }
    }
    lines.replace(concat!("ipi ", env!("CARGO_PKG_VERSION")), "ipi VERSION")
}

/// Every tag is closed in its order; `meta` has nothing to close.
fn assert_closed(name: &str, html: &str) {
    let mut open = Vec::new();
    let (_, body) =
        bare(html).split_once("<!DOCTYPE html>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    for part in body.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("{name}: <{part}"));
        let word = tag.split([' ', '\n']).next().unwrap();
        if let Some(closed) = word.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed.to_owned()), "{name}: </{closed}>");
        } else if !tag.ends_with('/') && word != "meta" {
            open.push(word.to_owned());
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn the_pages_are_as_written() {
    let desk = Desk::with_past();
    golden("demo.html", bare(&desk.html(&["score", &demo(), "--account", "demo"])));
    golden("what-if.txt", texts(&desk.html(&["score", &demo(), "--what-if", "remove GARLAND-PINE 46"])));
    golden("partial.txt", texts(&desk.partial()));
    golden("nothing-told.txt", texts(&desk.nothing_told()));
    golden("no-marketplace.txt", texts(&desk.no_marketplace()));
    for (name, html) in desk.commands() {
        golden(&format!("commands/{name}.txt"), texts(&html));
    }
}

#[test]
fn every_account_has_a_good_page() {
    for account in accounts() {
        let html = Desk::new().html(&score_of(&account));
        golden(&format!("accounts/{}.txt", account.name), texts(&html));
        assert_closed(&account.name, &html);
        // No part is a heading alone: what cannot be told has its reason.
        for section in html.split("<section").skip(1) {
            let (section, _) = section.split_once("</section>").unwrap();
            assert!(
                ["<p", "<ul", "<table"].iter().any(|tag| section.contains(tag)),
                "{}: {section}",
                account.name
            );
        }
    }
}

#[test]
fn the_page_says_what_the_json_says() {
    for account in accounts() {
        let desk = Desk::new();
        let html = desk.html(&score_of(&account));
        let said: Value =
            serde_json::from_str(&desk.says(&[&score_of(&account)[..], &["-f", "json"]].concat())).unwrap();
        let name = &account.name;
        let figure = |pointer: &str| said.pointer(pointer).and_then(Value::as_f64);
        let ends = figure("/score/points").zip(figure("/score/low").zip(figure("/score/high")));
        if let Some((points, (low, high))) = ends {
            let told = format!("estimate about {points:.0}, 90 % interval {low:.0} to {high:.0}");
            assert!(html.contains(&told), "{name}: {told}");
            let lines = match figure("/verdict/threshold") {
                Some(line) => format!("{line}, in force"),
                None => "lines: 350; 400".to_owned(),
            };
            assert!(figure("/verdict/chance_below").is_none() || html.contains(&lines), "{name}: {lines}");
        }
        for (pointer, id) in [
            ("/factors/excess/share", "excess"),
            ("/factors/stranded/share", "stranded"),
            ("/factors/in_stock/rate", "in_stock"),
        ] {
            // Nearly nothing is told in other words than nothing.
            if let Some(share) = figure(pointer).filter(|share| (0.001..0.999).contains(share)) {
                let told = format!("<desc id=\"{id}-desc\">{:.1} %. Bands: ", share * 100.0);
                assert!(html.contains(&told), "{name}: {told}");
            }
        }
        if let Some(ratio) = figure("/factors/sell_through/ratio") {
            let told = format!("<desc id=\"sell_through-desc\">{ratio:.2}. Bands: ");
            assert!(html.contains(&told), "{name}: {told}");
        }
    }
}

#[test]
fn the_policy_names_the_style_and_nothing_else() {
    let html = Desk::new().html(&["score", &demo()]);
    let (_, rest) = html.split_once("<style>").unwrap();
    let (style, rest) = rest.split_once("</style>").unwrap();
    assert!(!rest.contains("<style"));
    // The same digest that a browser takes; where the style was changed, the right one stands in this message.
    let hash = base64::engine::general_purpose::STANDARD
        .encode(ring::digest::digest(&ring::digest::SHA256, style.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(html.contains(&format!("content=\"{}\"", policy.replace('\'', "&#39;"))), "{policy}");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let desk = Desk::with_past();
    let args = ["score", &demo(), "--account", "demo"];
    let first = desk.html(&args);
    assert_eq!(first, desk.html(&args));
    desk.says(&[&args[..], &["-o", desk.path("week.html").to_str().unwrap()]].concat());
    assert_eq!(first, std::fs::read_to_string(desk.path("week.html")).unwrap());
}

/// What a telephone shows of a row are its first columns; what adds points costs none.
#[test]
fn the_skus_that_cost_most_begin_with_points_and_what_to_do() {
    let html = Desk::with_past().html(&["score", &demo(), "--account", "demo"]);
    let (_, part) = html.split_once("<section id=\"skus\"").unwrap();
    let (part, _) = part.split_once("</section>").unwrap();
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<t").skip(1).filter(|cell| cell.starts_with(['h', 'd']));
        cells.map(|cell| cell.split(['>', '<']).nth(1).unwrap().trim().to_owned()).collect()
    };
    let mut rows = part.split("<tr>").skip(1).map(cells);
    let head = ["SKU", "points", "do", "stock", "excess", "sold 90d", "cover", "out"];
    assert_eq!(rows.next().unwrap(), head);
    assert!(
        part.contains("The SKUs that cost most (scrolls sideways on a narrow screen)</caption>"),
        "{part}"
    );
    let rows: Vec<_> = rows.collect();
    assert!(rows.len() > 3 && rows[0][0] == "GARLAND-PINE" && rows[0][2] == "sell down 46", "{rows:?}");
    assert!(rows.iter().all(|row| row[1].starts_with('-') && row[1] != "-0.0"), "{rows:?}");
}

#[test]
fn long_lists_say_how_to_see_all() {
    let desk = Desk::new();
    let folder = desk.many_skus(60);
    // Each costs points.
    let file = folder.join("fba-inventory.txt");
    let report = std::fs::read_to_string(&file).unwrap();
    let (head, rows) = report.split_once('\n').unwrap();
    let excess = head.split('\t').position(|name| name == "estimated-excess-quantity").unwrap();
    let with_excess = |row: &str| {
        let mut cells: Vec<_> = row.split('\t').collect();
        cells[excess] = "9";
        cells.join("\t") + "\n"
    };
    std::fs::write(file, format!("{head}\n{}", rows.lines().map(with_excess).collect::<String>())).unwrap();
    let html = desk.html(&["score", folder.to_str().unwrap(), "--account", "Shop 2", "-m", "US"]);
    let typed = folder.to_str().unwrap();
    assert!(
        html.contains(&format!(
            "25 of 60 SKUs shown. All: <code>ipi skus {typed} -m US --account &#34;Shop 2&#34; --top 60</code>"
        )),
        "{}",
        texts(&html)
    );
    let (_, table) = html.split_once("id=\"skus\"").unwrap();
    let (table, _) = table.split_once("</section>").unwrap();
    assert_eq!(table.matches("<tr>").count(), 26);
}

#[test]
fn what_stands_in_reports_is_text_and_nothing_else() {
    let desk = Desk::new();
    for (name, html) in desk.hostile() {
        assert_closed(&name, &html);
        let (_, body) = html.split_once("<body>").unwrap();
        for wrong in
            ["<script", "<img", "</style", "<b>x", "\u{202e}", "\u{200b}", "href=\"javascript", "<!--"]
        {
            assert!(!body.contains(wrong), "{name}: {wrong}");
        }
    }
    let html = desk.hostile().remove(0).1;
    assert!(html.contains("&#60;/style&#62;&#60;script&#62;alert(1)&#60;/script&#62;"), "{}", texts(&html));
    assert!(html.contains("javascript:alert(1)") && html.contains("u{202e}"), "{}", texts(&html));
}

/// What the browser has to say of pages: a line for each finding.
fn looked_at(desk: &Desk, pages: &[(String, String)]) -> Option<String> {
    let (node, chromium) = (tools::tool("node")?, tools::tool("chromium")?);
    let modules = std::env::var_os("IPI_NODE_MODULES");
    let Some(modules) = modules.filter(|folder| Path::new(folder).join("playwright-core").is_dir()) else {
        tools::missing("playwright-core in the folder that IPI_NODE_MODULES names");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html/look.mjs");
    let mut look = Command::new(node);
    look.arg(script).arg(chromium).env("IPI_NODE_MODULES", modules);
    for (name, html) in pages {
        let file = desk.path(&format!("{name}.html"));
        std::fs::write(&file, html).unwrap();
        look.arg(file);
    }
    let done = look.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn a_browser_finds_nothing_wrong() {
    let desk = Desk::with_past();
    let week = |name: &str, html: String| (name.to_owned(), html);
    let mut pages = vec![
        week("demo", Desk::new().html(&["score", &demo()])),
        week("official", desk.html(&["score", &demo(), "--account", "demo"])),
        week("what-if", desk.html(&["score", &demo(), "--what-if", "remove GARLAND-PINE 46"])),
        week("partial", desk.partial()),
    ];
    pages.extend(desk.commands());
    pages.extend(desk.hostile());
    // One that says little, one without a marketplace's line, one without an estimate, and one over its edges.
    for account in accounts() {
        if ["missing-middle", "canada", "australia", "europe", "amazons-second-example"]
            .contains(&account.name.as_str())
        {
            pages.push((account.name.clone(), Desk::new().html(&score_of(&account))));
        }
    }
    pages.push(week("nothing-told", desk.nothing_told()));
    pages.push(week("no-marketplace", desk.no_marketplace()));
    let Some(found) = looked_at(&desk, &pages) else { return };
    assert_eq!(found, "");
}

#[test]
fn a_browser_finds_what_is_wrong() {
    let desk = Desk::new();
    let page = desk.html(&["score", &demo()]);
    let wrong = [
        ("policy", page.replace("sha256-", "sha256-x"), "no style"),
        ("script", page.replace("<main", "<script>document.title = 1</script><main"), "foreign: <script>"),
        ("loads", page.replace("<main", "<img src=\"https://127.0.0.1/x.png\" alt=\"\"><main"), "console: "),
        (
            "wide",
            page.replacen("<h2>", &format!("<table><tr><td>{}</td></tr></table><h2>", "x".repeat(300)), 1),
            "wide: ",
        ),
        ("heads", page.replace("<h2>", "<h1>").replace("</h2>", "</h1>"), "not one h1"),
        ("caption", page.replace("lang=\"en\"", ""), "axe html-has-lang"),
    ];
    let pages: Vec<_> = wrong.iter().map(|(name, html, _)| ((*name).to_owned(), html.clone())).collect();
    let Some(found) = looked_at(&desk, &pages) else { return };
    for (name, _, what) in wrong {
        let file = format!("\"file\":\"{name}.html\"");
        assert!(found.lines().any(|line| line.contains(&file) && line.contains(what)), "{name}: {found}");
    }
}
