//! A supervisor's whole team at once.

use domain::{CompetencyId, Day, Moment, PersonId, TaskTypeId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Team {
    /// When the server last told of the team; `None`: all there is is what this phone holds.
    pub as_of: Option<Moment>,
    /// Who has not been seen for 30 days, the longest first.
    pub unseen: Vec<Unseen>,
    /// Sign-offs that ended or end within 30 days, the earliest first.
    pub renewals: Vec<Renewal>,
    /// So many documents are not in what the server told, or not whole.
    pub left_out: u32,
    pub narrows: Narrows,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub person: PersonId,
    pub name: String,
    /// `None`: never, as far as is known.
    pub last: Option<Day>,
    /// Tasks of the last 30 days.
    pub tasks: u32,
}

/// A sign-off that has to be given anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    pub person: PersonId,
    pub name: String,
    pub skill: CompetencyId,
    pub skill_name: String,
    /// The last day on which it holds, or held.
    pub until: Day,
    pub is_over: bool,
}

/// What the matrix can be narrowed down to, with names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrows {
    pub areas: Vec<(CompetencyId, String)>,
    pub tasks: Vec<(TaskTypeId, String)>,
    pub skills: Vec<(CompetencyId, String)>,
    /// The most levels that any of the skills has.
    pub levels: u8,
}

/// Which skills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Narrow {
    #[default]
    All,
    Area(CompetencyId),
    /// What a task is tagged with.
    Task(TaskTypeId),
    Skill(CompetencyId),
}

/// People by skills.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    pub skills: Vec<(CompetencyId, String)>,
    pub rows: Vec<MatrixRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    pub person: PersonId,
    pub name: String,
    pub last: Option<Day>,
    /// Not for 30 days.
    pub is_unseen: bool,
    /// One for each skill. `None`: not theirs, or below what was asked for.
    pub cells: Vec<Option<Cell>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub levels: u8,
    pub own: Option<u8>,
    pub seen: Option<u8>,
    /// The level of a sign-off that holds.
    pub signed: Option<u8>,
    /// It ends within 30 days.
    pub is_due: bool,
    /// The last day of a sign-off that holds no more.
    pub ended: Option<Day>,
    pub target: Option<u8>,
    /// Of the newest level that others saw or signed, else of their own.
    pub day: Option<Day>,
    /// How often others saw a level, else how often they said one.
    pub count: u32,
}

/// Who can do something, by how others know it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhoCan {
    pub signed: Vec<Able>,
    /// Seen, and not signed off.
    pub seen: Vec<Able>,
    /// Signed off once, which has ended on that day: they cannot be said to be able now.
    pub ended: Vec<Able>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Able {
    pub person: PersonId,
    pub name: String,
    pub level: u8,
    pub day: Option<Day>,
}
