//! What others do to the store reaches open connections within a second: commands beside the
//! running server, changed relations, revoked devices.

use std::sync::{Arc, Weak};
use std::time::Duration;

use domain::Day;
use protocol::{EndCode, Refusal, RefusalCode};

use crate::access::Directory;
use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::isolation::Panicked;
use crate::hub::open::Open;
use crate::hub::permit::permit;
use crate::store::{Append, DocumentId, StoreError};

/// What was seen at the last look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    people: u64,
    day: Day,
    receipts: u64,
}

/// Looks again and again, until the hub is gone.
pub(crate) async fn watch(core: Weak<Core>, every: Duration) {
    loop {
        let Some(look) = core.upgrade().map(|core| core.look.clone()) else { return };
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            () = look.notified() => {}
        }
        let Some(core) = core.upgrade() else { return };
        if let Some(Err(error)) = core.blocking(Core::look_around).await {
            tracing::error!(%error, "could not look at the store");
        }
    }
}

impl Core {
    pub(crate) fn seen_now(&self) -> Result<Seen, StoreError> {
        let versions = self.state.store().versions()?;
        let day = self.state.today();
        Ok(Seen { people: versions.people, day, receipts: versions.receipts })
    }

    pub(crate) fn look_around(&self) -> Result<(), StoreError> {
        let now = self.seen_now()?;
        let before = *self.seen.lock();
        let before = before.unwrap_or(now);
        if (before.people, before.day) != (now.people, now.day) {
            let directory = self.state.fresh_directory()?;
            let is_new_day = before.day != now.day;
            for connection in self.registry.connections() {
                self.rejudge(&connection, &directory, is_new_day)?;
            }
        }
        let receipts = if before.receipts == now.receipts {
            now.receipts
        } else {
            self.news(before.receipts)?
        };
        *self.seen.lock() = Some(Seen { receipts, ..now });
        let idle = i64::try_from(self.settings.idle.as_millis()).unwrap_or(i64::MAX);
        self.drop_from_memory(self.now().saturating_sub(idle));
        Ok(())
    }

    /// Rereads what somebody else appended. Returns the newest receipt.
    fn news(&self, after: u64) -> Result<u64, StoreError> {
        let appended = self.state.store().appended_after(after)?;
        let ours = std::mem::take(&mut *self.ours.lock());
        for (id, device) in appended.documents {
            if !ours.contains(&(id, device)) {
                self.reread(id)?;
            }
        }
        Ok(appended.newest)
    }

    fn reread(&self, id: DocumentId) -> Result<(), StoreError> {
        if let Some(slot) = self.shelf.present(id) {
            let place = &mut *slot.lock();
            if let Some(open) = place {
                let caught = self.guard(None, id, || self.catch_up(id, open));
                match caught {
                    Ok(outcome) => outcome?,
                    Err(Panicked) => return Ok(()),
                }
                self.shelf.weigh(id, Some(open), self.now());
            }
        }
        self.mark(id);
        Ok(())
    }

    /// Whoever appended beside us may have left heads without ours, or we left heads without theirs.
    fn catch_up(&self, id: DocumentId, open: &mut Open) -> Result<(), StoreError> {
        open.catch_up(&**self.state.store(), id)?;
        let heads = open.document.heads();
        if self.state.store().heads(id)? == heads {
            return Ok(());
        }
        self.writer.commit(Append {
            document: id,
            person: None,
            device: None,
            received_at: self.now(),
            changes: Vec::new(),
            heads,
        })
    }

    /// Judges a connection anew where people, relations or devices changed in a way that concerns it,
    /// or where `always`.
    pub(crate) fn rejudge(
        &self,
        connection: &Connection,
        directory: &Arc<Directory>,
        always: bool,
    ) -> Result<(), StoreError> {
        let before = connection.judged.lock().clone();
        if always || before.is_none_or(|before| concerns(directory, &before, connection)) {
            self.reconsider(connection, directory)?;
        }
        *connection.judged.lock() = Some(directory.clone());
        Ok(())
    }

    fn reconsider(&self, connection: &Connection, directory: &Directory) -> Result<(), StoreError> {
        self.metrics.judged.up();
        if !directory.admits(&connection.device) {
            connection.end(EndCode::Revoked, "this device was revoked");
            return Ok(());
        }
        let texts: Vec<_> =
            connection.session.lock().open_documents().map(ToOwned::to_owned).collect();
        for text in texts {
            self.reconsider_document(connection, directory, &text)?;
        }
        Ok(())
    }

    fn reconsider_document(
        &self,
        connection: &Connection,
        directory: &Directory,
        text: &str,
    ) -> Result<(), StoreError> {
        let Ok(id) = text.parse::<DocumentId>() else { return Ok(()) };
        let store = &**self.state.store();
        // A reader who came early keeps waiting: no right has ended.
        let permit = permit(store, directory, &connection.person, id, self.now())?;
        let is_frozen = directory.frozen.contains(&id);
        if is_frozen && connection.session.lock().may_write(text) {
            self.say_frozen(connection, text);
        }
        let rights = connection.rights(id, &permit, is_frozen);
        let mut session = connection.session.lock();
        match rights {
            Some(_) if connection.rejected.lock().contains(&id) => {}
            Some(mode) => session.open(text, mode),
            None => {
                session.forget(text);
                self.registry.stop_listening(connection, id);
                connection.mailbox.withdraw(text);
                let gone = Refusal::new(RefusalCode::Forbidden, "you may no longer read this");
                let frame = session.refusal_frame(text, &gone);
                frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
                return Ok(());
            }
        }
        connection.mailbox.mark(id);
        Ok(())
    }
}

/// Whether a directory says something else about a connection than the one before.
fn concerns(directory: &Directory, before: &Directory, connection: &Connection) -> bool {
    if directory.version == before.version {
        return false;
    }
    let session = connection.session.lock();
    let mut frozen = directory.frozen.symmetric_difference(&before.frozen);
    directory.admits(&connection.device) != before.admits(&connection.device)
        || !directory.is_as_before(before, &connection.person)
        || frozen.any(|id| session.is_open(&id.to_string()))
}

/// Wakes the watch at once.
pub(crate) type Look = Arc<tokio::sync::Notify>;
