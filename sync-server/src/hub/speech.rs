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
        if let Some(frame) = self.compose_at_once(connection, id) {
            return frame;
        }
        let connection = connection.clone();
        self.in_turn(move |core, lane| core.compose(&connection, id, lane)).await.flatten()
    }

    /// Without a thread of its own, which costs as much as the work: where the document is small, is in
    /// memory, and nobody works on it. `None`: nothing was done.
    fn compose_at_once(&self, connection: &Connection, id: DocumentId) -> Option<Option<Frame>> {
        let slot = self.shelf.present(id)?;
        self.metrics.looked_at.up();
        let outcome = slot.try_lock().and_then(|mut place| {
            place.as_ref().filter(|open| open.is_small())?;
            Some(self.compose_from(connection, &mut place, id, Lane::Short))
        });
        self.shelf.put_back(id, slot);
        self.composed(connection, id, outcome?).done()
    }

    /// The same where blocking is allowed.
    pub(crate) fn compose(
        &self,
        connection: &Connection,
        id: DocumentId,
        lane: Lane,
    ) -> Work<Option<Frame>> {
        let slot = self.slot(id);
        let outcome = self.compose_from(connection, &mut slot.lock(), id, lane);
        self.shelf.put_back(id, slot);
        self.composed(connection, id, outcome)
    }

    fn composed(
        &self,
        connection: &Connection,
        id: DocumentId,
        outcome: Result<Option<Frame>, Trouble>,
    ) -> Work<Option<Frame>> {
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
        place: &mut Option<Open>,
        id: DocumentId,
        lane: Lane,
    ) -> Result<Option<Frame>, Trouble> {
        if self.isolation.holds(&connection.device, id, self.now()) {
            return Ok(None);
        }
        let text = id.to_string();
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
            self.note_dropped(id);
        }
    }

    pub(crate) fn note_dropped(&self, id: DocumentId) {
        self.shelf.weigh(id, None, self.now());
        self.metrics.documents_open.down();
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
