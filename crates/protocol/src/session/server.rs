//! The server's end of one connection.
//!
//! The session never touches a document by itself and never answers by itself: the caller receives,
//! stores, and only then generates.

use std::collections::BTreeMap;

use automerge::{Automerge, ChangeHash};

use super::line::{Line, Received};
use super::queue::Queue;
use crate::wire::{self, Frame, PeerMeta, VERSION};
use crate::{End, EndCode, Limits, Refusal, RefusalCode};

/// How the server names itself on the wire. The storage id never changes over the life of a data
/// directory: only then do stock clients keep sync state and show receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerIdentity {
    pub peer_id: String,
    pub storage_id: String,
}

/// What the peer may do with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Read,
    Write,
}

/// One connection of one peer.
#[derive(Debug)]
pub struct ServerSession {
    me: ServerIdentity,
    limits: Limits,
    peer: Option<Peer>,
    /// Boxed, because a tree makes room for eleven, and most phones talk about a few.
    documents: BTreeMap<String, Box<Line>>,
    dirty: Queue,
}

#[derive(Debug)]
struct Peer {
    id: String,
    meta: PeerMeta,
}

/// What a frame of the peer asks of the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerStep {
    /// Check that this connection may speak as `peer`, then send `reply`.
    Joined { peer: String, meta: PeerMeta, reply: Frame },
    /// Decide on access ([`ServerSession::open`] or [`ServerSession::refusal_frame`]), then
    /// [`ServerSession::receive`], store, [`ServerSession::generate`].
    Incoming { document: String, data: Vec<u8> },
    /// Nothing to do, and no harm done.
    Ignored(IgnoreReason),
    /// The peer says goodbye; it may stay connected.
    Left,
    /// Send `reply` and close.
    Close { reply: Frame, reason: CloseReason },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreReason {
    /// Stock clients echo other people's ephemerals.
    NotTheSender,
    NotForUs,
    /// Ephemerals and gossip, which this server does not relay.
    NotUsed,
    UnknownType,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseReason {
    #[error("a text frame, where only binary ones are spoken")]
    TextFrame,
    #[error("a frame that is too large")]
    TooLarge,
    #[error("a frame that cannot be read")]
    Unreadable,
    #[error("a frame before the join")]
    NotJoined,
    #[error("a second join with another peer id")]
    JoinedTwice,
    #[error("no version of the protocol in common")]
    Version,
}

impl CloseReason {
    /// As it is said.
    pub fn end(self) -> End {
        let code = match self {
            Self::TooLarge => EndCode::FrameTooLarge,
            Self::TextFrame | Self::Unreadable | Self::NotJoined | Self::JoinedTwice => {
                EndCode::Unreadable
            }
            Self::Version => EndCode::Version,
        };
        End::new(code, self.to_string())
    }
}

impl ServerSession {
    pub fn new(me: ServerIdentity, limits: Limits) -> Self {
        Self { me, limits, peer: None, documents: BTreeMap::new(), dirty: Queue::default() }
    }

    /// The peer's id, once it has joined.
    pub fn peer_id(&self) -> Option<&str> {
        self.peer.as_ref().map(|peer| peer.id.as_str())
    }

    /// A binary websocket frame came in.
    pub fn on_binary(&mut self, bytes: &[u8]) -> ServerStep {
        if bytes.len() > self.limits.frame_bytes {
            return self.close(CloseReason::TooLarge);
        }
        match wire::decode(bytes) {
            Ok(frame) => self.on_frame(frame),
            Err(_) => self.close(CloseReason::Unreadable),
        }
    }

    /// A text websocket frame came in.
    pub fn on_text(&mut self) -> ServerStep {
        self.close(CloseReason::TextFrame)
    }

    pub fn on_frame(&mut self, frame: Frame) -> ServerStep {
        match frame {
            Frame::Join { sender, versions, meta } => self.on_join(sender, &versions, meta),
            _ if self.peer.is_none() => self.close(CloseReason::NotJoined),
            Frame::Request { sender, target, document, data }
            | Frame::Sync { sender, target, document, data } => {
                self.theirs(&sender, &target, ServerStep::Incoming { document, data })
            }
            Frame::Leave { sender } => self.theirs(&sender, &self.me.peer_id, ServerStep::Left),
            Frame::Ephemeral { sender, target, .. }
            | Frame::RemoteSubscriptionChange { sender, target, .. }
            | Frame::RemoteHeadsChanged { sender, target, .. }
            | Frame::DocUnavailable { sender, target, .. }
            | Frame::Peer { sender, target, .. }
            | Frame::Refused { sender, target, .. } => {
                self.theirs(&sender, &target, ServerStep::Ignored(IgnoreReason::NotUsed))
            }
            Frame::Error { .. } => ServerStep::Ignored(IgnoreReason::NotUsed),
            Frame::Unknown { .. } => ServerStep::Ignored(IgnoreReason::UnknownType),
        }
    }

    fn on_join(&mut self, peer: String, versions: &[String], meta: PeerMeta) -> ServerStep {
        if !versions.iter().any(|version| version == VERSION) {
            return self.close(CloseReason::Version);
        }
        if self.peer_id().is_some_and(|joined| joined != peer) {
            return self.close(CloseReason::JoinedTwice);
        }
        self.peer = Some(Peer { id: peer.clone(), meta: meta.clone() });
        let reply = Frame::Peer {
            sender: self.me.peer_id.clone(),
            target: peer.clone(),
            version: VERSION.to_owned(),
            meta: PeerMeta {
                storage_id: Some(self.me.storage_id.clone()),
                is_ephemeral: false,
                ropes: Some(wire::ROPES),
            },
        };
        ServerStep::Joined { peer, meta, reply }
    }

    fn theirs(&self, sender: &str, target: &str, step: ServerStep) -> ServerStep {
        if self.peer_id() != Some(sender) {
            return ServerStep::Ignored(IgnoreReason::NotTheSender);
        }
        if target == self.me.peer_id { step } else { ServerStep::Ignored(IgnoreReason::NotForUs) }
    }

    fn close(&self, reason: CloseReason) -> ServerStep {
        ServerStep::Close { reply: self.error_frame(reason.end().to_string()), reason }
    }

    /// Lets the peer speak about a document. Called again, it changes what the peer may do from the
    /// next message on, and the peer is told with it.
    pub fn open(&mut self, document: &str, mode: Mode) {
        let read_only = mode == Mode::Read;
        match self.documents.get_mut(document) {
            Some(line) if line.is_read_only() == read_only => {}
            Some(line) => {
                line.set_read_only(read_only);
                self.dirty.add(document);
            }
            None => {
                let line = if read_only { Line::read_only() } else { Line::new() };
                self.documents.insert(document.to_owned(), Box::new(line));
            }
        }
    }

    /// Whether something was said to the peer about the document. The first word is often all of it.
    pub fn has_spoken(&self, document: &str) -> bool {
        self.documents.get(document).is_some_and(|line| line.has_spoken())
    }

    pub fn is_open(&self, document: &str) -> bool {
        self.documents.contains_key(document)
    }

    /// Whether what the peer sends about a document is taken.
    pub fn may_write(&self, document: &str) -> bool {
        self.documents.get(document).is_some_and(|line| !line.is_read_only())
    }

    /// The documents the peer speaks about, by id.
    pub fn open_documents(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// Takes a sync message into `automerge`. Give a copy when the changes are yet to be judged or
    /// stored: after an error `automerge` may have taken a part of the message, while the session is
    /// as it was. What came in is `automerge.get_changes(&received.before)`.
    pub fn receive(
        &mut self,
        document: &str,
        data: &[u8],
        automerge: &mut Automerge,
    ) -> Result<Received, Refusal> {
        let line = self.documents.get_mut(document).ok_or_else(not_open)?;
        line.receive(data, automerge, &self.limits)
    }

    /// Takes a message that brings nothing new without loading the document, whose committed heads
    /// are `heads`, sorted. `Ok(None)`: nothing was taken, load the document and [`Self::receive`].
    /// `Ok(Some(reply))`: done, send the reply if there is one.
    pub fn settle(
        &mut self,
        document: &str,
        data: &[u8],
        heads: &[ChangeHash],
    ) -> Result<Option<Option<Frame>>, Refusal> {
        let line = self.documents.get_mut(document).ok_or_else(not_open)?;
        let settled = line.settle(data, heads, &self.limits)?;
        Ok(settled.map(|reply| reply.and_then(|data| self.sync_frame(document, data))))
    }

    /// Whether [`Self::generate`] could have something to say, so that the document is worth
    /// loading.
    pub fn may_speak(&self, document: &str, heads: &[ChangeHash]) -> bool {
        self.documents.get(document).is_some_and(|line| line.may_speak(heads))
    }

    /// The next frame about a document, if there is one. `automerge` must hold only what is
    /// committed: its heads are the peer's receipt. Every frame returned must be sent.
    pub fn generate(&mut self, document: &str, automerge: &Automerge) -> Option<Frame> {
        let data = self.documents.get_mut(document)?.generate(automerge)?;
        self.sync_frame(document, data)
    }

    /// The caller threw away what [`Self::receive`] took. The peer may only read from now on, is
    /// told so, and gets our copy. It starts afresh with a new connection.
    pub fn reject(&mut self, document: &str) {
        if let Some(line) = self.documents.get_mut(document) {
            **line = Line::read_only();
            self.dirty.add(document);
        }
    }

    /// The caller took by other means what [`Self::receive`] would not: the talk starts afresh.
    pub fn renew(&mut self, document: &str) {
        if let Some(line) = self.documents.get_mut(document) {
            **line = Line::new();
            self.dirty.add(document);
        }
    }

    /// Ends the talk about a document, as when the peer lost the right to see it.
    pub fn forget(&mut self, document: &str) {
        self.documents.remove(document);
        self.dirty.remove(document);
    }

    /// Notes that there may be something to say about a document. Costs the same however often it
    /// is called; a document the peer has not opened is left out.
    pub fn mark_dirty(&mut self, document: &str) {
        if self.is_open(document) {
            self.dirty.add(document);
        }
    }

    /// The document that has waited longest. Take one only when the socket can take a frame.
    pub fn next_dirty(&mut self) -> Option<String> {
        self.dirty.take()
    }

    pub fn has_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    /// How to tell the peer that it was refused: in full if it understands us; else, when it may
    /// not see the document, as the stock "unavailable"; else not at all, since stock clients
    /// cannot show it.
    pub fn refusal_frame(&self, document: &str, refusal: &Refusal) -> Option<Frame> {
        let peer = self.peer.as_ref()?;
        let (sender, target) = (self.me.peer_id.clone(), peer.id.clone());
        let document = document.to_owned();
        if peer.meta.ropes.is_some() {
            let Refusal { code, message, changes } = refusal.clone();
            let code = code.as_str().to_owned();
            return Some(Frame::Refused { sender, target, document, code, message, changes });
        }
        let unseen = refusal.code == RefusalCode::Forbidden;
        unseen.then_some(Frame::DocUnavailable { sender, target, document })
    }

    /// "There is no such document", for an id that nobody registered.
    pub fn unavailable_frame(&self, document: &str) -> Option<Frame> {
        let target = self.peer_id()?.to_owned();
        let (sender, document) = (self.me.peer_id.clone(), document.to_owned());
        Some(Frame::DocUnavailable { sender, target, document })
    }

    /// A protocol error, to be followed by closing.
    pub fn error_frame(&self, message: impl Into<String>) -> Frame {
        Frame::Error {
            sender: self.me.peer_id.clone(),
            target: self.peer_id().unwrap_or_default().to_owned(),
            message: message.into(),
        }
    }

    fn sync_frame(&self, document: &str, data: Vec<u8>) -> Option<Frame> {
        let target = self.peer_id()?.to_owned();
        let (sender, document) = (self.me.peer_id.clone(), document.to_owned());
        Some(Frame::Sync { sender, target, document, data })
    }
}

fn not_open() -> Refusal {
    Refusal::new(RefusalCode::Forbidden, "the document is not open on this connection")
}
