//! From bytes to a [`Frame`]. Generous in form (any length form, unknown keys, absent optionals),
//! strict in what a frame must carry.

use super::value::Value;
use super::{Frame, MAX_FRAME_BYTES, PeerMeta, RemoteHeads};

/// Why bytes are not a frame.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("a frame of {0} bytes is too large")]
    TooLarge(usize),
    #[error("not CBOR we can read")]
    Cbor(#[source] minicbor::decode::Error),
    #[error("not a map")]
    NotAMap,
    #[error("{0} is missing or has the wrong type")]
    Field(&'static str),
}

/// Reads one binary websocket frame.
pub fn decode(bytes: &[u8]) -> Result<Frame, WireError> {
    if bytes.len() > MAX_FRAME_BYTES {
        return Err(WireError::TooLarge(bytes.len()));
    }
    match Value::read(bytes).map_err(WireError::Cbor)? {
        Value::Map(entries) => Fields(entries).frame(),
        _ => Err(WireError::NotAMap),
    }
}

struct Fields(Vec<(String, Value)>);

impl Fields {
    fn frame(&mut self) -> Result<Frame, WireError> {
        let kind = self.text("type")?;
        Ok(match kind.as_str() {
            "join" => Frame::Join {
                sender: self.text("senderId")?,
                versions: self.texts("supportedProtocolVersions")?,
                meta: self.meta()?,
            },
            "peer" => Frame::Peer {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                version: self.text("selectedProtocolVersion")?,
                meta: self.meta()?,
            },
            "request" => Frame::Request {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                document: self.document()?,
                data: self.data()?,
            },
            "sync" => Frame::Sync {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                document: self.document()?,
                data: self.data()?,
            },
            "doc-unavailable" => Frame::DocUnavailable {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                document: self.document()?,
            },
            "ephemeral" => self.ephemeral()?,
            "remote-subscription-change" => Frame::RemoteSubscriptionChange {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                add: self.texts("add")?,
                remove: self.texts("remove")?,
            },
            "remote-heads-changed" => Frame::RemoteHeadsChanged {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                document: self.document()?,
                heads: self.heads()?,
            },
            "error" => Frame::Error {
                sender: self.text_or_empty("senderId")?,
                target: self.text_or_empty("targetId")?,
                message: self.text("message")?,
            },
            "leave" => Frame::Leave { sender: self.text("senderId")? },
            "ropes-refused" => Frame::Refused {
                sender: self.text("senderId")?,
                target: self.text("targetId")?,
                document: self.document()?,
                code: self.text("code")?,
                message: self.text_or_empty("message")?,
                changes: self.hashes("changes")?,
            },
            _ => Frame::Unknown { kind },
        })
    }

    fn ephemeral(&mut self) -> Result<Frame, WireError> {
        Ok(Frame::Ephemeral {
            sender: self.text("senderId")?,
            target: self.text("targetId")?,
            document: self.document()?,
            session: self.text("sessionId")?,
            count: self.count("count")?,
            data: match self.take("data") {
                Value::Bytes(data) => data,
                _ => return Err(WireError::Field("data")),
            },
        })
    }

    /// The last value under this key, as in JavaScript.
    fn take(&mut self, key: &str) -> Value {
        let found = self.0.iter_mut().rev().find(|(name, _)| name == key);
        found.map_or(Value::Nothing, |(_, value)| std::mem::replace(value, Value::Nothing))
    }

    fn text(&mut self, key: &'static str) -> Result<String, WireError> {
        match self.take(key) {
            Value::Text(text) => Ok(text),
            _ => Err(WireError::Field(key)),
        }
    }

    fn text_or_empty(&mut self, key: &'static str) -> Result<String, WireError> {
        match self.take(key) {
            Value::Text(text) => Ok(text),
            Value::Nothing => Ok(String::new()),
            _ => Err(WireError::Field(key)),
        }
    }

    fn texts(&mut self, key: &'static str) -> Result<Vec<String>, WireError> {
        texts(self.take(key)).ok_or(WireError::Field(key))
    }

    /// Absent is empty.
    fn hashes(&mut self, key: &'static str) -> Result<Vec<Vec<u8>>, WireError> {
        let hash = |value| match value {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(WireError::Field(key)),
        };
        match self.take(key) {
            Value::List(values) => values.into_iter().map(hash).collect(),
            Value::Nothing => Ok(Vec::new()),
            _ => Err(WireError::Field(key)),
        }
    }

    fn count(&mut self, key: &'static str) -> Result<u64, WireError> {
        number(&self.take(key)).ok_or(WireError::Field(key))
    }

    /// The document id, which some peers send as the bytes of its text.
    fn document(&mut self) -> Result<String, WireError> {
        match self.take("documentId") {
            Value::Text(text) => Ok(text),
            Value::Bytes(bytes) => {
                String::from_utf8(bytes).map_err(|_| WireError::Field("documentId"))
            }
            _ => Err(WireError::Field("documentId")),
        }
    }

    fn data(&mut self) -> Result<Vec<u8>, WireError> {
        match self.take("data") {
            Value::Bytes(data) if !data.is_empty() => Ok(data),
            _ => Err(WireError::Field("data")),
        }
    }

    /// The code says `peerMetadata`, the protocol's own description `metadata`.
    fn meta(&mut self) -> Result<PeerMeta, WireError> {
        let value = match self.take("peerMetadata") {
            Value::Nothing => self.take("metadata"),
            value => value,
        };
        let mut fields = match value {
            Value::Map(entries) => Self(entries),
            Value::Nothing => return Ok(PeerMeta::default()),
            _ => return Err(WireError::Field("peerMetadata")),
        };
        Ok(PeerMeta {
            storage_id: match fields.take("storageId") {
                Value::Text(id) => Some(id),
                _ => None,
            },
            is_ephemeral: fields.take("isEphemeral") == Value::Bool(true),
            ropes: number(&fields.take("ropes")).and_then(|n| u8::try_from(n).ok()),
        })
    }

    fn heads(&mut self) -> Result<Vec<RemoteHeads>, WireError> {
        let Value::Map(entries) = self.take("newHeads") else {
            return Err(WireError::Field("newHeads"));
        };
        entries.into_iter().map(|(storage_id, value)| remote_heads(storage_id, value)).collect()
    }
}

fn remote_heads(storage_id: String, value: Value) -> Result<RemoteHeads, WireError> {
    let Value::Map(entries) = value else {
        return Err(WireError::Field("newHeads"));
    };
    let mut fields = Fields(entries);
    Ok(RemoteHeads {
        storage_id,
        heads: fields.texts("heads")?,
        timestamp: fields.count("timestamp")?,
    })
}

/// Absent is empty; anything but texts inside is refused.
fn texts(value: Value) -> Option<Vec<String>> {
    let text = |value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    };
    match value {
        Value::List(values) => values.into_iter().map(text).collect(),
        Value::Nothing => Some(Vec::new()),
        _ => None,
    }
}

/// A whole number from an integer or a float, as long as a JavaScript number can hold it.
fn number(value: &Value) -> Option<u64> {
    const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
    match value {
        Value::Number(n) if n.fract() == 0.0 && (0.0..=MAX_SAFE).contains(n) => Some(*n as u64),
        _ => None,
    }
}
