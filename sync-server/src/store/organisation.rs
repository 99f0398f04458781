//! The organisation and its people as the store keeps them.

use domain::{Buddy, JobRoleId, OrgId, PersonId, Role, Supervised, Team};

use super::Append;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrgId,
    pub name: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    pub is_demo: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    pub id: PersonId,
    /// The organisation's own number for this person: unique, given by them.
    pub key: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub job: Option<JobRoleId>,
    pub is_active: bool,
}

impl PersonRecord {
    pub fn is_admin(&self) -> bool {
        self.is_active && self.roles.contains(&Role::Admin)
    }
}

/// A change of people and relations. People and teams here replace those of the same id; others
/// stay. `buddies` replaces the whole list where it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleUpdate {
    pub people: Vec<PersonRecord>,
    pub teams: Vec<Team>,
    pub buddies: Option<Vec<Buddy>>,
    /// Pairs that ended; each replaces an earlier end of the same pair.
    pub supervised: Vec<Supervised>,
    /// What the catalogue gains with these people, such as new jobs: in the same transaction.
    pub catalog: Vec<Append>,
}
