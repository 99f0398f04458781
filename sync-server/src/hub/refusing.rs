//! How a peer is told that something was not taken, and what becomes of it.

use std::sync::atomic::Ordering;

use documents::Document;
use protocol::session::{Sifted, sift};
use protocol::{EndCode, Refusal, RefusalCode};

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::intake::Trouble;
use crate::hub::judge::Judge;
use crate::hub::lanes::Lane;
use crate::hub::open::Open;
use crate::hub::poison::frozen;
use crate::store::{DocumentId, StoreError};

impl Core {
    /// Changes of somebody who may only read: kept, and said to those who understand.
    pub(crate) fn leave_alone(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) {
        if connection.rejected.lock().contains(&id) {
            return;
        }
        let reads = || Refusal::new(RefusalCode::Forbidden, "you may only read this document");
        let refusal = if self.state.directory().frozen.contains(&id) {
            frozen()
        } else {
            connection.closed(id).unwrap_or_else(reads)
        };
        self.metrics.refused.up(refusal.code.as_str());
        self.keep(connection, id, data, refusal.code.as_str());
        if connection.is_ropes.load(Ordering::Relaxed) {
            let frame = connection.session.lock().refusal_frame(text, &refusal);
            frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
        }
    }

    /// About a document that its author may not make, having so many. Who cannot be told why hears that
    /// there is none.
    pub(crate) fn refuse_to_make(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) {
        let words = "you have as many documents as one person may have";
        let refusal = Refusal::new(RefusalCode::TooManyDocuments, words);
        self.metrics.refused.up(refusal.code.as_str());
        self.keep(connection, id, data, refusal.code.as_str());
        let frame = {
            let session = connection.session.lock();
            let said = session.refusal_frame(text, &refusal);
            said.or_else(|| session.unavailable_frame(text))
        };
        frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
    }

    /// Of a message that was refused: commits the changes that can be taken, keeps the rest apart.
    /// What is returned names the changes that were refused, where they can be told apart.
    pub(crate) fn take_good(
        &self,
        connection: &Connection,
        place: &mut Option<Open>,
        (id, text): (DocumentId, &str),
        (data, lane): (&[u8], Lane),
        refusals: Vec<Refusal>,
    ) -> Result<(), Trouble> {
        let reason = refusals.first().map_or("refused", |refusal| refusal.code.as_str());
        let open = self.open(place, id, lane)?;
        let may_write = connection.session.lock().may_write(text);
        let sifted = may_write.then(|| self.pick(connection, id, data, open)).flatten();
        let Some((Sifted { taken, refusals: named, left }, copy)) = sifted else {
            self.keep(connection, id, data, reason);
            return Err(Trouble::Refused(refusals));
        };
        if !taken.is_empty() {
            self.commit(connection, id, &copy, &taken)?;
            self.mark(id);
        }
        open.document = copy;
        open.advance(&taken, None);
        if open.waits() {
            open.waiting.push(data.to_vec());
        }
        if named.is_empty() {
            connection.session.lock().renew(text);
            connection.mailbox.mark(id);
            return Ok(());
        }
        self.keep_bytes(connection, id, &left, reason);
        Err(Trouble::Refused(named))
    }

    /// The changes of a message, and of those that waited for it, that can be taken, and the document
    /// with them; `None`: it cannot be told into changes, or there is nothing in it to take and nothing
    /// to name.
    fn pick(
        &self,
        connection: &Connection,
        id: DocumentId,
        data: &[u8],
        open: &Open,
    ) -> Option<(Sifted, Document)> {
        let mut copy = open.settled().ok()?;
        let waiting = open.waiting.iter().rev().map(Vec::as_slice);
        let messages = std::iter::once(data).chain(waiting);
        let mut judge = Judge::new(open, &self.settings, connection.closed(id));
        let limits = &self.settings.limits;
        let sifted =
            self.attempt(|| sift(messages, copy.automerge_mut(), limits, |one| judge.judge(one)));
        let sifted = sifted.ok()?.ok()?;
        let is_empty = sifted.taken.is_empty() && sifted.refusals.is_empty();
        (!is_empty).then_some((sifted, copy))
    }

    /// From here on the connection only reads this document; a new one starts afresh.
    pub(crate) fn refuse(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        refusals: &[Refusal],
    ) {
        connection.rejected.lock().insert(id);
        connection.session.lock().reject(text);
        for refusal in refusals {
            self.metrics.refused.up(refusal.code.as_str());
            tracing::warn!(document = text, device = %connection.device, %refusal, "refused");
            let frame = {
                let session = connection.session.lock();
                let stock = !connection.is_ropes.load(Ordering::Relaxed);
                let said = session.refusal_frame(text, refusal);
                said.or_else(|| stock.then(|| session.error_frame(refusal.to_string())))
            };
            frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
        }
        connection.mailbox.mark(id);
        let is_closed = connection.closed(id).is_some();
        let refused = connection.refusals.fetch_add(u32::from(!is_closed), Ordering::Relaxed);
        if !is_closed && refused >= self.settings.refusals {
            connection.end(EndCode::TooManyRequests, "refused too often");
        }
    }

    /// Our fault: nothing was received. The phone comes again.
    pub(crate) fn fail(&self, connection: &Connection, error: &StoreError) {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        tracing::error!(%error, cause, device = %connection.device, "a message was not taken");
        connection.end(EndCode::NotStored, format!("not stored, try again: {error}"));
    }
}

/// The answer for a document that is not there and for one that may not be seen.
pub(crate) fn unavailable(connection: &Connection, text: &str) {
    let frame = connection.session.lock().unavailable_frame(text);
    frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
}
