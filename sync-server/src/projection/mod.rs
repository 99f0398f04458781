//! What documents say, in short, for views of many people: read after they are stored, and never on the
//! way of a sync.
//!
//! What was read out of a document is kept with the heads it had then, so an answer reads only documents
//! that have changed. What depends on anything else, such as whether a sign-off counts or who may
//! see what, is decided anew for every answer.

mod evidence;
mod extract;
mod proof;
mod reading;
mod sign_offs;
mod team;
mod words;

pub use proof::{Proof, proof_for};
pub use team::team_for;
pub use words::{Words, words_for};
