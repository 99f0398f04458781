//! What sign-offs are worth. They are judged on every read; what was judged before on the same
//! facts is not judged again.
//!
//! All sign-offs about one person are one question, since later ones take back earlier ones. The question
//! is asked with what is known; the answer says what is in them, so that the next question can bring
//! their receipts and what the signed entries are now. It is settled when there is nothing new to
//! bring. The answer is kept in a row under the hash of its question, and can be made anew.

use documents::{DocumentId, Hash, Reading, digest, entry_hash};
use domain::{Body, CompetencyId, Entry, EntryId, Kind, Map, PersonId};
use exchange::attestation::Seen;
use exchange::seal::{Batch, Item, Judged, Reply, Request, Said};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Table, Write};
use crate::event::Fault;
use crate::held::{Held, Opening};
use crate::sealing::{Sealing, reply};
use crate::view::Phase;

/// Before the person's id.
const VERDICTS: &str = "verdicts/";

/// The sign-offs about one person.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    /// By document and entry.
    pub(crate) list: Map<String, Judged>,
    /// The hash of the question that `list` answers.
    answered: Option<Hash>,
    under_way: Option<Hash>,
    /// What was kept of them was asked for.
    is_read: bool,
    /// The answer, as long as it is in no row.
    unkept: Option<Vec<u8>>,
    /// Nothing more is to be asked.
    pub(crate) is_settled: bool,
    /// The module could not be loaded; it is tried again when somebody looks.
    pub(crate) has_failed: bool,
}

impl Client {
    /// One's own, from the start.
    pub(crate) fn begin_to_judge(&mut self) {
        self.ensure_key();
        if let Some(person) = self.person().cloned() {
            self.want_verdicts(&person);
        }
    }

    /// Somebody looks at the phone, or it has a connection.
    pub(crate) fn judge_again(&mut self) {
        self.seals.is_stale = true;
        self.seals.verdicts.values_mut().for_each(|verdicts| verdicts.has_failed = false);
    }

    /// Somebody looks at this person.
    pub(crate) fn want_verdicts(&mut self, person: &PersonId) {
        self.seals.is_stale = true;
        if let Some(verdicts) = self.seals.verdicts.get_mut(person.as_str()) {
            verdicts.has_failed = false;
            return;
        }
        self.seals.verdicts.insert(person.to_string(), Verdicts::default());
    }

    /// True when it was; else begins to. Most people have none.
    fn read_verdicts(&mut self, subject: &str) -> bool {
        let Some(verdicts) = self.seals.verdicts.get_mut(subject) else { return false };
        if std::mem::replace(&mut verdicts.is_read, true) {
            return true;
        }
        let prefix = [VERDICTS, subject].concat();
        self.load(Table::Rows, prefix, Awaited::Verdicts(subject.to_owned()));
        false
    }

    pub(crate) fn on_verdicts(
        &mut self,
        subject: String,
        outcome: Result<Vec<(String, Vec<u8>)>, Fault>,
    ) {
        self.seals.is_stale = true;
        let key = [VERDICTS, &subject].concat();
        let row = outcome.unwrap_or_default().into_iter().find(|(found, _)| *found == key);
        let Some(verdicts) = self.seals.verdicts.get_mut(&subject) else { return };
        if let Some((_, row)) = row
            && let Some((question, answer)) = row.split_first_chunk()
            && let Some(Reply::Judged(list)) = Reply::unpack(answer)
        {
            (verdicts.answered, verdicts.list) = (Some(*question), by_entry(list));
        }
    }

    /// Asks where something may have changed.
    pub(crate) fn judge_what_is_new(&mut self) {
        if self.phase != Phase::Ready || !std::mem::take(&mut self.seals.is_stale) {
            return;
        }
        let subjects: Vec<String> = self.seals.verdicts.keys().cloned().collect();
        for subject in subjects {
            if !self.awaits(|awaited| *awaited == Awaited::Verdicts(subject.clone())) {
                self.judge_about(&subject);
                self.ask_for_more(&subject);
            }
        }
        self.go_on_signing();
    }

    fn judge_about(&mut self, subject: &str) {
        let is_empty = self.sign_offs(subject).next().is_none() && !self.has_proofs(subject);
        if !is_empty && !self.read_verdicts(subject) {
            return;
        }
        let batch = self.batch_about(subject);
        let Some(verdicts) = self.seals.verdicts.get_mut(subject) else { return };
        verdicts.is_settled = is_empty && batch.is_some();
        let Some(batch) = batch.filter(|_| !is_empty) else { return };
        let lacks_trust = batch.trust.is_empty();
        let request = Request::Judge(batch).pack();
        let question = digest(&request);
        if verdicts.answered == Some(question) {
            verdicts.is_settled = true;
            let answer = verdicts.unkept.take();
            self.keep_verdicts(subject, &question, answer);
        } else if verdicts.under_way.is_none() && !verdicts.has_failed {
            verdicts.under_way = Some(question);
            self.seal(request, Sealing::Judge(subject.to_owned()));
        }
        if lacks_trust {
            self.ask_trust();
        }
    }

    fn keep_verdicts(&mut self, subject: &str, question: &Hash, answer: Option<Vec<u8>>) {
        let Some(answer) = answer else { return };
        let (table, key) = (Table::Rows, [VERDICTS, subject].concat());
        let write = Write::Put { table, key, value: [&question[..], &answer].concat() };
        self.store(vec![write], Durability::Relaxed, Awaited::Aside);
    }

    pub(crate) fn on_judged(&mut self, subject: &str, outcome: Result<Vec<u8>, String>) {
        let bytes = outcome.clone().unwrap_or_default();
        let judged = reply(outcome);
        let Some(verdicts) = self.seals.verdicts.get_mut(subject) else { return };
        let question = verdicts.under_way.take();
        match judged {
            Ok(Reply::Judged(list)) => {
                (verdicts.answered, verdicts.list) = (question, by_entry(list));
                verdicts.unkept = Some(bytes);
                self.seals.is_stale = true;
            }
            Ok(_) | Err(_) => verdicts.has_failed = true,
        }
    }

    /// All that is here; `None` as long as rows or a document are being read for it.
    fn batch_about(&mut self, subject: &str) -> Option<Batch> {
        let is_unread =
            |held: &Held| held.kind == Kind::Obs && held.subject == subject && !held.rows_read;
        if self.shelf.values().any(is_unread) {
            return None;
        }
        let org = self.identity.as_ref()?.org.clone();
        let mut items = Vec::new();
        let mut is_whole = true;
        for (held, entry) in self.sign_offs(subject) {
            let said = self.said(held, &entry.id).cloned();
            let mut item = self.item(held, entry)?;
            if let Some(said) = said {
                item.receipt = self.seals.receipts.get(&said.digest).cloned();
                item.newest = self.newest(&said.competency);
                items.push((item, Some(said)));
            } else {
                items.push((item, None));
            }
        }
        let mut all = Vec::new();
        for (mut item, said) in items {
            match said.map_or(Some(Seen::NotHere), |said| self.evidence(&said)) {
                Some(seen) => item.evidence = seen,
                None => is_whole = false,
            }
            all.push(item);
        }
        let proofs = self.proofs_to_judge(subject)?;
        let (subject, trust) = (subject.to_owned(), self.seals.trust.clone());
        is_whole.then_some(Batch { org, subject, trust, items: all, proofs })
    }

    /// Whatever is marked around them: only what is signed counts.
    pub(crate) fn sign_offs<'a>(
        &'a self,
        subject: &'a str,
    ) -> impl Iterator<Item = (&'a Held, &'a Entry)> {
        let about = move |held: &&Held| held.kind == Kind::Obs && held.subject == subject;
        let held = self.shelf.values().filter(about);
        held.flat_map(|held| {
            held.records.values().filter_map(move |reading| match reading {
                Reading::Entry { entry, .. } if matches!(entry.body, Body::SignOff(_)) => {
                    Some((held, entry))
                }
                Reading::Entry { .. } | Reading::Unreadable { .. } => None,
            })
        })
    }

    /// As it stands there, without what is known around it.
    pub(crate) fn item(&self, held: &Held, entry: &Entry) -> Option<Item> {
        let Body::SignOff(signed) = &entry.body else { return None };
        Some(Item {
            entry: held.row_key(entry.id.as_str()),
            document: held.id.to_string(),
            author: held.author.as_ref().map_or_else(String::new, PersonId::to_string),
            attestation: signed.attestation.clone(),
            signature: signed.signature.clone(),
            serial: signed.certificate,
            receipt: None,
            evidence: Seen::NotHere,
            newest: None,
        })
    }

    pub(crate) fn judged(&self, held: &Held, entry: &EntryId) -> Option<&Judged> {
        let list = &self.seals.verdicts.get(&held.subject)?.list;
        list.get(&held.row_key(entry.as_str()))
    }

    pub(crate) fn said(&self, held: &Held, entry: &EntryId) -> Option<&Said> {
        self.judged(held, entry)?.said.as_ref()
    }

    pub(crate) fn newest(&self, competency: &str) -> Option<u32> {
        let id = CompetencyId::new(competency).ok()?;
        Some(self.catalog.competencies.get(&id)?.version)
    }

    /// What was signed, as it is now; `None` until its document is open.
    pub(crate) fn evidence(&mut self, said: &Said) -> Option<Seen> {
        let document = said.document.parse::<DocumentId>().ok();
        let document = document.filter(|document| self.shelf.contains_key(document));
        let Some(document) = document else { return Some(Seen::NotHere) };
        let place = (document, said.evidence.clone());
        if !self.seals.evidence.contains_key(&place) {
            if !self.open(document) {
                return None;
            }
            let held = self.shelf.get(&document)?;
            if matches!(held.opening, Opening::Unreadable) {
                return Some(Seen::NotHere);
            }
            let seen = self.seen_in(held, said);
            self.seals.evidence.insert(place.clone(), seen);
        }
        self.seals.evidence.get(&place).copied()
    }

    /// What is not in a document yet has not arrived; in one that has all that was there, it is gone.
    fn seen_in(&self, held: &Held, said: &Said) -> Seen {
        let Some(document) = held.document() else { return Seen::NotHere };
        let entry = EntryId::new(said.evidence.as_str()).ok();
        match entry.and_then(|entry| entry_hash(document, &entry)) {
            Some(hash) => Seen::Hash(hash),
            None if self.is_own(held) || said.heads.iter().all(|head| document.has(head)) => {
                Seen::Gone
            }
            None => Seen::NotHere,
        }
    }

    /// A document was read, merged into or written to.
    pub(crate) fn look_at_evidence(&mut self, document: DocumentId) {
        self.seals.is_stale = true;
        self.seals.evidence.retain(|(of, _), _| *of != document);
    }
}

fn by_entry(list: Vec<Judged>) -> Map<String, Judged> {
    list.into_iter().map(|judged| (judged.entry.clone(), judged)).collect()
}
