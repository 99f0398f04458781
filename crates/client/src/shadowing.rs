//! Shadowing: what one side does to their own half of a session.
//!
//! Each step is a save of its own, so a jot is on disk with its tap. Every change builds on what waits
//! to be saved: two quick taps are two jots.

use documents::{DocumentId, Reading};
use domain::{
    Aspect, Body, Entry, EntryId, Jot, Kind, Moment, Outcome, Period, PersonId, Rated, Session,
    Side, TaskTypeId, Typed,
};

use crate::client::Client;
use crate::saving::{After, Save};

/// One step of a session. A note's time is that of the event.
#[derive(Clone, Debug, PartialEq)]
pub enum Shadow {
    /// Agree on a time.
    Plan {
        with: PersonId,
        what: Option<TaskTypeId>,
        at: Moment,
    },
    /// Begin one that nobody planned.
    Start {
        with: PersonId,
        what: Option<TaskTypeId>,
    },
    /// Take part in one that either of the two planned or began.
    Begin(EntryId),
    /// A note of this moment; without words a time stamp.
    Jot {
        session: EntryId,
        text: String,
    },
    /// Other words for an own note; `None` takes it out.
    Reword {
        session: EntryId,
        jot: EntryId,
        text: Option<String>,
    },
    Rate {
        session: EntryId,
        about: Aspect,
        rated: Rated,
    },
    /// The time of the first press stands.
    End {
        session: EntryId,
        next_time: String,
    },
    /// The learner says thanks; the buddy has seen them.
    Thank(EntryId),
    /// Words that are not saved yet, and where they belong.
    Type {
        place: String,
        text: String,
    },
}

/// The own half, on its way to be changed.
struct OwnHalf {
    document: DocumentId,
    entry: Entry,
    session: Session,
}

impl Client {
    pub(crate) fn shadow(&mut self, step: Shadow) {
        match step {
            Shadow::Plan { with, what, at } => self.agree(with, what, Some(at)),
            Shadow::Start { with, what } => self.agree(with, what, None),
            Shadow::Type { place, text } => self.change_note(place, text),
            Shadow::Begin(ref id)
            | Shadow::Thank(ref id)
            | Shadow::Jot { session: ref id, .. }
            | Shadow::Reword { session: ref id, .. }
            | Shadow::Rate { session: ref id, .. }
            | Shadow::End { session: ref id, .. } => {
                let Some(mut half) = self.half(id, &step) else { return };
                if let Some(after) = half.take(step, self.now, self.random) {
                    half.entry.body = Body::Session(half.session);
                    self.save(Save { document: half.document, entry: half.entry, after });
                }
            }
        }
    }

    fn agree(&mut self, with: PersonId, what: Option<TaskTypeId>, at: Option<Moment>) {
        let Some(side) = self.side_with(&with) else { return };
        let version = |id: &TaskTypeId| self.catalog.task_types.get(id).map_or(1, |t| t.version);
        let what = what.map(|id| Typed::Type { version: version(&id), id });
        let Some(mut half) = self.new_half(None, side, with, what) else { return };
        half.session.planned = at;
        half.session.began = at.is_none().then_some(self.now);
        half.entry.body = Body::Session(half.session);
        self.save(Save { document: half.document, entry: half.entry, after: After::Begun });
    }

    /// What the person would be in a session with somebody, today.
    pub(crate) fn side_with(&self, other: &PersonId) -> Option<Side> {
        let me = self.person()?;
        let is = |buddy: &PersonId, learner: &PersonId| {
            let today = self.now.day();
            let mut pairs = self.roster.buddies.iter();
            pairs.any(|p| &p.buddy == buddy && &p.learner == learner && p.holds_on(today))
        };
        let sides = [(is(me, other), Side::Buddy), (is(other, me), Side::Learner)];
        sides.into_iter().find_map(|(holds, side)| holds.then_some(side))
    }

    /// The own half of a session, the one with the note in question where two phones made one each;
    /// a new one where there is none.
    fn half(&mut self, id: &EntryId, step: &Shadow) -> Option<OwnHalf> {
        let own = self.own_halves(id);
        let holds = |half: &OwnHalf| {
            let Shadow::Reword { jot, .. } = step else { return true };
            half.session.jots.iter().any(|one| &one.id == jot)
        };
        if !own.is_empty() {
            return own.into_iter().find(holds);
        }
        let page = self.shadowing(id)?;
        let side = page.side_of(self.person()?)?;
        let with = page.person(side.other()).clone();
        self.new_half(Some(id), side, with, page.what)
    }

    /// What waits to be saved goes before what is stored.
    fn own_halves(&self, id: &EntryId) -> Vec<OwnHalf> {
        let own = self.shelf.values().filter(|held| self.is_own(held));
        let stored = own.flat_map(|held| {
            held.records.values().filter_map(|reading| match reading {
                Reading::Entry { entry, .. } => Some((held.id, entry)),
                Reading::Unreadable { .. } => None,
            })
        });
        let mut halves: Vec<OwnHalf> = Vec::new();
        for (document, entry) in self.waiting().chain(stored) {
            let Body::Session(session) = &entry.body else { continue };
            let is_known = halves.iter().any(|half| half.entry.id == entry.id);
            if &session.session == id && !is_known {
                let (entry, session) = (entry.clone(), session.clone());
                halves.push(OwnHalf { document, entry, session });
            }
        }
        halves.retain(|half| half.entry.void.is_none());
        halves
    }

    fn new_half(
        &mut self,
        session: Option<&EntryId>,
        side: Side,
        with: PersonId,
        what: Option<Typed>,
    ) -> Option<OwnHalf> {
        let document = match side {
            Side::Learner => self.own_document(Kind::Log),
            Side::Buddy => self.document_about(Kind::Shadow, with.clone(), Period::of(self.now)),
        }?;
        let id = EntryId::from_random(self.random);
        let session = Session::new(session.unwrap_or(&id).clone(), side, with, what);
        let body = Body::Session(session.clone());
        let (edited, void, copied_from) = (None, None, None);
        let entry = Entry { id, saved: self.now, edited, body, void, copied_from };
        Some(OwnHalf { document, entry, session })
    }
}

impl OwnHalf {
    /// `None`: there is nothing to save.
    fn take(&mut self, step: Shadow, now: Moment, random: [u8; 15]) -> Option<After> {
        let half = &mut self.session;
        match step {
            Shadow::Begin(_) => {
                half.began = half.began.or(Some(now));
                return Some(After::Quiet);
            }
            Shadow::Jot { text, .. } => {
                let id = EntryId::from_random(random);
                half.jots.push(Jot { id, at: now, text: text.trim().to_owned() });
            }
            Shadow::Reword { jot, text, .. } => {
                self.entry.edited = Some(now);
                match text {
                    Some(text) => half.reword(&jot, text.trim()),
                    None => half.jots.retain(|one| one.id != jot),
                }
            }
            Shadow::Rate { about, rated, .. } => {
                let (version, levels) = (Aspect::VERSION, Aspect::LEVELS);
                half.outcomes.retain(|one| one.about != about);
                half.outcomes.push(Outcome { about, version, levels, rated });
                return Some(After::Quiet);
            }
            Shadow::End { next_time, .. } => {
                let next = next_time.trim();
                half.next_time = (!next.is_empty()).then(|| next.to_owned());
                half.ended = half.ended.or(Some(now));
            }
            Shadow::Thank(_) if half.thanks.is_some() => return None,
            Shadow::Thank(_) => {
                half.thanks = Some(now);
                return Some(After::Quiet);
            }
            Shadow::Plan { .. } | Shadow::Start { .. } | Shadow::Type { .. } => return None,
        }
        Some(After::Noted)
    }
}
