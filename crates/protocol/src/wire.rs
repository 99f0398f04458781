//! The automerge-repo websocket protocol, version "1": one binary websocket frame is one CBOR map.
//!
//! This module turns bytes into a [`Frame`] and back. It decides nothing about who may send what.

mod decode;
mod encode;
mod frame;
mod value;

pub use decode::{WireError, decode};
pub use encode::encode;
pub use frame::{Frame, PeerMeta, RemoteHeads};

/// The only version of the protocol there is.
pub const VERSION: &str = "1";

/// The version of our own extensions, declared in the peer metadata under `ropes`.
pub const ROPES: u8 = 1;

/// No frame above this is looked at, whatever the limits of a session say.
pub const MAX_FRAME_BYTES: usize = 64 << 20;
