//! The private journal.

use domain::{CompetencyId, EntryId, Moment, PromptId};

#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// The question of the day; none in the catalogue means none here.
    pub prompt: Option<String>,
    pub draft: JournalDraft,
    /// Newest first.
    pub reflections: Vec<ReflectionView>,
    pub goals: Vec<GoalView>,
    pub not_saved: Option<crate::Fault>,
    /// Just saved, until the next action.
    pub saved: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct JournalDraft {
    pub entry: EntryId,
    pub prompt: Option<(PromptId, u32)>,
    pub text: String,
    pub task: Option<EntryId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReflectionView {
    pub id: EntryId,
    pub prompt: Option<String>,
    pub text: String,
    pub when: Moment,
    /// A copy stands in the log, where others can read it.
    pub is_shared: bool,
    pub mark: super::Mark,
    pub void: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GoalView {
    pub id: EntryId,
    pub text: String,
    pub competency: Option<(CompetencyId, String)>,
    pub when: Moment,
    pub reached: Option<Moment>,
}
