//! The organisation and its people, in memory.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Buddy, PersonId, Supervised, Team, TeamId};

use crate::store::{Organisation, PeopleUpdate, PersonRecord, StoreError};

#[derive(Clone, Default)]
pub(super) struct People {
    pub(super) organisation: Option<Organisation>,
    pub(super) people: BTreeMap<PersonId, PersonRecord>,
    pub(super) teams: BTreeMap<TeamId, Team>,
    pub(super) buddies: Vec<Buddy>,
    /// By supervisor and worker.
    pub(super) supervised: BTreeMap<(PersonId, PersonId), Supervised>,
    pub(super) version: u64,
}

impl People {
    pub(super) fn require(&self, id: &PersonId) -> Result<(), StoreError> {
        match self.people.contains_key(id) {
            true => Ok(()),
            false => Err(StoreError::UnknownPerson(id.clone())),
        }
    }

    /// Works on a copy, so that a refusal leaves everything as it was.
    pub(super) fn update(&mut self, update: &PeopleUpdate) -> Result<(), StoreError> {
        let mut next = self.clone();
        next.people.extend(update.people.iter().map(|person| (person.id.clone(), person.clone())));
        next.teams.extend(update.teams.iter().map(|team| (team.id.clone(), team.clone())));
        if let Some(buddies) = &update.buddies {
            next.buddies.clone_from(buddies);
        }
        let ended = update.supervised.iter().cloned();
        next.supervised
            .extend(ended.map(|pair| ((pair.supervisor.clone(), pair.worker.clone()), pair)));
        next.version += 1;
        next.check_keys()?;
        next.check_relations()?;
        if self.has_admin() && !next.has_admin() {
            return Err(StoreError::LastAdmin);
        }
        *self = next;
        Ok(())
    }

    fn has_admin(&self) -> bool {
        self.people.values().any(PersonRecord::is_admin)
    }

    fn check_keys(&self) -> Result<(), StoreError> {
        let mut keys = BTreeSet::new();
        match self.people.values().find(|person| !keys.insert(&person.key)) {
            Some(person) => Err(StoreError::KeyTaken(person.key.clone())),
            None => Ok(()),
        }
    }

    fn check_relations(&self) -> Result<(), StoreError> {
        let in_teams = self.teams.values().flat_map(|t| t.members.iter().chain(&t.supervisors));
        let in_pairs = self.buddies.iter().flat_map(|pair| [&pair.buddy, &pair.learner]);
        let ended = self.supervised.values().flat_map(|pair| [&pair.supervisor, &pair.worker]);
        in_teams.chain(in_pairs).chain(ended).try_for_each(|id| self.require(id))
    }
}
