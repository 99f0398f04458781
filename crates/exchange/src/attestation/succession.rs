//! One root key takes the place of another. Both sign: the old one names its successor, and the new
//! one takes over what the old one certified.

use domain::OrgId;

use super::cbor::Value;
use super::fields::{read, version};
use super::{PublicKey, Record, SecretKey, Signature, Unreadable};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    pub org: OrgId,
    pub old: PublicKey,
    pub new: PublicKey,
    /// Milliseconds since 1970: what the old key signed later does not count.
    pub at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedSuccession {
    pub succession: Succession,
    pub by_old: Signature,
    pub by_new: Signature,
}

impl Record for Succession {
    const DOMAIN: &'static [u8] = b"ropes root succession v1\0";

    fn encode(&self) -> Vec<u8> {
        Value::map([
            version(),
            (1, Some(Value::text(self.org.as_str()))),
            (2, Some(Value::bytes(&self.old.0))),
            (3, Some(Value::bytes(&self.new.0))),
            (4, Some(self.at.into())),
        ])
        .encode()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        read(bytes, |fields| {
            Ok(Self {
                org: fields.id(1, OrgId::new)?,
                old: PublicKey(fields.digest(2)?),
                new: PublicKey(fields.digest(3)?),
                at: fields.number(4)?,
            })
        })
    }
}

impl SignedSuccession {
    pub fn by(old: &SecretKey, new: &SecretKey, org: OrgId, at: i64) -> Self {
        let succession = Succession { org, old: old.public(), new: new.public(), at };
        let message = succession.to_be_signed();
        Self { by_old: old.sign(&message), by_new: new.sign(&message), succession }
    }

    pub fn verifies(&self) -> bool {
        let message = self.succession.to_be_signed();
        let Succession { old, new, .. } = &self.succession;
        old.verifies(&message, &self.by_old) && new.verifies(&message, &self.by_new)
    }
}
