//! Ed25519 keys, and the fingerprint by which people compare them.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::hex::{from_hex, to_hex};

pub type Signature = [u8; 64];

/// Any 32 bytes; those that are no key verify nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey(pub [u8; 32]);

/// A public key that verifies many.
#[derive(Clone, Debug)]
pub(super) struct OpenKey(VerifyingKey);

/// Wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(SigningKey);

/// The first 16 bytes of the SHA-256 of a public key, shown as eight groups of hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 32 digits of hex, as in 0123-4567-89ab-cdef-0123-4567-89ab-cdef")]
pub struct BadFingerprint;

impl PublicKey {
    /// Strict: no weak keys, and no second signature made from a first (RFC 8032 with the checks of
    /// `verify_strict`).
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        self.open().is_some_and(|key| key.verifies(message, signature))
    }

    /// Unpacked, which is a fifth of the work of verifying.
    pub(super) fn open(&self) -> Option<OpenKey> {
        VerifyingKey::from_bytes(&self.0).ok().map(OpenKey)
    }

    /// Whether it could be somebody's key.
    pub fn is_sound(&self) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| !key.is_weak())
    }

    pub fn fingerprint(&self) -> Fingerprint {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Fingerprint(first)
    }
}

impl OpenKey {
    pub(super) fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl SecretKey {
    /// From 32 random bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    pub fn sign(&self, message: &[u8]) -> Signature {
        self.0.sign(message).to_bytes()
    }
}

/// Never the key itself.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret key of {:?}", self.public())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<String> = self.0.chunks(2).map(to_hex).collect();
        f.write_str(&groups.join("-"))
    }
}

impl FromStr for Fingerprint {
    type Err = BadFingerprint;

    /// With or without what divides the groups.
    fn from_str(text: &str) -> Result<Self, BadFingerprint> {
        let digits: String =
            text.chars().filter(|c| !matches!(c, '-' | ' ' | ':' | '\n' | '\r' | '\t')).collect();
        let bytes = from_hex(&digits).ok_or(BadFingerprint)?;
        bytes.try_into().map(Self).map_err(|_| BadFingerprint)
    }
}
