//! The few marks of HTML that every mail program draws: tables, and styles that stand in the marks themselves.

use crate::output::page::Tone;

const FONT: &str = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

/// Text as HTML shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A figure and its unit stay on one line.
    for c in text.replace(" %", "\u{a0}%").chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

/// The colour of how things stand; all of them are read well on white.
pub(super) const fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "#1a7f37",
        Tone::Fair => "#8a5a00",
        Tone::Bad => "#b42318",
        Tone::Plain => "#24292f",
    }
}

/// The whole page. `preview` is what a mail program shows beside the subject; it and `body` are HTML.
pub(super) fn document(preview: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light\"><title>{preview}</title></head>\n\
         <body style=\"margin:0;padding:0;background:#ffffff;color:#24292f\">\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#ffffff\"><tr>\
         <td align=\"center\" style=\"padding:16px\">\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"max-width:600px;{FONT};font-size:15px;line-height:1.45;color:#24292f\">\n{body}</table>\n\
         </td></tr></table>\n</body>\n</html>\n"
    )
}

fn row(style: &str, html: &str) -> String {
    format!("<tr><td style=\"{style};overflow-wrap:anywhere;word-break:break-word\">{html}</td></tr>\n")
}

pub(super) fn title(text: &str) -> String {
    row("padding:0 0 4px;font-size:21px;line-height:1.25;font-weight:bold", &escaped(text))
}

pub(super) fn text(text: &str) -> String {
    if text.is_empty() { String::new() } else { row("padding:6px 0", &escaped(text)) }
}

/// Text that says how things stand.
pub(super) fn toned(text: &str, tone: Tone) -> String {
    let style = format!("padding:6px 0;font-weight:bold;color:{}", colour(tone));
    if text.is_empty() { String::new() } else { row(&style, &escaped(text)) }
}

/// Text in a box, for what has to be seen.
pub(super) fn boxed(text: &str) -> String {
    row("padding:8px 10px;background:#fff8e1;border-left:4px solid #8a5a00", &escaped(text))
}

pub(super) fn heading(text: &str) -> String {
    row("padding:14px 0 2px;font-weight:bold", &escaped(text))
}

pub(super) fn small(text: &str) -> String {
    row("padding:2px 0;font-size:13px;color:#57606a", &escaped(text))
}

/// Commands, each on a line that is not broken: a narrow screen moves along it.
pub(super) fn commands(head: &str, commands: &[String]) -> String {
    let code =
        |command: &String| format!("<br><code style=\"white-space:nowrap\">{}</code>", escaped(command));
    let lines: String = commands.iter().map(code).collect();
    let style = "padding:2px 0;font-size:13px;color:#57606a";
    let table = "role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"table-layout:fixed\"";
    let lines = format!("{}{lines}", escaped(head));
    row(
        style,
        &format!(
            "<table {table}><tr><td style=\"{style}\"><div style=\"overflow-x:auto\">{lines}</div></td></tr></table>"
        ),
    )
}

pub(super) fn rule() -> String {
    row("padding:10px 0 6px;border-bottom:1px solid #d0d7de;font-size:1px;line-height:1px", "&nbsp;")
}

/// HTML in a row of its own.
pub(super) fn whole(html: &str) -> String {
    row("padding:4px 0", html)
}

/// A bar of coloured pieces, each with its width in per cent; what is left of 100 is grey.
pub(super) fn bar(pieces: &[(f64, &str)]) -> String {
    let mut cells = String::new();
    let mut left: f64 = 100.0;
    let grey = [(100.0, "#e6e9ed")];
    for (width, colour) in pieces.iter().chain(&grey) {
        let width = width.clamp(0.0, left);
        if width >= 0.05 {
            left -= width;
            cells += &format!(
                "<td width=\"{width:.1}%\" bgcolor=\"{colour}\" style=\"width:{width:.1}%;background:{colour};height:10px;\
                 font-size:1px;line-height:10px\">&nbsp;</td>"
            );
        }
    }
    format!(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"table-layout:fixed\">\
         <tr>{cells}</tr></table>"
    )
}
