//! Home: tap what you did.

use domain::{Day, EntryId, Nobody, TaskTypeId};

#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub day: Day,
    /// Tasks done today that still stand.
    pub tasks_today: usize,
    /// Favourites and recents first, then the rest of the job's tasks.
    pub tiles: Vec<Tile>,
    /// How many of `tiles` belong on the first screen; the rest is behind "all tasks".
    pub shown: usize,
    /// The bar after a save, until the next action.
    pub saved: Option<SavedBar>,
    /// A form that was not finished, with its name.
    pub draft: Option<String>,
    /// Today's entries, newest first.
    pub today: Vec<super::EntryView>,
    /// Requests the person has yet to answer, and their own that nobody has.
    pub owed: (usize, usize),
    /// The newest thing somebody said about the person's work.
    pub feedback: Option<super::Feedback>,
    /// Shadowing sessions that are planned or run.
    pub sessions: Vec<super::SessionRow>,
    /// Names of those one may shadow with; empty: nobody.
    pub partners: String,
    /// Nothing was ever logged here: show the welcome.
    pub is_new: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub task_type: TaskTypeId,
    pub name: String,
    pub recency: Recency,
    /// How often it was done today.
    pub times_today: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recency {
    /// Among the most logged: shown with a star and its usual minutes.
    Favourite { minutes: Option<u32> },
    /// Last done on this day.
    LastOn(Day),
    /// Never done by this person.
    Never { minutes: Option<u32> },
}

#[derive(Clone, Debug, PartialEq)]
pub struct SavedBar {
    pub entry: EntryId,
    pub name: String,
    pub minutes: Option<u32>,
    /// Already taken back.
    pub undone: bool,
    /// It was a task whose competencies can be rated now.
    pub can_rate: bool,
    /// Who can be asked to watch it.
    pub ask: Option<super::Helper>,
    /// Why nobody can be, where the house has a policy for it.
    pub nobody: Option<Nobody>,
}
