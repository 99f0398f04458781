//! The organisation's keys and what they certify, as the store keeps them.

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
