//! How work and levels change over time.

use domain::{CompetencyId, Day, EntryId, Moment, Rated, TaskTypeId};

#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The last 8 weeks, oldest first.
    pub weeks: Vec<Bar>,
    /// The last 12 months, oldest first.
    pub months: Vec<Bar>,
    /// Per task type over those 12 months, most first.
    pub types: Vec<TypeTotal>,
    pub competencies: Vec<CompetencyRow>,
    pub goals: Vec<super::GoalView>,
}

/// One week or month.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The Monday of the week, or the first of the month.
    pub from: Day,
    pub tasks: u32,
    pub minutes: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TypeTotal {
    /// `None` for own words.
    pub task_type: Option<TaskTypeId>,
    pub name: String,
    pub tasks: u32,
    pub minutes: u32,
    /// Tasks per week over the same 8 weeks, oldest first.
    pub weekly: Vec<u32>,
    /// Tasks and minutes per month over the same 12 months, oldest first.
    pub monthly: Vec<(u32, u32)>,
}

/// One competency in a list. Levels are counted from 1; `None` is "not rated".
#[derive(Clone, Debug, PartialEq)]
pub struct CompetencyRow {
    pub competency: CompetencyId,
    pub name: String,
    pub area: Option<String>,
    pub levels: u8,
    pub own: Option<u8>,
    pub own_when: Option<Moment>,
    /// The last own answer was "can't say yet".
    pub cannot_say: bool,
    /// The newest level that somebody saw, when, and how often somebody looked.
    pub observer: Option<u8>,
    pub observed_when: Option<Moment>,
    pub observations: u32,
    /// The level that was signed off and holds, by the later decision, and when it was seen.
    pub signed: Option<u8>,
    pub signed_when: Option<Moment>,
    pub target: Option<u8>,
    pub tasks: u32,
    pub last_task: Option<Day>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CompetencyPage {
    pub row: CompetencyRow,
    pub levels: Vec<LevelWords>,
    /// Own ratings, oldest first.
    pub climb: Vec<ClimbPoint>,
    /// What others saw, oldest first.
    pub observed: Vec<ClimbPoint>,
    /// What was signed off, with later words about it.
    pub signed: super::Signed,
    /// Ratings and tasks it is based on, newest first.
    pub evidence: Vec<super::EntryView>,
    pub aids: Vec<super::AidView>,
    /// The person may rate here (own page).
    pub can_rate: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LevelWords {
    pub number: u8,
    /// "I do it alone"
    pub name: String,
    /// What that looks like here; may be empty.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClimbPoint {
    pub entry: EntryId,
    pub day: Day,
    /// `None`: can't say yet, or not observed.
    pub level: Option<u8>,
}

/// Rating oneself: earlier ratings, own and others', are not in here on purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct RatingForm {
    pub competency: CompetencyId,
    pub name: String,
    pub levels: Vec<LevelWords>,
    pub task: Option<EntryId>,
    /// What was just saved here, after saving.
    pub saved: Option<Rated>,
    /// Tagged competencies of the task that were not rated with it yet, this one excluded.
    pub next: Option<CompetencyId>,
    pub not_saved: Option<crate::Fault>,
}
