//! What can go wrong with a store, told apart where somebody can do something about it.

use domain::PersonId;

use super::DocumentId;

/// The cause as the implementation saw it.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full")]
    Full(#[source] Cause),
    #[error("the database is damaged: restore a backup")]
    Corrupt(#[source] Cause),
    #[error("the database is busy: try again")]
    Busy(#[source] Cause),
    #[error("the database failed")]
    Other(#[source] Cause),
    #[error("document {0} is not registered")]
    UnknownDocument(DocumentId),
    #[error("person {0} is not known")]
    UnknownPerson(PersonId),
    #[error("two people cannot have the key {0:?}")]
    KeyTaken(String),
    #[error("the last admin cannot be removed")]
    LastAdmin,
    #[error("there is no organisation here yet")]
    NoOrganisation,
    #[error("this file was written by a newer version of ropes (schema {0})")]
    Newer(i64),
}
