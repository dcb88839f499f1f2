//! Texts that somebody may have written into a product name and that something on the way may obey: the one list of all tests.

/// What a spreadsheet runs, or may run.
pub const FORMULAS: [&str; 23] = [
    "=1+2",
    "+1+2",
    "-1+2",
    "@SUM(1)",
    "=cmd|'/C calc'!A0",
    "=HYPERLINK(\"http://example.com\";\"x\")",
    "=IMPORTXML(CONCAT(\"http://example.com/\",A1),\"//a\")",
    "=1,+2;-3",
    "＝1+2",
    "＋1+2",
    "－1+2",
    "＠SUM(1)",
    "﹢1+2",
    "﹣1+2",
    "﹦1+2",
    "﹫SUM(1)",
    "−1+2",
    "\u{200b}=1+2",
    "\u{2060}\u{ad}=1+2",
    "\u{feff}=1+2",
    "\u{202e}=1+2",
    "'=1+2",
    "{=1+2}",
];

/// What begins with blanks or line ends, which a report's cells lose.
pub const BEHIND_BLANKS: [&str; 7] =
    [" =1+2", "\t=1+2", "\r=1+2", "\n=1+2", "\u{a0}=1+2", "\u{3000}＝1+2", " \t \r\n@SUM(1)"];

/// What a browser, a mail program or a reader of Markdown may take for more than text.
pub const MARKUP: [&str; 27] = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onload='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;b&gt;&amp;&#60;b&#62;",
    "]]><b>x</b>",
    "<!--",
    "-->",
    "{{ 7 * 7 }}{% raw %}",
    "a|b||c",
    "\\|",
    "[x](http://example.com)",
    "![x](http://example.com/x.png)",
    "<http://example.com>",
    "https://example.com/a?b=c&d",
    "www.example.com",
    "`code` ``more``",
    "```",
    "**bold** _it_ ~~gone~~",
    "# heading",
    "> quoted",
    "1. one",
    "[^1]: note",
];

/// What a letter's head or a mail server may take for more than text.
pub const MAIL: [&str; 8] = [
    "x%0d%0aBcc: evil@example.com",
    "=?utf-8?q?=0D=0ABcc:_evil=40example.com?=",
    "=?utf-8?b?PGI+?=",
    ".",
    "..",
    ".leading",
    "--ipi-a-0",
    "Subject: x",
];

/// What a shell, a database, a path or a program that reads text may take for more than text.
pub const COMMANDS: [&str; 26] = [
    "$(touch canary)",
    "`touch canary`",
    "; touch canary",
    "x & touch canary",
    "x | touch canary",
    "> canary",
    "%PATH%",
    "!PATH!",
    "$env:PATH",
    "--help",
    "-h",
    "~",
    "*",
    "a'b",
    "a\"b",
    "a\\",
    "'; DROP TABLE run; --",
    "x' OR '1'='1",
    "../../../etc/passwd",
    "..\\..\\windows",
    "C:\\nul",
    "/dev/null",
    "a,b;c",
    "NULL",
    "00482910",
    "1E5",
];

/// What nobody sees, or what is something else than it looks like: each between two letters of a text.
pub const UNSEEN: [char; 71] = [
    '\u{1}',
    '\u{7}',
    '\u{8}',
    '\u{b}',
    '\u{c}',
    '\u{e}',
    '\u{1a}',
    '\u{1b}',
    '\u{1c}',
    '\u{1f}',
    '\u{7f}',
    '\u{80}',
    '\u{84}',
    '\u{85}',
    '\u{8d}',
    '\u{90}',
    '\u{9b}',
    '\u{9d}',
    '\u{9f}',
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{1160}',
    '\u{17b4}',
    '\u{180b}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{2029}',
    '\u{202a}',
    '\u{202b}',
    '\u{202c}',
    '\u{202d}',
    '\u{202e}',
    '\u{2060}',
    '\u{2061}',
    '\u{2062}',
    '\u{2063}',
    '\u{2064}',
    '\u{2065}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{206a}',
    '\u{206b}',
    '\u{206c}',
    '\u{206d}',
    '\u{206e}',
    '\u{206f}',
    '\u{3164}',
    '\u{fe00}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{fffa}',
    '\u{fffb}',
    '\u{1bca0}',
    '\u{1d173}',
    '\u{e0001}',
    '\u{e0020}',
    '\u{e0041}',
    '\u{e007f}',
    '\u{e0100}',
    '\u{e01ef}',
];

/// Whole sequences that a terminal obeys, and letters that are hard to draw.
pub const SEQUENCES: [&str; 14] = [
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http://example.com\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}P1$r\u{1b}\\",
    "\u{9b}2J",
    "\u{9d}0;title\u{9c}",
    "abc\u{202e}gpj.exe",
    "a\u{2067}b\u{2069}c",
    "e\u{301}\u{323}\u{308}",
    "\u{fffd}",
    "\u{ffff}x\u{fdd0}",
    "👩‍👩‍👧‍👦 茶碗",
];

/// All that a cell of a report can hold.
pub fn cells() -> Vec<String> {
    let told = FORMULAS.iter().chain(&MARKUP).chain(&MAIL).chain(&COMMANDS).chain(&SEQUENCES);
    let unseen =
        UNSEEN.chunks(8).map(|some| some.iter().flat_map(|c| ['a', *c]).chain(['b']).collect::<String>());
    let long = [format!("LONG-{}", "x".repeat(4_000)), "long words ".repeat(100) + "end"];
    told.map(|text| (*text).to_owned()).chain(unseen).chain(long).collect()
}

/// All of them.
pub fn all() -> Vec<String> {
    let outer = BEHIND_BLANKS
        .map(String::from)
        .into_iter()
        .chain(["a\0b", "a\rb", "a\nb", "a\tb", " blanks "].map(String::from));
    cells().into_iter().chain(outer).collect()
}

/// Is it a character that a terminal obeys, or that nobody sees? Worked out apart from the program: what is a control, and what
/// Unicode 16 lists as default-ignorable, with the interlinear marks and both separators.
pub fn is_unseen(c: char) -> bool {
    let ranges: [(u32, u32); 25] = [
        (0x00, 0x1f),
        (0x7f, 0x9f),
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x61c, 0x61c),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x2028, 0x2029),
        (0x202a, 0x202e),
        (0x2060, 0x2064),
        (0x2065, 0x206f),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfff8),
        (0xfff9, 0xfffb),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe00ff),
        (0xe0100, 0xe01ef),
        (0xe01f0, 0xe0fff),
        (0xffff_ffff, 0xffff_ffff),
    ];
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

/// As people see it: what is unseen becomes its number.
pub fn shown(text: &str) -> String {
    let one = |c: char| if is_unseen(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    text.chars().map(one).collect()
}
