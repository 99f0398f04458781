//! A record with the signature over it.

use domain::{Map, Set};
use sha2::Sha256;

use super::key::OpenKey;
use super::{Digest, PublicKey, SecretKey, Signature, Unreadable};

/// What can be signed.
pub trait Record: Sized {
    /// Goes before the bytes, so that a signature over one thing is none over another.
    const DOMAIN: &'static [u8];

    /// Its bytes, the same for the same record.
    fn encode(&self) -> Vec<u8>;

    /// Refuses whatever [`Record::encode`] would not have written.
    fn decode(bytes: &[u8]) -> Result<Self, Unreadable>;

    /// What a key signs.
    fn to_be_signed(&self) -> Vec<u8> {
        [Self::DOMAIN, &self.encode()].concat()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<R> {
    pub record: R,
    pub signature: Signature,
}

impl<R: Record> Signed<R> {
    /// Refused where the record could not be read again.
    pub fn by(key: &SecretKey, record: R) -> Result<Self, Unreadable> {
        R::decode(&record.encode())?;
        let signature = key.sign(&record.to_be_signed());
        Ok(Self { record, signature })
    }

    /// From where it was kept.
    pub fn open(bytes: &[u8], signature: &[u8]) -> Result<Self, Unreadable> {
        let signature = signature.try_into().map_err(|_| Unreadable::NotCanonical)?;
        Ok(Self { record: R::decode(bytes)?, signature })
    }

    pub fn verifies(&self, key: &PublicKey) -> bool {
        key.verifies(&self.record.to_be_signed(), &self.signature)
    }

    /// Names the record: SHA-256 of what was signed.
    pub fn digest(&self) -> Digest {
        <Sha256 as sha2::Digest>::digest(self.record.to_be_signed()).into()
    }
}

/// Signatures that were found good, and keys that were unpacked: the certificate of a thousand sign-offs
/// is checked once, and what is read again is not verified again.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    good: Set<Digest>,
    keys: Map<PublicKey, OpenKey>,
}

impl Checked {
    pub fn verifies<R: Record>(&mut self, signed: &Signed<R>, key: &PublicKey) -> bool {
        let message = signed.record.to_be_signed();
        let name = [&key.0[..], &signed.signature, &message].concat();
        let name: Digest = <Sha256 as sha2::Digest>::digest(name).into();
        if self.good.contains(&name) {
            return true;
        }
        if !self.keys.contains_key(key) {
            let Some(open) = key.open() else { return false };
            self.keys.insert(*key, open);
        }
        let is_good =
            self.keys.get(key).is_some_and(|key| key.verifies(&message, &signed.signature));
        if is_good {
            self.good.insert(name);
        }
        is_good
    }
}
