//! Entries as rows and pages.

use documents::Reading;
use domain::{
    Body, Competency, CompetencyId, Entry, EntryId, Kind, Moment, PersonId, Rated, Source,
};

use crate::client::Client;
use crate::held::Held;
use crate::read::observing::standing_in;
use crate::view::{EntryBody, EntryView, Mark};

const DAY_MS: i64 = 86_400_000;

impl Client {
    /// Any entry on this phone.
    pub fn entry(&self, id: &EntryId) -> Option<EntryView> {
        let held = self.shelf.values().find(|held| held.records.contains_key(id.as_str()))?;
        Some(self.entry_view(held, held.records.get(id.as_str())?))
    }

    /// Whose work it is about.
    pub fn owner(&self, id: &EntryId) -> Option<PersonId> {
        let held = self.shelf.values().find(|held| held.records.contains_key(id.as_str()))?;
        PersonId::new(held.subject.as_str()).ok()
    }

    pub(crate) fn entry_view(&self, held: &Held, reading: &Reading) -> EntryView {
        match reading {
            Reading::Entry { entry, problems } => EntryView {
                id: entry.id.clone(),
                body: self.entry_body(held, entry),
                when: when(entry),
                saved: entry.saved,
                edited: entry.edited,
                void: entry.void.as_ref().map(|void| void.reason.clone()),
                mark: mark(held, &entry.id),
                clock_wrong: self.is_clock_wrong(held, entry),
                problems: problems.iter().map(ToString::to_string).collect(),
                is_own: self.is_own(held),
            },
            Reading::Unreadable { id, kind, problem } => EntryView {
                id: EntryId::new(id.as_str()).unwrap_or_else(|_| EntryId::from_random([0; 15])),
                body: EntryBody::Unreadable { kind: kind.clone(), problem: problem.to_string() },
                when: Moment::new(0, 0),
                saved: Moment::new(0, 0),
                edited: None,
                void: None,
                mark: Mark::OnServer,
                clock_wrong: false,
                problems: Vec::new(),
                is_own: self.is_own(held),
            },
        }
    }

    pub(crate) fn is_own(&self, held: &Held) -> bool {
        held.author.as_ref() == self.person()
    }

    /// Saved on a day that the clock of now cannot explain: before the app existed, or ahead of
    /// today.
    fn is_clock_wrong(&self, held: &Held, entry: &Entry) -> bool {
        const FIRST_YEAR: i32 = 2025;
        let ahead = self.identity.as_ref().map_or(0, |identity| identity.clock_ahead_ms);
        let wrong_now = self.is_own(held) && ahead.abs() > DAY_MS && held.is_pending(&entry.id);
        let future = entry.saved.utc_ms > self.now.utc_ms + DAY_MS;
        wrong_now || future || entry.saved.utc_year() < FIRST_YEAR
    }

    fn entry_body(&self, held: &Held, entry: &Entry) -> EntryBody {
        match &entry.body {
            Body::Task(task) => {
                let (task_type, unit) = match &task.what {
                    domain::Typed::Type { id, .. } => {
                        let unit = self.catalog.task_types.get(id).and_then(|t| t.unit.as_ref());
                        (Some(id.clone()), unit.map(|unit| unit.pick(&self.language).to_owned()))
                    }
                    domain::Typed::Own(_) => (None, None),
                };
                let tag = |id: &CompetencyId| (id.clone(), self.competency_name(id));
                EntryBody::Task {
                    task_type,
                    name: self.task_name(&task.what),
                    minutes: task.minutes,
                    quantity: task.quantity,
                    unit,
                    tags: task.tags.keys().map(tag).collect(),
                    first_time: task.first_time,
                    helper: self.helper_name(task.learned_from.as_ref()),
                    learned_from: task.learned_from.clone(),
                    learned: task.learned.clone(),
                }
            }
            Body::Rating(rating) => EntryBody::Rating {
                competency: rating.competency.clone(),
                name: self.competency_name(&rating.competency),
                rated: rating.rated,
                levels: rating.levels,
                level_name: self.level_name(&rating.competency, rating.rated),
            },
            Body::Reflection(reflection) => EntryBody::Reflection {
                prompt: reflection.prompt.as_ref().and_then(|(id, _)| self.prompt_text(id)),
                text: reflection.text.clone(),
            },
            Body::Goal(goal) => EntryBody::Goal {
                text: goal.text.clone(),
                competency: goal.competency.as_ref().map(|id| self.competency_name(id)),
                reached: goal.reached,
            },
            Body::SignOff(_) => {
                EntryBody::SignOff(self.signed_entry(held, &entry.id).map(Box::new))
            }
            Body::Observation(seen) => {
                EntryBody::Observation(Box::new(self.observation_view(held, seen)))
            }
            Body::Request(request) => EntryBody::Request { to: self.person_name(&request.to) },
            Body::Answer(answer) => EntryBody::Answer { reason: answer.reason.clone() },
            Body::Session(session) => EntryBody::Session {
                session: session.session.clone(),
                name: self.session_title(session),
                with: self.person_name(&session.with),
                side: session.side,
            },
            Body::Other { kind } => EntryBody::Other { kind: kind.clone() },
        }
    }

    pub(crate) fn prompt_text(&self, id: &domain::PromptId) -> Option<String> {
        Some(self.catalog.prompts.get(id)?.text.pick(&self.language).to_owned())
    }

    /// The statement, or the id where the catalogue does not have it (yet).
    pub(crate) fn competency_name(&self, id: &CompetencyId) -> String {
        match self.catalog.competencies.get(id) {
            Some(competency) => competency.statement.pick(&self.language).to_owned(),
            None => id.to_string(),
        }
    }

    pub(crate) fn area_name(&self, competency: &Competency) -> Option<String> {
        let area = self.catalog.competencies.get(competency.parent.as_ref()?)?;
        Some(area.statement.pick(&self.language).to_owned())
    }

    pub(crate) fn level_name(&self, id: &CompetencyId, rated: Rated) -> String {
        let Rated::Level(number) = rated else { return String::new() };
        let competency = self.catalog.competencies.get(id);
        let scale = competency.and_then(|competency| self.catalog.scale_of(competency));
        let level = scale.and_then(|scale| scale.level(number));
        level.map_or_else(String::new, |level| level.name.pick(&self.language).to_owned())
    }

    fn helper_name(&self, source: Option<&Source>) -> Option<String> {
        match source? {
            Source::Person(person) => Some(self.person_name(person)),
            Source::Colleague | Source::Customer | Source::Material | Source::Myself => None,
        }
    }

    pub(crate) fn person_name(&self, id: &PersonId) -> String {
        self.roster.person(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    }

    /// The readable records of a person's logs of every year, standing ones only.
    pub(crate) fn standing<'a>(
        &'a self,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a Held, &'a Entry)> {
        self.held_of(Kind::Log, person).flat_map(standing_in)
    }
}

/// When it happened, where the entry says so.
pub(crate) fn when(entry: &Entry) -> Moment {
    match &entry.body {
        Body::Task(task) => task.when,
        Body::Rating(rating) => rating.when,
        Body::Reflection(reflection) => reflection.when,
        Body::Goal(goal) => goal.when,
        Body::Observation(seen) => seen.when,
        Body::Request(request) => request.asked,
        Body::Answer(answer) => answer.when,
        Body::Session(session) => session.began.or(session.planned).unwrap_or(entry.saved),
        Body::SignOff(_) | Body::Other { .. } => entry.saved,
    }
}

pub(crate) fn mark(held: &Held, entry: &EntryId) -> Mark {
    match (held.is_pending(entry), &held.refused) {
        (true, Some(_)) => Mark::NotAccepted,
        (true, None) if held.is_refused(entry) => Mark::NotAccepted,
        (true, None) => Mark::OnPhone,
        (false, _) => Mark::OnServer,
    }
}
