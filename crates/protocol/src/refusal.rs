//! Why something a peer sent was not taken: a stable code and a sentence.

use std::fmt;

/// The codes of the `ropes-refused` frame. Their texts never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalCode {
    /// More bytes, changes or rows than anybody needs.
    TooLarge,
    /// Compressed data that grows too far.
    InflatesTooFar,
    /// Not what Automerge writes.
    Malformed,
    /// The sender may not write, or not see, this document.
    Forbidden,
    /// The sender has nothing to do with the person any more, and the grace is over.
    RelationEnded,
    /// The content breaks a rule about documents, such as another genesis.
    NotAccepted,
    /// The document was set aside; what was written is taken once it is not any more.
    Frozen,
    /// The person has as many documents as one may have, and this would be another.
    TooManyDocuments,
}

impl RefusalCode {
    pub const ALL: [Self; 8] = [
        Self::TooLarge,
        Self::InflatesTooFar,
        Self::Malformed,
        Self::Forbidden,
        Self::NotAccepted,
        Self::RelationEnded,
        Self::Frozen,
        Self::TooManyDocuments,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::InflatesTooFar => "inflates-too-far",
            Self::Malformed => "malformed",
            Self::Forbidden => "forbidden",
            Self::NotAccepted => "not-accepted",
            Self::RelationEnded => "relation-ended",
            Self::Frozen => "frozen",
            Self::TooManyDocuments => "too-many-documents",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One refusal. The message is for logs and for the person's details page, in English.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refusal {
    pub code: RefusalCode,
    pub message: String,
    /// Which changes it is about, where that is known: hashes, or only the first [`HASH_START`]
    /// bytes of one that cannot be read far enough.
    pub changes: Vec<Vec<u8>>,
}

/// So much of a change's hash stands in its header.
pub const HASH_START: usize = 4;

/// Whether a refusal that names `named` is about the change of this hash.
pub fn names_change(named: &[u8], hash: &[u8; 32]) -> bool {
    named.len() >= HASH_START && hash.starts_with(named)
}

impl Refusal {
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), changes: Vec::new() }
    }

    /// The same about these changes.
    pub fn of(self, changes: Vec<Vec<u8>>) -> Self {
        Self { changes, ..self }
    }

    pub(crate) fn malformed(message: impl Into<String>) -> Self {
        Self::new(RefusalCode::Malformed, message)
    }

    pub(crate) fn too_large(message: impl Into<String>) -> Self {
        Self::new(RefusalCode::TooLarge, message)
    }
}
