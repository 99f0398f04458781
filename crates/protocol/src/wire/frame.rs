//! What can be said on the wire.

/// One message. `sender` and `target` are peer ids, `document` is a bs58check document id as text,
/// `data` is never empty in `Request` and `Sync`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// First frame of a client.
    Join {
        sender: String,
        versions: Vec<String>,
        meta: PeerMeta,
    },
    /// The server's answer to `Join`.
    Peer {
        sender: String,
        target: String,
        version: String,
        meta: PeerMeta,
    },
    /// A sync message that also asks to be told when the document does not exist.
    Request {
        sender: String,
        target: String,
        document: String,
        data: Vec<u8>,
    },
    Sync {
        sender: String,
        target: String,
        document: String,
        data: Vec<u8>,
    },
    DocUnavailable {
        sender: String,
        target: String,
        document: String,
    },
    /// Relays keep the original sender, so `sender` need not be the peer at the other end.
    Ephemeral {
        sender: String,
        target: String,
        document: String,
        session: String,
        count: u64,
        data: Vec<u8>,
    },
    RemoteSubscriptionChange {
        sender: String,
        target: String,
        add: Vec<String>,
        remove: Vec<String>,
    },
    RemoteHeadsChanged {
        sender: String,
        target: String,
        document: String,
        heads: Vec<RemoteHeads>,
    },
    /// A protocol error. Some peers leave sender and target out; they are empty then.
    Error {
        sender: String,
        target: String,
        message: String,
    },
    Leave {
        sender: String,
    },
    /// Ours: what a peer sent about this document was not taken. Only for peers that declared
    /// [`PeerMeta::ropes`].
    Refused {
        sender: String,
        target: String,
        document: String,
        code: String,
        message: String,
        /// Which changes, where that is known: see [`crate::Refusal::changes`]. Left out when empty.
        changes: Vec<Vec<u8>>,
    },
    /// A type we do not know. It is ignored, never an error.
    Unknown {
        kind: String,
    },
}

/// What a peer says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerMeta {
    /// Names the peer's storage; a stock client keeps sync state only for peers that have one.
    pub storage_id: Option<String>,
    pub is_ephemeral: bool,
    /// The version of our extensions the peer understands.
    pub ropes: Option<u8>,
}

/// The heads some storage reported, as bs58check texts, and when (UTC milliseconds).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteHeads {
    pub storage_id: String,
    pub heads: Vec<String>,
    pub timestamp: u64,
}
