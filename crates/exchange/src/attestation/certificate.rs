//! The organisation's word for a device's key.

use domain::{DeviceId, OrgId, PersonId};

use super::cbor::Value;
use super::fields::{read, version};
use super::{PublicKey, Record, Unreadable};

/// Times: milliseconds since 1970, of the server's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub org: OrgId,
    pub person: PersonId,
    pub device: DeviceId,
    pub key: PublicKey,
    /// From 1; a later certificate of the same device ends an earlier one of another key.
    pub serial: u64,
    pub from: i64,
    pub until: i64,
    /// A key kept on somebody else's phone: what it signs waits for the signer's own device.
    pub is_guest: bool,
    /// The root key that signs this.
    pub issuer: PublicKey,
}

impl Certificate {
    pub fn holds_at(&self, moment: i64) -> bool {
        (self.from..=self.until).contains(&moment)
    }
}

impl Record for Certificate {
    const DOMAIN: &'static [u8] = b"ropes device certificate v1\0";

    fn encode(&self) -> Vec<u8> {
        let text = |text: &str| Some(Value::text(text));
        Value::map([
            version(),
            (1, text(self.org.as_str())),
            (2, text(self.person.as_str())),
            (3, text(self.device.as_str())),
            (4, Some(Value::bytes(&self.key.0))),
            (5, Some(Value::Number(i64::try_from(self.serial).unwrap_or(i64::MAX)))),
            (6, Some(self.from.into())),
            (7, Some(self.until.into())),
            (8, self.is_guest.then_some(Value::Number(1))),
            (9, Some(Value::bytes(&self.issuer.0))),
        ])
        .encode()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        read(bytes, |fields| {
            Ok(Self {
                org: fields.id(1, OrgId::new)?,
                person: fields.id(2, PersonId::new)?,
                device: fields.id(3, DeviceId::new)?,
                key: PublicKey(fields.digest(4)?),
                serial: fields.small(5, 1..=i64::MAX)?,
                from: fields.number(6)?,
                until: fields.number(7)?,
                is_guest: fields.optional(8).is_some(),
                issuer: PublicKey(fields.digest(9)?),
            })
        })
    }
}
