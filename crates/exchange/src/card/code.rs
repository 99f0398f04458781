//! The short code of a task: eight letters that can be read out, and that find the task on a phone which
//! has it already.

use std::fmt;
use std::str::FromStr;

use domain::{EntryId, OrgId};
use sha2::{Digest, Sha256};

use super::letters;

const DOMAIN: &[u8] = b"ropes card code v1\0";
const BYTES: usize = 5;
const HALF: usize = 4;

/// 40 bits that follow from organisation and entry. Shown as `XXXX-XXXX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortCode([u8; BYTES]);

/// A text that is no code of ours: mistyped, most likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has eight letters and numbers")]
pub struct BadCode;

impl ShortCode {
    pub fn of(org: &OrgId, entry: &EntryId) -> Self {
        let hash = Sha256::new().chain_update(DOMAIN).chain_update(org.as_str());
        let hash = hash.chain_update([0]).chain_update(entry.as_str());
        let [a, b, c, d, e, ..]: [u8; 32] = hash.finalize().into();
        Self([a, b, c, d, e])
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = letters::spell(&self.0);
        let (first, second) = letters.split_at(HALF);
        f.write_str(first)?;
        f.write_str("-")?;
        f.write_str(second)
    }
}

impl FromStr for ShortCode {
    type Err = BadCode;

    /// Takes any case, O for 0, I and L for 1, with or without dash and spaces.
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let letters: String = text.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
        let bytes = letters::read(&letters).ok_or(BadCode)?;
        bytes.try_into().map(Self).map_err(|_| BadCode)
    }
}
