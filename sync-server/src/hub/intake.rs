//! What becomes of one sync message: nobody hears of a change before it is on disk.

use std::sync::atomic::Ordering;

use automerge::Change;
use automerge::sync::Message;
use documents::Document;
use domain::Access;
use protocol::session::{Mode, Received};
use protocol::{Refusal, RefusalCode};

use crate::hub::Core;
use crate::hub::connection::{Connection, code};
use crate::hub::isolation::Panicked;
use crate::hub::judge::{judge, stored, too_large};
use crate::hub::open::Open;
use crate::hub::permit::{Permit, permit};
use crate::hub::shelf::Slot;
use crate::store::{Append, DocumentId, StoreError};

/// A peer that is refused so often is no phone of ours.
const REFUSALS: u32 = 16;
/// Longer texts are no document ids.
const NAME: usize = 64;

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum Trouble {
    Refused(Refusal),
    Store(StoreError),
    Panicked,
    /// There is nothing of it in the store.
    Absent,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Panicked> for Trouble {
    fn from(Panicked: Panicked) -> Self {
        Self::Panicked
    }
}

impl Core {
    /// Takes one sync message. Answers go through the connection's mailbox.
    pub(crate) fn take(&self, connection: &Connection, text: &str, data: &[u8]) {
        if text.len() > NAME {
            return connection.end(code::PROTOCOL, "that is not a document id");
        }
        let Ok(id) = text.parse::<DocumentId>() else { return unavailable(connection, text) };
        if self.isolation.holds(&connection.device, id, self.now()) {
            return;
        }
        match self.admit(connection, id, text) {
            Ok(true) => {}
            Ok(false) => return unavailable(connection, text),
            Err(error) => return self.fail(connection, &error),
        }
        let slot = self.shelf.slot(id);
        let outcome = self.take_into(connection, &slot, (id, text), data);
        self.shelf.put_back(id, slot);
        match outcome {
            Ok(()) => {}
            Err(Trouble::Refused(refusal)) => self.refuse(connection, (id, text), data, &refusal),
            Err(Trouble::Store(error)) => self.fail(connection, &error),
            Err(Trouble::Panicked) => self.keep(connection, id, data, "panicked"),
            Err(Trouble::Absent) => unavailable(connection, text),
        }
        self.trim();
    }

    /// Whether the person may speak about the document. One that they may expect is noted, so
    /// that they hear of it once it exists.
    fn admit(
        &self,
        connection: &Connection,
        id: DocumentId,
        text: &str,
    ) -> Result<bool, StoreError> {
        if connection.session.lock().is_open(text) {
            return Ok(true);
        }
        let directory = self.state.fresh_directory()?;
        let (store, now) = (&**self.state.store(), self.now());
        let permit = permit(store, &directory, &connection.person, id, now)?;
        let mode = match permit {
            Permit::None => None,
            Permit::Expected => Some(Mode::Read),
            Permit::Open(access) => mode(access),
        };
        if let Some(mode) = mode {
            connection.session.lock().open(text, mode);
            self.registry.listen(connection, id);
        }
        Ok(mode.is_some() && permit != Permit::Expected)
    }

    fn take_into(
        &self,
        connection: &Connection,
        slot: &Slot,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) -> Result<(), Trouble> {
        let place = &mut *slot.lock();
        let heads = self.committed_heads(id, place.as_ref())?;
        let settled = self
            .guard(Some(connection), id, || connection.session.lock().settle(text, data, &heads));
        if let Some(reply) = self.or_forget(connection, text, settled)?? {
            reply.into_iter().for_each(|reply| connection.mailbox.send(reply));
            return Ok(());
        }
        let open = self.open(place, id)?;
        let received = self.receive(connection, (id, text), data, open);
        self.shelf.weigh(slot, Some(open));
        if let Err(Trouble::Store(_)) = &received {
            // The session has noted what is not stored: it must not speak of it.
            connection.session.lock().forget(text);
        }
        received
    }

    fn receive(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
        open: &mut Open,
    ) -> Result<(), Trouble> {
        let brings = Message::decode(data).is_ok_and(|message| !message.changes.is_empty());
        let mut copy = brings.then(|| open.document.clone());
        let received = self.guard(Some(connection), id, || {
            let document = copy.as_mut().unwrap_or(&mut open.document);
            connection.session.lock().receive(text, data, document.automerge_mut())
        });
        let received = self.or_forget(connection, text, received)??;
        if received.ignored {
            self.leave_alone(connection, (id, text), data);
        } else if let Some(copy) = copy {
            self.settle_copy(connection, id, data, open, copy, &received)?;
        }
        connection.mailbox.mark(id);
        Ok(())
    }

    /// Judges what came into the copy, stores it, and only then lets it be the document.
    fn settle_copy(
        &self,
        connection: &Connection,
        id: DocumentId,
        data: &[u8],
        open: &mut Open,
        copy: Document,
        received: &Received,
    ) -> Result<(), Trouble> {
        let waiting = if received.waits { open.waiting + data.len() } else { 0 };
        if waiting > self.settings.limits.frame_bytes * 2 {
            return Err(too_large("too many changes that rest on others we have not got").into());
        }
        let changes = copy.automerge().get_changes(&received.before);
        if !changes.is_empty() {
            judge(&changes, open, &self.settings)?;
            self.commit(connection, id, &copy, &changes)?;
        }
        open.advance(copy, &changes);
        open.waiting = waiting;
        if !changes.is_empty() {
            self.registry.mark(id);
        }
        Ok(())
    }

    fn commit(
        &self,
        connection: &Connection,
        id: DocumentId,
        copy: &Document,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let now = self.now();
        self.ours.lock().insert((id, Some(connection.device.clone())));
        self.writer.commit(Append {
            document: id,
            person: Some(connection.person.clone()),
            device: Some(connection.device.clone()),
            received_at: now,
            changes: changes.iter().map(|change| stored(change, now, self.founded)).collect(),
            heads: copy.heads(),
        })
    }

    /// After a panic the session knows nothing of the document any more.
    fn or_forget<T>(
        &self,
        connection: &Connection,
        text: &str,
        outcome: Result<T, Panicked>,
    ) -> Result<T, Panicked> {
        outcome.inspect_err(|_| connection.session.lock().forget(text))
    }

    /// Changes of somebody who may only read: kept, and said to those who understand.
    fn leave_alone(&self, connection: &Connection, (id, text): (DocumentId, &str), data: &[u8]) {
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
    fn refuse(
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

/// What a document may be opened for, if at all.
pub(crate) fn mode(access: Access) -> Option<Mode> {
    match access {
        Access::None => None,
        Access::Read => Some(Mode::Read),
        Access::Write => Some(Mode::Write),
    }
}

/// The answer for a document that is not there and for one that may not be seen.
fn unavailable(connection: &Connection, text: &str) {
    let frame = connection.session.lock().unavailable_frame(text);
    frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
}
