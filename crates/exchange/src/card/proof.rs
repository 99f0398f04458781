//! The card that a supervisor shows back: a sign-off, and the certificate of the key that signed it. Both
//! sides hold proof then, before any server has heard of it.

use super::fields::{Put, Take};
use crate::attestation::{Attestation, Certificate, Record, Signature, Signed, Unreadable};

pub(super) const KIND: char = 'P';

/// Bytes and signatures as they were signed; [`ProofCard::open`] says whether they can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofCard {
    pub attestation: Vec<u8>,
    pub signature: Signature,
    pub certificate: Vec<u8>,
    pub certified: Signature,
}

impl ProofCard {
    pub fn of(signed: &Signed<Attestation>, certificate: &Signed<Certificate>) -> Self {
        Self {
            attestation: signed.record.encode(),
            signature: signed.signature,
            certificate: certificate.record.encode(),
            certified: certificate.signature,
        }
    }

    /// Read, and not yet verified.
    pub fn open(&self) -> Result<(Signed<Attestation>, Signed<Certificate>), Unreadable> {
        Ok((
            Signed::open(&self.attestation, &self.signature)?,
            Signed::open(&self.certificate, &self.certified)?,
        ))
    }

    pub(super) fn put(&self, put: &mut Put) {
        put.bytes(&self.attestation);
        put.fixed(&self.signature);
        put.bytes(&self.certificate);
        put.fixed(&self.certified);
    }

    pub(super) fn take(take: &mut Take<'_>) -> Option<Self> {
        Some(Self {
            attestation: take.bytes()?.to_vec(),
            signature: take.fixed()?,
            certificate: take.bytes()?.to_vec(),
            certified: take.fixed()?,
        })
    }
}
