//! How much the hub takes from a phone, keeps in memory, and how long it waits.

use std::time::Duration;

use protocol::Limits;

use crate::limits::ServerLimits;
use crate::store::DocumentId;

#[derive(Clone, Debug)]
pub struct Settings {
    /// What one message may cost.
    pub limits: Limits,
    /// Bytes of changes that one document may hold.
    pub document_bytes: usize,
    /// Changes that one document may hold.
    pub document_changes: usize,
    /// Memory for open documents, as far as it can be estimated.
    pub open_bytes: usize,
    /// A document that nobody used for so long leaves memory.
    pub idle: Duration,
    /// Refused bytes kept per device, until the next start.
    pub quarantine_bytes: usize,
    /// A document with more stored pieces than this is stored anew as one.
    pub pieces: usize,
    /// Refusals after which a connection is closed.
    pub refusals: u32,
    /// Connections of one device; the oldest gives way.
    pub device_connections: usize,
    /// Connections of all devices of one person; the oldest gives way.
    pub person_connections: usize,
    /// Connections of everybody; a new one is refused.
    pub connections: usize,
    /// Frames a second that one connection may send for long.
    pub frames_per_second: u64,
    /// Frames that one connection may send at once.
    pub frames_at_once: u64,
    /// How many documents may be worked on at once, waiting for the disk included.
    pub at_once: usize,
    /// How many of them may be loaded, or be told to a peer for the first time.
    pub loads_at_once: usize,
    pub ping_every: Duration,
    /// A peer that says nothing for so long is gone, and so is one that takes no frame.
    pub silence: Duration,
    /// How often the store is asked what others did to it.
    pub look_every: Duration,
    /// Called before every piece of work on a document. A test makes it panic.
    pub probe: Option<fn(DocumentId)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::from(&ServerLimits::default())
    }
}

impl From<&ServerLimits> for Settings {
    fn from(limits: &ServerLimits) -> Self {
        Self {
            limits: Limits {
                frame_bytes: limits.frame_bytes as usize,
                inflated_bytes: limits.inflated_bytes,
                inflate_ratio: limits.inflate_ratio,
                chunks: limits.frame_changes,
                rows: limits.frame_operations,
            },
            document_bytes: limits.document_bytes as usize,
            document_changes: limits.document_changes as usize,
            open_bytes: limits.open_bytes as usize,
            idle: Duration::from_secs(limits.idle_seconds),
            quarantine_bytes: limits.quarantine_bytes as usize,
            pieces: 256,
            refusals: u32::try_from(limits.connection_refusals).unwrap_or(u32::MAX),
            device_connections: limits.device_connections as usize,
            person_connections: limits.person_connections as usize,
            connections: limits.connections as usize,
            frames_per_second: limits.frames_per_second,
            frames_at_once: limits.frames_at_once,
            at_once: limits.at_once as usize,
            loads_at_once: limits.loads_at_once as usize,
            ping_every: Duration::from_secs(30),
            silence: Duration::from_secs(limits.silence_seconds),
            look_every: Duration::from_secs(1),
            probe: None,
        }
    }
}
