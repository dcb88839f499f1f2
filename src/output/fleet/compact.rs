//! A JSON document on one line.

/// The document with the blanks and line ends between its tokens taken out, and nothing else changed.
///
/// It is not read and written anew: to read a number and to write it can change its last digit, and the document of a line is to
/// be the one that `ipi score` writes, to the byte.
///
/// ```
/// use ipi::output::fleet::compact;
/// let document = "{\n  \"share\": 0.17703349282296652,\n  \"sku\": \"MUG  \\\" 1\"\n}\n";
/// assert_eq!(compact(document), r#"{"share":0.17703349282296652,"sku":"MUG  \" 1"}"#);
/// ```
#[must_use]
pub fn compact(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    // Every second piece stands between quotes.
    while let Some(quote) = rest.find('"') {
        bare(&mut out, &rest[..quote]);
        let text = &rest[quote..];
        let end = end_of_text(text);
        out.push_str(&text[..end]);
        rest = &text[end..];
    }
    bare(&mut out, rest);
    out
}

fn bare(out: &mut String, between: &str) {
    between.split_ascii_whitespace().for_each(|token| out.push_str(token));
}

/// Where a text ends that begins with a quote; behind its closing one.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn texts_keep_their_blanks_escapes_and_line_ends() {
        for (document, line) in [
            ("", ""),
            ("[ 1, -2.50e+1,\r\n\tnull ]", "[1,-2.50e+1,null]"),
            (r#"{ "a b" : "c : d , e\\" , "f" : [ ] }"#, r#"{"a b":"c : d , e\\","f":[]}"#),
            (r#"[ "\u0022 \" ", "é 語" ]"#, r#"["\u0022 \" ","é 語"]"#),
            ("[ \"open", "[\"open"),
        ] {
            assert_eq!(compact(document), line, "{document}");
        }
    }
}
