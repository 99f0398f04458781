//! How a peer is told that something was not taken, and what becomes of it.

use std::sync::atomic::Ordering;

use protocol::{Refusal, RefusalCode};

use crate::hub::Core;
use crate::hub::connection::{Connection, code};
use crate::store::{DocumentId, StoreError};

/// A peer that is refused so often is no phone of ours.
const REFUSALS: u32 = 16;

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
        self.metrics.refused.up();
        let refusal = Refusal::new(RefusalCode::Forbidden, "you may only read this document");
        self.keep(connection, id, data, refusal.code.as_str());
        if connection.is_ropes.load(Ordering::Relaxed) {
            let frame = connection.session.lock().refusal_frame(text, &refusal);
            frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
        }
    }

    /// From here on the connection only reads this document; a new one starts afresh.
    pub(crate) fn refuse(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
        refusal: &Refusal,
    ) {
        self.metrics.refused.up();
        tracing::warn!(document = text, device = %connection.device, %refusal, "refused");
        self.keep(connection, id, data, refusal.code.as_str());
        connection.rejected.lock().insert(id);
        let frame = {
            let mut session = connection.session.lock();
            session.reject(text);
            let stock = !connection.is_ropes.load(Ordering::Relaxed);
            let said = session.refusal_frame(text, refusal);
            said.or_else(|| stock.then(|| session.error_frame(refusal.to_string())))
        };
        frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
        connection.mailbox.mark(id);
        if connection.refusals.fetch_add(1, Ordering::Relaxed) >= REFUSALS {
            connection.end(code::POLICY, "refused too often");
        }
    }

    /// Our fault: nothing was received. The phone comes again.
    pub(crate) fn fail(&self, connection: &Connection, error: &StoreError) {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        tracing::error!(%error, cause, device = %connection.device, "a message was not taken");
        connection.end(code::FAILED, format!("not stored, try again: {error}"));
    }
}

/// The answer for a document that is not there and for one that may not be seen.
pub(crate) fn unavailable(connection: &Connection, text: &str) {
    let frame = connection.session.lock().unavailable_frame(text);
    frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
}
