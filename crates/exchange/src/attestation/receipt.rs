//! The server's word that it took a change, when, and from whom.
//!
//! The server takes a change only from a device that is not revoked, of a person who may write that
//! document at that moment; so a receipt vouches for the relation too.

use domain::{DeviceId, OrgId, PersonId};

use super::cbor::Value;
use super::evidence::document;
use super::fields::{read, version};
use super::{Digest, PublicKey, Record, Unreadable};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub org: OrgId,
    /// The document's id as text.
    pub document: String,
    /// The Automerge change.
    pub change: Digest,
    pub person: PersonId,
    pub device: DeviceId,
    /// Milliseconds since 1970, of the server's clock.
    pub received_at: i64,
    /// The attestation that the change brought, where it brought one.
    pub attestation: Option<Digest>,
    /// The root key that signs this.
    pub issuer: PublicKey,
}

impl Record for Receipt {
    const DOMAIN: &'static [u8] = b"ropes receipt v1\0";

    fn encode(&self) -> Vec<u8> {
        let text = |text: &str| Some(Value::text(text));
        Value::map([
            version(),
            (1, text(self.org.as_str())),
            (2, text(&self.document)),
            (3, Some(Value::bytes(&self.change))),
            (4, text(self.person.as_str())),
            (5, text(self.device.as_str())),
            (6, Some(self.received_at.into())),
            (7, self.attestation.as_ref().map(|digest| Value::bytes(digest))),
            (8, Some(Value::bytes(&self.issuer.0))),
        ])
        .encode()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        read(bytes, |fields| {
            Ok(Self {
                org: fields.id(1, OrgId::new)?,
                document: document(fields.text(2)?).ok_or(Unreadable::Field(2))?,
                change: fields.digest(3)?,
                person: fields.id(4, PersonId::new)?,
                device: fields.id(5, DeviceId::new)?,
                received_at: fields.number(6)?,
                attestation: fields.optional_digest(7)?,
                issuer: PublicKey(fields.digest(8)?),
            })
        })
    }
}
