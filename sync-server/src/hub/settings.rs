//! How much the hub takes from a phone, keeps in memory, and how long it waits.

use std::time::Duration;

use protocol::Limits;

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
        Self {
            limits: Limits::SERVER,
            document_bytes: 16 << 20,
            document_changes: 100_000,
            open_bytes: 256 << 20,
            idle: Duration::from_secs(60),
            quarantine_bytes: 4 << 20,
            pieces: 256,
            at_once: 64,
            loads_at_once: half_the_cores(),
            ping_every: Duration::from_secs(30),
            silence: Duration::from_secs(180),
            look_every: Duration::from_secs(1),
            probe: None,
        }
    }
}

fn half_the_cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))
}
