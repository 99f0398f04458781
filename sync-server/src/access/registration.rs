//! Making documents known. The id is computed here from who asks, so nobody can take an id of
//! somebody else's document, and the genesis is the server's own.

use documents::{DocumentKey, genesis, genesis_hash};
use domain::{Access, Kind, OrgId, Period, PersonId};

use super::Directory;
use crate::store::{Change, DocumentId, DocumentRecord, Store, StoreError};

const LAST_YEAR: u16 = 9_999;

/// A document somebody wants to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub kind: Kind,
    pub subject: String,
    pub period: Option<Period>,
}

#[derive(Debug, thiserror::Error)]
pub enum NotRegistered {
    #[error("a document of this kind needs a year from 0 to 9999")]
    Period,
    #[error("not allowed to write this document")]
    Forbidden,
    #[error("too many documents")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers a document its author may write, with its genesis. Idempotent.
pub fn register(
    store: &dyn Store,
    directory: &Directory,
    author: &PersonId,
    wish: Wish,
    now: i64,
) -> Result<DocumentRecord, NotRegistered> {
    if wish.period.is_none_or(|period| period.0 > LAST_YEAR) {
        return Err(NotRegistered::Period);
    }
    let org = directory.organisation.id.clone();
    let Wish { kind, subject, period } = wish;
    let key = DocumentKey { org, kind, author: Some(author.clone()), subject, period };
    let record = DocumentRecord::of(&key, now);
    let today = domain::Moment::new(now, 0).day();
    if kind == Kind::Catalog || directory.access_of(author, &record, today) < Access::Write {
        return Err(NotRegistered::Forbidden);
    }
    if let Some(known) = store.document(record.id)? {
        return Ok(known);
    }
    if store.documents_by(author)?.len() >= directory.person_documents {
        return Err(NotRegistered::TooMany);
    }
    store.register_document(&record, &first_change(kind))?;
    Ok(record)
}

/// Registers a part of the catalogue, which the server alone writes. Idempotent.
pub fn register_catalog(
    store: &dyn Store,
    org: &OrgId,
    subject: &str,
    now: i64,
) -> Result<DocumentId, StoreError> {
    let record = DocumentRecord::of(&DocumentKey::catalog(org.clone(), subject), now);
    store.register_document(&record, &first_change(Kind::Catalog))?;
    Ok(record.id)
}

fn first_change(kind: Kind) -> Change {
    Change { hash: genesis_hash(kind), bytes: genesis(kind), clock_wrong: false }
}

impl DocumentRecord {
    pub fn of(key: &DocumentKey, registered_at: i64) -> Self {
        Self {
            id: key.id(),
            kind: key.kind,
            author: key.author.clone(),
            subject: key.subject.clone(),
            period: key.period,
            registered_at,
        }
    }
}
