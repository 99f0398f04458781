//! What the HTTP surface says: requests and answers as serde types, and their way into `domain`.
//!
//! Unknown fields are ignored and unknown words in lists are left out, so that an old phone keeps
//! working with a new server. The phone reads answers and writes requests by hand (`from_json`,
//! `to_json`): what serde derives is too much to download. Tests hold the two ways together.

mod day;
mod documents;
mod join;
mod me;
mod problem;
mod roster;
mod tag;
mod team;
mod trust;

pub use day::{day_from_text, day_to_text};
pub use documents::{
    DocumentDto, NotADocument, PutDocument, PutDocumentAnswer, RegisteredDocument,
};
pub use join::{JoinRequest, JoinResponse, Ticket};
pub use me::{DeviceDto, Me};
pub use problem::{Problem, ProblemCode};
pub use roster::{BuddyDto, NotARoster, PersonDto, RosterDto, TeamDto};
pub use tag::tag_of;
pub use team::{NewestDto, RollupDto, RollupsDto, SignedLevelDto, SkillDto, rollups_from_json};
pub use trust::{
    CertificateDto, CertificateWish, KeptReceipts, ReceiptsDto, RootDto, SignedDto, SuccessionDto,
    TrustDto,
};

use domain::Role;
use json::Json;

/// What a body says; `None` where it cannot be read.
pub fn read<T>(body: &[u8], from_json: impl FnOnce(&Json) -> Option<T>) -> Option<T> {
    from_json(&json::read(body)?)
}

/// The roles among these words; a word we do not know is left out.
pub fn roles_from_texts(texts: &[String]) -> Vec<Role> {
    texts.iter().filter_map(|text| Role::parse(text)).collect()
}

pub fn roles_to_texts(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.as_str().to_owned()).collect()
}
