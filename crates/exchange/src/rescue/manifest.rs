//! The manifest, version 1. Fields may be added; readers skip what they do not know.

use domain::{BadId, DeviceId, Kind, OrgId, Period, PersonId};
use serde::{Deserialize, Serialize};

use super::{Rescue, RescueError, RescuedDocument};
use crate::iso;

pub(super) const NAME: &str = "manifest.json";
pub(super) const FORMAT: &str = "ropes-rescue";
pub(super) const VERSION: u32 = 1;

/// What tells whether the rest can be read.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) version: u32,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Manifest {
    format: String,
    version: u32,
    org: String,
    person: String,
    device: String,
    made_at: String,
    pub(super) documents: Vec<Listed>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Listed {
    pub(super) document_id: String,
    kind: String,
    subject: String,
    period: Option<u16>,
    pub(super) file: String,
}

impl Manifest {
    pub(super) fn of(rescue: &Rescue) -> Self {
        let listed = |(at, document): (usize, &RescuedDocument)| Listed {
            document_id: document.document_id.clone(),
            kind: document.kind.as_str().to_owned(),
            subject: document.subject.clone(),
            period: document.period.map(|period| period.0),
            file: format!("documents/{}.chunks", at + 1),
        };
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            org: rescue.org.to_string(),
            person: rescue.person.to_string(),
            device: rescue.device.to_string(),
            made_at: iso::text(rescue.made_at),
            documents: rescue.documents.iter().enumerate().map(listed).collect(),
        }
    }

    /// The rescue this describes, still without documents.
    pub(super) fn opened(&self) -> Result<Rescue, RescueError> {
        let made_at = iso::moment(&self.made_at);
        Ok(Rescue {
            org: id("org", &self.org, OrgId::new)?,
            person: id("person", &self.person, PersonId::new)?,
            device: id("device", &self.device, DeviceId::new)?,
            made_at: made_at.ok_or_else(|| bad("made_at", &self.made_at))?,
            documents: Vec::new(),
        })
    }
}

impl Listed {
    pub(super) fn with(&self, chunks: Vec<Vec<u8>>) -> Result<RescuedDocument, RescueError> {
        Ok(RescuedDocument {
            document_id: self.document_id.clone(),
            kind: Kind::parse(&self.kind).ok_or_else(|| bad("kind", &self.kind))?,
            subject: self.subject.clone(),
            period: self.period.map(Period),
            chunks,
        })
    }
}

fn id<T>(
    field: &'static str,
    text: &str,
    new: impl Fn(String) -> Result<T, BadId>,
) -> Result<T, RescueError> {
    new(text.to_owned()).map_err(|_| bad(field, text))
}

fn bad(field: &'static str, text: &str) -> RescueError {
    RescueError::BadField { field, text: text.chars().take(80).collect() }
}
