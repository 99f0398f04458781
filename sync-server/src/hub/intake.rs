//! What becomes of one sync message: nobody hears of a change before it is on disk.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;
use automerge::sync::Message;
use documents::Document;
use protocol::session::Received;
use protocol::{EndCode, Refusal, RefusalCode};

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::in_place::may_take_in_place;
use crate::hub::isolation::Panicked;
use crate::hub::judge::{Judge, stored, too_large};
use crate::hub::lanes::{Lane, Work};
use crate::hub::open::Open;
use crate::hub::permit::{Permit, make, permit};
use crate::hub::refusing::unavailable;
use crate::hub::shelf::Slot;
use crate::store::{Append, DocumentId, StoreError};

/// Longer texts are no document ids.
const NAME: usize = 64;

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Nothing, or nothing but what is not named.
    Refused(Vec<Refusal>),
    Store(StoreError),
    Panicked,
    /// It has to be loaded, which is long work.
    Long,
    /// There is nothing of it in the store.
    Absent,
}

/// Whether a person may speak about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Admission {
    Open,
    /// There is none, or none that they may see.
    Unavailable,
    /// They have as many as one may have.
    TooMany,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
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
    pub(crate) fn take(
        &self,
        connection: &Connection,
        text: &str,
        data: &[u8],
        lane: Lane,
    ) -> Work<()> {
        if text.len() > NAME {
            connection.end(EndCode::Unreadable, "that is not a document id");
        } else if let Ok(id) = text.parse::<DocumentId>() {
            return self.take_about(connection, (id, text), data, lane);
        } else {
            unavailable(connection, text);
        }
        Work::Done(())
    }

    fn take_about(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
        lane: Lane,
    ) -> Work<()> {
        if self.isolation.holds(&connection.device, id, self.now()) {
            return Work::Done(());
        }
        match self.admit(connection, id, text) {
            Ok(_) if connection.mailbox.is_closing() => return Work::Done(()),
            Ok(Admission::Open) => {}
            Ok(Admission::Unavailable) => {
                unavailable(connection, text);
                return Work::Done(());
            }
            Ok(Admission::TooMany) => {
                self.refuse_to_make(connection, (id, text), data);
                return Work::Done(());
            }
            Err(error) => {
                self.fail(connection, &error);
                return Work::Done(());
            }
        }
        let slot = self.slot(id);
        let outcome = self.take_into(connection, &slot, (id, text), data, lane);
        self.shelf.put_back(id, slot);
        match outcome {
            Ok(()) => {}
            Err(Trouble::Long) => return Work::Long(connection.queue(text)),
            Err(Trouble::Refused(refusals)) => self.refuse(connection, (id, text), &refusals),
            Err(Trouble::Store(error)) => self.fail(connection, &error),
            Err(Trouble::Panicked) => self.keep(connection, id, data, "panicked"),
            Err(Trouble::Absent) => unavailable(connection, text),
        }
        self.trim();
        Work::Done(())
    }

    /// Whether the person may speak about the document. One that they may expect is noted, so
    /// that they hear of it once it exists.
    fn admit(
        &self,
        connection: &Connection,
        id: DocumentId,
        text: &str,
    ) -> Result<Admission, StoreError> {
        let directory = self.state.fresh_directory()?;
        self.rejudge(connection, &directory, false)?;
        if connection.session.lock().is_open(text) {
            return Ok(Admission::Open);
        }
        let (store, person, now) = (&**self.state.store(), &connection.person, self.now());
        let permit = match permit(store, &directory, person, id, now)? {
            Permit::Unmade(key) => make(store, &directory, person, key, now)?,
            permit => permit,
        };
        if permit == Permit::TooMany {
            return Ok(Admission::TooMany);
        }
        let is_frozen = directory.frozen.contains(&id);
        let Some(mode) = connection.rights(id, &permit, is_frozen) else {
            return Ok(Admission::Unavailable);
        };
        connection.session.lock().open(text, mode);
        self.registry.listen(connection, id);
        if permit == Permit::Expected {
            // It may have been made since we looked.
            connection.mailbox.mark(id);
        }
        if is_frozen && permit == Permit::Open(domain::Access::Write) {
            self.say_frozen(connection, text);
        }
        Ok(if permit == Permit::Expected { Admission::Unavailable } else { Admission::Open })
    }

    /// The whole message, or what can be taken of it.
    fn take_into(
        &self,
        connection: &Connection,
        slot: &Slot,
        (id, text): (DocumentId, &str),
        data: &[u8],
        lane: Lane,
    ) -> Result<(), Trouble> {
        let place = &mut *slot.lock();
        let outcome = match self.take_whole(connection, place, (id, text), data, lane) {
            Err(Trouble::Refused(refusals)) => {
                self.take_good(connection, place, (id, text), (data, lane), refusals)
            }
            outcome => outcome,
        };
        if let Some(open) = place {
            self.shelf.weigh(id, Some(open), self.now());
        }
        if let Err(Trouble::Store(_)) = &outcome {
            // The session has noted what is not stored: it must not speak of it.
            connection.session.lock().forget(text);
        }
        outcome
    }

    fn take_whole(
        &self,
        connection: &Connection,
        place: &mut Option<Open>,
        (id, text): (DocumentId, &str),
        data: &[u8],
        lane: Lane,
    ) -> Result<(), Trouble> {
        let heads = self.committed_heads(id, place.as_ref())?;
        let settled = self
            .guard(Some(connection), id, || connection.session.lock().settle(text, data, &heads));
        if let Some(reply) = self.or_forget(connection, text, settled)?? {
            reply.into_iter().for_each(|reply| connection.mailbox.send(reply));
            return Ok(());
        }
        let open = self.open(place, id, lane)?;
        let brings = Message::decode(data).is_ok_and(|message| !message.changes.is_empty());
        if !brings {
            self.hear(connection, (id, text), data, open)?;
        } else if may_take_in_place(connection, open) {
            self.take_in_place(connection, place, (id, text), data)?;
        } else {
            self.take_into_copy(connection, open, (id, text), data)?;
        }
        connection.mailbox.mark(id);
        Ok(())
    }

    /// Takes a message without changes.
    fn hear(
        &self,
        connection: &Connection,
        (id, text): (DocumentId, &str),
        data: &[u8],
        open: &mut Open,
    ) -> Result<(), Trouble> {
        let document = &mut open.document;
        let heard = self.guard(Some(connection), id, || {
            connection.session.lock().receive(text, data, document.automerge_mut())
        });
        self.or_forget(connection, text, heard)??;
        Ok(())
    }

    /// Judges what came into a copy, stores it, and only then lets the copy be the document.
    fn take_into_copy(
        &self,
        connection: &Connection,
        open: &mut Open,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) -> Result<(), Trouble> {
        let mut copy = open.document.clone();
        let (received, changes) = self.apply(connection, text, data, &mut copy)?;
        if received.ignored {
            self.leave_alone(connection, (id, text), data);
            return Ok(());
        }
        let judge = Judge::new(open, &self.settings, connection.closed(id));
        let would_wait = open.waiting_bytes() + data.len();
        self.settle((connection, id), &copy, (&received, &changes), judge, would_wait)?;
        open.document = copy;
        open.advance(&changes, received.waits.then_some(data));
        Ok(())
    }

    /// Takes a message with changes into the session and a document, which is thrown away after an error.
    /// What is returned is new there.
    pub(crate) fn apply(
        &self,
        connection: &Connection,
        text: &str,
        data: &[u8],
        document: &mut Document,
    ) -> Result<(Received, Vec<Change>), Refusal> {
        self.attempt(|| {
            let received =
                connection.session.lock().receive(text, data, document.automerge_mut())?;
            // Automerge takes changes that it cannot give back.
            let changes = document.automerge().get_changes(&received.before);
            Ok::<_, Refusal>((received, changes))
        })?
    }

    /// Judges and stores what came into `document`, and tells others of it. `would_wait`: bytes.
    pub(crate) fn settle(
        &self,
        (connection, id): (&Connection, DocumentId),
        document: &Document,
        (received, changes): (&Received, &[Change]),
        mut judge: Judge<'_>,
        would_wait: usize,
    ) -> Result<(), Trouble> {
        if received.waits && would_wait > self.settings.limits.frame_bytes * 2 {
            return Err(too_large("too many changes that rest on others we have not got").into());
        }
        if changes.is_empty() {
            return Ok(());
        }
        changes.iter().try_for_each(|change| judge.judge(change))?;
        self.commit(connection, id, document, changes)?;
        self.mark(id);
        Ok(())
    }

    pub(crate) fn commit(
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

    /// Changes that Automerge panics over, as when an actor's numbers have a gap, are their sender's
    /// trouble alone: they came into a copy, and session and document are as they were.
    pub(crate) fn attempt<T>(&self, work: impl FnOnce() -> T) -> Result<T, Refusal> {
        catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
            self.metrics.panics.up();
            Refusal::new(RefusalCode::Malformed, "changes that cannot be taken in")
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
}
