//! What an attestation does. Nothing is ever changed: whatever takes back an earlier one is a record of
//! its own that names it.

use super::cbor::Value;
use super::fields::Fields;
use super::{Digest, Unreadable};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Signs a skill off, perhaps anew.
    Sign { renews: Option<Digest> },
    /// Says what should have been said.
    Correct { of: Digest, reason: String },
    /// Takes it back.
    Void { of: Digest, reason: String },
    /// "Yes, that was me": from a device of the signer's own, about one signed on somebody else's.
    Confirm { of: Digest },
}

const SIGN: i64 = 1;
const CORRECT: i64 = 2;
const VOID: i64 = 3;
const CONFIRM: i64 = 4;
const LONGEST_REASON: usize = 2_000;

/// The fields of its number, of what it names, and of its reason.
pub(super) const NUMBER: u8 = 1;
pub(super) const PREVIOUS: u8 = 16;
pub(super) const REASON: u8 = 17;

impl Act {
    /// The attestation that this one takes the place of, takes back or confirms.
    pub fn previous(&self) -> Option<&Digest> {
        match self {
            Self::Sign { renews } => renews.as_ref(),
            Self::Correct { of, .. } | Self::Void { of, .. } | Self::Confirm { of } => Some(of),
        }
    }

    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Sign { .. } | Self::Confirm { .. } => None,
            Self::Correct { reason, .. } | Self::Void { reason, .. } => Some(reason),
        }
    }

    pub(super) fn number(&self) -> Value {
        Value::Number(match self {
            Self::Sign { .. } => SIGN,
            Self::Correct { .. } => CORRECT,
            Self::Void { .. } => VOID,
            Self::Confirm { .. } => CONFIRM,
        })
    }

    pub(super) fn take(fields: &mut Fields) -> Result<Self, Unreadable> {
        let number = fields.number(NUMBER)?;
        let previous = fields.optional_digest(PREVIOUS)?;
        let named = previous.ok_or(Unreadable::Field(PREVIOUS));
        match number {
            SIGN => Ok(Self::Sign { renews: previous }),
            CORRECT => Ok(Self::Correct { of: named?, reason: reason(fields)? }),
            VOID => Ok(Self::Void { of: named?, reason: reason(fields)? }),
            CONFIRM => Ok(Self::Confirm { of: named? }),
            _ => Err(Unreadable::Field(NUMBER)),
        }
    }
}

fn reason(fields: &mut Fields) -> Result<String, Unreadable> {
    let text = fields.text(REASON)?;
    let fits = !text.trim().is_empty() && text.chars().count() <= LONGEST_REASON;
    fits.then_some(text).ok_or(Unreadable::Field(REASON))
}
