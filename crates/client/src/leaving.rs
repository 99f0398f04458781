//! Taking one's data along: export, rescue file, devices, signing out.

use documents::{DocumentId, Reading};
use domain::{Access, InOrder, Kind};
use exchange::{Rescue, RescuedDocument, read_rescue, write_rescue};
use protocol::http::Me;

use crate::client::{Awaited, Client};
use crate::connection::gone_because;
use crate::effect::{Durability, Effect};
use crate::held::{Held, Opening};
use crate::saving::{put_chunk, put_meta};
use crate::view::{ExportDone, MeNotice, Phase};

impl Client {
    // ---- the rescue file ---------------------------------------------------------------------

    pub(crate) fn make_rescue_file(&mut self) {
        self.wants_rescue = true;
        let ids = self.own_ids();
        for id in ids {
            self.open(id);
        }
        self.rescue_when_open();
    }

    /// All own documents, in one zip, once each of them is open.
    pub(crate) fn rescue_when_open(&mut self) {
        let ids = self.own_ids();
        let under = |id: &DocumentId| {
            self.shelf.get(id).is_some_and(|held| matches!(held.opening, Opening::Under))
        };
        if !self.wants_rescue || ids.iter().any(under) {
            return;
        }
        self.wants_rescue = false;
        let Some(identity) = &self.identity else { return };
        let documents: Vec<_> =
            ids.iter().filter_map(|id| self.shelf.get(id)).filter_map(rescued).collect();
        let rescue = Rescue {
            org: identity.org.clone(),
            person: identity.person.clone(),
            device: identity.device.clone(),
            made_at: self.now,
            documents,
        };
        let bytes = match write_rescue(&rescue) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.me_notice = Some(MeNotice::RescueUnreadable(error.to_string()));
                return;
            }
        };
        let name = format!("ropes-rescue-{}.zip", self.stamp());
        self.effect(Effect::SaveFile { name, media_type: "application/zip", bytes });
        self.rescued = ids;
        self.me_notice = Some(MeNotice::Exported(ExportDone::Rescue));
    }

    pub(crate) fn take_rescue_file(&mut self, bytes: &[u8]) {
        let rescue = match read_rescue(bytes) {
            Ok(rescue) => rescue,
            Err(error) => {
                self.me_notice = Some(MeNotice::RescueUnreadable(error.to_string()));
                return;
            }
        };
        let mine = self
            .identity
            .as_ref()
            .is_some_and(|me| me.org == rescue.org && me.person == rescue.person);
        if !mine {
            self.me_notice = Some(MeNotice::RescueNotMine);
            return;
        }
        let (mut added, mut known) = (0, 0);
        for document in &rescue.documents {
            let (new, old) = self.take_rescued(document);
            added += new;
            known += old;
        }
        self.me_notice = Some(MeNotice::Rescued { added, known });
    }

    /// New and known changes of one document of the file. The document's id follows from whose it
    /// is, so a file cannot put changes where they do not belong.
    fn take_rescued(&mut self, rescued: &RescuedDocument) -> (usize, usize) {
        let Some(identity) = &self.identity else { return (0, 0) };
        let Some(period) = rescued.period.filter(|_| rescued.kind.is_own()) else { return (0, 0) };
        let (org, person) = (identity.org.clone(), identity.person.clone());
        let key = documents::DocumentKey::own(org, rescued.kind, person, period);
        let id = key.id();
        let new = || Held::new(id, key.kind, key.author, key.subject, key.period, Access::Write);
        self.shelf.entry(id).or_insert_with(new);
        let is_writing_anew = self.shelf.get(&id).is_some_and(|held| held.rewriting.is_some());
        if is_writing_anew || !self.open(id) {
            return (0, 0);
        }
        let Some(held) = self.shelf.get_mut(&id) else { return (0, 0) };
        let Some(document) = held.document_mut() else { return (0, 0) };
        let before = document.heads();
        if document.apply(&rescued.chunks).is_err() {
            return (0, 0);
        }
        let new = document.changes_since(&before);
        let first = documents::genesis(rescued.kind);
        let written = rescued.chunks.iter().filter(|chunk| **chunk != first).count();
        let known = written.saturating_sub(new.len());
        let mut writes = Vec::new();
        for change in &new {
            held.pending.push((change.hash, String::new()));
            writes.push(put_chunk(held, change.bytes.clone()));
        }
        writes.extend(self.rows_since(id, &before));
        if let Some(held) = self.shelf.get(&id) {
            writes.push(put_meta(held));
        }
        self.store(writes, Durability::Strict, Awaited::Merged(id));
        self.sync_document(id);
        (new.len(), known)
    }

    fn own_ids(&self) -> Vec<DocumentId> {
        let person = self.person();
        let own = |held: &&Held| held.kind.is_own() && held.author.as_ref() == person;
        self.shelf.values().filter(own).map(|held| held.id).collect()
    }

    // ---- signing out -------------------------------------------------------------------------

    /// Refused while something is neither on the server nor in a rescue file.
    pub(crate) fn sign_out(&mut self) {
        let at_risk = |held: &&Held| !held.pending.is_empty() && !self.rescued.contains(&held.id);
        let count = self.shelf.values().filter(at_risk).map(|held| held.pending.len()).sum();
        if count > 0 {
            self.me_notice = Some(MeNotice::SignOutRefused(count));
            return;
        }
        let only_here = self.aside.iter().filter(|aside| !aside.is_exported).count();
        if only_here > 0 {
            self.me_notice = Some(MeNotice::NotAcceptedFirst(only_here));
            return;
        }
        self.post("/api/sign-out", None, Awaited::SignOut);
    }

    pub(crate) fn on_signed_out(&mut self, answer: Option<(u16, Vec<u8>)>) {
        match answer {
            Some((200 | 204 | 401, _)) => {
                self.effect(Effect::CloseSocket);
                self.effect(Effect::DropStore);
                self.reset();
                self.phase = Phase::Join;
                self.effect(Effect::Go(crate::Place::Join));
            }
            Some(_) | None => self.me_notice = Some(MeNotice::NoServer),
        }
    }

    // ---- devices -----------------------------------------------------------------------------

    pub(crate) fn refresh_devices(&mut self) {
        self.get("/api/me", Awaited::Devices);
    }

    pub(crate) fn on_devices(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200, body)) = answer else { return };
        let me: Option<Me> = serde_json::from_slice(&body).ok();
        if let (Some(me), Some(identity)) = (me, &mut self.identity)
            && identity.refresh(me)
        {
            self.keep_identity();
        }
    }

    pub(crate) fn revoke_device(&mut self, device: &str) {
        self.post(&format!("/api/devices/{device}/revoke"), None, Awaited::Revoke);
    }

    pub(crate) fn on_revoke(&mut self, answer: Option<(u16, Vec<u8>)>) {
        self.me_notice = Some(match answer {
            Some((200 | 204, _)) => MeNotice::DeviceRevoked,
            Some((401, body)) => {
                self.link.gone = Some(gone_because(&body));
                MeNotice::NoServer
            }
            Some(_) | None => MeNotice::NoServer,
        });
        self.refresh_devices();
    }

    // ---- exports -----------------------------------------------------------------------------

    pub(crate) fn exported(
        &mut self,
        done: ExportDone,
        ending: &str,
        media: &'static str,
        bytes: Vec<u8>,
    ) {
        let name = format!("ropes-{}.{ending}", self.stamp());
        self.effect(Effect::SaveFile { name, media_type: media, bytes });
        self.me_notice = Some(MeNotice::Exported(done));
    }

    /// `2026-11-22`, today.
    fn stamp(&self) -> String {
        let (year, month, day) = self.now.day().ymd();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Every own record, oldest first.
    pub(crate) fn own_readings(&self) -> Vec<&Reading> {
        let Some(person) = self.person() else { return Vec::new() };
        let kinds = [Kind::Log, Kind::Journal];
        let held = kinds.into_iter().flat_map(|kind| self.held_of(kind, person));
        let mut readings: Vec<_> = held.flat_map(|held| held.records.values()).collect();
        readings.order_by_key(|reading| match reading {
            Reading::Entry { entry, .. } => entry.saved.utc_ms,
            Reading::Unreadable { .. } => i64::MIN,
        });
        readings
    }
}

fn rescued(held: &Held) -> Option<RescuedDocument> {
    let document = held.document()?;
    Some(RescuedDocument {
        document_id: held.id.to_string(),
        kind: held.kind,
        subject: held.subject.clone(),
        period: held.period,
        chunks: document.changes().into_iter().map(|change| change.bytes).collect(),
    })
}
