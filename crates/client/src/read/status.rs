//! Where the work is.

use documents::Reading;
use domain::{Body, EntryId, InOrder};

use crate::client::Client;
use crate::connection::Gone;
use crate::held::{Held, Opening};
use crate::read::entries::when;
use crate::view::{Attention, SyncPage, SyncState, SyncView, WaitingKind, WaitingRow};

const DAY_MS: i64 = 86_400_000;

impl Client {
    pub fn sync(&self) -> SyncView {
        let waiting = self.unsent();
        SyncView { state: self.sync_state(waiting), waiting, last_sent: self.link.sent }
    }

    fn sync_state(&self, waiting: usize) -> SyncState {
        if !self.attention().is_empty() {
            return SyncState::Attention;
        }
        match (waiting, self.link.failures) {
            (0, 0) => SyncState::Sent,
            (0, _) => SyncState::Away,
            _ if self.just_saved => SyncState::Saved,
            _ => SyncState::Waiting,
        }
    }

    pub fn sync_page(&self) -> SyncPage {
        let own = |held: &&Held| self.is_own(held);
        let entries: usize = self.shelf.values().filter(own).map(|held| held.records.len()).sum();
        let waiting = self.waiting_rows();
        SyncPage {
            sync: self.sync(),
            attention: self.attention(),
            on_server: entries.saturating_sub(waiting.len()),
            waiting,
            is_connected: self.link.is_connected(),
            retry_in_s: self.link.retry_in_s,
            ended: self.link.ended,
        }
    }

    fn waiting_rows(&self) -> Vec<WaitingRow> {
        let mut rows = Vec::new();
        for held in self.shelf.values() {
            for (_, id) in &held.pending {
                let Some(Reading::Entry { entry, .. }) = held.records.get(id) else { continue };
                let (title, kind) = self.title_of(&entry.body);
                let title = self.signed_entry(held, &entry.id).map_or(title, |signed| signed.name);
                let row = WaitingRow { entry: entry.id.clone(), title, when: when(entry), kind };
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        rows.order_by_key(|row| std::cmp::Reverse(row.when));
        rows
    }

    pub(crate) fn title_of(&self, body: &Body) -> (String, WaitingKind) {
        match body {
            Body::Task(task) => (self.task_name(&task.what), WaitingKind::Task),
            Body::Rating(rating) => (self.competency_name(&rating.competency), WaitingKind::Rating),
            Body::Reflection(reflection) => (reflection.text.clone(), WaitingKind::Reflection),
            Body::Goal(goal) => (goal.text.clone(), WaitingKind::Goal),
            Body::Session(session) => (self.session_title(session), WaitingKind::Session),
            Body::SignOff(_) => (String::new(), WaitingKind::SignOff),
            Body::Observation(seen) => (self.watched(seen), WaitingKind::Observation),
            Body::Request(request) => (self.person_name(&request.to), WaitingKind::Request),
            Body::Answer(answer) => (answer.reason.clone(), WaitingKind::Answer),
            Body::Other { kind } => (kind.clone(), WaitingKind::Other),
        }
    }

    pub(crate) fn attention(&self) -> Vec<Attention> {
        let mut list = Vec::new();
        match self.is_gone() {
            Some(Gone::SignedOut) => list.push(Attention::SignedOut),
            Some(Gone::Revoked) => list.push(Attention::Revoked),
            None => {}
        }
        if self.link.update_needed {
            list.push(Attention::UpdateNeeded);
        }
        if self.identity.as_ref().is_some_and(|me| me.clock_ahead_ms.abs() > DAY_MS) {
            list.push(Attention::ClockWrong);
        }
        for held in self.shelf.values() {
            if matches!(held.opening, Opening::Unreadable) {
                let (document, kind) = (held.id.to_string(), held.kind.as_str().into());
                list.push(Attention::UnreadableDocument { document, kind });
            }
            if held.damaged > 0 {
                list.push(Attention::DamagedDocument);
            }
            if let Some(refused) = &held.refused {
                list.push(Attention::NotAccepted {
                    title: self.refused_title(held),
                    code: refused.code.clone(),
                    reason: refused.message.clone(),
                });
            }
        }
        if !self.aside.is_empty() {
            list.push(Attention::NotAcceptedEntries(self.aside.len()));
        }
        let unreadable = self.unreadable_records();
        if unreadable > 0 {
            list.push(Attention::UnreadableRecords(unreadable));
        }
        list
    }

    fn refused_title(&self, held: &Held) -> String {
        let first = held.pending.iter().find_map(|(_, id)| {
            match held.records.get(EntryId::new(id.as_str()).ok()?.as_str())? {
                Reading::Entry { entry, .. } => Some(self.title_of(&entry.body).0),
                Reading::Unreadable { .. } => None,
            }
        });
        first.unwrap_or_default()
    }

    fn unreadable_records(&self) -> usize {
        let own = self.shelf.values().filter(|held| self.is_own(held));
        let records = own.flat_map(|held| held.records.values());
        records.filter(|reading| matches!(reading, Reading::Unreadable { .. })).count()
    }
}
