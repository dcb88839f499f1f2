//! In which encoding a report is written.
//!
//! All encodings in which Seller Central delivers agree with ASCII on tabs, commas, quotes and line ends, so a file is
//! cut into cells as it is, and only a cell that is used is decoded. UTF-16, which a spreadsheet writes, is turned into
//! UTF-8 as a whole before.

use super::source::Source;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, Encoding, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use std::io;

/// What the bytes of a whole file say about its encoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// All of it is text in this encoding; it may look as much like another if that is not sure.
    Is(&'static Encoding, bool),
    /// UTF-8 but for a few bytes: damage.
    Damaged,
}

/// Reads a file that is not UTF-8 from end to end and decides what it is.
///
/// A file with more well-formed multi-byte characters than other bytes is UTF-8 with damage, and is not guessed to
/// be anything else. Japanese reports were Shift_JIS until 2021-11-01, and Chinese spreadsheets save in GBK or Big5; every
/// other one is taken for windows-1252, which is not sure where it looks like the text of yet another.
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
        return Ok(Verdict::Is(UTF_8, true));
    }
    if good > bad {
        return Ok(Verdict::Damaged);
    }
    let guess = detector.guess(None, Utf8Detection::Deny);
    let known = [SHIFT_JIS, EUC_JP, WINDOWS_1252].contains(&guess);
    let chinese = guess == GBK || guess == BIG5;
    if known || chinese && is_made_of_pairs(source, guess)? {
        return Ok(Verdict::Is(guess, true));
    }
    Ok(Verdict::Is(WINDOWS_1252, false))
}

/// Does the file hold nothing that this encoding has not, and mostly pairs of bytes that are both not ASCII? Those are
/// common in Chinese and rare in the languages of Europe, whose letters with marks stand alone.
fn is_made_of_pairs(source: &Source, encoding: &'static Encoding) -> io::Result<bool> {
    let (mut pairs, mut alone, mut open) = (0_u64, 0_u64, false);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut fits) = (String::new(), true);
    source.each_piece(|piece| {
        for byte in piece {
            match (open, byte.is_ascii()) {
                (true, false) => pairs += 1,
                (true, true) => alone += 1,
                _ => {}
            }
            open = !open && !byte.is_ascii();
        }
        text.clear();
        text.reserve(
            decoder.max_utf8_buffer_length_without_replacement(piece.len()).unwrap_or(piece.len() * 3),
        );
        let (result, _) = decoder.decode_to_string_without_replacement(piece, &mut text, false);
        fits = result == DecoderResult::InputEmpty;
        fits
    })?;
    // In Big5 half of the second bytes are ASCII.
    Ok(fits && pairs > alone / 2)
}

/// The whole file as UTF-8 with LF line ends, where its bytes do not agree with ASCII (UTF-16) or its lines end in a
/// bare CR. `None` where the file can be read as it is.
pub(crate) fn turned(source: &Source, head: &[u8]) -> io::Result<Option<(Vec<u8>, &'static str)>> {
    let (encoding, name) = match Encoding::for_bom(head) {
        Some((encoding, _)) if encoding != UTF_8 => (encoding, encoding.name()),
        None if is_every_other_nul(head, 1) => (UTF_16LE, UTF_16LE.name()),
        None if is_every_other_nul(head, 0) => (UTF_16BE, UTF_16BE.name()),
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

/// Is one byte of every pair NUL, and the other not, as in UTF-16 of a header in English without a mark at its beginning?
fn is_every_other_nul(head: &[u8], nul: usize) -> bool {
    let (pairs, _) = head[..head.len().min(64)].as_chunks::<2>();
    pairs.len() >= 8 && pairs.iter().all(|pair| pair[nul] == 0 && pair[1 - nul] != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1250;

    #[test]
    fn utf_16_is_turned_with_and_without_a_mark() {
        let text = "Date,Größe,FNSKU\n";
        let pairs = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        for (bytes, name) in [
            (pairs(u16::to_le_bytes), "UTF-16LE"),
            (pairs(u16::to_be_bytes), "UTF-16BE"),
            ([&[0xff, 0xfe][..], &pairs(u16::to_le_bytes)].concat(), "UTF-16LE"),
        ] {
            let turned = turned(&Source::new("test", bytes.clone()), &bytes).unwrap();
            assert_eq!(turned, Some((text.into(), name)));
        }
        assert_eq!(turned(&Source::new("test", text.as_bytes().to_vec()), text.as_bytes()).unwrap(), None);
    }

    fn of(bytes: &[u8]) -> Verdict {
        detect(&Source::new("test", bytes.to_vec())).unwrap()
    }

    #[test]
    fn the_encodings_of_the_exports_are_told_apart() {
        assert_eq!(of("Crème brûlée".as_bytes()), Verdict::Is(UTF_8, true));
        for text in [
            "A\tCrème brûlée 11 x 22\n",
            "Größe\n",
            "CAFÉ-1\n",
            "Señor, año, niño\n",
            "Åäö\n",
            "Tea® 5° ½\n",
            "4” × 3” – Men’s™\n",
            "a\u{a0}b\n",
        ] {
            assert_eq!(of(&WINDOWS_1252.encode(text).0), Verdict::Is(WINDOWS_1252, true), "{text}");
        }
        let (japanese, _, _) = SHIFT_JIS.encode("商品名\tテスト商品 ブラック\n");
        assert_eq!(of(&japanese), Verdict::Is(SHIFT_JIS, true));
        let (simplified, _, _) = GBK.encode("sku\t商品名称\n绿茶-1\t有机绿茶 一百克\n");
        assert_eq!(of(&simplified), Verdict::Is(GBK, true));
        let (traditional, _, _) = BIG5.encode("sku\t商品名稱\n綠茶-1\t有機綠茶 一百克\n");
        assert_eq!(of(&traditional), Verdict::Is(BIG5, true));
    }

    #[test]
    fn an_encoding_that_looks_like_another_is_not_sure() {
        let (polish, _, _) = WINDOWS_1250.encode("nazwa\tZażółć gęślą jaźń, świeży pąk\n");
        assert_eq!(of(&polish), Verdict::Is(WINDOWS_1252, false));
    }

    #[test]
    fn a_bad_byte_in_utf8_is_damage_not_another_encoding() {
        assert_eq!(of("Crème brûlée à la carte\n\u{e9}".as_bytes()), Verdict::Is(UTF_8, true));
        let mut bytes = "Crème brûlée à la carte, très ça\n".as_bytes().to_vec();
        bytes.push(0xff);
        bytes.extend(b" tail\n");
        assert_eq!(of(&bytes), Verdict::Damaged);
    }
}
