//! The app's state, and which part of it takes which event.

use std::collections::VecDeque;

use documents::DocumentId;
use domain::{
    Catalog, CompetencyId, EntryId, Kind, Map, Moment, Period, PersonId, Rated, Role, Roster,
};
use exchange::seal::Said;

use crate::cards::CardBox;
use crate::connection::Link;
use crate::drafts::Drafts;
use crate::effect::{Effect, Table, Ticket, Write};
use crate::errands::Errand;
use crate::event::{Context, Event, Fault};
use crate::held::Held;
use crate::identity::Identity;
use crate::not_accepted::SetAside;
use crate::rescue::Taken;
use crate::saving::{InFlight, Save};
use crate::sealing::{Sealing, Seals};
use crate::team::Told;
use crate::view::{JoinProblem, MeNotice, Phase, SavedBar};

/// The whole app but its screen. See the crate's page.
#[derive(Debug)]
pub struct Client {
    pub(crate) actor: [u8; 16],
    pub(crate) language: String,
    pub(crate) version: String,
    pub(crate) phase: Phase,
    pub(crate) identity: Option<Identity>,
    pub(crate) roster: Roster,
    pub(crate) team: Told,
    pub(crate) catalog: Catalog,
    /// What each catalogue document holds; `catalog` is all of them together.
    pub(crate) catalogs: Map<DocumentId, Catalog>,
    pub(crate) shelf: Map<DocumentId, Held>,
    pub(crate) drafts: Drafts,
    pub(crate) cards: CardBox,
    pub(crate) link: Link,
    pub(crate) in_flight: Option<InFlight>,
    pub(crate) queue: VecDeque<Save>,
    pub(crate) not_saved: Option<Fault>,
    pub(crate) saved_bar: Option<SavedBar>,
    /// "Saved on this phone" is shown rather than a count.
    pub(crate) just_saved: bool,
    /// The rating just saved: (competency, task, what).
    pub(crate) just_rated: Option<(CompetencyId, Option<EntryId>, Rated)>,
    pub(crate) just_reflected: bool,
    pub(crate) prompts_skipped: usize,
    pub(crate) is_joining: bool,
    pub(crate) join_problem: Option<JoinProblem>,
    pub(crate) me_notice: Option<MeNotice>,
    /// What the server did not take, until the person drops it.
    pub(crate) aside: Vec<SetAside>,
    /// What waits until every own document is open.
    pub(crate) errands: Vec<Errand>,
    /// Keys, certificates, receipts, and what sign-offs are worth.
    pub(crate) seals: Seals,
    pub(crate) now: Moment,
    pub(crate) random: [u8; 15],
    awaited: Map<Ticket, Awaited>,
    last_ticket: u64,
    effects: Vec<Effect>,
}

/// What an effect was for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Awaited {
    BootMeta,
    BootDrafts,
    BootRows(DocumentId),
    /// Rows of a document nobody waits for.
    Rows(DocumentId),
    OpeningNoted(DocumentId),
    Chunks(DocumentId),
    Saved,
    /// Server changes of a document; when this fails the document is read anew.
    Merged(DocumentId),
    /// An own document written anew around what was refused.
    Rewritten(DocumentId),
    /// What was not accepted; nobody waits for it.
    SetAside,
    /// The raw change of one of those, for an export.
    AsideChange(String),
    /// What a rescue file brought.
    Taken(Taken),
    Draft,
    /// Nothing depends on it.
    Aside,
    Join,
    FurtherDevice,
    JoinStored,
    Me,
    /// Why there was no socket.
    NoSocket,
    Roster,
    Team,
    Documents,
    Put(DocumentId),
    SignOut,
    Revoke,
    Devices,
    /// What keys and signed bytes are needed for.
    Sealing(Sealing),
    /// What sign-offs of a person were worth when the phone was last used.
    Verdicts(String),
    Certificate,
    Trust,
    Receipts(DocumentId),
    /// A proof card that was read, with what it says.
    ProofKept {
        key: String,
        card: Vec<u8>,
        said: Said,
    },
}

impl Client {
    /// `actor`: random, new for every page load.
    pub fn new(actor: [u8; 16]) -> Self {
        Self {
            actor,
            language: "en".into(),
            version: String::new(),
            phase: Phase::Opening,
            identity: None,
            roster: Roster::default(),
            team: Told::default(),
            catalog: Catalog::default(),
            catalogs: Map::new(),
            shelf: Map::new(),
            drafts: Drafts::default(),
            cards: CardBox::default(),
            link: Link::default(),
            in_flight: None,
            queue: VecDeque::new(),
            not_saved: None,
            saved_bar: None,
            just_saved: false,
            just_rated: None,
            just_reflected: false,
            prompts_skipped: 0,
            is_joining: false,
            join_problem: None,
            me_notice: None,
            aside: Vec::new(),
            errands: Vec::new(),
            seals: Seals::default(),
            now: Moment::new(0, 0),
            random: [0; 15],
            awaited: Map::new(),
            last_ticket: 0,
            effects: Vec::new(),
        }
    }

    /// Takes one event; the shell carries out the effects in order.
    pub fn handle(&mut self, event: Event, context: Context) -> Vec<Effect> {
        self.now = context.now;
        self.random = context.random;
        if self.phase != Phase::Elsewhere {
            self.take(event);
            self.judge_what_is_new();
        }
        std::mem::take(&mut self.effects)
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Started { person, language, version } => {
                (self.language, self.version) = (language, version);
                self.start(person);
            }
            Event::LanguageChosen { language } => self.language = language,
            Event::TakenOver => self.leave_to_other_tab(),
            Event::Woken | Event::SyncNow => self.look_again(),
            Event::TryAgain(document) => self.try_again(&document),
            Event::TimerFired(timer) => self.on_timer(timer),
            Event::Stored(ticket) => self.on_outcome(ticket, Ok(Vec::new())),
            Event::Loaded(ticket, items) => self.on_outcome(ticket, Ok(items)),
            Event::NotStored(ticket, fault) | Event::NotLoaded(ticket, fault) => {
                self.on_outcome(ticket, Err(fault));
            }
            Event::Answered { ticket, status, body } => {
                self.on_answer(ticket, Some((status, body)))
            }
            Event::NotAnswered(ticket) => self.on_answer(ticket, None),
            Event::Sealed(ticket, bytes) => self.on_sealed(ticket, Ok(bytes)),
            Event::NotSealed(ticket, why) => self.on_sealed(ticket, Err(why)),
            Event::SocketOpened => self.on_socket_opened(),
            Event::SocketClosed => self.on_socket_closed(),
            Event::Received(bytes) => self.on_frame(&bytes),
            Event::Join { code, device_name } => self.join(code, device_name),
            Event::JoinDismissed => self.join_problem = None,
            Event::SignOut => self.sign_out(),
            Event::SwitchTo { person } => self.switch_to(person),
            Event::OpenTask(id) => self.open_task(&id),
            Event::OpenOwnTask { title } => self.open_own_task(title),
            Event::OpenEdit(entry) => self.open_edit(&entry),
            Event::DraftChanged(draft) => self.change_draft(draft),
            Event::DraftDropped => self.drop_draft(),
            Event::SaveTask(draft) => self.save_task(draft),
            Event::Undo(entry) => self.undo(&entry),
            Event::Void { entry, reason } => self.void(&entry, reason),
            Event::SavedBarClosed => self.saved_bar = None,
            Event::Rate { competency, rated, task } => self.rate(&competency, rated, task),
            Event::JournalChanged(draft) => self.change_journal(draft),
            Event::SaveReflection(draft) => self.save_reflection(draft),
            Event::SkipPrompt => self.prompts_skipped += 1,
            Event::Share(entry) => self.share(&entry),
            Event::AddGoal { text, competency } => self.add_goal(text, competency),
            Event::GoalReached(entry) => self.reach_goal(&entry),
            Event::Shadow(step) => self.shadow(step),
            Event::OpenPerson(person) => self.open_person(&person),
            Event::OpenTeam => self.open_team(),
            Event::Observe(observe) => self.observe(observe),
            Event::Card(cards) => self.use_card(cards),
            Event::Attest(attest) => self.attest(attest),
            Event::ExportJson => self.when_open(Errand::ExportJson),
            Event::ExportCsv => self.export_csv(),
            Event::ExportNotAccepted(id) => self.export_not_accepted(id),
            Event::DropNotAccepted(id) => self.drop_not_accepted(&id),
            Event::MakeRescueFile => self.when_open(Errand::MakeRescue),
            Event::TakeRescueFile(bytes) => self.take_rescue_file(&bytes),
            Event::RevokeDevice(device) => self.revoke_device(&device),
            Event::RefreshDevices => self.refresh_devices(),
            Event::NoticeClosed => self.me_notice = None,
        }
    }

    fn on_outcome(&mut self, ticket: Ticket, outcome: Result<Vec<(String, Vec<u8>)>, Fault>) {
        let Some(awaited) = self.awaited.remove(&ticket) else { return };
        match awaited {
            Awaited::BootMeta => self.on_meta(outcome),
            Awaited::BootDrafts => self.on_drafts(outcome),
            Awaited::BootRows(document) | Awaited::Rows(document) => {
                self.on_rows(document, outcome);
            }
            Awaited::OpeningNoted(document) => self.on_opening_noted(document),
            Awaited::Chunks(document) => self.on_chunks(document, outcome),
            Awaited::Saved => self.on_saved(outcome.err()),
            Awaited::Merged(document) => self.on_merged(document, outcome.err()),
            Awaited::Rewritten(document) => self.on_rewritten(document, outcome.err()),
            Awaited::SetAside => self.on_aside(outcome),
            Awaited::AsideChange(id) => self.on_aside_change(&id, outcome),
            Awaited::Taken(taken) => self.on_taken(taken, outcome.is_ok()),
            Awaited::Draft => self.on_draft_written(),
            Awaited::JoinStored => self.on_join_stored(outcome.err()),
            Awaited::Verdicts(subject) => self.on_verdicts(subject, outcome),
            Awaited::ProofKept { key, card, said } => {
                self.on_proof_kept(key, card, said, outcome.err());
            }
            Awaited::Aside
            | Awaited::Join
            | Awaited::FurtherDevice
            | Awaited::Me
            | Awaited::NoSocket
            | Awaited::Roster
            | Awaited::Team
            | Awaited::Documents
            | Awaited::Put(_)
            | Awaited::SignOut
            | Awaited::Revoke
            | Awaited::Devices
            | Awaited::Sealing(_)
            | Awaited::Certificate
            | Awaited::Trust
            | Awaited::Receipts(_) => {}
        }
    }

    fn on_sealed(&mut self, ticket: Ticket, outcome: Result<Vec<u8>, String>) {
        if let Some(Awaited::Sealing(sealing)) = self.awaited.remove(&ticket) {
            self.on_sealing(sealing, outcome);
        }
    }

    fn on_answer(&mut self, ticket: Ticket, answer: Option<(u16, Vec<u8>)>) {
        let Some(awaited) = self.awaited.remove(&ticket) else { return };
        match awaited {
            Awaited::Join => self.on_join_answer(answer),
            Awaited::FurtherDevice => self.on_further_device(answer),
            Awaited::Me => self.on_me(answer),
            Awaited::NoSocket => self.on_no_socket(answer),
            Awaited::Roster => self.on_roster(answer),
            Awaited::Team => self.on_team(answer),
            Awaited::Documents => self.on_documents(answer),
            Awaited::Put(document) => self.on_put(document, answer),
            Awaited::SignOut => self.on_signed_out(answer),
            Awaited::Revoke => self.on_revoke(answer),
            Awaited::Devices => self.on_devices(answer),
            Awaited::Certificate => self.on_certificate(answer),
            Awaited::Trust => self.on_trust(answer),
            Awaited::Receipts(document) => self.on_receipts(document, answer),
            Awaited::BootMeta
            | Awaited::BootDrafts
            | Awaited::BootRows(_)
            | Awaited::Rows(_)
            | Awaited::OpeningNoted(_)
            | Awaited::Chunks(_)
            | Awaited::Saved
            | Awaited::Merged(_)
            | Awaited::Rewritten(_)
            | Awaited::SetAside
            | Awaited::AsideChange(_)
            | Awaited::Taken(_)
            | Awaited::Draft
            | Awaited::Aside
            | Awaited::Sealing(_)
            | Awaited::Verdicts(_)
            | Awaited::ProofKept { .. }
            | Awaited::JoinStored => {}
        }
    }

    // ---- effects -----------------------------------------------------------------------------

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn ticket(&mut self, awaited: Awaited) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        self.awaited.insert(ticket, awaited);
        ticket
    }

    pub(crate) fn awaits(&self, awaited: impl Fn(&Awaited) -> bool) -> bool {
        self.awaited.values().any(awaited)
    }

    /// Outcomes of what was begun before are no longer of interest.
    pub(crate) fn forget_awaited(&mut self) {
        self.awaited.clear();
    }

    pub(crate) fn load(&mut self, table: Table, prefix: String, awaited: Awaited) {
        let ticket = self.ticket(awaited);
        self.effect(Effect::Load { ticket, table, prefix });
    }

    pub(crate) fn store(
        &mut self,
        writes: Vec<Write>,
        durability: crate::Durability,
        awaited: Awaited,
    ) {
        let ticket = self.ticket(awaited);
        self.effect(Effect::Store { ticket, writes, durability });
    }

    // ---- small questions ---------------------------------------------------------------------

    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    pub fn language(&self) -> &str {
        &self.language
    }

    pub fn roles(&self) -> &[Role] {
        self.identity.as_ref().map_or(&[], |identity| &identity.roles)
    }

    pub fn is_joining(&self) -> bool {
        self.is_joining
    }

    pub fn join_problem(&self) -> Option<JoinProblem> {
        self.join_problem.clone()
    }

    /// A form is open with something in it, or a save is under way: nothing may interrupt.
    pub fn is_dirty(&self) -> bool {
        self.drafts.is_dirty() || self.in_flight.is_some() || !self.queue.is_empty()
    }

    pub(crate) fn person(&self) -> Option<&PersonId> {
        self.identity.as_ref().map(|identity| &identity.person)
    }

    /// The documents of one kind by and about a person, any year.
    pub(crate) fn held_of<'a>(
        &'a self,
        kind: Kind,
        person: &'a PersonId,
    ) -> impl Iterator<Item = &'a Held> {
        self.shelf
            .values()
            .filter(move |held| held.kind == kind && held.author.as_ref() == Some(person))
    }

    /// The person's own document of this year.
    pub(crate) fn own_document(&mut self, kind: Kind) -> Option<DocumentId> {
        self.own_document_of(kind, Period::of(self.now))
    }

    pub(crate) fn own_document_of(&mut self, kind: Kind, period: Period) -> Option<DocumentId> {
        self.document_about(kind, self.person()?.clone(), period)
    }

    /// The person's document of a year about somebody, made known to the shelf where it is new.
    pub(crate) fn document_about(
        &mut self,
        kind: Kind,
        about: PersonId,
        period: Period,
    ) -> Option<DocumentId> {
        let identity = self.identity.as_ref()?;
        let (org, author) = (identity.org.clone(), Some(identity.person.clone()));
        let subject = about.to_string();
        let key = documents::DocumentKey { org, kind, author, subject, period: Some(period) };
        let id = key.id();
        if !self.shelf.contains_key(&id) {
            let access = domain::Access::Write;
            let held = Held::new(id, kind, key.author, key.subject, key.period, access);
            self.shelf.insert(id, held);
            self.open_new(id);
        }
        Some(id)
    }
}
