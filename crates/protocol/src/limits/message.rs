//! The sync message around the chunks, and the header of each chunk.
//!
//! Format: Automerge's sync message versions 1 (0x42) and 2 (0x43), and "Chunks" of its binary
//! document format.

use super::Limits;
use super::budget::Budget;
use super::chunk::{hashes, walk_change, walk_document};
use super::source::{Source, cut_off};
use crate::Refusal;

const VERSIONS: [u8; 2] = [0x42, 0x43];
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const MAX_SUMMARIES: u64 = 16;
const MAX_PROBES: u64 = 64;

/// What a message within its limits brings.
pub(crate) struct Contents<'a> {
    pub(crate) chunks: Vec<Chunk<'a>>,
}

impl<'a> Contents<'a> {
    /// The only chunk, where it is a document.
    pub(crate) fn whole(&self) -> Option<&'a [u8]> {
        match self.chunks.as_slice() {
            [Chunk { bytes, kind: ChunkKind::Document(_) }] => Some(bytes),
            _ => None,
        }
    }
}

pub(crate) struct Chunk<'a> {
    /// With its header.
    pub(crate) bytes: &'a [u8],
    pub(crate) kind: ChunkKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    Change,
    /// A whole document that ends in these heads.
    Document(Vec<[u8; 32]>),
}

/// Walks a sync message.
pub(crate) fn walk<'a>(data: &'a [u8], limits: &Limits) -> Result<Contents<'a>, Refusal> {
    let budget = &mut Budget::new(limits);
    let mut chunks = Vec::new();
    for body in bodies(data, budget, limits)? {
        chunks_of(body, budget, &mut chunks)?;
    }
    Ok(Contents { chunks })
}

/// The chunks of a message one by one, told apart by their headers alone: none was judged.
pub(crate) fn pieces<'a>(data: &'a [u8], limits: &Limits) -> Result<Vec<&'a [u8]>, Refusal> {
    let budget = &mut Budget::new(limits);
    let mut pieces = Vec::new();
    for mut rest in bodies(data, budget, limits)? {
        while !rest.is_empty() {
            budget.chunk()?;
            let (.., length) = header(rest, budget)?;
            let (piece, after) = rest.split_at_checked(length).ok_or_else(cut_off)?;
            pieces.push(piece);
            rest = after;
        }
    }
    Ok(pieces)
}

/// The parts of a message that hold chunks.
fn bodies<'a>(
    data: &'a [u8],
    budget: &mut Budget<'_>,
    limits: &Limits,
) -> Result<Vec<&'a [u8]>, Refusal> {
    size(data, limits)?;
    let mut source = Source::plain(data);
    if !VERSIONS.contains(&source.byte(budget)?) {
        return Err(Refusal::malformed("not a sync message"));
    }
    hashes(&mut source, budget)?; // heads
    hashes(&mut source, budget)?; // need
    summaries(&mut source, budget)?;
    let mut bodies = Vec::new();
    for _ in 0..source.number(budget)? {
        bodies.push(prefixed(&mut source, budget)?);
    }
    if !source.done(budget)? {
        source.skip_prefixed(budget)?; // flags
    }
    Ok(bodies)
}

/// Walks chunks that follow each other without a message around them.
pub(super) fn walk_chunks<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Contents<'a>, Refusal> {
    let mut chunks = Vec::new();
    chunks_of(bytes, &mut Budget::new(limits), &mut chunks)?;
    Ok(Contents { chunks })
}

fn size(data: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let fits = data.len() <= limits.frame_bytes;
    fits.then_some(()).ok_or_else(|| Refusal::too_large(format!("{} bytes", data.len())))
}

/// What the sender says it has: hashes and a Bloom filter. Automerge takes a remainder by the size
/// of the filter and reserves room for its probes, so both are checked here.
fn summaries(source: &mut Source<'_>, budget: &mut Budget<'_>) -> Result<(), Refusal> {
    let count = source.number(budget)?;
    if count > MAX_SUMMARIES {
        return Err(Refusal::malformed("too many summaries"));
    }
    for _ in 0..count {
        hashes(source, budget)?;
        let filter = prefixed(source, budget)?;
        if !filter.is_empty() {
            bloom(Source::plain(filter), budget)?;
        }
    }
    Ok(())
}

fn bloom(mut filter: Source<'_>, budget: &mut Budget<'_>) -> Result<(), Refusal> {
    let entries = filter.number(budget)?;
    let bits_per_entry = filter.number(budget)?;
    let probes = filter.number(budget)?;
    let bits = entries.checked_mul(bits_per_entry).ok_or_else(cut_off)?;
    if probes > MAX_PROBES || (entries > 0 && bits == 0) {
        return Err(Refusal::malformed("a filter that cannot work"));
    }
    filter.skip(bits.div_ceil(8), budget)
}

fn prefixed<'a>(source: &mut Source<'a>, budget: &mut Budget<'_>) -> Result<&'a [u8], Refusal> {
    let length = source.number(budget)?;
    let rest = source.rest();
    source.skip(length, budget)?;
    usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or_else(cut_off)
}

fn chunks_of<'a>(
    mut bytes: &'a [u8],
    budget: &mut Budget<'_>,
    found: &mut Vec<Chunk<'a>>,
) -> Result<(), Refusal> {
    while !bytes.is_empty() {
        budget.chunk()?;
        let (kind, length) = chunk(bytes, budget)?;
        let (this, rest) = bytes.split_at_checked(length).ok_or_else(cut_off)?;
        found.push(Chunk { bytes: this, kind });
        bytes = rest;
    }
    Ok(())
}

/// The kind of the first chunk in `bytes`, and its length with its header.
fn chunk(bytes: &[u8], budget: &mut Budget<'_>) -> Result<(ChunkKind, usize), Refusal> {
    let (kind, body, length) = header(bytes, budget)?;
    let kind = match kind {
        0 => ChunkKind::Document(walk_document(body, budget)?),
        1 => {
            walk_change(Source::plain(body), budget)?;
            ChunkKind::Change
        }
        2 => {
            walk_change(Source::deflated(body), budget)?;
            ChunkKind::Change
        }
        // Bundles (3) are not sent in sync messages by any peer we know.
        _ => return Err(Refusal::malformed("a chunk of no kind we know")),
    };
    Ok((kind, length))
}

/// Of the first chunk in `bytes`: the number of its kind, its body, and its length with its header.
fn header<'a>(bytes: &'a [u8], budget: &mut Budget<'_>) -> Result<(u8, &'a [u8], usize), Refusal> {
    if !bytes.starts_with(&MAGIC) {
        return Err(Refusal::malformed("not a chunk"));
    }
    let mut source = Source::plain(bytes);
    source.skip(8, budget)?; // magic and checksum
    let kind = source.byte(budget)?;
    let body = prefixed(&mut source, budget)?;
    Ok((kind, body, bytes.len() - source.rest().len()))
}
