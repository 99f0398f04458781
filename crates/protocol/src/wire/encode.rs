//! From a [`Frame`] to the bytes stock peers accept.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use super::{Frame, PeerMeta, RemoteHeads};

type Done = Result<(), Error<Infallible>>;

/// The frame as one binary websocket frame. `Request` and `Sync` must carry data: the stock client
/// throws on an empty one.
pub fn encode(frame: &Frame) -> Vec<u8> {
    let mut map = MapWriter(Encoder::new(Vec::new()));
    match map.frame(frame) {
        Ok(()) => map.0.into_writer(),
        // Writing to memory cannot fail and we encode no value that refuses to be encoded.
        Err(_) => Vec::new(),
    }
}

struct MapWriter(Encoder<Vec<u8>>);

impl MapWriter {
    fn frame(&mut self, frame: &Frame) -> Done {
        match frame {
            Frame::Join { sender, versions, meta } => {
                self.open(4, "join")?;
                self.text("senderId", sender)?;
                self.meta(meta)?;
                self.texts("supportedProtocolVersions", versions)
            }
            Frame::Peer { sender, target, version, meta } => {
                self.open(5, "peer")?;
                self.route(sender, target)?;
                self.meta(meta)?;
                self.text("selectedProtocolVersion", version)
            }
            Frame::Request { sender, target, document, data } => {
                self.open(5, "request")?;
                self.about(sender, target, document)?;
                self.bytes("data", data)
            }
            Frame::Sync { sender, target, document, data } => {
                self.open(5, "sync")?;
                self.about(sender, target, document)?;
                self.bytes("data", data)
            }
            Frame::DocUnavailable { sender, target, document } => {
                self.open(4, "doc-unavailable")?;
                self.about(sender, target, document)
            }
            Frame::Ephemeral { sender, target, document, session, count, data } => {
                self.open(7, "ephemeral")?;
                self.about(sender, target, document)?;
                self.text("sessionId", session)?;
                self.number("count", *count)?;
                self.bytes("data", data)
            }
            Frame::RemoteSubscriptionChange { sender, target, add, remove } => {
                self.open(5, "remote-subscription-change")?;
                self.route(sender, target)?;
                self.texts("add", add)?;
                self.texts("remove", remove)
            }
            Frame::RemoteHeadsChanged { sender, target, document, heads } => {
                self.open(5, "remote-heads-changed")?;
                self.about(sender, target, document)?;
                self.heads(heads)
            }
            Frame::Error { sender, target, message } => {
                self.open(4, "error")?;
                self.route(sender, target)?;
                self.text("message", message)
            }
            Frame::Leave { sender } => {
                self.open(2, "leave")?;
                self.text("senderId", sender)
            }
            Frame::Refused { sender, target, document, code, message, changes } => {
                self.open(6 + u64::from(!changes.is_empty()), "ropes-refused")?;
                self.about(sender, target, document)?;
                self.text("code", code)?;
                self.text("message", message)?;
                self.hashes("changes", changes)
            }
            Frame::Unknown { kind } => self.open(1, kind),
        }
    }

    fn open(&mut self, entries: u64, kind: &str) -> Done {
        self.0.map(entries)?;
        self.text("type", kind)
    }

    fn route(&mut self, sender: &str, target: &str) -> Done {
        self.text("senderId", sender)?;
        self.text("targetId", target)
    }

    fn about(&mut self, sender: &str, target: &str, document: &str) -> Done {
        self.route(sender, target)?;
        self.text("documentId", document)
    }

    fn text(&mut self, key: &str, value: &str) -> Done {
        self.0.str(key)?.str(value)?.ok()
    }

    /// The stock client reads a 64-bit integer as a BigInt, which is not a number to it: so what
    /// does not fit 32 bits goes as a float, as it sends them itself.
    fn number(&mut self, key: &str, value: u64) -> Done {
        self.0.str(key)?;
        match u32::try_from(value) {
            Ok(small) => self.0.u32(small)?.ok(),
            Err(_) => self.0.f64(value as f64)?.ok(),
        }
    }

    fn bytes(&mut self, key: &str, value: &[u8]) -> Done {
        self.0.str(key)?.bytes(value)?.ok()
    }

    fn texts(&mut self, key: &str, values: &[String]) -> Done {
        self.0.str(key)?.array(values.len() as u64)?;
        values.iter().try_for_each(|value| self.0.str(value)?.ok())
    }

    /// Nothing where there are none.
    fn hashes(&mut self, key: &str, hashes: &[Vec<u8>]) -> Done {
        if hashes.is_empty() {
            return Ok(());
        }
        self.0.str(key)?.array(hashes.len() as u64)?;
        hashes.iter().try_for_each(|hash| self.0.bytes(hash)?.ok())
    }

    fn meta(&mut self, meta: &PeerMeta) -> Done {
        let entries = 1 + u64::from(meta.storage_id.is_some()) + u64::from(meta.ropes.is_some());
        self.0.str("peerMetadata")?.map(entries)?;
        if let Some(id) = &meta.storage_id {
            self.text("storageId", id)?;
        }
        self.0.str("isEphemeral")?.bool(meta.is_ephemeral)?;
        if let Some(version) = meta.ropes {
            self.number("ropes", version.into())?;
        }
        Ok(())
    }

    fn heads(&mut self, heads: &[RemoteHeads]) -> Done {
        self.0.str("newHeads")?.map(heads.len() as u64)?;
        heads.iter().try_for_each(|one| {
            self.0.str(&one.storage_id)?.map(2)?;
            self.texts("heads", &one.heads)?;
            self.number("timestamp", one.timestamp)
        })
    }
}
