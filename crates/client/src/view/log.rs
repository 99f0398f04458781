//! The form of one task.

use domain::{AidId, CompetencyId, EntryId, Moment, PersonId, Source, Typed};

/// What the form holds. Kept as a draft until it is saved or dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct LogDraft {
    /// Chosen when the form opened, so that pressing Save twice saves once.
    pub entry: EntryId,
    /// A change to a saved entry.
    pub is_edit: bool,
    pub what: Typed,
    pub when: Moment,
    pub minutes: Option<u32>,
    pub quantity: Option<u32>,
    pub tags: Vec<DraftTag>,
    pub first_time: bool,
    pub learned_from: Option<Source>,
    pub learned: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DraftTag {
    pub competency: CompetencyId,
    pub version: u32,
    /// Removed tags stay in the form, so that removing can be undone in place.
    pub is_on: bool,
}

/// Everything the form shows beside its draft.
#[derive(Clone, Debug, PartialEq)]
pub struct LogForm {
    pub draft: LogDraft,
    pub name: String,
    /// What is counted ("wheels"), where counting makes sense.
    pub unit: Option<String>,
    /// All that can be tagged, those of the draft included; `name` is the statement.
    pub tags: Vec<TagChoice>,
    /// Buddies, then supervisors, then team mates.
    pub helpers: Vec<Helper>,
    pub steps: Vec<String>,
    pub aids: Vec<AidView>,
    /// Target levels of the tagged competencies: (competency, target, words).
    pub targets: Vec<(String, u8, String)>,
    /// What the person learned last time at this task, and when.
    pub last_learned: Option<(String, Moment)>,
    /// A save is under way.
    pub is_saving: bool,
    /// The last save failed; the draft is kept.
    pub not_saved: Option<crate::Fault>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TagChoice {
    pub competency: CompetencyId,
    pub version: u32,
    pub name: String,
    /// The area it hangs under.
    pub area: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Helper {
    pub person: PersonId,
    pub first_name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AidView {
    pub id: AidId,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    /// What good looks like, not how to do it.
    pub is_good_practice: bool,
}
