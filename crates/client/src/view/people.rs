//! What a supervisor or buddy sees of others.

use domain::{Day, Moment, PersonId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// Team by team: (team name, its people).
    pub teams: Vec<(String, Vec<PersonRow>)>,
    /// Learners I am buddy of.
    pub learners: Vec<PersonRow>,
    /// Requests the person has yet to answer, and their own that nobody has.
    pub owed: (usize, usize),
    /// Whom the person was watching when the form was left, by name.
    pub observing: Option<String>,
    /// What somebody should think about.
    pub doubts: Vec<BuddyDoubt>,
}

/// A buddy of today with as many learners as one should have, or who cannot teach anything yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuddyDoubt {
    pub name: String,
    pub learners: usize,
    /// As far as their own ratings on this phone say.
    pub cannot_teach: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    pub person: PersonId,
    pub name: String,
    pub job: Option<String>,
    /// The last task that reached this phone.
    pub last: Option<LastTask>,
    /// Tasks in the last 7 days, as far as this phone knows.
    pub week: u32,
    /// Their log has not reached this phone yet.
    pub is_missing: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LastTask {
    pub name: String,
    pub when: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    pub row: PersonRow,
    /// Everything they logged and rated, newest first, day by day.
    pub days: Vec<(Day, Vec<super::EntryView>)>,
    pub weeks: Vec<super::Bar>,
    pub competencies: Vec<super::CompetencyRow>,
    /// Rows are being read from the phone's store.
    pub is_loading: bool,
    /// When this phone last heard of this log from the server.
    pub as_of: Option<Moment>,
    /// The reader may watch them at work.
    pub may_observe: bool,
}
