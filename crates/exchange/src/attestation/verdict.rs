//! What can be said of a sign-off.

/// Exactly one of these holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Counts,
    /// Good as far as can be seen, and the server's receipt is not here yet.
    AwaitingReceipt,
    /// Signed on somebody else's phone: the signer has yet to confirm it from their own.
    AwaitingConfirmation,
    DoesNotCount(Reason),
}

/// The first thing found wrong, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("it cannot be read")]
    Unreadable,
    #[error("it is of another organisation")]
    OtherOrganisation,
    #[error("it is about another person")]
    OtherSubject,
    #[error("it is about another entry")]
    OtherEntry,
    #[error("it does not stand in the signer's own observations of that person")]
    OtherPlace,
    #[error("nobody can sign off their own skill")]
    OwnSkill,
    #[error("the certificate of the device that signed it is not here")]
    NoCertificate,
    #[error("the device's certificate is not signed by the organisation's key")]
    BadCertificate,
    #[error("the certificate is of another person or another device")]
    OtherSigner,
    #[error("the signature does not fit: something was changed, or another key signed")]
    BadSignature,
    #[error("the server's receipt is not signed by the organisation's key")]
    BadReceipt,
    #[error("the receipt is for something else")]
    OtherReceipt,
    #[error("the device had another key by the time the server received it")]
    KeyReplaced,
    #[error("the device's certificate was not valid yet when the server received it")]
    CertificateNotYetValid,
    #[error("the device's certificate had expired when the server received it")]
    CertificateExpired,
    #[error("the organisation's key that vouches for it had been replaced by then")]
    RootReplaced,
    #[error("the device had been revoked when the server received it")]
    DeviceRevoked,
    #[error("the signer does not supervise this person")]
    NoRelation,
    #[error("the signer no longer supervised this person when the server received it")]
    RelationEnded,
    #[error("it is dated later than the server received it")]
    ObservedLater,
    #[error("it names a version of the competency that the organisation does not have")]
    UnknownCompetencyVersion,
    #[error("what was signed has changed since")]
    ChangedAfterSignOff,
    #[error("what was signed is gone")]
    EvidenceGone,
    #[error("it was corrected by a later one")]
    Corrected,
    #[error("it was taken back by its signer")]
    Voided,
    #[error("it is signed by an organisation you have not confirmed")]
    OrganisationNotConfirmed,
}

impl Reason {
    pub const ALL: [Self; 26] = [
        Self::Unreadable,
        Self::OtherOrganisation,
        Self::OtherSubject,
        Self::OtherEntry,
        Self::OtherPlace,
        Self::OwnSkill,
        Self::NoCertificate,
        Self::BadCertificate,
        Self::OtherSigner,
        Self::BadSignature,
        Self::BadReceipt,
        Self::OtherReceipt,
        Self::KeyReplaced,
        Self::CertificateNotYetValid,
        Self::CertificateExpired,
        Self::RootReplaced,
        Self::DeviceRevoked,
        Self::NoRelation,
        Self::RelationEnded,
        Self::ObservedLater,
        Self::UnknownCompetencyVersion,
        Self::ChangedAfterSignOff,
        Self::EvidenceGone,
        Self::Corrected,
        Self::Voided,
        Self::OrganisationNotConfirmed,
    ];
}

impl Verdict {
    pub fn counts(self) -> bool {
        self == Self::Counts
    }
}
