//! The bytes of a spreadsheet: its separator, its lines, its cells.

/// The separator of the head: a comma, or the semicolon or tab that some spreadsheets write.
pub(super) fn delimiter(bytes: &[u8]) -> u8 {
    let head =
        bytes.split(|&byte| byte == b'\n' || byte == b'\r').find(|line| !line.is_empty()).unwrap_or(b"");
    let count = |separator: u8| head.iter().filter(|&&byte| byte == separator).count();
    [b';', b'\t'].into_iter().find(|&separator| count(separator) > count(b',')).unwrap_or(b',')
}

/// A cell without the blanks around it, and without quotes that a blank before them made literal.
pub(super) fn plain(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.trim().trim_matches('"').trim().to_owned()
}

/// Counts lines as an editor does, up to where the csv crate says that a record begins: it means the end of the line
/// before, or blank lines.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Lines { bytes, at: 0, line: 1 }
    }

    /// The line of the record at `start`; records come in order.
    pub(super) fn of(&mut self, start: u64) -> usize {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(&byte) = self.bytes.get(self.at) {
            let breaks = matches!(byte, b'\r' | b'\n');
            if self.at >= start && !breaks {
                break;
            }
            self.at += 1;
            // The two bytes of CRLF are one break.
            self.line += usize::from(breaks && !(byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n')));
        }
        self.line
    }
}
