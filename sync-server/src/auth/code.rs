//! Invite codes: ten letters that people can read out, and one that tells a slip from a guess.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::store::SecretHash;

/// Douglas Crockford's base 32: without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 10;
const BEFORE_DASH: usize = 5;

/// 50 random bits, then a check letter. Shown as `XXXXX-XXXXXX`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InviteCode([u8; RANDOM + 1]);

/// A text that was never a code of ours: mistyped, most likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an invite code: check each letter")]
pub struct BadCode;

impl InviteCode {
    pub fn from_random(random: [u8; 7]) -> Self {
        let bits = random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut values = [0; RANDOM + 1];
        for (place, value) in values.iter_mut().take(RANDOM).enumerate() {
            *value = (bits >> (5 * place) & 31) as u8;
        }
        values[RANDOM] = check(&values);
        Self(values)
    }

    /// What the store keeps.
    pub fn hash(&self) -> SecretHash {
        let mut hash = Sha256::new();
        hash.update(b"ropes invite code v1\0");
        hash.update(self.0);
        SecretHash(hash.finalize().into())
    }
}

/// A weighted sum in the field of 32 elements. All weights differ, so one wrong letter or two
/// swapped ones are always noticed.
fn check(values: &[u8; RANDOM + 1]) -> u8 {
    let (mut weight, mut sum) = (1, 0);
    for value in &values[..RANDOM] {
        weight = times(weight, 2);
        sum ^= times(weight, *value);
    }
    sum
}

/// Multiplication modulo x⁵ + x² + 1.
fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        b >>= 1;
        a = if a & 16 == 0 { a << 1 } else { (a << 1 & 31) ^ 0b101 };
    }
    product
}

impl FromStr for InviteCode {
    type Err = BadCode;

    /// Takes any case, O for 0, I and L for 1, with or without dash and spaces.
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let mut values = [0; RANDOM + 1];
        let mut places = values.iter_mut();
        for letter in text.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
            *places.next().ok_or(BadCode)? = value_of(letter).ok_or(BadCode)?;
        }
        let is_whole = places.next().is_none() && check(&values) == values[RANDOM];
        is_whole.then_some(Self(values)).ok_or(BadCode)
    }
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().position(|it| char::from(*it) == letter).map(|place| place as u8)
}

impl fmt::Display for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, value) in self.0.iter().enumerate() {
            if place == BEFORE_DASH {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(LETTERS[usize::from(*value)]))?;
        }
        Ok(())
    }
}

/// A code is a secret until it is used.
impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> InviteCode {
        InviteCode::from_random([0x9c, 0x2f, 0x11, 0xe0, 0x53, 0x7a, 0xd8])
    }

    // SPEC S13
    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let shown = code().to_string();
        assert_eq!((shown.len(), &shown[5..6]), (12, "-"));
        let sloppy = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        for text in [shown.clone(), sloppy, shown.replace('-', ""), format!(" {shown} ")] {
            assert_eq!(text.parse(), Ok(code()), "{text}");
        }
    }

    // SPEC S13
    #[test]
    fn one_wrong_letter_and_two_swapped_ones_are_noticed() {
        let right = code().0;
        for place in 0..right.len() {
            for value in (0..32).filter(|value| *value != right[place]) {
                let mut wrong = right;
                wrong[place] = value;
                assert_eq!(InviteCode(wrong).to_string().parse::<InviteCode>(), Err(BadCode));
            }
            for other in (0..place).filter(|other| right[*other] != right[place]) {
                let mut swapped = right;
                swapped.swap(place, other);
                assert_eq!(InviteCode(swapped).to_string().parse::<InviteCode>(), Err(BadCode));
            }
        }
    }

    #[test]
    fn what_is_no_code_at_all_is_refused() {
        for text in ["", "-", "12345", "ÄÖÜß€", &code().to_string()[1..], &"A".repeat(10_000)]
        {
            assert_eq!(text.parse::<InviteCode>(), Err(BadCode));
        }
    }
}
