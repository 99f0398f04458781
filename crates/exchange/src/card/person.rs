//! The card that anybody shows of themself: who stands in front of the camera, and no more.

use domain::{OrgId, PersonId};

use super::fields::{Put, Take};

pub(super) const KIND: char = 'W';

/// Bytes of the name that still make a code which is read from afar.
const LONGEST_NAME: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCard {
    pub org: OrgId,
    pub person: PersonId,
    /// For a phone that does not know the person.
    pub name: String,
}

impl PersonCard {
    pub(super) fn put(&self, put: &mut Put) {
        put.text(self.org.as_str());
        put.text(self.person.as_str());
        put.text(&self.name[..self.name.floor_char_boundary(LONGEST_NAME)]);
    }

    pub(super) fn take(take: &mut Take<'_>) -> Option<Self> {
        Some(Self {
            org: OrgId::new(take.text()?).ok()?,
            person: PersonId::new(take.text()?).ok()?,
            name: take.text()?,
        })
    }
}
