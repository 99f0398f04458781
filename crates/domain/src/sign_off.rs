//! A supervisor's signature that somebody has a skill. Opaque here: what it says, and whether it
//! counts, is judged from the signed bytes and never from the entry around them.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// The bytes that were signed.
    pub attestation: Vec<u8>,
    pub signature: Vec<u8>,
    /// The serial number of the certificate of the key that signed.
    pub certificate: u64,
}
