//! `POST /api/certificate`, `GET /api/trust`, `GET` and `POST /api/receipts`: what the organisation signed, as
//! it was signed. Bytes are hex; what they say is read by who verifies them.

use serde::{Deserialize, Serialize};

/// A record and the signature over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedDto {
    pub bytes: String,
    pub signature: String,
}

/// The device that asks wants this key certified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateWish {
    pub public_key: String,
    /// The key is kept on somebody else's phone.
    #[serde(default)]
    pub guest: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateDto {
    pub bytes: String,
    pub signature: String,
    /// When its device was revoked, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<i64>,
}

/// One root key took the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionDto {
    pub bytes: String,
    pub by_old: String,
    pub by_new: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustDto {
    pub org: String,
    /// Of the root key that signs now.
    pub fingerprint: String,
    /// Oldest first.
    #[serde(default)]
    pub chain: Vec<SuccessionDto>,
    /// Those the caller may need.
    #[serde(default)]
    pub certificates: Vec<CertificateDto>,
}

/// The part of it that everybody may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootDto {
    pub org: String,
    pub fingerprint: String,
    #[serde(default)]
    pub chain: Vec<SuccessionDto>,
}

/// What a client kept, for a server that was restored from a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReceipts {
    pub receipts: Vec<SignedDto>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptsDto {
    pub receipts: Vec<SignedDto>,
    /// There are more: ask with `after` set to this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}
