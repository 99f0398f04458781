//! What there is to say to one peer about one document, made only when its socket has room.

use std::sync::Arc;

use automerge::ChangeHash;
use protocol::wire::Frame;

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::intake::Trouble;
use crate::hub::lanes::{Lane, Work};
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
        self.in_turn(move |core, lane| core.compose(&connection, id, lane)).await.flatten()
    }

    /// The same where blocking is allowed.
    pub(crate) fn compose(
        &self,
        connection: &Connection,
        id: DocumentId,
        lane: Lane,
    ) -> Work<Option<Frame>> {
        if self.isolation.holds(&connection.device, id, self.now()) {
            return Work::Done(None);
        }
        let slot = self.slot(id);
        let outcome = self.compose_from(connection, &slot, id, lane);
        self.shelf.put_back(id, slot);
        self.trim();
        match outcome {
            Ok(frame) => return Work::Done(frame),
            Err(Trouble::Long) => return Work::Long(connection.queue(&id.to_string())),
            Err(Trouble::Store(error)) => self.fail(connection, &error),
            Err(Trouble::Absent) => {}
            Err(Trouble::Panicked | Trouble::Refused(_)) => {
                connection.session.lock().forget(&id.to_string());
            }
        }
        Work::Done(None)
    }

    fn compose_from(
        &self,
        connection: &Connection,
        slot: &Slot,
        id: DocumentId,
        lane: Lane,
    ) -> Result<Option<Frame>, Trouble> {
        let text = id.to_string();
        let place = &mut *slot.lock();
        let heads = self.committed_heads(id, place.as_ref())?;
        let (may_speak, spoke) = {
            let session = connection.session.lock();
            (session.may_speak(&text, &heads), session.has_spoken(&text))
        };
        if connection.mailbox.is_closing() || !may_speak {
            return Ok(None);
        }
        if lane == Lane::Short && !spoke {
            return Err(Trouble::Long);
        }
        let open = self.open(place, id, lane)?;
        let frame = self.guard(Some(connection), id, || {
            connection.session.lock().generate(&text, open.document.automerge())
        });
        match frame {
            Ok(frame) => {
                self.shelf.weigh(id, Some(open), self.now());
                Ok(frame)
            }
            Err(panicked) => {
                self.drop_open(id, place);
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
        lane: Lane,
    ) -> Result<&'p mut Open, Trouble> {
        if let Some(open) = place {
            return Ok(open);
        }
        if lane == Lane::Short {
            return Err(Trouble::Long);
        }
        let store = &**self.state.store();
        let now = self.now();
        let loaded = self.guard(None, id, || Open::load(store, id, &self.settings, now))?;
        if let Err(StoreError::Corrupt(_)) = &loaded {
            // Else who needs it would come again and again, and get to nothing else.
            self.isolation.hold(None, id, now);
        }
        let loaded = loaded?.ok_or(Trouble::Absent)?;
        self.metrics.loaded.up();
        self.metrics.documents_open.up();
        Ok(place.insert(loaded))
    }

    /// Throws away a document that may be broken; the next use loads it.
    fn drop_open(&self, id: DocumentId, place: &mut Option<Open>) {
        if place.take().is_some() {
            self.shelf.weigh(id, None, self.now());
            self.metrics.documents_open.down();
        }
    }

    pub(crate) fn slot(&self, id: DocumentId) -> Arc<Slot> {
        self.metrics.looked_at.up();
        self.shelf.slot(id)
    }

    /// Everybody who listens should hear of this document.
    pub(crate) fn mark(&self, id: DocumentId) {
        self.metrics.marked.add(self.registry.mark(id));
    }
}
