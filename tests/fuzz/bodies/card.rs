//! Cards that one phone shows another, and the letters to type where there is no camera.

use exchange::card::{Card, ProofCard, ShortCode};
use sha2::{Digest, Sha256};

/// Of base 32, as cards spell it.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first byte says what the rest is: a text as it was scanned, or the fields of a card whose
/// checksum is right, whatever they are.
pub(super) fn run(bytes: &[u8]) {
    let Some((what, rest)) = bytes.split_first() else { return };
    match what % 4 {
        0 => one_card(rest),
        1 => one_card(sealed('R', rest).as_bytes()),
        2 => one_card(sealed('P', rest).as_bytes()),
        _ => one_code(rest),
    }
}

/// What reads is written, and that is read and written as the same. It may not be the text that came:
/// a card says no more of a title than fits.
fn one_card(text: &[u8]) {
    let Ok(card) = Card::read(text) else { return };
    if let Card::Proof(proof) = &card
        && let Ok((signed, certificate)) = proof.open()
    {
        assert_eq!(ProofCard::of(&signed, &certificate), *proof);
    }
    let Ok(written) = card.write() else { return };
    let again = Card::read(written.as_bytes()).unwrap();
    assert_eq!(again.write().as_ref(), Ok(&written));
}

fn one_code(text: &[u8]) {
    let Some(code) = std::str::from_utf8(text).ok().and_then(|it| it.parse::<ShortCode>().ok())
    else {
        return;
    };
    assert_eq!(code.to_string().parse(), Ok(code));
}

/// A fuzzer does not find a checksum by itself.
fn sealed(kind: char, fields: &[u8]) -> String {
    let hash = Sha256::new().chain_update(b"ropes card v1\0").chain_update(kind.to_string());
    let hash: [u8; 32] = hash.chain_update(fields).finalize().into();
    let bits =
        fields.iter().chain(&hash[..4]).flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1));
    let bits: Vec<u8> = bits.collect();
    let spell = |five: &[u8]| {
        let value = (0..5).fold(0, |value, at| value << 1 | five.get(at).copied().unwrap_or(0));
        char::from(LETTERS[usize::from(value)])
    };
    format!("ROPES1:{kind}{}", bits.chunks(5).map(spell).collect::<String>())
}
