//! The organisation's keys and what they certify, as the store keeps them.

use std::fmt;

use domain::DeviceId;
use exchange::attestation::{PublicKey, SecretKey, Signature};

/// A key that speaks for the organisation, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootRecord {
    pub public: PublicKey,
    /// Of the newest key alone.
    pub secret: Option<SecretKey>,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// How it took over: signatures by the key before it, and by itself.
    pub handed_over: Option<(Signature, Signature)>,
}

/// What was signed for a device; the bytes say the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRecord {
    /// From 1, without gaps.
    pub serial: u64,
    pub device: DeviceId,
    pub bytes: Vec<u8>,
    pub signature: Signature,
}

/// The key that signs badges.
#[derive(Clone, PartialEq, Eq)]
pub struct BadgeKeyRecord {
    /// The secret, as PKCS #8.
    pub pkcs8: Vec<u8>,
    /// Milliseconds since 1970.
    pub made_at: i64,
}

/// Without the secret.
impl fmt::Debug for BadgeKeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadgeKeyRecord").field("made_at", &self.made_at).finish_non_exhaustive()
    }
}
