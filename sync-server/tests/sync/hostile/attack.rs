//! Everything that can be said about a document, and what the policy table makes of it.

use automerge::sync::{Have, Message, MessageFlags, MessageVersion};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, ROOT};
use documents::{Document, DocumentKey, Hash};
use domain::Access;
use protocol::wire::{Frame, PeerMeta, RemoteHeads};

/// One kind of message. Those with the same frame differ in what they want.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Attack {
    Ask,
    AskBySync,
    WriteByRequest,
    WriteBySync,
    WriteAsAnother,
    WriteToAnother,
    Unavailable,
    Ephemeral,
    Subscribe,
    Gossip,
    Refuse,
    Fail,
    Leave,
    Peer,
    JoinAgain,
    Invent,
}

/// What is observed of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// "There is no such document".
    Unavailable,
    /// Its content came.
    Shown,
    /// "You may not".
    Refused,
    /// The server's heads name the change.
    Confirmed,
    Silence,
}

/// Who says it, to whom.
#[derive(Clone, Copy)]
pub(crate) struct Route<'a> {
    pub(crate) me: &'a str,
    pub(crate) server: &'a str,
}

/// A change that nobody asked for.
pub(crate) struct Written {
    pub(crate) hash: Hash,
    pub(crate) bytes: Vec<u8>,
}

impl Attack {
    pub(crate) const ALL: [Self; 16] = [
        Self::Ask,
        Self::AskBySync,
        Self::WriteByRequest,
        Self::WriteBySync,
        Self::WriteAsAnother,
        Self::WriteToAnother,
        Self::Unavailable,
        Self::Ephemeral,
        Self::Subscribe,
        Self::Gossip,
        Self::Refuse,
        Self::Fail,
        Self::Leave,
        Self::Peer,
        Self::JoinAgain,
        Self::Invent,
    ];

    pub(crate) fn expected(self, access: Access) -> Outcome {
        match (self, access) {
            (Self::Ask | Self::AskBySync, Access::Read | Access::Write) => Outcome::Shown,
            (Self::WriteByRequest | Self::WriteBySync, Access::Read) => Outcome::Refused,
            (Self::WriteByRequest | Self::WriteBySync, Access::Write) => Outcome::Confirmed,
            (
                Self::Ask | Self::AskBySync | Self::WriteByRequest | Self::WriteBySync,
                Access::None,
            ) => Outcome::Unavailable,
            (
                Self::WriteAsAnother
                | Self::WriteToAnother
                | Self::Unavailable
                | Self::Ephemeral
                | Self::Subscribe
                | Self::Gossip
                | Self::Refuse
                | Self::Fail
                | Self::Leave
                | Self::Peer
                | Self::JoinAgain
                | Self::Invent,
                Access::None | Access::Read | Access::Write,
            ) => Outcome::Silence,
        }
    }

    /// The frame about a document, with a change where the frame can carry one.
    pub(crate) fn frame(self, Route { me, server }: Route<'_>, id: &str, new: &Written) -> Frame {
        let (sender, target, document) = (me.to_owned(), server.to_owned(), id.to_owned());
        let data = bringing(&[new.hash], new.bytes.clone());
        match self {
            Self::Ask => Frame::Request { sender, target, document, data: asking() },
            Self::AskBySync => Frame::Sync { sender, target, document, data: asking() },
            Self::WriteByRequest => Frame::Request { sender, target, document, data },
            Self::WriteBySync => Frame::Sync { sender, target, document, data },
            Self::WriteAsAnother => {
                Frame::Sync { sender: "author-1.0".into(), target, document, data }
            }
            Self::WriteToAnother => {
                Frame::Sync { sender, target: "author-1.0".into(), document, data }
            }
            Self::Unavailable => Frame::DocUnavailable { sender, target, document },
            Self::Ephemeral => {
                let session = "s".into();
                Frame::Ephemeral { sender, target, document, session, count: 1, data }
            }
            Self::Subscribe => {
                let remove = Vec::new();
                Frame::RemoteSubscriptionChange { sender, target, add: vec![document], remove }
            }
            Self::Gossip => {
                let heads = vec![document.clone()];
                let storage_id = server.to_owned();
                let heads = vec![RemoteHeads { storage_id, heads, timestamp: 1 }];
                Frame::RemoteHeadsChanged { sender, target, document, heads }
            }
            Self::Refuse => {
                let (code, message) = ("forbidden".into(), "you may not".into());
                Frame::Refused { sender, target, document, code, message, changes: Vec::new() }
            }
            Self::Fail => Frame::Error { sender, target, message: document },
            Self::Leave => Frame::Leave { sender },
            Self::Peer => Frame::Peer { sender, target, version: "1".into(), meta: meta() },
            Self::JoinAgain => join(me),
            Self::Invent => Frame::Unknown { kind: document },
        }
    }
}

/// A new type of frame does not compile until an attack plays it.
pub(crate) fn name(frame: &Frame) -> &'static str {
    match frame {
        Frame::Join { .. } => "join",
        Frame::Peer { .. } => "peer",
        Frame::Request { .. } => "request",
        Frame::Sync { .. } => "sync",
        Frame::DocUnavailable { .. } => "doc-unavailable",
        Frame::Ephemeral { .. } => "ephemeral",
        Frame::RemoteSubscriptionChange { .. } => "remote-subscription-change",
        Frame::RemoteHeadsChanged { .. } => "remote-heads-changed",
        Frame::Error { .. } => "error",
        Frame::Leave { .. } => "leave",
        Frame::Refused { .. } => "ropes-refused",
        Frame::Unknown { .. } => "unknown",
    }
}

pub(crate) fn join(me: &str) -> Frame {
    Frame::Join { sender: me.to_owned(), versions: vec!["1".into()], meta: meta() }
}

fn meta() -> PeerMeta {
    PeerMeta { storage_id: None, is_ephemeral: true, ropes: Some(1) }
}

/// "I have nothing."
pub(crate) fn asking() -> Vec<u8> {
    message(&[], Vec::new())
}

/// "I have these heads, and here is what you lack."
pub(crate) fn bringing(heads: &[Hash], changes: Vec<u8>) -> Vec<u8> {
    message(heads, changes)
}

fn message(heads: &[Hash], changes: Vec<u8>) -> Vec<u8> {
    let changes = if changes.is_empty() { Vec::new() } else { vec![changes] };
    Message {
        heads: heads.iter().copied().map(automerge::ChangeHash).collect(),
        need: Vec::new(),
        have: vec![Have::default()],
        changes: changes.into(),
        flags: Some(MessageFlags::new()),
        version: MessageVersion::V2,
    }
    .encode()
}

/// A change that anybody can make who knows the genesis, which everybody does.
pub(crate) fn write(key: &DocumentKey, actor: [u8; 16], words: &str) -> Written {
    let mut document =
        Document::new(key.kind, actor).automerge().clone().with_actor(ActorId::from(actor));
    let mut tx = document.transaction();
    tx.put(ROOT, "words", words).unwrap();
    tx.commit_with(CommitOptions::default().with_time(crate::world::NOON / 1_000));
    let change = document.get_last_local_change().unwrap();
    Written { hash: change.hash().0, bytes: change.raw_bytes().to_vec() }
}
