//! The phone's end of one connection. Made anew for every websocket, and dropped with it.

use automerge::{Automerge, ChangeHash, ReadDoc};
use domain::Map;

use super::line::{Hash, Line};
use crate::limits::walk;
use crate::wire::{Frame, PeerMeta, ROPES, VERSION};
use crate::{Limits, Refusal};

/// One connection to the server. See [`crate::session`] and the crate's page for the flow.
#[derive(Debug)]
pub struct ClientSession {
    peer_id: String,
    limits: Limits,
    server: Option<String>,
    documents: Map<String, Exchange>,
}

#[derive(Debug, Default)]
struct Exchange {
    line: Line,
    spoke: bool,
}

/// What a frame from the server means for the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientStep {
    /// The server answered: documents may be sent now.
    Connected { server: String, storage_id: Option<String> },
    /// Give `message` to [`ClientSession::apply`] with that document, then
    /// [`ClientSession::generate`].
    Incoming { document: String, message: Vec<u8> },
    /// The server has no such document for us.
    Unavailable { document: String },
    /// The server did not take what we sent about this document. `code` as in
    /// [`crate::RefusalCode`], or one from a newer server.
    /// `changes`: which, where the server says so, as [`crate::names_change`] understands them.
    Refused { document: String, code: String, message: String, changes: Vec<Vec<u8>> },
    /// The server ends the connection, and says why.
    Failed { message: String },
    /// The server says goodbye.
    Left,
    /// Nothing for us: gossip, an unknown type, a frame for somebody else or before its time.
    Ignored,
}

/// What one message did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The document changed and must be stored.
    pub changed: bool,
    /// The document as one chunk, which was read, when the server sent the whole of it.
    pub whole: Option<Vec<u8>>,
    /// The heads the server has committed.
    pub their_heads: Option<Vec<Hash>>,
    /// The server does not take our changes to this document.
    pub server_reads_only: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The document and the session are as they were before.
    #[error("the server's message was not taken")]
    Message(#[from] Refusal),
}

impl ClientSession {
    /// `peer_id` must be new for each page load: [`super::page_peer_id`].
    pub fn new(peer_id: impl Into<String>, limits: Limits) -> Self {
        Self { peer_id: peer_id.into(), limits, server: None, documents: Map::new() }
    }

    /// The first frame to send.
    pub fn join_frame(&self) -> Frame {
        let meta = PeerMeta { storage_id: None, is_ephemeral: true, ropes: Some(ROPES) };
        Frame::Join { sender: self.peer_id.clone(), versions: vec![VERSION.to_owned()], meta }
    }

    pub fn is_connected(&self) -> bool {
        self.server.is_some()
    }

    pub fn on_frame(&mut self, frame: Frame) -> ClientStep {
        match frame {
            Frame::Peer { sender, target, version, meta } => {
                self.on_peer(sender, &target, &version, meta)
            }
            Frame::Error { message, .. } => ClientStep::Failed { message },
            Frame::Leave { .. } => ClientStep::Left,
            Frame::Request { sender, target, document, data }
            | Frame::Sync { sender, target, document, data } => {
                self.ours(&sender, &target, ClientStep::Incoming { document, message: data })
            }
            Frame::DocUnavailable { sender, target, document } => {
                self.ours(&sender, &target, ClientStep::Unavailable { document })
            }
            Frame::Refused { sender, target, document, code, message, changes } => {
                let step = ClientStep::Refused { document, code, message, changes };
                self.ours(&sender, &target, step)
            }
            Frame::Join { .. }
            | Frame::Ephemeral { .. }
            | Frame::RemoteSubscriptionChange { .. }
            | Frame::RemoteHeadsChanged { .. }
            | Frame::Unknown { .. } => ClientStep::Ignored,
        }
    }

    fn on_peer(
        &mut self,
        server: String,
        target: &str,
        version: &str,
        meta: PeerMeta,
    ) -> ClientStep {
        if target != self.peer_id || self.is_connected() {
            return ClientStep::Ignored;
        }
        if version != VERSION {
            return ClientStep::Failed { message: format!("the server speaks version {version}") };
        }
        self.server = Some(server.clone());
        ClientStep::Connected { server, storage_id: meta.storage_id }
    }

    fn ours(&self, sender: &str, target: &str, step: ClientStep) -> ClientStep {
        let from_server = self.server.as_deref() == Some(sender);
        if from_server && target == self.peer_id { step } else { ClientStep::Ignored }
    }

    /// Takes a sync message into the document. Works on a copy when the message brings changes, so
    /// after an error (or a caught panic) document and session are as they were.
    pub fn apply(
        &mut self,
        document: &str,
        message: &[u8],
        automerge: &mut Automerge,
    ) -> Result<Applied, SessionError> {
        let contents = walk(message, &self.limits)?;
        let line = &mut self.documents.get_or_default(document.to_owned()).line;
        let before = automerge.get_heads();
        if let Some(whole) = line.take_whole(message, &contents, automerge)? {
            let changed = automerge.get_heads() != before;
            return Ok(self.applied(document, changed, Some(whole.to_vec())));
        }
        let received = if contents.chunks.is_empty() {
            line.take(message, &contents, automerge)?
        } else {
            let mut copy = automerge.clone();
            let received = line.take(message, &contents, &mut copy)?;
            *automerge = copy;
            received
        };
        Ok(self.applied(document, received.changed, None))
    }

    fn applied(&self, document: &str, changed: bool, whole: Option<Vec<u8>>) -> Applied {
        Applied {
            changed,
            whole,
            their_heads: self.their_heads(document),
            server_reads_only: self.server_reads_only(document),
        }
    }

    /// The next frame about a document, if there is something to say; `None` too while not
    /// connected. Every frame returned must be sent: the exchange relies on it.
    pub fn generate(&mut self, document: &str, automerge: &Automerge) -> Option<Frame> {
        let (sender, target) = (self.peer_id.clone(), self.server.clone()?);
        let exchange = self.documents.get_or_default(document.to_owned());
        let data = exchange.line.generate_apart(automerge)?;
        let document = document.to_owned();
        Some(if std::mem::replace(&mut exchange.spoke, true) {
            Frame::Sync { sender, target, document, data }
        } else {
            Frame::Request { sender, target, document, data }
        })
    }

    /// The heads the server last reported in this session. It stores before it answers, so this is
    /// a receipt for those changes and all they build on.
    pub fn their_heads(&self, document: &str) -> Option<Vec<Hash>> {
        let heads = self.documents.get(document)?.line.their_heads()?;
        Some(heads.iter().map(|hash| hash.0).collect())
    }

    /// The changes of the document that the server has no receipt for yet; `None` while it has not
    /// said anything about the document in this session.
    pub fn unsent(&self, document: &str, automerge: &Automerge) -> Option<Vec<Hash>> {
        let heads = self.documents.get(document)?.line.their_heads()?;
        let known = |hash: &&ChangeHash| automerge.get_change_by_hash(hash).is_some();
        let have: Vec<_> = heads.iter().filter(known).copied().collect();
        Some(automerge.get_changes(&have).iter().map(|change| change.hash().0).collect())
    }

    /// The server has told us that it leaves our changes to this document alone.
    pub fn server_reads_only(&self, document: &str) -> bool {
        self.documents.get(document).is_some_and(|exchange| exchange.line.peer_reads_only())
    }

    /// Drops what the session knows about a document; the next frame about it starts afresh.
    pub fn forget(&mut self, document: &str) {
        self.documents.remove(document);
    }
}
