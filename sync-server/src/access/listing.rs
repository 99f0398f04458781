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
/// those they supervise or buddy; for this year, what is written in their pairs of buddy and learner.
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
    let registered = registered(store, directory, viewer, today)?;
    all.extend(registered.into_iter().map(|record| (record.id, record)));
    let listed = all.into_values().map(|document| {
        let access = directory.access_of(viewer, &document, today);
        Listed { document, access }
    });
    Ok(listed.filter(|listed| listed.access > Access::None).collect())
}

/// All that can be of interest, and no more than that is read: nobody sees documents of people they
/// have nothing to do with.
fn registered(
    store: &dyn Store,
    directory: &Directory,
    viewer: &PersonId,
    today: Day,
) -> Result<Vec<DocumentRecord>, StoreError> {
    let mut records = store.common_documents()?;
    records.extend(store.documents_by(viewer)?);
    for person in directory.in_charge_of(viewer, today).iter().chain([viewer]) {
        records.extend(store.documents_about(person.as_str())?);
    }
    Ok(records)
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
    let keys = wanted.into_iter().map(key).chain(directory.shadows_of(viewer, today));
    keys.map(|key| DocumentRecord::of(&key, 0)).collect()
}

#[cfg(test)]
mod tests {
    use documents::{genesis, genesis_hash};
    use domain::{Buddy, OrgId, Role, Supervised, Team, TeamId};

    use super::*;
    use crate::store::{Change, MemoryStore, Organisation, PeopleUpdate, PersonRecord};

    const TODAY: Day = Day(20_000);
    const PEOPLE: [&str; 5] = ["ada", "bo", "cy", "dee", "eli"];

    fn id(name: &str) -> PersonId {
        PersonId::new(name).unwrap()
    }

    fn org() -> OrgId {
        OrgId::new("bicycles").unwrap()
    }

    /// Ada supervises bo and cy, and did dee; bo is cy's buddy, and was eli's.
    fn workshop(roles: &[Role]) -> MemoryStore {
        let store = MemoryStore::default();
        let name = "Spokes".to_owned();
        store.found(&Organisation { id: org(), name, created_at: 0, is_demo: false }).unwrap();
        let people = PEOPLE.map(|name| PersonRecord {
            id: id(name),
            key: name.into(),
            name: name.into(),
            roles: roles.to_vec(),
            job: None,
            is_active: true,
        });
        let team = Team {
            id: TeamId::new("wheels").unwrap(),
            name: "Wheels".into(),
            members: vec![id("bo"), id("cy")],
            supervisors: vec![id("ada")],
        };
        let pair = |learner, until| Buddy {
            buddy: id("bo"),
            learner: id(learner),
            from: Day(19_000),
            until: Some(Day(until)),
        };
        let ended = Supervised { supervisor: id("ada"), worker: id("dee"), until: Day(19_995) };
        let update = PeopleUpdate {
            people: people.into(),
            teams: vec![team],
            buddies: Some(vec![pair("cy", 20_000), pair("eli", 19_995)]),
            supervised: vec![ended],
            ..PeopleUpdate::default()
        };
        store.update_people(&update).unwrap();
        let period = Some(Period(2020));
        let key = |kind, author: &str, subject: &str| {
            let (author, subject) = (Some(id(author)), subject.to_owned());
            DocumentKey { org: org(), kind, author, subject, period }
        };
        let mut keys = vec![DocumentKey::catalog(org(), "work")];
        for author in PEOPLE {
            keys.extend([Kind::Log, Kind::Journal].map(|kind| key(kind, author, author)));
            let others = PEOPLE.into_iter().filter(|subject| *subject != author);
            keys.extend(others.flat_map(|subject| {
                [Kind::Shadow, Kind::Obs].map(|kind| key(kind, author, subject))
            }));
        }
        for key in keys {
            let (hash, bytes) = (genesis_hash(key.kind), genesis(key.kind));
            let first = Change { hash, bytes, clock_wrong: false };
            store.register_document(&DocumentRecord::of(&key, 0), &first).unwrap();
        }
        store
    }

    // SPEC H57, S24
    #[test]
    fn what_is_read_by_its_index_is_all_that_may_be_seen() {
        for roles in Role::ALL.map(|role| vec![role]).into_iter().chain([Role::ALL.to_vec()]) {
            let store = workshop(&roles);
            let directory = Directory::read(&store).unwrap();
            let registered: Vec<_> = store.documents().unwrap();
            for viewer in PEOPLE.map(id) {
                let listed = documents_for(&store, &directory, &viewer, TODAY).unwrap();
                let listed: Vec<_> = listed.into_iter().map(|it| it.document).collect();
                let may_see = |record: &&DocumentRecord| {
                    directory.access_of(&viewer, record, TODAY) > Access::None
                };
                let seen: Vec<_> = registered.iter().filter(may_see).collect();
                assert!(seen.iter().all(|record| listed.contains(record)), "{viewer} {roles:?}");
                let old = listed.iter().filter(|record| registered.contains(record));
                assert_eq!(old.count(), seen.len(), "{viewer} {roles:?}");
            }
        }
    }
}
