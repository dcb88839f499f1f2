//! In which encoding a report is written.
//!
//! All encodings in which Seller Central delivers agree with ASCII on tabs, commas, quotes and line ends, so a file is
//! cut into cells as it is, and only a cell that is used is decoded. UTF-16, which a spreadsheet writes, is turned into
//! UTF-8 as a whole before.

use super::source::Source;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};
use std::io;

/// What the bytes of a whole file say about its encoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// All of it is text in this encoding.
    Is(&'static Encoding),
    /// UTF-8 but for a few bytes: damage.
    Damaged,
}

/// Reads a file that is not UTF-8 from end to end and decides what it is.
///
/// A file with more well-formed multi-byte characters than other bytes is UTF-8 with damage, and is not guessed to
/// be anything else. Japanese reports were Shift_JIS until 2021-11-01; every other one is windows-1252.
pub(crate) fn detect(source: &Source) -> io::Result<Verdict> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut good, mut bad) = (0_u64, 0_u64);
    let mut carried: Vec<u8> = Vec::new();
    source.each_piece(|piece| {
        detector.feed(piece, false);
        // A character may be cut by the end of a piece: what is left of it goes before the next one.
        carried.extend_from_slice(piece);
        let mut chunks = carried.utf8_chunks().peekable();
        let (mut offset, mut rest) = (0, 0);
        while let Some(chunk) = chunks.next() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            offset += chunk.valid().len();
            if chunk.invalid().is_empty() {
                continue;
            }
            if chunks.peek().is_none()
                && offset + chunk.invalid().len() == carried.len()
                && chunk.invalid().len() < 4
            {
                rest = chunk.invalid().len();
            } else {
                bad += 1;
            }
            offset += chunk.invalid().len();
        }
        carried.drain(..carried.len() - rest);
        true
    })?;
    detector.feed(&[], true);
    bad += u64::from(!carried.is_empty());
    if bad == 0 {
        return Ok(Verdict::Is(UTF_8));
    }
    if good > bad {
        return Ok(Verdict::Damaged);
    }
    let guess = detector.guess(None, Utf8Detection::Deny);
    Ok(Verdict::Is(if guess == SHIFT_JIS || guess == EUC_JP { guess } else { WINDOWS_1252 }))
}

/// The whole file as UTF-8 with LF line ends, where its bytes do not agree with ASCII (UTF-16) or its lines end in a
/// bare CR. `None` where the file can be read as it is.
pub(crate) fn turned(source: &Source, head: &[u8]) -> io::Result<Option<(Vec<u8>, &'static str)>> {
    let (encoding, name) = match Encoding::for_bom(head) {
        Some((encoding, _)) if encoding != UTF_8 => (encoding, encoding.name()),
        _ if head.contains(&b'\r') && !head.contains(&b'\n') => (UTF_8, "UTF-8"),
        _ => return Ok(None),
    };
    let all = source.all()?;
    if encoding == UTF_8 {
        // Only the line ends are turned; the bytes stay, so that a damaged one is still found and named.
        return Ok(Some((all.iter().map(|&b| if b == b'\r' { b'\n' } else { b }).collect(), name)));
    }
    let (text, _, _) = encoding.decode(&all);
    Ok(Some((text.into_owned().into_bytes(), name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Verdict {
        detect(&Source::new("test", bytes.to_vec())).unwrap()
    }

    #[test]
    fn the_encodings_of_the_exports_are_told_apart() {
        assert_eq!(of("Crème brûlée".as_bytes()), Verdict::Is(UTF_8));
        assert_eq!(of(b"sku\tname\nA\tCr\xe8me br\xfbl\xe9e 11 x 22\n"), Verdict::Is(WINDOWS_1252));
        let (japanese, _, _) = SHIFT_JIS.encode("商品名\tテスト商品 ブラック\n");
        assert_eq!(of(&japanese), Verdict::Is(SHIFT_JIS));
    }

    #[test]
    fn a_bad_byte_in_utf8_is_damage_not_another_encoding() {
        assert_eq!(of("Crème brûlée à la carte\n\u{e9}".as_bytes()), Verdict::Is(UTF_8));
        let mut bytes = "Crème brûlée à la carte, très ça\n".as_bytes().to_vec();
        bytes.push(0xff);
        bytes.extend(b" tail\n");
        assert_eq!(of(&bytes), Verdict::Damaged);
    }
}
