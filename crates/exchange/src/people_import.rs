//! What a file of people holds.

use domain::{Day, JobRole, JobRoleId, Role};

/// People by the key their organisation gave them. Person and team ids are the server's to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleImport {
    /// In the order of the file, each key once.
    pub people: Vec<PersonRow>,
    /// Jobs the catalogue does not know yet, to be added to it.
    pub new_jobs: Vec<JobRole>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Their own key, such as a staff number.
    pub key: String,
    pub name: String,
    pub job: Option<JobRoleId>,
    /// Never empty, each once.
    pub roles: Vec<Role>,
    /// The team's name.
    pub team: Option<String>,
    /// Names of the teams they supervise.
    pub supervises: Vec<String>,
    pub buddy: Option<BuddyRow>,
}

/// Who helps a person, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuddyRow {
    /// The buddy's key, in this file or known before.
    pub key: String,
    /// From today where it is absent.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}
