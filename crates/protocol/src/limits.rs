//! What a sync message may cost, judged before Automerge sees a byte of it.
//!
//! Automerge inflates without a bound, makes as many operations as a few bytes stand for, and
//! trusts the size a Bloom filter claims (fifteen bytes ask for 16 GiB, which ends the process).
//! This module walks a message as Automerge would, keeps nothing of it, and stops at the first
//! bound. Deflate is read by the same reader that Automerge uses, so both come to the same size.

mod budget;
mod chunk;
mod columns;
mod message;
mod source;

pub(crate) use message::{Chunk, ChunkKind, Contents, pieces, walk};

use crate::Refusal;

/// Upper bounds, all inclusive. Sums are over one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one websocket frame, and of the sync message in it.
    pub frame_bytes: usize,
    /// Sum of the bytes that deflated parts inflate to.
    pub inflated_bytes: u64,
    /// Inflated bytes per compressed byte of one part, once it has inflated past
    /// [`Limits::RATIO_COUNTS_FROM`].
    pub inflate_ratio: u64,
    /// Chunks (changes or whole documents).
    pub chunks: u64,
    /// Sum over chunks of the rows of the longest column: about the number of operations.
    pub rows: u64,
}

impl Limits {
    /// Short texts repeat themselves so well that a ratio says nothing about them.
    pub const RATIO_COUNTS_FROM: u64 = 256 << 10;

    /// What the server takes from a phone.
    pub const SERVER: Self = Self {
        frame_bytes: 4 << 20,
        inflated_bytes: 32 << 20,
        inflate_ratio: 100,
        chunks: 50_000,
        rows: 1_000_000,
    };

    /// What a phone takes from its server.
    pub const PHONE: Self = Self {
        frame_bytes: 32 << 20,
        inflated_bytes: 128 << 20,
        inflate_ratio: 400,
        chunks: 500_000,
        rows: 8_000_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::SERVER
    }
}

/// Whether Automerge may see this sync message.
pub fn check(data: &[u8], limits: &Limits) -> Result<(), Refusal> {
    walk(data, limits).map(|_| ())
}

/// Whether Automerge may see these chunks: the bytes of a stored document, of changes one after the
/// other, or of a rescue file.
pub fn check_chunks(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    message::walk_chunks(bytes, limits).map(|_| ())
}
