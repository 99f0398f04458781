//! The manifest, version 1. Fields may be added; readers skip what they do not know.

use domain::{BadId, DeviceId, InOrder, Kind, OrgId, Period, PersonId};
use json::Json;

use super::{Rescue, RescueError, RescuedDocument};
use crate::iso;

pub(super) const NAME: &str = "manifest.json";
pub(super) const FORMAT: &str = "ropes-rescue";
pub(super) const VERSION: u32 = 1;

pub(super) struct Manifest {
    org: String,
    person: String,
    device: String,
    made_at: String,
    pub(super) documents: Vec<Listed>,
}

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
            org: rescue.org.to_string(),
            person: rescue.person.to_string(),
            device: rescue.device.to_string(),
            made_at: iso::text(rescue.made_at),
            documents: rescue.documents.iter().enumerate().map(listed).collect(),
        }
    }

    pub(super) fn to_json(&self) -> Json {
        Json::object()
            .with("format", FORMAT)
            .with("version", VERSION)
            .with("org", &*self.org)
            .with("person", &*self.person)
            .with("device", &*self.device)
            .with("made_at", &*self.made_at)
            .with("documents", self.documents.iter().map(Listed::to_json).collect::<Json>())
    }

    pub(super) fn from_json(json: &Json) -> Result<Self, RescueError> {
        let listed = json.get("documents").and_then(Json::as_list);
        let listed = listed.ok_or_else(|| bad("documents", ""))?;
        Ok(Self {
            org: text(json, "org")?,
            person: text(json, "person")?,
            device: text(json, "device")?,
            made_at: text(json, "made_at")?,
            documents: listed.iter().map(Listed::from_json).collect::<Result<_, _>>()?,
        })
    }

    /// Each document and each file stands in it once.
    pub(super) fn names_each_once(&self) -> Result<(), RescueError> {
        let ids = self.documents.iter().map(|listed| &*listed.document_id).collect();
        let files = self.documents.iter().map(|listed| &*listed.file).collect();
        match twice(ids).or_else(|| twice(files)) {
            Some(name) => Err(RescueError::Twice(name.to_owned())),
            None => Ok(()),
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
    fn to_json(&self) -> Json {
        Json::object()
            .with("document_id", &*self.document_id)
            .with("kind", &*self.kind)
            .with("subject", &*self.subject)
            .with("period", self.period)
            .with("file", &*self.file)
    }

    fn from_json(json: &Json) -> Result<Self, RescueError> {
        Ok(Self {
            document_id: text(json, "document_id")?,
            kind: text(json, "kind")?,
            subject: text(json, "subject")?,
            period: json.number("period"),
            file: text(json, "file")?,
        })
    }

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

fn twice(mut names: Vec<&str>) -> Option<&str> {
    names.order_by(|a, b| a.cmp(b));
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

fn id<T>(
    field: &'static str,
    text: &str,
    new: impl Fn(String) -> Result<T, BadId>,
) -> Result<T, RescueError> {
    new(text.to_owned()).map_err(|_| bad(field, text))
}

fn text(json: &Json, field: &'static str) -> Result<String, RescueError> {
    json.text(field).ok_or_else(|| bad(field, ""))
}

fn bad(field: &'static str, text: &str) -> RescueError {
    RescueError::BadField { field, text: text.chars().take(80).collect() }
}
