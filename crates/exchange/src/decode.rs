//! From a file's bytes to its text, whatever program wrote it.
//!
//! Line ends become `\n`, so that lines count the same everywhere; what a person typed is kept.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Reason;

/// No framework or staff list comes near; what does is something else.
const LARGEST_MB: u64 = 64;

/// The text in `bytes`: UTF-8 or UTF-16, with or without a mark, else Windows-1252.
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, Reason> {
    if bytes.len() as u64 > LARGEST_MB << 20 {
        return Err(Reason::TooBig(LARGEST_MB));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Reason::Packed);
    }
    let text = decoded(bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((marked, mark)) = Encoding::for_bom(bytes) {
        return marked.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(wide) = unmarked_utf16(bytes) {
        return wide.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Latin text in UTF-16 has a zero in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(1_000) & !1)?;
    let pairs = start.as_chunks::<2>().0;
    let most = |zero: usize| 2 * zero > pairs.len();
    if most(pairs.iter().filter(|p| p[1] == 0 && p[0] != 0).count()) {
        return Some(UTF_16LE);
    }
    most(pairs.iter().filter(|p| p[0] == 0 && p[1] != 0).count()).then_some(UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "naam;functie\nZoë;«één»\n";

    fn wide(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    // SPEC X2
    #[test]
    fn every_encoding_a_spreadsheet_writes_reads_as_the_same_text() {
        let latin = WINDOWS_1252.encode(WORDS).0.into_owned();
        let marked = format!("\u{FEFF}{WORDS}");
        for bytes in [
            WORDS.as_bytes().to_vec(),
            marked.clone().into_bytes(),
            WORDS.replace('\n', "\r\n").into_bytes(),
            WORDS.replace('\n', "\r").into_bytes(),
            latin,
            wide(WORDS, u16::to_le_bytes),
            wide(WORDS, u16::to_be_bytes),
            wide(&marked, u16::to_le_bytes),
            wide(&marked, u16::to_be_bytes),
        ] {
            assert_eq!(text_of(&bytes).as_deref(), Ok(WORDS));
        }
    }

    #[test]
    fn a_spreadsheet_and_an_empty_file_are_told_apart_from_text() {
        assert_eq!(text_of(b"PK\x03\x04rest"), Err(Reason::Packed));
        assert_eq!(text_of(b""), Err(Reason::Empty));
        assert_eq!(text_of(b"\xEF\xBB\xBF \r\n"), Err(Reason::Empty));
    }
}
