//! Finding anything on the phone.

use domain::{AidId, CompetencyId, EntryId, PersonId, TaskTypeId};

#[derive(Clone, Debug, PartialEq)]
pub struct SearchResult {
    pub query: String,
    /// Best first; 50 at most.
    pub found: Vec<Found>,
    /// There were more.
    pub is_cut: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Task {
        id: TaskTypeId,
        name: String,
    },
    Competency {
        id: CompetencyId,
        name: String,
    },
    Aid {
        id: AidId,
        title: String,
    },
    Entry {
        id: EntryId,
        owner: Option<PersonId>,
        title: String,
        line: String,
        when: domain::Moment,
    },
    Person {
        id: PersonId,
        name: String,
        job: Option<String>,
    },
}
