//! A card on the screen, and what can be wrong with one that was read.

use domain::{EntryId, Moment, PersonId};
pub use exchange::card::Unread;

/// How far the card of a task is.
#[derive(Clone, Debug, PartialEq)]
pub enum CardState {
    Making,
    Made(CardView),
    /// The task is not here, its document cannot be read, or it would be too large.
    Failed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CardView {
    /// What is in the code.
    pub text: String,
    pub what: String,
    /// Who watches the worker, by first name, where it is one person alone.
    pub to: Option<String>,
    pub when: Moment,
    pub worker: String,
    /// To be read out or typed, where there is no camera.
    pub code: String,
    /// It is taken until then.
    pub until: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CardProblem {
    Unread(Unread),
    OtherOrganisation,
    /// The reader's own.
    Own,
    /// Made too long ago.
    Stale(Moment),
    /// Of somebody whom the reader is not in charge of; by name where it is known here.
    NotYours(Option<String>),
    /// The reader saved what they saw of it already.
    Watched {
        seen: EntryId,
        worker: PersonId,
        task: EntryId,
        request: Option<EntryId>,
    },
    /// The worker took the task back.
    TakenBack,
    /// Proof of a sign-off.
    Proof,
    /// The typed code is none.
    Mistyped,
    /// No task on this phone has the typed code.
    NotHere,
}
