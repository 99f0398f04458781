//! A card on the screen, and what can be wrong with one that was read.

use domain::{EntryId, Moment, PersonId};
pub use exchange::card::Unread;

use super::{Reason, SignedView};
use crate::Fault;

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

/// How far the card is that proves an own sign-off.
#[derive(Clone, Debug, PartialEq)]
pub enum ProofState {
    Making,
    Made(Box<ProofView>),
    /// It is too large for a code, or the part of the app that makes it does not load.
    Failed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProofView {
    /// What is in the code.
    pub text: String,
    /// Whose skill it is, by name.
    pub worker: String,
    pub signed: SignedView,
}

/// Why a proof is not kept. Nothing of it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ProofProblem {
    /// This phone does not know yet whom its organisation certified.
    ConnectOnce,
    /// The part of the app that checks it does not load.
    NotChecked,
    Not(Reason),
    /// As far as is known here, who signed does not supervise the reader; by name.
    NotInCharge(String),
    /// It is here already, as proof or as the record itself.
    Held,
    NotKept(Fault),
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
    /// Proof of a sign-off that is not kept.
    Proof(ProofProblem),
    /// The typed code is none.
    Mistyped,
    /// No task on this phone has the typed code.
    NotHere,
}
