//! One document on this phone: what is known of it, its rows, and the document itself while open.

use domain::Map;

use documents::{Document, DocumentId, Hash, Reading};
use domain::{Access, EntryId, Kind, Moment, Period, PersonId};
use exchange::attestation::{from_hex, to_hex};
use json::Json;

use crate::moments;
use crate::not_accepted::Noted;
use crate::rewriting::Rewriting;

/// A document that crashed the app twice while it was opened is not opened again.
pub(crate) const STRIKES: u8 = 2;

#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) id: DocumentId,
    pub(crate) kind: Kind,
    pub(crate) author: Option<PersonId>,
    pub(crate) subject: String,
    pub(crate) period: Option<Period>,
    pub(crate) access: Access,
    pub(crate) opening: Opening,
    /// By entry id. Complete once `rows_read`.
    pub(crate) records: Map<String, Reading>,
    pub(crate) rows_read: bool,
    /// Changes the server has not confirmed, oldest first, with the entry each is about.
    pub(crate) pending: Vec<(Hash, String)>,
    /// Number of the next chunk.
    pub(crate) next_chunk: u64,
    /// Stored chunks since the last snapshot.
    pub(crate) chunks: u64,
    /// The server knows that this document is ours.
    pub(crate) is_registered: bool,
    /// When the server last said anything about it.
    pub(crate) heard: Option<Moment>,
    /// The server does not take something, and did not say what.
    pub(crate) refused: Option<Refused>,
    /// Changes it named as refused, until later work is written anew around them.
    pub(crate) refusals: Vec<Noted>,
    /// What the server has, told after the last refusal.
    pub(crate) server_heads: Option<Vec<Hash>>,
    pub(crate) rewriting: Option<Rewriting>,
    /// All that is in it is in a rescue file too.
    pub(crate) is_rescued: bool,
    /// So many of its chunks could not be read and were set aside, and may hold what is nowhere else.
    pub(crate) damaged: u32,
    /// Opening was noted so often and never finished.
    pub(crate) strikes: u8,
    /// The version of the app that noted it last.
    pub(crate) struck_by: String,
    /// Sync messages that wait for the document to be open.
    pub(crate) inbox: Vec<Vec<u8>>,
    pub(crate) wants_sync: bool,
}

#[derive(Debug)]
pub(crate) enum Opening {
    Closed,
    /// The note "opening" is being stored, then the chunks are read.
    Under,
    Open(Box<Document>),
    /// It crashed the app.
    Unreadable,
}

/// What the server did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl Held {
    pub(crate) fn new(
        id: DocumentId,
        kind: Kind,
        author: Option<PersonId>,
        subject: String,
        period: Option<Period>,
        access: Access,
    ) -> Self {
        Self {
            id,
            kind,
            author,
            subject,
            period,
            access,
            opening: Opening::Closed,
            records: Map::new(),
            rows_read: true,
            pending: Vec::new(),
            next_chunk: 0,
            chunks: 0,
            is_registered: false,
            heard: None,
            refused: None,
            refusals: Vec::new(),
            server_heads: None,
            rewriting: None,
            is_rescued: false,
            damaged: 0,
            strikes: 0,
            struck_by: String::new(),
            inbox: Vec::new(),
            wants_sync: false,
        }
    }

    pub(crate) fn meta_key(&self) -> String {
        format!("doc/{}", self.id)
    }

    pub(crate) fn chunk_key(&self, number: u64) -> String {
        format!("{}/{number:010}", self.id)
    }

    pub(crate) fn row_key(&self, entry: &str) -> String {
        format!("{}/{entry}", self.id)
    }

    pub(crate) fn prefix(&self) -> String {
        format!("{}/", self.id)
    }

    pub(crate) fn document(&self) -> Option<&Document> {
        match &self.opening {
            Opening::Open(document) => Some(document),
            Opening::Closed | Opening::Under | Opening::Unreadable => None,
        }
    }

    pub(crate) fn document_mut(&mut self) -> Option<&mut Document> {
        match &mut self.opening {
            Opening::Open(document) => Some(document),
            Opening::Closed | Opening::Under | Opening::Unreadable => None,
        }
    }

    /// One that was left alone may be opened once more.
    pub(crate) fn give_a_chance(&mut self) {
        if matches!(self.opening, Opening::Unreadable) {
            self.opening = Opening::Closed;
            self.strikes = STRIKES - 1;
        }
    }

    pub(crate) fn is_pending(&self, entry: &EntryId) -> bool {
        self.awaits(entry.as_str())
    }

    pub(crate) fn awaits(&self, entry: &str) -> bool {
        self.pending.iter().any(|(_, id)| id == entry)
    }

    /// A change of this entry was refused and is still here.
    pub(crate) fn is_refused(&self, entry: &EntryId) -> bool {
        let named = |hash| self.refusals.iter().any(|noted| noted.is_about(hash));
        self.pending.iter().any(|(hash, id)| id == entry.as_str() && named(hash))
    }

    pub(crate) fn next_message(&mut self) -> Option<Vec<u8>> {
        (!self.inbox.is_empty()).then(|| self.inbox.remove(0))
    }

    /// The server has yet to say something that it can say.
    pub(crate) fn awaits_answer(&self) -> bool {
        let is_settled = self.refused.is_some() || matches!(self.opening, Opening::Unreadable);
        !self.pending.is_empty() && !is_settled
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let pair = |(hash, entry): &(Hash, String)| Json::from_iter([to_hex(hash), entry.clone()]);
        Json::object()
            .with("kind", self.kind.as_str())
            .with("author", self.author.as_ref().map(PersonId::as_str))
            .with("subject", &*self.subject)
            .with("period", self.period.map(|period| period.0))
            .with("access", access_text(self.access))
            .with("pending", self.pending.iter().map(pair).collect::<Json>())
            .with("next_chunk", self.next_chunk)
            .with("chunks", self.chunks)
            .with("registered", self.is_registered)
            .with("heard", self.heard.map(moments::to_json))
            .with("refused", self.refused.as_ref().map(Refused::to_json))
            .with("refusals", self.refusals.iter().map(Noted::to_json).collect::<Json>())
            .with("strikes", self.strikes)
            .with("struck_by", (self.strikes > 0).then_some(&*self.struck_by))
            .with("rescued", self.is_rescued)
            .with("damaged", self.damaged)
            .to_bytes()
    }

    pub(crate) fn from_bytes(id: DocumentId, bytes: &[u8]) -> Option<Self> {
        let json = json::read(bytes)?;
        let mut held = Self::new(
            id,
            Kind::parse(&json.text("kind")?)?,
            json.text("author").and_then(|author| PersonId::new(author).ok()),
            json.text("subject")?,
            json.number("period").map(Period),
            access_of(&json.text("access")?),
        );
        let pair = |json: &Json| match json.as_list()? {
            [hash, entry] => Some((from_hex(&hash.as_text()?)?.try_into().ok()?, entry.as_text()?)),
            _ => None,
        };
        held.pending = json.get("pending")?.as_list()?.iter().filter_map(pair).collect();
        held.next_chunk = json.number("next_chunk")?;
        held.chunks = json.number("chunks")?;
        held.is_registered = json.is_true("registered");
        held.heard = json.get("heard").and_then(moments::from_json);
        held.refused = json.get("refused").and_then(Refused::from_json);
        held.refusals = json.each("refusals", Noted::from_json)?;
        held.strikes = json.number("strikes").unwrap_or_default();
        held.struck_by = json.text("struck_by").unwrap_or_default();
        held.is_rescued = json.is_true("rescued");
        held.damaged = json.number("damaged").unwrap_or_default();
        held.rows_read = false;
        if held.strikes >= STRIKES {
            held.opening = Opening::Unreadable;
        }
        Some(held)
    }
}

impl Refused {
    pub(crate) fn to_json(&self) -> Json {
        Json::object().with("code", &*self.code).with("message", &*self.message)
    }

    pub(crate) fn from_json(json: &Json) -> Option<Self> {
        Some(Self { code: json.text("code")?, message: json.text("message")? })
    }
}

fn access_text(access: Access) -> &'static str {
    match access {
        Access::None => "none",
        Access::Read => "read",
        Access::Write => "write",
    }
}

fn access_of(text: &str) -> Access {
    match text {
        "write" => Access::Write,
        "read" => Access::Read,
        _ => Access::None,
    }
}
