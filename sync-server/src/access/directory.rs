//! Everybody and how they stand to each other, read at once and kept until it changes.

use std::collections::{BTreeMap, BTreeSet};

use documents::DocumentKey;
use domain::{
    Access, Buddy, Day, DeviceId, GRACE_DAYS, Kind, Period, PersonId, Standing, Supervised, Team,
    allowed,
};

use crate::limits::ServerLimits;
use crate::store::{
    Device, DocumentId, DocumentRecord, Organisation, PersonRecord, Store, StoreError,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// [`crate::store::Versions::people`] from before the first read.
    pub version: u64,
    pub organisation: Organisation,
    pub people: BTreeMap<PersonId, PersonRecord>,
    pub teams: Vec<Team>,
    pub buddies: Vec<Buddy>,
    pub supervised: Vec<Supervised>,
    /// Days for which what an ended relation wrote before may still arrive.
    pub grace: u16,
    /// Documents one person may author.
    pub person_documents: usize,
    pub devices: BTreeMap<DeviceId, Device>,
    /// Documents that may be read and not written for now.
    pub frozen: BTreeSet<DocumentId>,
}

impl Directory {
    /// The version is read first: a change in between makes the next look read again.
    pub fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let version = store.versions()?.people;
        let people = store.people()?.into_iter().map(|person| (person.id.clone(), person));
        let devices = store.devices()?.into_iter().map(|device| (device.id.clone(), device));
        Ok(Self {
            version,
            organisation: store.organisation()?.ok_or(StoreError::NoOrganisation)?,
            people: people.collect(),
            teams: store.teams()?,
            buddies: store.buddies()?,
            supervised: store.supervised()?,
            grace: GRACE_DAYS,
            person_documents: ServerLimits::default().person_documents as usize,
            devices: devices.collect(),
            frozen: store.frozen()?.into_iter().map(|frozen| frozen.document).collect(),
        })
    }

    pub(crate) fn with_rules(self, grace: u16, limits: &ServerLimits) -> Self {
        Self { grace, person_documents: limits.person_documents as usize, ..self }
    }

    /// A person who has not left.
    pub fn active(&self, id: &PersonId) -> Option<&PersonRecord> {
        self.people.get(id).filter(|person| person.is_active)
    }

    /// Whether this device may be connected: known, not revoked, its person active.
    pub fn admits(&self, device: &DeviceId) -> bool {
        let device = self.devices.get(device).filter(|device| device.revoked_at.is_none());
        device.is_some_and(|device| self.active(&device.person).is_some())
    }

    pub fn supervises(&self, supervisor: &PersonId, worker: &PersonId) -> bool {
        let both = |t: &Team| t.supervisors.contains(supervisor) && t.members.contains(worker);
        self.teams.iter().any(both)
    }

    pub fn is_buddy(&self, buddy: &PersonId, learner: &PersonId, today: Day) -> bool {
        let pair = |b: &Buddy| &b.buddy == buddy && &b.learner == learner && b.holds_on(today);
        self.buddies.iter().any(pair)
    }

    /// What buddies and learners of today write and read about each other this year, of the pairs
    /// that this person is in.
    pub(crate) fn shadows_of(&self, person: &PersonId, today: Day) -> Vec<DocumentKey> {
        let year = Period(u16::try_from(today.ymd().0).unwrap_or_default());
        let mine = |pair: &&Buddy| [&pair.buddy, &pair.learner].contains(&person);
        let pairs = self.buddies.iter().filter(|pair| pair.holds_on(today)).filter(mine);
        let key = |pair: &Buddy| DocumentKey {
            org: self.organisation.id.clone(),
            kind: Kind::Shadow,
            author: Some(pair.buddy.clone()),
            subject: pair.learner.to_string(),
            period: Some(year),
        };
        pairs.map(key).collect()
    }

    fn was_buddy(&self, buddy: &PersonId, learner: &PersonId, today: Day) -> bool {
        let mine = |b: &&Buddy| &b.buddy == buddy && &b.learner == learner;
        self.buddies.iter().filter(mine).any(|pair| pair.ended_lately(today, self.grace))
    }

    fn supervised(&self, supervisor: &PersonId, worker: &PersonId, today: Day) -> bool {
        let mine = |s: &&Supervised| &s.supervisor == supervisor && &s.worker == worker;
        self.supervised.iter().filter(mine).any(|pair| pair.ended_lately(today, self.grace))
    }

    /// Whether what a person may do with any document is as it was in `before`, on the same day.
    pub(crate) fn is_as_before(&self, before: &Self, viewer: &PersonId) -> bool {
        self.people.get(viewer) == before.people.get(viewer)
            && same(&self.teams, &before.teams, |team| team.supervisors.contains(viewer))
            && same(&self.buddies, &before.buddies, |pair| &pair.buddy == viewer)
            && same(&self.supervised, &before.supervised, |pair| &pair.supervisor == viewer)
    }

    /// What a person may do with a document today.
    pub fn access_of(&self, viewer: &PersonId, document: &DocumentRecord, today: Day) -> Access {
        match self.active(viewer) {
            Some(person) => {
                let standing = self.standing(viewer, document, today);
                allowed(&person.roles, standing, document.kind)
            }
            None => Access::None,
        }
    }

    fn standing(&self, viewer: &PersonId, document: &DocumentRecord, today: Day) -> Standing {
        let is_author = document.author.as_ref() == Some(viewer);
        let subject = match document.kind {
            Kind::Catalog => None,
            Kind::Log | Kind::Journal | Kind::Shadow | Kind::Obs => {
                PersonId::new(document.subject.as_str()).ok()
            }
        };
        subject.map_or(Standing { is_author, ..Standing::default() }, |subject| Standing {
            is_author,
            is_subject: &subject == viewer,
            supervises: self.supervises(viewer, &subject),
            is_buddy: self.is_buddy(viewer, &subject, today),
            supervised: self.supervised(viewer, &subject, today),
            was_buddy: self.was_buddy(viewer, &subject, today),
        })
    }

    /// People whose work this person may read because they supervise them, by id.
    pub(crate) fn team_of(&self, viewer: &PersonId) -> BTreeSet<PersonId> {
        let standing = Standing { supervises: true, ..Standing::default() };
        let may_read =
            |person: &PersonRecord| allowed(&person.roles, standing, Kind::Log) >= Access::Read;
        if !self.active(viewer).is_some_and(may_read) {
            return BTreeSet::new();
        }
        let teams = self.teams.iter().filter(|team| team.supervisors.contains(viewer));
        let members = teams.flat_map(|team| &team.members);
        members.filter(|id| *id != viewer && self.active(id).is_some()).cloned().collect()
    }

    /// People whose documents this person has to do with because of a team or a pair.
    pub(crate) fn in_charge_of(&self, viewer: &PersonId, today: Day) -> Vec<PersonId> {
        let teams = self.teams.iter().filter(|team| team.supervisors.contains(viewer));
        let pairs = self.buddies.iter().filter(|b| &b.buddy == viewer && b.holds_on(today));
        let mut all: Vec<_> = teams.flat_map(|team| team.members.iter()).cloned().collect();
        all.extend(pairs.map(|pair| pair.learner.clone()));
        all.retain(|id| id != viewer);
        all.sort();
        all.dedup();
        all
    }
}

/// Whether two lists say the same of what `counts`.
fn same<T: PartialEq>(one: &[T], other: &[T], counts: impl Fn(&T) -> bool) -> bool {
    let counted = |list| <[T]>::iter(list).filter(|item| counts(item));
    counted(one).eq(counted(other))
}
