//! Which document an id means for one person: decided before anything is loaded or made.

use documents::DocumentKey;
use domain::{Access, Day, Kind, Period, PersonId};
use protocol::RefusalCode;

use crate::access::{Directory, NotRegistered, Wish, register};
use crate::store::{DocumentId, DocumentRecord, Store, StoreError};

/// What an id means for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Permit {
    /// Nothing. A document that may not be seen is no different from one that does not exist.
    None,
    /// One they may read, once somebody has made it.
    Expected,
    /// Theirs to make.
    Unmade(DocumentKey),
    /// Theirs, and one more than a person may have.
    TooMany,
    Open(Access),
    /// Theirs, and they may no longer write it: what they send is refused for this reason.
    Closed(RefusalCode),
}

/// Finds the document, and makes nothing.
pub(crate) fn permit(
    store: &dyn Store,
    directory: &Directory,
    person: &PersonId,
    id: DocumentId,
    now: i64,
) -> Result<Permit, StoreError> {
    let today = domain::Moment::new(now, 0).day();
    if let Some(record) = store.document(id)? {
        let is_author = record.author.as_ref() == Some(person);
        match directory.access_of(person, &record, today) {
            Access::None => {}
            Access::Read if is_author => return Ok(Permit::Closed(closed(record.kind))),
            access => return Ok(Permit::Open(access)),
        }
    }
    let expected = expected(directory, person, today);
    let Some(key) = expected.into_iter().find(|key| key.id() == id) else {
        return Ok(Permit::None);
    };
    match directory.access_of(person, &DocumentRecord::of(&key, now), today) {
        Access::None => Ok(Permit::None),
        Access::Read => Ok(Permit::Expected),
        Access::Write => Ok(Permit::Unmade(key)),
    }
}

/// Why an author may no longer write.
fn closed(kind: Kind) -> RefusalCode {
    match kind {
        Kind::Shadow | Kind::Obs => RefusalCode::RelationEnded,
        Kind::Catalog | Kind::Log | Kind::Journal => RefusalCode::Forbidden,
    }
}

/// Makes a document its author asks for: registered, with its genesis.
pub(crate) fn make(
    store: &dyn Store,
    directory: &Directory,
    person: &PersonId,
    DocumentKey { kind, subject, period, .. }: DocumentKey,
    now: i64,
) -> Result<Permit, StoreError> {
    match register(store, directory, person, Wish { kind, subject, period }, now) {
        Ok(_) => Ok(Permit::Open(Access::Write)),
        Err(NotRegistered::Store(error)) => Err(error),
        Err(NotRegistered::TooMany) => Ok(Permit::TooMany),
        Err(NotRegistered::Period | NotRegistered::Forbidden) => Ok(Permit::None),
    }
}

/// The documents `GET /api/documents` names before they exist.
fn expected(directory: &Directory, person: &PersonId, today: Day) -> Vec<DocumentKey> {
    let year = u16::try_from(today.ymd().0).unwrap_or_default();
    let org = &directory.organisation.id;
    let mut keys = Vec::new();
    for period in [Period(year), Period(year.saturating_sub(1))] {
        let key = |kind, person| DocumentKey::own(org.clone(), kind, person, period);
        keys.extend([Kind::Log, Kind::Journal].map(|kind| key(kind, person.clone())));
        let others = directory.in_charge_of(person, today).into_iter();
        keys.extend(others.map(|other| key(Kind::Log, other)));
    }
    keys.extend(directory.shadows_of(person, today));
    keys
}
