//! Pages: only the elements that a harmless seller's page has, no address of the network but those of the rules, and in Markdown
//! no markup at all.

use crate::matrix::Matrix;
use crate::strings;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// An element with its attributes, as a browser takes a page apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Takes a page apart by the rules of HTML for what stands outside of scripts and styles, of which ours has one.
fn elements(name: &str, html: &str) -> Vec<Element> {
    let (head, rest) = html.split_once("<style>").unwrap_or_else(|| panic!("{name}: no style"));
    let (_, rest) = rest.split_once("</style>").unwrap();
    let mut found = Vec::new();
    for part in [head, rest] {
        let mut left = part;
        while let Some(at) = left.find('<') {
            left = &left[at + 1..];
            // What is no letter, solidus, mark or question mark begins no tag.
            assert!(
                left.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)),
                "{name}: <{left:.40}"
            );
            assert!(!left.starts_with("!-"), "{name}: a comment");
            let (tag, behind) = tag(left);
            found.extend(tag);
            left = behind;
        }
    }
    found
}

/// Reads a tag from behind its `<`; an end tag is nothing.
fn tag(text: &str) -> (Option<Element>, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len()).max(1);
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            let is_start = name.starts_with(|c: char| c.is_ascii_alphabetic());
            return (is_start.then(|| Element { name: name.to_lowercase(), attributes }), behind);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap();
        let (key, behind) = rest.split_at(end);
        rest = behind;
        let mut value = String::new();
        if let Some(behind) = rest.strip_prefix('=') {
            let quote = behind.chars().next().unwrap();
            let end = if "\"'".contains(quote) { behind[1..].find(quote).unwrap() } else { usize::MAX };
            assert!(end < usize::MAX, "an attribute without quotes: {key}={behind:.20}");
            value = behind[1..=end].into();
            rest = &behind[end + 2..];
        }
        attributes.push((key.to_lowercase(), value));
    }
}

/// Which elements there are, with which attributes.
fn kinds(elements: &[Element]) -> BTreeSet<String> {
    let kind = |element: &Element| {
        let names: Vec<_> = element.attributes.iter().map(|(name, _)| name.as_str()).collect();
        format!("{} {}", element.name, names.join(" "))
    };
    elements.iter().map(kind).collect()
}

/// Where a page leads, and what it loads.
fn addresses(elements: &[Element]) -> BTreeSet<String> {
    let attributes = elements.iter().flat_map(|element| &element.attributes);
    let is_address = |name: &str| ["href", "src", "xlink:href", "action", "data", "srcset"].contains(&name);
    let addresses = attributes.filter(|(name, _)| is_address(name)).map(|(_, value)| value.clone());
    addresses.filter(|address| !address.starts_with('#')).collect()
}

#[test]
fn a_page_has_the_elements_of_a_harmless_one_and_leads_nowhere_else() {
    let (hostile, harmless) = (Matrix::hostile(), Matrix::harmless());
    let mut read = 0;
    for printed in hostile.of_form("html") {
        let name = printed.name();
        let twin = elements(&name, harmless.find(printed.command, "html").text());
        let found = elements(&name, printed.text());
        let more: Vec<_> = kinds(&found).difference(&kinds(&twin)).cloned().collect();
        assert!(more.is_empty(), "{name}: {more:?}");
        assert_eq!(addresses(&found), addresses(&twin), "{name}");
        for element in &found {
            let wrong = element.attributes.iter().find(|(name, _)| name.starts_with("on") || name == "style");
            assert!(
                wrong.is_none() && element.name != "script" && element.name != "iframe",
                "{name}: {element:?}"
            );
        }
        let policy = found.iter().any(|element| {
            element.attributes.iter().any(|(_, value)| value.starts_with("default-src &#39;none&#39;;"))
                || element.attributes.iter().any(|(_, value)| value.starts_with("default-src 'none';"))
        });
        assert!(policy, "{name}: no policy");
        read += 1;
    }
    assert!(read >= 9, "{read}");
}

/// The texts of Markdown: every one, and how many cells each row of a table has.
fn read(name: &str, text: &str) -> (Vec<String>, Vec<usize>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let (mut texts, mut rows) = (vec![String::new()], Vec::new());
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => panic!("{name}: {event:?}"),
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::BlockQuote(_)
                | Tag::FootnoteDefinition(_),
            )
            | Event::FootnoteReference(_)
            | Event::Rule => panic!("{name}: {event:?}"),
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(0),
            Event::End(TagEnd::TableCell) => {
                *rows.last_mut().unwrap() += 1;
                texts.push(String::new());
            }
            Event::Text(part) | Event::Code(part) => *texts.last_mut().unwrap() += &part,
            Event::End(_) | Event::SoftBreak => texts.push(String::new()),
            _ => {}
        }
    }
    (texts, rows)
}

#[test]
fn markdown_is_text_and_its_tables_keep_their_columns() {
    let (hostile, harmless) = (Matrix::hostile(), Matrix::harmless());
    for printed in hostile.of_form("md") {
        let name = printed.name();
        // A plan may take another of two SKUs that are alike, so that its table has not always the same length.
        let cells = |text: &str| {
            let (_, mut rows) = read(&name, text);
            if printed.command == "plan" {
                rows.dedup();
            }
            rows
        };
        let as_harmless = harmless.find(printed.command, "md").text();
        assert_eq!(cells(printed.text()), cells(as_harmless), "{name}: {}{as_harmless}", printed.text());
    }
    let (texts, _) = read("skus", hostile.find("skus-short", "md").text());
    let texts: BTreeSet<_> = texts.iter().map(|text| text.trim()).collect();
    for sku in &hostile.seller.skus {
        let shown = strings::shown(sku);
        assert!(texts.contains(shown.as_str()), "{shown:?} is no cell");
    }
}
