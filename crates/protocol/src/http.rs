//! What the HTTP surface says: requests and answers as serde types, and their way into `domain`.
//!
//! Unknown fields are ignored and unknown words in lists are left out, so that an old phone keeps
//! working with a new server.

mod day;
mod documents;
mod join;
mod me;
mod problem;
mod roster;

pub use day::{day_from_text, day_to_text};
pub use documents::{
    DocumentDto, NotADocument, PutDocument, PutDocumentAnswer, RegisteredDocument,
};
pub use join::{JoinRequest, JoinResponse, Ticket};
pub use me::{DeviceDto, Me};
pub use problem::{Problem, ProblemCode};
pub use roster::{BuddyDto, NotARoster, PersonDto, RosterDto, TeamDto};

use domain::Role;

/// The roles among these words; a word we do not know is left out.
pub fn roles_from_texts(texts: &[String]) -> Vec<Role> {
    texts.iter().filter_map(|text| Role::parse(text)).collect()
}

pub fn roles_to_texts(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.as_str().to_owned()).collect()
}
