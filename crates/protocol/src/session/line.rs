//! The exchange about one document with one peer: Automerge's sync state, guarded.

use automerge::sync::{Capability, Have, Message, MessageFlags, MessageVersion, State, SyncDoc};
use automerge::{
    Automerge, AutomergeError, Change, ChangeHash, LoadOptions, OnPartialLoad, ReadDoc,
};

use crate::limits::{Chunk, ChunkKind, Contents, walk};
use crate::{Limits, Refusal, RefusalCode};

/// The hash of a change.
pub type Hash = [u8; 32];

/// What a sync message did to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The document's heads before.
    pub before: Vec<ChangeHash>,
    /// The document has changes now that it did not have before:
    /// `document.get_changes(&received.before)`.
    pub changed: bool,
    /// Changes came whose dependencies are still missing. Automerge keeps them in memory only, and
    /// takes them with what they rest on: do not drop the document before the peer has sent the rest,
    /// and give the message to [`sift`](super::sift) again if that is refused.
    pub waits: bool,
    /// Changes came and were left alone, because the peer may only read.
    pub ignored: bool,
}

/// Bytes of changes that a phone sends in one message: well below what a server takes, so that a
/// long absence arrives in pieces, each confirmed by itself.
const TOGETHER: usize = 1 << 20;

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    state: State,
}

impl Line {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn read_only() -> Self {
        Self { state: State::new_read_only() }
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.state.read_only
    }

    pub(super) fn set_read_only(&mut self, read_only: bool) {
        self.state.set_read_only(read_only);
    }

    pub(super) fn has_spoken(&self) -> bool {
        self.state.have_responded
    }

    pub(super) fn peer_reads_only(&self) -> bool {
        self.state.peer_read_only
    }

    pub(super) fn their_heads(&self) -> Option<&[ChangeHash]> {
        self.state.their_heads.as_deref()
    }

    /// Takes one sync message. After an error the line is as it was before; the document may have
    /// taken a part of the message.
    pub(super) fn receive(
        &mut self,
        data: &[u8],
        document: &mut Automerge,
        limits: &Limits,
    ) -> Result<Received, Refusal> {
        self.take(data, &walk(data, limits)?, document)
    }

    /// The same, of a message that was walked.
    pub(super) fn take(
        &mut self,
        data: &[u8],
        contents: &Contents<'_>,
        document: &mut Automerge,
    ) -> Result<Received, Refusal> {
        let message = decode(data)?;
        let ignored = self.state.read_only && !contents.chunks.is_empty();
        if !ignored {
            contents.chunks.iter().try_for_each(verify_change)?;
        }
        let before = document.get_heads();
        let mut state = self.state.clone();
        document.receive_sync_message(&mut state, message).map_err(refusal)?;
        if !ignored {
            verify_documents(contents, document)?;
        }
        self.go_on(state);
        let changed = document.get_heads() != before;
        let waits = !ignored
            && !document.get_missing_deps(&[]).is_empty()
            && contents.chunks.iter().any(|chunk| is_lacked(chunk, document));
        Ok(Received { before, changed, waits, ignored })
    }

    /// Takes a message that brings the whole document, where nothing here is beyond it, by putting that
    /// in the place of ours: reading it takes a fraction of what taking over its changes does. The
    /// bytes of the document, which were read; `None`: nothing was taken.
    pub(super) fn take_whole<'a>(
        &mut self,
        data: &[u8],
        contents: &Contents<'a>,
        document: &mut Automerge,
    ) -> Result<Option<&'a [u8]>, Refusal> {
        let Some(bytes) = contents.whole().filter(|_| !self.state.read_only) else {
            return Ok(None);
        };
        let mut message = decode(data)?;
        let Some(mut whole) = read_whole(bytes, &message.heads, document) else { return Ok(None) };
        message.changes = Vec::<Vec<u8>>::new().into();
        let mut state = self.state.clone();
        whole.receive_sync_message(&mut state, message).map_err(refusal)?;
        self.go_on(state);
        *document = whole;
        Ok(Some(bytes))
    }

    /// Automerge takes "I have what you have" for said, if the caller did not speak in between; but
    /// our own heads are the peer's receipt, so they are said.
    fn go_on(&mut self, mut state: State) {
        if !state.last_sent_heads.is_empty() {
            state.last_sent_heads.clone_from(&self.state.last_sent_heads);
        }
        self.state = state;
    }

    pub(super) fn generate(&mut self, document: &Automerge) -> Option<Vec<u8>> {
        if self.is_agreed(document) {
            return self.generate_agreed(&document.get_heads());
        }
        document.generate_sync_message(&mut self.state).map(Message::encode)
    }

    /// Whether both sides have the same, as after changes came: then there is nothing but our heads to
    /// say, and Automerge need not look for more.
    fn is_agreed(&self, document: &Automerge) -> bool {
        let (state, heads) = (&self.state, document.get_heads());
        let known = |hash: &ChangeHash| document.get_change_meta_by_hash(hash).is_some();
        let mut theirs = state.their_have.iter().flatten();
        !heads.is_empty()
            && state.shared_heads == heads
            && state.their_heads.as_ref() == Some(&heads)
            && state.their_need.as_ref().is_some_and(Vec::is_empty)
            && !state.needs_reset
            && theirs.all(|have| have.last_sync.iter().all(known))
    }

    /// The same with each change by itself, compressed, and never the whole document as one piece:
    /// then a server that refuses one can name it and take the others. What is more than a frame should
    /// carry comes when the server has answered.
    pub(super) fn generate_apart(&mut self, document: &Automerge) -> Option<Vec<u8>> {
        if let Some(capabilities) = &mut self.state.their_capabilities {
            capabilities.retain(|capability| *capability != Capability::MessageV2);
        }
        let mut message = document.generate_sync_message(&mut self.state)?;
        let mut changes: Vec<_> = message.changes.iter().map(compressed).collect();
        for left in changes.split_off(fitting(&changes)) {
            if let Ok(change) = Change::try_from(left.as_slice()) {
                self.state.sent_hashes.remove(&change.hash());
            }
        }
        message.changes = changes.into();
        Some(message.encode())
    }

    /// Whether [`Self::generate`] could have something to say about a document with these heads.
    pub(super) fn may_speak(&self, heads: &[ChangeHash]) -> bool {
        let state = &self.state;
        let said = state.have_responded && state.last_sent_heads == heads && !state.needs_reset;
        !(said && state.their_heads.as_deref() == Some(heads))
    }

    /// Takes a message that says "I have what you have" without the document at hand, and the
    /// answer if there is one to give. `None`: the document is needed, nothing was taken.
    pub(super) fn settle(
        &mut self,
        data: &[u8],
        heads: &[ChangeHash],
        limits: &Limits,
    ) -> Result<Option<Option<Vec<u8>>>, Refusal> {
        if !walk(data, limits)?.chunks.is_empty() {
            return Ok(None);
        }
        let message = decode(data)?;
        let same = message.heads == heads && !heads.is_empty() && message.need.is_empty();
        if !same || self.state.needs_reset || resets(&message) {
            return Ok(None);
        }
        self.agree(message, heads);
        Ok(Some(self.generate_agreed(heads)))
    }

    /// What Automerge notes in the state when both sides have the same heads.
    fn agree(&mut self, message: Message, heads: &[ChangeHash]) {
        let state = &mut self.state;
        state.in_flight = false;
        if let Some(flags) = message.flags {
            state.their_capabilities = Some(capabilities(flags));
            state.peer_read_only = flags.contains(MessageFlags::READ_ONLY);
        }
        state.shared_heads = heads.to_vec();
        state.sent_hashes.clear();
        state.their_have = Some(message.have);
        state.their_heads = Some(message.heads);
        state.their_need = Some(message.need);
    }

    fn generate_agreed(&mut self, heads: &[ChangeHash]) -> Option<Vec<u8>> {
        if self.state.have_responded && self.state.last_sent_heads == heads {
            return None;
        }
        self.state.have_responded = true;
        self.state.last_sent_heads = heads.to_vec();
        self.state.in_flight = true;
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
        if self.state.read_only {
            flags.set(MessageFlags::READ_ONLY);
        }
        let version = match self.state.their_capabilities {
            Some(_) => MessageVersion::V2,
            None => MessageVersion::V1,
        };
        let have = vec![Have { last_sync: heads.to_vec(), ..Have::default() }];
        let message = Message {
            heads: heads.to_vec(),
            need: Vec::new(),
            have,
            changes: Vec::<Vec<u8>>::new().into(),
            flags: Some(flags),
            version,
        };
        Some(message.encode())
    }
}

/// How many of the first changes go together, one at least.
fn fitting(changes: &[Vec<u8>]) -> usize {
    let sums = changes.iter().scan(0, |sum, change| {
        *sum += change.len();
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= TOGETHER).count().max(1).min(changes.len())
}

/// A chunk as small as it gets.
fn compressed(chunk: &[u8]) -> Vec<u8> {
    match Change::try_from(chunk) {
        Ok(mut change) => change.bytes().into_owned(),
        Err(_) => chunk.to_vec(),
    }
}

/// A document that ends in these heads and has all that ours has.
fn read_whole(bytes: &[u8], heads: &[ChangeHash], ours: &Automerge) -> Option<Automerge> {
    let strict = LoadOptions::new().on_partial_load(OnPartialLoad::Error);
    let whole = Automerge::load_with_options(bytes, strict).ok()?;
    let has = |hash: &ChangeHash| whole.get_change_meta_by_hash(hash).is_some();
    let is_beyond = whole.get_heads() == heads && ours.get_heads().iter().all(has);
    let nothing_waits = ours.get_missing_deps(&[]).is_empty();
    (is_beyond && nothing_waits).then(|| whole.with_actor(ours.get_actor().clone()))
}

fn capabilities(flags: MessageFlags) -> Vec<Capability> {
    use Capability::{MessageV2, SyncReset};
    let resets = flags.contains(MessageFlags::SUPPORTS_SYNC_RESET);
    if resets { vec![MessageV2, SyncReset] } else { vec![MessageV2] }
}

/// Whether the message asks to start afresh, or rests on changes that cannot be looked up without
/// the document.
fn resets(message: &Message) -> bool {
    let flagged = message.flags.is_some_and(|flags| flags.contains(MessageFlags::SYNC_RESET));
    let known = |hash: &ChangeHash| message.heads.contains(hash);
    flagged || !message.have.iter().all(|have| have.last_sync.iter().all(known))
}

fn decode(data: &[u8]) -> Result<Message, Refusal> {
    Message::decode(data).map_err(|error| Refusal::malformed(error.to_string()))
}

/// Automerge skips a change it cannot read without a word, and the peer would wait for ever: so a
/// change is read, and held against its checksum, before.
fn verify_change(chunk: &Chunk<'_>) -> Result<(), Refusal> {
    match chunk.kind {
        ChunkKind::Document(_) => Ok(()),
        ChunkKind::Change => read_change(chunk.bytes).map(|_| ()),
    }
}

/// A change chunk, held against the checksum in its header.
pub(super) fn read_change(bytes: &[u8]) -> Result<Change, Refusal> {
    let change = Change::try_from(bytes);
    let change = change.map_err(|error| Refusal::malformed(error.to_string()))?;
    let holds = bytes.get(4..8) == change.hash().as_ref().get(..4);
    holds.then_some(change).ok_or_else(|| Refusal::malformed("a change has a wrong checksum"))
}

/// Whether the document waits for what a change rests on, after the change came.
fn is_lacked(chunk: &Chunk<'_>, document: &Automerge) -> bool {
    match chunk.kind {
        ChunkKind::Document(_) => false,
        ChunkKind::Change => Change::try_from(chunk.bytes)
            .is_ok_and(|change| document.get_change_meta_by_hash(&change.hash()).is_none()),
    }
}

/// The same for whole documents, after they were taken: their heads must be there.
fn verify_documents(contents: &Contents<'_>, document: &Automerge) -> Result<(), Refusal> {
    let there = |hash: &Hash| document.get_change_by_hash(&ChangeHash(*hash)).is_some();
    for chunk in &contents.chunks {
        if let ChunkKind::Document(heads) = &chunk.kind
            && !heads.iter().all(there)
        {
            return Err(Refusal::malformed("a document that cannot be read"));
        }
    }
    Ok(())
}

pub(super) fn refusal(error: AutomergeError) -> Refusal {
    let code = match error {
        AutomergeError::DuplicateSeqNumber(..) => RefusalCode::NotAccepted,
        _ => RefusalCode::Malformed,
    };
    Refusal::new(code, error.to_string())
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable;
    use automerge::{AutoCommit, ROOT};

    use super::*;

    fn document(entries: usize) -> Automerge {
        let mut doc = AutoCommit::new();
        for n in 0..entries {
            doc.put(ROOT, format!("k{n}"), "x").unwrap();
            doc.commit();
        }
        Automerge::load(&doc.save()).unwrap()
    }

    #[test]
    fn settling_without_the_document_says_and_notes_what_automerge_would() {
        // SPEC P16
        for start in [Line::new(), Line::read_only()] {
            let mut doc = document(30);
            let heads = doc.get_heads();
            let hello = Line::new().generate(&doc).unwrap();
            let (mut with, mut without) = (start.clone(), start);
            with.receive(&hello, &mut doc, &Limits::SERVER).unwrap();
            let said = with.generate(&doc);
            let settled = without.settle(&hello, &heads, &Limits::SERVER).unwrap();
            assert_eq!(settled, Some(said));
            assert_eq!(with.state, without.state);
            assert!(!without.may_speak(&heads));
        }
    }

    #[test]
    fn the_receipt_for_changes_is_what_automerge_would_say() {
        // SPEC P45
        for start in [Line::new(), Line::read_only()] {
            let (mut doc, mut theirs) = (document(30), document(30));
            let (mut line, mut peer) = (start, Line::new());
            for round in 0..4 {
                let mut change = theirs.transaction();
                change.put(ROOT, format!("more {round}"), "x").unwrap();
                change.commit();
                while let Some(said) = peer.generate(&theirs) {
                    line.receive(&said, &mut doc, &Limits::SERVER).unwrap();
                    let mut automerges = line.state.clone();
                    let full = doc.generate_sync_message(&mut automerges).map(Message::encode);
                    let agreed = line.is_agreed(&doc);
                    assert!(round == 0 || line.is_read_only() || agreed, "{round}");
                    let ours = line.generate(&doc);
                    assert_eq!((&ours, &line.state), (&full, &automerges));
                    let Some(ours) = ours else { break };
                    peer.receive(&ours, &mut theirs, &Limits::SERVER).unwrap();
                }
            }
        }
    }

    #[test]
    fn settling_leaves_alone_what_needs_the_document() {
        // SPEC P16
        let (doc, more) = (document(3), document(4));
        let hello = Line::new().generate(&more).unwrap();
        let mut line = Line::new();
        let settled = line.settle(&hello, &doc.get_heads(), &Limits::SERVER).unwrap();
        assert_eq!(settled, None);
        assert_eq!(line.state, State::new());
        let empty = Line::new().generate(&Automerge::new()).unwrap();
        assert_eq!(line.settle(&empty, &[], &Limits::SERVER).unwrap(), None);
    }
}
