//! Which documents there are for a person: those in the store, and those they may expect.

use std::collections::BTreeMap;

use documents::{DocumentId, DocumentKey};
use domain::{Access, Day, Kind, Period, PersonId};

use super::Directory;
use crate::store::{DocumentRecord, Store, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub document: DocumentRecord,
    pub access: Access,
}

/// All documents `viewer` may read or write, sorted by id: every registered one; also before they
/// exist, for this and last year, the own log and journal of who may write them, and the logs of
/// those they supervise or buddy.
pub fn documents_for(
    store: &dyn Store,
    directory: &Directory,
    viewer: &PersonId,
    today: Day,
) -> Result<Vec<Listed>, StoreError> {
    let mut expected = expected(directory, viewer, today);
    expected.retain(|record| {
        let is_own = record.author.as_ref() == Some(viewer);
        !is_own || directory.access_of(viewer, record, today) == Access::Write
    });
    let mut all: BTreeMap<DocumentId, DocumentRecord> =
        expected.into_iter().map(|record| (record.id, record)).collect();
    all.extend(store.documents()?.into_iter().map(|record| (record.id, record)));
    let listed = all.into_values().map(|document| {
        let access = directory.access_of(viewer, &document, today);
        Listed { document, access }
    });
    Ok(listed.filter(|listed| listed.access > Access::None).collect())
}

fn expected(directory: &Directory, viewer: &PersonId, today: Day) -> Vec<DocumentRecord> {
    let year = u16::try_from(today.ymd().0).unwrap_or_default();
    let mut wanted = Vec::new();
    for period in [Period(year), Period(year.saturating_sub(1))] {
        wanted.push((Kind::Log, viewer.clone(), period));
        wanted.push((Kind::Journal, viewer.clone(), period));
        for person in directory.in_charge_of(viewer, today) {
            wanted.push((Kind::Log, person, period));
        }
    }
    let org = &directory.organisation.id;
    let key = |(kind, person, period)| DocumentKey::own(org.clone(), kind, person, period);
    wanted.into_iter().map(|wish| DocumentRecord::of(&key(wish), 0)).collect()
}
