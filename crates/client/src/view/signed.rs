//! What supervisors signed off, and what can be signed.

use domain::{CompetencyId, EntryId, Moment, PersonId};
pub use exchange::attestation::Reason;
pub use exchange::seal::Deed;

/// One record of a supervisor's signature: a sign-off, or a later word about one.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedView {
    /// The record itself; `None` as long as only its proof is here.
    pub entry: Option<EntryId>,
    pub deed: Deed,
    pub competency: CompetencyId,
    /// The competency's words.
    pub name: String,
    /// Who signed, by name.
    pub signer: String,
    /// The reader signed it.
    pub is_own: bool,
    /// `None`: hidden, until the reader has rated themself.
    pub level: Option<u8>,
    pub level_name: String,
    pub observed: Moment,
    /// When the server took it, by its own clock.
    pub received: Option<Moment>,
    /// Why it was corrected or taken back.
    pub reason: Option<String>,
    /// What was signed, where it is on this phone.
    pub evidence: Option<EntryId>,
    /// For which task the reader has yet to rate themself.
    pub rate_first: Option<EntryId>,
    pub worth: Worth,
}

/// What a record is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Counts,
    /// Its proof is kept here; the record has yet to arrive.
    Proof,
    /// The server has yet to say when it took it.
    Waits,
    /// Signed on somebody else's phone, and not yet confirmed.
    Unconfirmed,
    Not(Reason),
}

/// All that was signed of one person's skill, or of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signed {
    /// The latest first. What is no attestation at all is not among them.
    pub rows: Vec<SignedView>,
    /// Some of it is still being looked at.
    pub is_checking: bool,
    /// It cannot be looked at: the part of the app that can does not load.
    pub is_stuck: bool,
}

/// What an observation holds to be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct SignPage {
    pub observation: EntryId,
    pub worker: PersonId,
    /// By name.
    pub name: String,
    /// What was watched.
    pub title: String,
    pub when: Moment,
    /// The checklist that was followed, by title and version, with the count of its answers.
    pub checklist: Option<(String, u32, usize)>,
    /// The worker's own record is what is signed, and not only what was seen of it.
    pub of_task: bool,
    pub levels: Vec<SignStep>,
    /// Steps that must be done and were not: nothing can be signed.
    pub undone: Vec<String>,
    /// A signature is on its way.
    pub is_busy: bool,
    pub problem: Option<SignProblem>,
    pub not_saved: Option<crate::Fault>,
}

/// One level that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SignStep {
    pub competency: CompetencyId,
    pub name: String,
    pub level: super::LevelWords,
    /// Its record, where it is signed.
    pub signed: Option<EntryId>,
}

/// Why nothing was signed, or no file made. Nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignProblem {
    /// The server has not certified this phone's key yet, or not for today.
    ConnectOnce,
    /// The part of the app that does it cannot be loaded.
    NotLoaded(String),
    /// The browser does not sign.
    NoKey(String),
    /// It cannot be signed as it is.
    Refused,
}
