//! `GET` and `PUT /api/documents`: which documents there are for the caller.

use domain::{Access, BadId, Kind, Period, PersonId};
use json::Json;
use serde::{Deserialize, Serialize};

/// One document the caller may read or write, also before it exists. `subject` is a person's id,
/// or the catalogue's name. `period` is a UTC year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDto {
    pub document_id: String,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<u16>,
    /// `read` or `write`.
    pub access: String,
}

impl DocumentDto {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            document_id: json.text("document_id")?,
            kind: json.text("kind")?,
            author: json.text("author"),
            subject: json.text("subject")?,
            period: json.number("period"),
            access: json.text("access")?,
        })
    }

    /// The answer: all of them, or nothing where one cannot be read.
    pub fn list_from_json(json: &Json) -> Option<Vec<Self>> {
        json.as_list()?.iter().map(Self::from_json).collect()
    }
}

/// The author is the authenticated person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutDocument {
    pub kind: String,
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<u16>,
}

impl PutDocument {
    pub fn to_json(&self) -> Json {
        let json = Json::object().with("kind", &*self.kind).with("subject", &*self.subject);
        match self.period {
            Some(period) => json.with("period", period),
            None => json,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutDocumentAnswer {
    pub document_id: String,
}

/// A [`DocumentDto`] in the words of `domain`; its id stays the text of the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredDocument {
    pub document_id: String,
    pub kind: Kind,
    pub author: Option<PersonId>,
    pub subject: String,
    pub period: Option<Period>,
    pub access: Access,
}

/// A line an older phone may meet: it leaves the document alone.
#[derive(Debug, thiserror::Error)]
pub enum NotADocument {
    #[error("{0:?} is not a kind of document we know")]
    Kind(String),
    #[error("{0:?} is not an access we know")]
    Access(String),
    #[error("the author is not a person's id")]
    Author(#[source] BadId),
}

impl TryFrom<DocumentDto> for RegisteredDocument {
    type Error = NotADocument;

    fn try_from(dto: DocumentDto) -> Result<Self, NotADocument> {
        Ok(Self {
            kind: Kind::parse(&dto.kind).ok_or(NotADocument::Kind(dto.kind))?,
            access: access_from_text(&dto.access).ok_or(NotADocument::Access(dto.access))?,
            author: dto.author.map(PersonId::new).transpose().map_err(NotADocument::Author)?,
            document_id: dto.document_id,
            subject: dto.subject,
            period: dto.period.map(Period),
        })
    }
}

impl From<&RegisteredDocument> for DocumentDto {
    fn from(document: &RegisteredDocument) -> Self {
        Self {
            document_id: document.document_id.clone(),
            kind: document.kind.as_str().to_owned(),
            author: document.author.as_ref().map(ToString::to_string),
            subject: document.subject.clone(),
            period: document.period.map(|period| period.0),
            access: access_to_text(document.access).to_owned(),
        }
    }
}

fn access_to_text(access: Access) -> &'static str {
    match access {
        Access::None => "none",
        Access::Read => "read",
        Access::Write => "write",
    }
}

fn access_from_text(text: &str) -> Option<Access> {
    [Access::None, Access::Read, Access::Write].into_iter().find(|a| access_to_text(*a) == text)
}
