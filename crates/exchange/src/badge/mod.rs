//! A sign-off as an Open Badges 3.0 credential, for wallets and verifiers that know nothing of Ropes.
//!
//! Format: 1EdTech "Open Badges Specification" 3.0, secured as a VC-JWT (section 8.2): the payload is the
//! credential itself with `iss`, `sub`, `jti` and `nbf` beside it, signed with RS256. Ids are made of
//! what was signed, so the same sign-off always has the same badge. The key is the caller's.

mod credential;
mod uuid;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::attestation::{Attestation, Names, Receipt, Signed};

/// All that a badge says.
#[derive(Clone, Copy, Debug)]
pub struct Badge<'a> {
    pub issuer: Issuer<'a>,
    pub attestation: &'a Signed<Attestation>,
    /// From when on it counts.
    pub receipt: &'a Signed<Receipt>,
    /// What the ids of the attestation stand for.
    pub names: &'a Names,
    /// Of the scale, lowest first.
    pub levels: &'a [String],
    pub framework: Framework<'a>,
}

/// Who vouches.
#[derive(Clone, Copy, Debug)]
pub struct Issuer<'a> {
    /// The address of the issuer's profile.
    pub id: &'a str,
    /// Where the organisation's server is reached.
    pub url: &'a str,
}

/// Where the competency was published.
#[derive(Clone, Copy, Debug)]
pub struct Framework<'a> {
    pub title: &'a str,
    pub code: Option<&'a str>,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    typ: &'static str,
    kid: &'a str,
}

/// What RS256 signs. `kid`: the address of the issuer's public key.
pub fn to_be_signed(badge: &Badge<'_>, kid: &str) -> String {
    let header = Header { alg: "RS256", typ: "JWT", kid };
    format!("{}.{}", part(&header), part(&credential::Payload::of(badge)))
}

/// What the address of the issuer's profile says.
pub fn profile(issuer: &Issuer<'_>, organisation: &str) -> impl Serialize + use<> {
    credential::Published::of(issuer, organisation)
}

/// The compact token.
pub fn token(signed: &str, signature: &[u8]) -> String {
    format!("{signed}.{}", base64_url(signature))
}

/// Base64 as JOSE writes it (RFC 7515, section 2).
pub fn base64_url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Plain fields and strings always have a JSON.
fn part(value: &impl Serialize) -> String {
    base64_url(&serde_json::to_vec(value).unwrap_or_default())
}
