//! Who is there before an import of people.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Buddy, Team};

use crate::store::{PersonRecord, Store, StoreError};

pub(super) struct Crew {
    /// By key.
    pub(super) people: BTreeMap<String, PersonRecord>,
    pub(super) teams: Vec<Team>,
    pub(super) buddies: Vec<Buddy>,
}

impl Crew {
    pub(super) fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let people = store.people()?.into_iter().map(|person| (person.key.clone(), person));
        Ok(Self { people: people.collect(), teams: store.teams()?, buddies: store.buddies()? })
    }

    pub(super) fn keys(&self) -> BTreeSet<String> {
        self.people.keys().cloned().collect()
    }
}
