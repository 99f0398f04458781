//! What waits for one connection's socket: ready frames, documents with something to say, and the
//! order to close.
//!
//! A document waits as its id, once, however often it changes: so a slow reader costs no memory.

use std::collections::{HashSet, VecDeque};

use protocol::wire::Frame;
use tokio::sync::Notify;

use crate::hub::lock::Lock;
use crate::store::DocumentId;

/// Ready frames that may wait before the peer's own frames are left unread.
const FRAMES: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    waiting: Lock<Waiting>,
    wake: Notify,
    room: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Frame>,
    documents: VecDeque<DocumentId>,
    members: HashSet<DocumentId>,
    close: Option<Farewell>,
    /// Like `close`, but after everything that waits and what the peer's last frame brings.
    finish: Option<Farewell>,
    /// A frame of the peer's is being worked on.
    is_busy: bool,
}

/// How a connection ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Farewell {
    /// A websocket close code.
    pub(crate) code: u16,
    pub(crate) reason: String,
}

/// What the socket should take next.
#[derive(Debug)]
pub(crate) enum Next {
    Frame(Frame),
    Document(DocumentId),
    Close(Farewell),
}

impl Mailbox {
    pub(crate) fn send(&self, frame: Frame) {
        self.waiting.lock().frames.push_back(frame);
        self.wake.notify_one();
    }

    pub(crate) fn mark(&self, document: DocumentId) {
        let waiting = &mut *self.waiting.lock();
        if waiting.members.insert(document) {
            waiting.documents.push_back(document);
            self.wake.notify_one();
        }
    }

    /// Sync messages about a document that wait are not sent any more.
    pub(crate) fn withdraw(&self, id: &str) {
        let about = |frame: &Frame| matches!(frame, Frame::Sync { document, .. } if document == id);
        self.waiting.lock().frames.retain(|frame| !about(frame));
    }

    /// The same for all documents.
    pub(crate) fn withdraw_all(&self) {
        self.waiting.lock().frames.retain(|frame| !matches!(frame, Frame::Sync { .. }));
    }

    /// The first order counts. Documents are not spoken about any more.
    pub(crate) fn close(&self, farewell: Farewell) {
        self.waiting.lock().close.get_or_insert(farewell);
        self.wake.notify_one();
        self.room.notify_one();
    }

    /// Nothing more is taken in; what was taken in is stored and answered before the end.
    pub(crate) fn finish(&self, farewell: Farewell) {
        self.waiting.lock().finish.get_or_insert(farewell);
        self.wake.notify_one();
        self.room.notify_one();
    }

    /// A frame of the peer's is being worked on until this is dropped.
    pub(crate) fn busy(&self) -> Busy<'_> {
        self.waiting.lock().is_busy = true;
        Busy(self)
    }

    /// How many documents wait.
    pub(crate) fn documents(&self) -> usize {
        self.waiting.lock().documents.len()
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.waiting.lock().close.is_some()
    }

    /// Whether the peer's frames are still wanted.
    pub(crate) fn takes_in(&self) -> bool {
        let waiting = self.waiting.lock();
        waiting.close.is_none() && waiting.finish.is_none()
    }

    pub(crate) async fn next(&self) -> Next {
        loop {
            if let Some(next) = self.take() {
                return next;
            }
            self.wake.notified().await;
        }
    }

    /// Returns once another frame may come in.
    pub(crate) async fn room(&self) {
        while self.is_full() {
            self.room.notified().await;
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        let waiting = self.waiting.lock();
        waiting.close.is_none() && waiting.finish.is_none() && waiting.frames.len() >= FRAMES
    }

    pub(crate) fn take(&self) -> Option<Next> {
        let waiting = &mut *self.waiting.lock();
        if let Some(frame) = waiting.frames.pop_front() {
            self.room.notify_one();
            return Some(Next::Frame(frame));
        }
        if let Some(farewell) = &waiting.close {
            return Some(Next::Close(farewell.clone()));
        }
        if let Some(document) = waiting.documents.pop_front() {
            waiting.members.remove(&document);
            return Some(Next::Document(document));
        }
        waiting.finish.clone().filter(|_| !waiting.is_busy).map(Next::Close)
    }
}

pub(crate) struct Busy<'m>(&'m Mailbox);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.waiting.lock().is_busy = false;
        self.0.wake.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(document: &str) -> Frame {
        let (sender, target) = ("server".to_owned(), "phone".to_owned());
        Frame::Sync { sender, target, document: document.to_owned(), data: vec![1] }
    }

    #[test]
    fn what_waits_about_a_document_goes_with_the_right_to_read_it() {
        // SPEC H5
        let mailbox = Mailbox::default();
        ["theirs", "mine", "theirs"].into_iter().for_each(|id| mailbox.send(about(id)));
        mailbox.withdraw("theirs");
        assert!(matches!(mailbox.take(), Some(Next::Frame(frame)) if frame == about("mine")));
        assert!(mailbox.take().is_none());
    }
}
