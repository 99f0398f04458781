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
    ends: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Frame>,
    documents: VecDeque<DocumentId>,
    members: HashSet<DocumentId>,
    close: Option<Farewell>,
    /// Like `close`, but after everything that waits and what the peer's last frame brings.
    finish: Option<Farewell>,
    /// Said just before that end.
    last_words: Option<Frame>,
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

    /// The first order counts. Documents are not spoken about any more: what waited about them is
    /// the large part, and a new connection starts afresh anyway.
    pub(crate) fn close(&self, farewell: Farewell) {
        let waiting = &mut *self.waiting.lock();
        waiting.frames.retain(|frame| !matches!(frame, Frame::Sync { .. }));
        waiting.close.get_or_insert(farewell);
        self.wake.notify_one();
        self.room.notify_one();
        self.ends.notify_one();
    }

    /// Nothing more is taken in; what was taken in is stored and answered before the end.
    pub(crate) fn finish(&self, last_words: Frame, farewell: Farewell) {
        let waiting = &mut *self.waiting.lock();
        if waiting.finish.is_none() {
            (waiting.finish, waiting.last_words) = (Some(farewell), Some(last_words));
        }
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

    /// Returns once [`Self::close`] was called.
    pub(crate) async fn closing(&self) {
        while !self.is_closing() {
            self.ends.notified().await;
        }
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
        if waiting.is_busy || waiting.finish.is_none() {
            return None;
        }
        let last_words = waiting.last_words.take().map(Next::Frame);
        last_words.or_else(|| waiting.finish.clone().map(Next::Close))
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

    fn error() -> Frame {
        let (sender, target) = ("server".to_owned(), "phone".to_owned());
        Frame::Error { sender, target, message: "why".to_owned() }
    }

    fn farewell() -> Farewell {
        Farewell { code: 1001, reason: "why".to_owned() }
    }

    #[test]
    fn of_a_connection_that_ends_only_the_reason_is_kept() {
        // SPEC H58
        let mailbox = Mailbox::default();
        (0..FRAMES).for_each(|_| mailbox.send(about("mine")));
        mailbox.send(error());
        mailbox.close(farewell());
        assert!(matches!(mailbox.take(), Some(Next::Frame(frame)) if frame == error()));
        assert!(matches!(mailbox.take(), Some(Next::Close(_))));
    }

    #[test]
    fn who_is_sent_home_gets_what_waits_then_the_reason_then_the_close() {
        // SPEC H59
        let mailbox = Mailbox::default();
        let busy = mailbox.busy();
        mailbox.send(about("mine"));
        mailbox.finish(error(), farewell());
        assert!(matches!(mailbox.take(), Some(Next::Frame(frame)) if frame == about("mine")));
        assert!(mailbox.take().is_none(), "the last frame of the peer is still worked on");
        drop(busy);
        assert!(matches!(mailbox.take(), Some(Next::Frame(frame)) if frame == error()));
        assert!(matches!(mailbox.take(), Some(Next::Close(_))));
    }
}
