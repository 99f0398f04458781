//! What an admin hears about the buddies that a file names. It is done all the same.

use std::collections::BTreeSet;

use documents::{Document, Reading, read_entries};
use domain::{BUDDY_LOAD, Body, Buddy, Day, Entry, Kind, PersonId, Roster, SelfRating, can_teach};
use exchange::{PersonRow, Remark, RowNote};

use crate::store::{PeopleUpdate, PersonRecord, Store, StoreError};

/// `update` is what the file makes of everybody.
pub(super) fn doubts(
    store: &dyn Store,
    rows: &[PersonRow],
    update: &PeopleUpdate,
    today: Day,
) -> Result<Vec<RowNote>, StoreError> {
    let buddies: Vec<Buddy> = update.buddies.clone().unwrap_or_default();
    let roster = Roster { buddies, ..Roster::default() };
    let named: BTreeSet<_> = rows.iter().filter_map(|row| Some(&row.buddy.as_ref()?.key)).collect();
    let people = store.people()?;
    let mut notes = Vec::new();
    for (buddy, learners) in roster.loads(today) {
        let mut records = update.people.iter().chain(&people);
        let Some(PersonRecord { key, .. }) = records.find(|person| &person.id == buddy) else {
            continue;
        };
        if !named.contains(key) {
            continue;
        }
        if learners >= BUDDY_LOAD {
            let (buddy, most) = (key.clone(), BUDDY_LOAD);
            notes.push(Remark::BuddyLoad { buddy, learners, most });
        }
        if can_teach(&mut ratings(store, buddy)?.iter()) == Some(false) {
            notes.push(Remark::BuddyCannotTeach(key.clone()));
        }
    }
    Ok(notes.into_iter().map(|remark| RowNote { line: 0, column: None, remark }).collect())
}

/// How a person rates themself, as far as their logs can be read.
fn ratings(store: &dyn Store, person: &PersonId) -> Result<Vec<SelfRating>, StoreError> {
    let mut ratings = Vec::new();
    let logs = store.documents_by(person)?.into_iter().filter(|record| record.kind == Kind::Log);
    for log in logs {
        let chunks: Vec<_> = store.chunks(log.id)?.into_iter().map(|chunk| chunk.bytes).collect();
        let document = Document::load(&chunks, [0; 16]).document;
        ratings.extend(read_entries(&document).into_iter().filter_map(|reading| match reading {
            Reading::Entry {
                entry: Entry { body: Body::Rating(rating), void: None, .. }, ..
            } => Some(rating),
            Reading::Entry { .. } | Reading::Unreadable { .. } => None,
        }));
    }
    Ok(ratings)
}
