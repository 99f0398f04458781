//! Document ids: made from what a document is, so two phones that never met make the same one, and
//! nobody can squat one.

use std::fmt;
use std::str::FromStr;

use domain::{FrameworkId, Kind, OrgId, Period, PersonId};
use sha2::{Digest, Sha256};

/// 16 bytes, shown as automerge-repo shows them: base58 with a checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub [u8; 16]);

/// A text that is not a document id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a document id; expected 16 bytes in base58 with a checksum")]
pub struct BadDocumentId;

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bs58::encode([&self.0[..], &checksum(self.0)].concat()).into_string())
    }
}

impl FromStr for DocumentId {
    type Err = BadDocumentId;

    fn from_str(text: &str) -> Result<Self, BadDocumentId> {
        if text.len() > 40 {
            return Err(BadDocumentId);
        }
        let bytes = bs58::decode(text).into_vec().map_err(|_| BadDocumentId)?;
        match bytes.split_first_chunk() {
            Some((id, sum)) if *sum == checksum(*id) => Ok(Self(*id)),
            Some(_) | None => Err(BadDocumentId),
        }
    }
}

/// As base58check has it: the start of SHA-256 twice over. The crate's own would bring the SHA-256 of
/// another version to every phone.
fn checksum(id: [u8; 16]) -> [u8; 4] {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(Sha256::digest(id)).into();
    [a, b, c, d]
}

/// Everything that makes a document the one it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentKey {
    pub org: OrgId,
    pub kind: Kind,
    /// Nobody for the catalogue, which the server writes.
    pub author: Option<PersonId>,
    /// The person it is about; for the catalogue, what part of it this is.
    pub subject: String,
    /// No period for the catalogue.
    pub period: Option<Period>,
}

/// The catalogue document with tasks, aids and prompts.
pub const CATALOG_WORK: &str = "work";

/// The subject of a framework's catalogue document.
pub fn catalog_framework(framework: &FrameworkId) -> String {
    format!("framework:{framework}")
}

const DOMAIN: &[u8] = b"ropes document id v1\0";

impl DocumentKey {
    /// First 16 bytes of SHA-256 over the domain text, then each field with its length in front
    /// (32-bit big endian), an absent field as length `ffffffff`.
    pub fn id(&self) -> DocumentId {
        let period = self.period.map(|period| period.0.to_be_bytes());
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        field(&mut hash, Some(self.org.as_str().as_bytes()));
        field(&mut hash, Some(&[self.kind.number()]));
        field(&mut hash, self.author.as_ref().map(|person| person.as_str().as_bytes()));
        field(&mut hash, Some(self.subject.as_bytes()));
        field(&mut hash, period.as_ref().map(<[u8; 2]>::as_slice));
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        DocumentId(id)
    }

    /// A worker's own log or journal of a year.
    pub fn own(org: OrgId, kind: Kind, person: PersonId, period: Period) -> Self {
        let subject = person.as_str().to_owned();
        Self { org, kind, author: Some(person), subject, period: Some(period) }
    }

    /// A part of the catalogue.
    pub fn catalog(org: OrgId, subject: impl Into<String>) -> Self {
        Self { org, kind: Kind::Catalog, author: None, subject: subject.into(), period: None }
    }
}

fn field(hash: &mut Sha256, value: Option<&[u8]>) {
    match value {
        Some(bytes) => {
            hash.update((bytes.len() as u32).to_be_bytes());
            hash.update(bytes);
        }
        None => hash.update(u32::MAX.to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> DocumentKey {
        let org = OrgId::new("bicycles").unwrap();
        DocumentKey::own(org, Kind::Log, PersonId::new("samira").unwrap(), Period(2026))
    }

    // SPEC D1
    #[test]
    fn a_document_id_is_frozen() {
        assert_eq!(key().id().to_string(), "3MjQCg8eABhUi6TysQxhyZkXhP6P");
        let catalog = DocumentKey::catalog(key().org, CATALOG_WORK);
        assert_eq!(catalog.id().to_string(), "2Sm6zW3mfTJAqeqJoLN44VMU6xLx");
    }

    // SPEC D1
    #[test]
    fn every_field_changes_the_id() {
        let base = key();
        let others = [
            DocumentKey { org: OrgId::new("bicycle").unwrap(), ..base.clone() },
            DocumentKey { kind: Kind::Journal, ..base.clone() },
            DocumentKey { author: None, ..base.clone() },
            DocumentKey { subject: "samir".into(), ..base.clone() },
            DocumentKey { period: Some(Period(2027)), ..base.clone() },
            DocumentKey { period: None, ..base.clone() },
        ];
        for other in others {
            assert_ne!(base.id(), other.id(), "{other:?}");
        }
    }

    // SPEC D2
    #[test]
    fn an_id_reads_as_automerge_repo_writes_it() {
        let id: DocumentId = "27VFqKpjFanAfT4YagzG1fUrS3X6".parse().unwrap();
        assert_eq!(id.to_string(), "27VFqKpjFanAfT4YagzG1fUrS3X6");
        for bad in ["", "27VFqKpjFanAfT4YagzG1fUrS3X7", "0OIl", "3QJmnh", &"2".repeat(500)] {
            assert_eq!(bad.parse::<DocumentId>(), Err(BadDocumentId));
        }
    }
}
