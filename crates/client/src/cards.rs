//! Cards: shown by who did a task, read by who watches, with no network between them.
//!
//! A card that was read is kept, so that its task has a name and a checklist here before it arrives, and
//! so that what is signed about it can name it.

use domain::{Entry, EntryId, Kind, Map, Moment, PersonId, REQUEST_MS, Role, Typed};
use exchange::attestation::Evidence;
use exchange::card::{Card, RequestCard, ShortCode, TaskSaid, Unread};
use exchange::seal::Said;

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Table, Write};
use crate::read::{helper, standing_in};
use crate::view::{CardProblem, CardView};

/// What a person does with cards.
#[derive(Clone, Debug, PartialEq)]
pub enum Cards {
    /// Make the card of an own task.
    Show(EntryId),
    /// Make the card that proves an own sign-off.
    ShowProof(EntryId),
    /// The card on the screen, as a file.
    SaveFile,
    /// What a code or a file says.
    Read(Vec<u8>),
    /// A short code.
    Typed(String),
    /// Forget what was wrong with the last one.
    Dismiss,
}

#[derive(Debug, Default)]
pub(crate) struct CardBox {
    /// The task whose card is made once its document is open and all of it is on disk.
    wanted: Option<EntryId>,
    /// `None` where it cannot be made.
    pub(crate) shown: Option<(EntryId, Option<CardView>)>,
    /// The proof of an own sign-off; inner `None`: it cannot be made.
    pub(crate) proof: Option<(EntryId, Option<String>)>,
    pub(crate) problem: Option<CardProblem>,
    /// What the proof says that was read last, and is kept now.
    pub(crate) kept: Option<Said>,
    /// Cards of others, by task.
    pub(crate) read: Map<EntryId, RequestCard>,
}

/// Where cards of others stand in the store.
pub(crate) const CARD: &str = "card/";
/// So long a card that was read is of use, and a short code is looked for.
const KEPT_MS: i64 = 14 * 86_400_000;

impl Client {
    pub(crate) fn use_card(&mut self, cards: Cards) {
        (self.cards.problem, self.cards.kept) = (None, None);
        match cards {
            Cards::Show(entry) => {
                (self.cards.shown, self.cards.proof) = (None, None);
                self.cards.wanted = Some(entry);
                self.make_card();
            }
            Cards::ShowProof(entry) => self.show_proof(entry),
            Cards::SaveFile => self.save_card(),
            Cards::Read(text) => self.read_card(&text),
            Cards::Typed(code) => self.read_code(&code),
            Cards::Dismiss => {}
        }
    }

    /// A supervisor may be shown cards.
    pub fn may_scan(&self) -> bool {
        self.roles().contains(&Role::Supervisor)
    }

    // ---- showing -----------------------------------------------------------------------------

    /// Makes the card that is wanted, unless something has to happen first; called again then.
    pub(crate) fn make_card(&mut self) {
        let Some(task) = self.cards.wanted.clone() else { return };
        if let Some(document) = self.own_entry(&task).map(|(document, _)| document) {
            let is_waiting = self.waiting().any(|(waiting, _)| waiting == document);
            if is_waiting || !self.open(document) {
                return;
            }
        }
        let card = self.card_of(&task).and_then(|card| self.card_view(card));
        self.cards.wanted = None;
        self.cards.shown = Some((task, card));
    }

    fn card_of(&self, task: &EntryId) -> Option<RequestCard> {
        let identity = self.identity.as_ref()?;
        let (document, entry) = self.own_entry(task)?;
        let done = entry.body.task().filter(|_| entry.void.is_none())?;
        let task_type = match &done.what {
            Typed::Type { id, .. } => Some(id.clone()),
            Typed::Own(_) => None,
        };
        let opened = self.shelf.get(&document)?.document()?;
        let mut heads = opened.heads();
        heads.sort_unstable();
        Some(RequestCard {
            org: identity.org.clone(),
            worker: identity.person.clone(),
            evidence: Evidence {
                document: document.to_string(),
                heads,
                entry: task.clone(),
                hash: documents::entry_hash(opened, task)?,
            },
            task: TaskSaid { task_type, title: self.task_name(&done.what), when: done.when },
            request: self.open_request(task),
            made: self.now,
        })
    }

    fn card_view(&self, card: RequestCard) -> Option<CardView> {
        let to = match self.roster.supervisors_of(&card.worker).as_slice() {
            [alone] => Some(helper(alone).first_name),
            _ => None,
        };
        Some(CardView {
            code: ShortCode::of(&card.org, &card.evidence.entry).to_string(),
            what: card.task.title.clone(),
            to,
            when: card.task.when,
            until: card.made.plus_ms(REQUEST_MS),
            worker: self.person_name(&card.worker),
            text: Card::Request(card).write().ok()?,
        })
    }

    fn save_card(&mut self) {
        let (kind, text) = match (&self.cards.proof, &self.cards.shown) {
            (Some((_, Some(proof))), _) => ("ropes-proof-", proof),
            (None, Some((_, Some(card)))) => ("ropes-card-", &card.text),
            (Some((_, None)), _) | (None, Some((_, None)) | None) => return,
        };
        let bytes = text.clone().into_bytes();
        let name = [kind, &self.stamp(), ".txt"].concat();
        self.effect(Effect::SaveFile { name, media_type: "text/plain", bytes });
    }

    // ---- reading -----------------------------------------------------------------------------

    fn read_card(&mut self, text: &[u8]) {
        match Card::read(text) {
            Ok(Card::Request(card)) => self.take_request(card),
            Ok(Card::Proof(_)) => self.read_proof(text.to_vec()),
            Err(unread) => self.cards.problem = Some(CardProblem::Unread(unread)),
        }
    }

    /// To the form, unless there is something to say first.
    fn take_request(&mut self, card: RequestCard) {
        if let Some(problem) = self.doubt(&card) {
            self.cards.problem = Some(problem);
            return;
        }
        let (worker, task, request) =
            (card.worker.clone(), card.evidence.entry.clone(), card.request.clone());
        self.keep_card(card);
        self.watch(worker, task, request);
    }

    /// Who watched it already is told so first.
    fn watch(&mut self, worker: PersonId, task: EntryId, request: Option<EntryId>) {
        match self.watched_by_me(&worker, &task) {
            Some(seen) => {
                self.cards.problem = Some(CardProblem::Watched { seen, worker, task, request });
            }
            None => self.open_observation(worker, Some(task), request),
        }
    }

    fn doubt(&self, card: &RequestCard) -> Option<CardProblem> {
        let identity = self.identity.as_ref()?;
        if card.org != identity.org {
            Some(CardProblem::OtherOrganisation)
        } else if card.worker == identity.person {
            Some(CardProblem::Own)
        } else if self.now.utc_ms.saturating_sub(card.made.utc_ms) > REQUEST_MS {
            Some(CardProblem::Stale(card.made))
        } else if !self.may_observe(&card.worker) {
            let known = self.roster.person(&card.worker);
            Some(CardProblem::NotYours(known.map(|person| person.name.clone())))
        } else {
            self.doubt_of_task(card)
        }
    }

    /// Where the task is here: whose it is, and whether it still stands.
    fn doubt_of_task(&self, card: &RequestCard) -> Option<CardProblem> {
        let (held, entry) = self.readable(&card.evidence.entry)?;
        if held.author.as_ref() != Some(&card.worker) {
            return Some(CardProblem::Unread(Unread::Torn));
        }
        entry.void.as_ref().map(|_| CardProblem::TakenBack)
    }

    /// The person's own observation of a task, where there is one.
    fn watched_by_me(&self, worker: &PersonId, task: &EntryId) -> Option<EntryId> {
        let mut seen = self.seen(worker);
        let mine =
            seen.find(|(held, _, seen)| self.is_own(held) && seen.task.as_ref() == Some(task));
        mine.map(|(_, entry, _)| entry.id.clone())
    }

    /// With the text it was written as.
    fn keep_card(&mut self, card: RequestCard) {
        let Ok(text) = Card::Request(card.clone()).write() else { return };
        let mut writes = self.drop_cards();
        let task = card.evidence.entry.clone();
        let value = text.into_bytes();
        writes.push(Write::Put { table: Table::Meta, key: key(&task), value });
        self.cards.read.insert(task, card);
        self.store(writes, Durability::Relaxed, Awaited::Aside);
    }

    /// Those of long ago go, and those of people whom the person may no longer watch.
    pub(crate) fn drop_cards(&mut self) -> Vec<Write> {
        let mut writes = Vec::new();
        let mut cards = std::mem::take(&mut self.cards.read);
        cards.retain(|task, card| {
            let stays = is_of_use(card, self.now) && self.may_observe(&card.worker);
            if !stays {
                writes.push(Write::Delete { table: Table::Meta, key: key(task) });
            }
            stays
        });
        self.cards.read = cards;
        writes
    }

    /// One of the store's.
    pub(crate) fn take_kept_card(&mut self, text: &[u8]) {
        if let Ok(Card::Request(card)) = Card::read(text) {
            self.cards.read.insert(card.evidence.entry.clone(), card);
        }
    }

    fn read_code(&mut self, typed: &str) {
        let Ok(code) = typed.parse::<ShortCode>() else {
            self.cards.problem = Some(CardProblem::Mistyped);
            return;
        };
        match self.task_of(&code) {
            Some((worker, task)) => self.watch(worker, task, None),
            None => self.cards.problem = Some(CardProblem::NotHere),
        }
    }

    /// A task of the last days, of somebody the person may watch.
    fn task_of(&self, code: &ShortCode) -> Option<(PersonId, EntryId)> {
        let org = &self.identity.as_ref()?.org;
        let since = self.now.utc_ms - KEPT_MS;
        let is_meant = |entry: &&Entry| {
            let is_task = entry.body.task().is_some() && entry.saved.utc_ms > since;
            is_task && ShortCode::of(org, &entry.id) == *code
        };
        let logs = self.shelf.values().filter(|held| held.kind == Kind::Log);
        logs.filter_map(|held| Some((held, held.author.clone()?)))
            .filter(|(_, worker)| self.may_observe(worker))
            .find_map(|(held, worker)| {
                let entry = standing_in(held).map(|(_, entry)| entry).find(is_meant)?;
                Some((worker, entry.id.clone()))
            })
    }
}

fn key(task: &EntryId) -> String {
    [CARD, task.as_str()].concat()
}

fn is_of_use(card: &RequestCard, now: Moment) -> bool {
    now.utc_ms.saturating_sub(card.made.utc_ms) < KEPT_MS
}
