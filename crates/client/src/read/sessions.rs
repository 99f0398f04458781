//! Shadowing sessions: both halves on one page, and what a person is reminded of.

use documents::Reading;
use domain::{
    Body, EntryId, Half, InOrder, Kind, Moment, Part, PersonId, Session, Shadowing, Side,
    shadowings,
};

use crate::client::Client;
use crate::held::Held;
use crate::view::{SessionForm, SessionPage, SessionRow, Sessions, Stage};

/// How long after its time a planned session is still brought up.
const REMINDED_MS: i64 = 24 * 3_600_000;

impl Client {
    /// The sessions of oneself or somebody else.
    pub fn sessions(&self, person: Option<&PersonId>, now: Moment) -> Sessions {
        let mut partners = self.partners(now);
        partners.retain(|(id, ..)| person.is_none_or(|person| person == id));
        let whose = person.or(self.person());
        let pages = whose.map_or_else(Vec::new, |whose| self.sessions_of(whose));
        let given = || {
            let is_buddy = |page: &&Shadowing| Some(&page.buddy) == whose;
            pages.iter().filter(is_buddy).filter(|page| page.has(Side::Buddy, Part::Began))
        };
        let is_thanked = |page: &&Shadowing| page.said.iter().any(|s| s.part == Part::Thanks);
        let (count, thanks) = (given().count(), given().filter(is_thanked).count());
        let first_weeks = whose.and_then(|whose| self.first_weeks(whose, &pages, now));
        Sessions { partners, rows: self.session_rows(&pages), given: count, thanks, first_weeks }
    }

    /// Running and planned sessions of the person, the next first.
    pub(crate) fn reminders(&self, now: Moment) -> Vec<SessionRow> {
        let pages = self.person().map_or_else(Vec::new, |me| self.sessions_of(me));
        let mut rows = self.session_rows(&pages);
        rows.retain(|row| match row.stage {
            Stage::Planned => row.when.utc_ms > now.utc_ms - REMINDED_MS,
            Stage::Running => true,
            Stage::Ended => false,
        });
        rows.order_by_key(|row| (row.stage == Stage::Planned, row.when.utc_ms));
        rows
    }

    /// The latest first.
    fn session_rows(&self, pages: &[Shadowing]) -> Vec<SessionRow> {
        let mut rows: Vec<_> = pages.iter().map(|page| self.session_row(page)).collect();
        rows.order_by_key(|row| std::cmp::Reverse(row.when.utc_ms));
        rows
    }

    fn session_row(&self, page: &Shadowing) -> SessionRow {
        let mine = self.person().and_then(|me| page.side_of(me));
        let first = page.said.first().map_or(Moment::new(0, 0), |said| said.at);
        SessionRow {
            session: page.session.clone(),
            name: self.what_name(page),
            with: self.known_name(page.person(mine.map_or(Side::Buddy, Side::other))),
            stage: stage(page, mine),
            when: page.began().or(page.planned).unwrap_or(first),
        }
    }

    /// A session as far as this phone knows it.
    pub fn session_page(&self, id: &EntryId) -> Option<SessionPage> {
        let page = self.shadowing(id)?;
        let mine = self.person().and_then(|me| page.side_of(me));
        let half = mine.and_then(|side| page.find(side, Part::Half));
        let typed = self.drafts.note.clone().filter(|(place, _)| place.starts_with(id.as_str()));
        Some(SessionPage {
            name: self.what_name(&page),
            buddy: self.known_name(&page.buddy),
            learner: self.known_name(&page.learner),
            stage: stage(&page, mine),
            mine,
            half: half.map(|said| said.id.clone()),
            typed,
            not_saved: self.not_saved.clone(),
            page,
        })
    }

    /// Before a session with somebody; `None` where nobody of the two is the other's buddy today.
    pub fn session_form(&self, with: &PersonId) -> Option<SessionForm> {
        let side = self.side_with(with)?;
        let tiles = self.tiles_on(self.now.day()).into_iter();
        let tasks = tiles.map(|tile| (tile.task_type, tile.name)).collect();
        Some(SessionForm { name: self.known_name(with), side, tasks })
    }

    /// Learners, then buddies.
    pub(crate) fn partners(&self, now: Moment) -> Vec<(PersonId, String, Side)> {
        let Some(me) = self.person() else { return Vec::new() };
        let mut partners = Vec::new();
        for side in [Side::Buddy, Side::Learner] {
            for pair in self.roster.buddies.iter().filter(|pair| pair.holds_on(now.day())) {
                let (mine, other) = match side {
                    Side::Buddy => (&pair.buddy, &pair.learner),
                    Side::Learner => (&pair.learner, &pair.buddy),
                };
                if mine == me {
                    partners.push((other.clone(), self.known_name(other), side));
                }
            }
        }
        partners
    }

    /// First names.
    pub(crate) fn partner_names(&self, now: Moment) -> String {
        let mut names = String::new();
        for (_, name, _) in self.partners(now) {
            let comma = if names.is_empty() { "" } else { ", " };
            names = [&names, comma, name.split(' ').next().unwrap_or_default()].concat();
        }
        names
    }

    /// The one the person is in, where foreign records carry the same id.
    pub(crate) fn shadowing(&self, id: &EntryId) -> Option<Shadowing> {
        let all = self.pages(&|_| true, &|session| &session.session == id);
        let me = self.person()?;
        let place = all.iter().position(|page| page.side_of(me).is_some()).unwrap_or(0);
        all.into_iter().nth(place)
    }

    /// Everything that stands, as buddy and as learner.
    fn sessions_of(&self, person: &PersonId) -> Vec<Shadowing> {
        let is_shadow = |held: &Held| held.kind == Kind::Shadow;
        let about = |learner: &PersonId| {
            let mut pairs = self.roster.buddies.iter();
            let mut own = self.shelf.values().filter(|held| is_shadow(held));
            pairs.any(|pair| &pair.buddy == person && &pair.learner == learner)
                || own.any(|h| h.author.as_ref() == Some(person) && h.subject == learner.as_str())
        };
        let concerns = |held: &Held| match &held.author {
            Some(author) if author == person => true,
            Some(author) if !is_shadow(held) => about(author),
            Some(_) | None => held.subject == person.as_str(),
        };
        let mut all = self.pages(&concerns, &|_| true);
        all.retain(|page| page.side_of(person).is_some() && !page.is_void());
        all
    }

    fn pages(
        &self,
        wanted: &dyn Fn(&Held) -> bool,
        is: &dyn Fn(&Session) -> bool,
    ) -> Vec<Shadowing> {
        let mut halves = Vec::new();
        for held in self.shelf.values() {
            let Some(author) = &held.author else { continue };
            if !matches!(held.kind, Kind::Log | Kind::Shadow) || !wanted(held) {
                continue;
            }
            for reading in held.records.values() {
                let Reading::Entry { entry, .. } = reading else { continue };
                let Body::Session(session) = &entry.body else { continue };
                if is(session) {
                    halves.push(Half { author, subject: &held.subject, entry, session });
                }
            }
        }
        shadowings(halves)
    }

    pub(crate) fn session_title(&self, session: &Session) -> String {
        match &session.what {
            Some(what) => self.task_name(what),
            None => self.person_name(&session.with),
        }
    }

    fn what_name(&self, page: &Shadowing) -> String {
        page.what.as_ref().map_or_else(String::new, |what| self.task_name(what))
    }

    /// Empty where the roster does not have them (any more).
    pub(crate) fn known_name(&self, id: &PersonId) -> String {
        self.roster.person(id).map_or_else(String::new, |person| person.name.clone())
    }
}

fn stage(page: &Shadowing, mine: Option<Side>) -> Stage {
    let has =
        |part: Part| page.said.iter().any(|s| s.part == part && mine.is_none_or(|m| m == s.side));
    match (has(Part::Began), has(Part::Ended)) {
        (_, true) => Stage::Ended,
        (true, false) => Stage::Running,
        (false, false) => Stage::Planned,
    }
}
