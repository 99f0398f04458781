//! What there is to say to one peer about one document, made only when its socket has room.

use std::sync::Arc;

use automerge::ChangeHash;
use protocol::wire::Frame;

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::intake::Trouble;
use crate::hub::isolation::Panicked;
use crate::hub::open::Open;
use crate::hub::shelf::Slot;
use crate::store::{DocumentId, StoreError};

impl Core {
    /// The next frame about a document, if there is one. It must be sent.
    pub(crate) async fn speak(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        id: DocumentId,
    ) -> Option<Frame> {
        let connection = connection.clone();
        self.blocking(move |core| core.compose(&connection, id)).await.flatten()
    }

    /// The same where blocking is allowed.
    pub(crate) fn compose(&self, connection: &Connection, id: DocumentId) -> Option<Frame> {
        if self.isolation.holds(&connection.device, id, self.now()) {
            return None;
        }
        let slot = self.shelf.slot(id);
        let outcome = self.compose_from(connection, &slot, id);
        self.shelf.put_back(id, slot);
        self.trim();
        match outcome {
            Ok(frame) => frame,
            Err(Trouble::Store(error)) => {
                self.fail(connection, &error);
                None
            }
            Err(Trouble::Absent) => None,
            Err(Trouble::Panicked | Trouble::Refused(_)) => {
                connection.session.lock().forget(&id.to_string());
                None
            }
        }
    }

    fn compose_from(
        &self,
        connection: &Connection,
        slot: &Slot,
        id: DocumentId,
    ) -> Result<Option<Frame>, Trouble> {
        let text = id.to_string();
        let place = &mut *slot.lock();
        let heads = self.committed_heads(id, place.as_ref())?;
        let may_speak = connection.session.lock().may_speak(&text, &heads);
        if connection.mailbox.is_closing() || !may_speak {
            return Ok(None);
        }
        let open = self.open(place, id)?;
        let frame = self.guard(Some(connection), id, || {
            connection.session.lock().generate(&text, open.document.automerge())
        });
        match frame {
            Ok(frame) => {
                self.shelf.weigh(slot, Some(open));
                Ok(frame)
            }
            Err(panicked) => {
                self.drop_open(slot, place);
                Err(panicked.into())
            }
        }
    }

    pub(crate) fn committed_heads(
        &self,
        id: DocumentId,
        open: Option<&Open>,
    ) -> Result<Vec<ChangeHash>, StoreError> {
        match open {
            Some(open) => Ok(open.heads()),
            None => Ok(self.state.store().heads(id)?.into_iter().map(ChangeHash).collect()),
        }
    }

    /// The document, loaded if it is not in memory.
    pub(crate) fn open<'p>(
        &self,
        place: &'p mut Option<Open>,
        id: DocumentId,
    ) -> Result<&'p mut Open, Trouble> {
        if let Some(open) = place {
            return Ok(open);
        }
        let store = &**self.state.store();
        let now = self.now();
        let loaded = self.guard(None, id, || Open::load(store, id, &self.settings, now))?;
        if let Err(StoreError::Corrupt(_)) = &loaded {
            // Else who needs it would come again and again, and get to nothing else.
            self.isolation.leave_alone(id, now);
        }
        let loaded = loaded?.ok_or(Trouble::Absent)?;
        self.metrics.loaded.up();
        self.metrics.documents_open.up();
        Ok(place.insert(loaded))
    }

    /// Throws away a document that may be broken; the next use loads it.
    fn drop_open(&self, slot: &Slot, place: &mut Option<Open>) {
        if place.take().is_some() {
            self.shelf.weigh(slot, None);
            self.metrics.documents_open.down();
        }
    }

    /// Work on a document that may panic: on a connection's behalf, or for everybody.
    pub(crate) fn guard<T>(
        &self,
        connection: Option<&Connection>,
        id: DocumentId,
        work: impl FnOnce() -> T,
    ) -> Result<T, Panicked> {
        let device = connection.map(|connection| &connection.device);
        self.isolation.guard((device, id, self.now()), (&self.settings, &self.metrics), work)
    }
}
