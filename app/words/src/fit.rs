//! The mark by which a table and the functions that read it know each other: both are made of the same
//! sentences, in the same order, with the same arguments. What the sentences say does not count.

use crate::catalogue::{Catalogue, Message};

/// Sixteen digits.
pub(crate) fn fit(catalogue: &Catalogue) -> String {
    let shapes = catalogue.messages.iter().map(|(key, message)| shape(key, message));
    format!("{:016x}", fnv1a(&shapes.collect::<String>()))
}

fn shape(key: &str, message: &Message) -> String {
    let slots = message.slots();
    format!("{key} {slots:?} {} {}\n", message.is_plural(), message.is_bold())
}

/// The 64-bit FNV-1a hash; it tells builds apart and guards nothing.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_fit_and_another_sentence_argument_or_form_does_not() {
        let mark = |text| fit(&Catalogue::parse(text).unwrap());
        assert_eq!(mark("a = x\nb = {n} y"), mark("b = z {n}\na = x"));
        for other in ["a = x", "a = x\nc = {n} y", "a = x\nb = {m} y", "a = *x*\nb = {n} y"] {
            assert_ne!(mark(other), mark("a = x\nb = {n} y"), "{other}");
        }
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
