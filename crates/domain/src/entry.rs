//! One thing a person recorded. Entries are only ever added to: an edit changes fields, a removal
//! is a [`Void`] with a reason.

use crate::{
    Answer, EntryId, Goal, Moment, Observation, Reflection, Request, SelfRating, Session, SignOff,
    Task,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    /// When it was saved on the phone.
    pub saved: Moment,
    /// When it was last changed, where it was.
    pub edited: Option<Moment>,
    pub body: Body,
    pub void: Option<Void>,
    /// The journal entry this is the shared copy of.
    pub copied_from: Option<EntryId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Task(Task),
    Rating(SelfRating),
    Reflection(Reflection),
    Goal(Goal),
    /// One side of a shadowing session.
    Session(Session),
    SignOff(SignOff),
    Observation(Observation),
    Request(Request),
    /// No to a request.
    Answer(Answer),
    /// A kind this version does not know; kept as it is.
    Other {
        kind: String,
    },
}

impl Body {
    pub fn task(&self) -> Option<&Task> {
        if let Self::Task(task) = self { Some(task) } else { None }
    }
}

/// Taken back by its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Void {
    pub at: Moment,
    pub reason: String,
}
