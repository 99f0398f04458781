//! The rescue file: one person's raw changes in a zip, to carry past a server that is out of reach.
//!
//! `manifest.json` is `{format: "ropes-rescue", version: 1, org, person, device, made_at,
//! documents: [{document_id, kind, subject, period, file}]}`. Each `file` is a run of chunks: a
//! length (4 bytes, little endian) and so many bytes of one Automerge change, opaque here.

mod checksum;
mod chunks;
mod manifest;
mod read;
mod write;

use domain::{DeviceId, Kind, Moment, OrgId, Period, PersonId};

pub use read::read_rescue;
pub use write::write_rescue;

/// Bounds of what is written and taken back. A year of one worker is half a megabyte.
const LARGEST_ZIP: u64 = 64 << 20;
const LARGEST_CONTENT: u64 = 128 << 20;
const LARGEST_MANIFEST: u64 = 4 << 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescue {
    pub org: OrgId,
    pub person: PersonId,
    pub device: DeviceId,
    pub made_at: Moment,
    /// Each document once.
    pub documents: Vec<RescuedDocument>,
}

/// One document's changes, as they are: opaque here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescuedDocument {
    pub document_id: String,
    pub kind: Kind,
    pub subject: String,
    pub period: Option<Period>,
    pub chunks: Vec<Vec<u8>>,
}

/// Why a rescue file cannot be made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum RescueError {
    #[error("this is not a zip file, or it was cut off: copy it again from the phone")]
    NotAZip(#[source] rawzip::Error),
    #[error("this zip is not a rescue file of Ropes")]
    Foreign,
    #[error("the manifest of this rescue file says {field} is {text:?}, which cannot be")]
    BadField { field: &'static str, text: String },
    #[error("this rescue file was made by a newer Ropes (format {0}): update first")]
    TooNew(u32),
    #[error("the rescue file lists {0} and does not hold it: copy it again from the phone")]
    MissingFile(String),
    #[error("the rescue file names {0} twice")]
    Twice(String),
    #[error("{0} is damaged or was cut off: copy the rescue file again from the phone")]
    Damaged(String),
    #[error("{what} is larger than a rescue file may hold ({limit} bytes)")]
    TooBig { what: String, limit: u64 },
    #[error("the rescue file could not be packed")]
    NotPacked(#[source] rawzip::Error),
}
