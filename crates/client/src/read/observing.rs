//! What was seen of whom, for both of them; and who owes whom a look.

use documents::Reading;
use domain::{
    Body, Checklist, CompetencyId, Entry, EntryId, InOrder, Kind, Moment, Observation, PersonId,
    Rated, Request, StepId, StepSeen,
};

use crate::client::Client;
use crate::held::Held;
use crate::view::{
    Around, Feedback, Helper, ObservationView, ObserveForm, Owed, OwedRow, OwedState, SkillSeen,
    StepView,
};

const DAY_MS: i64 = 86_400_000;
/// How long the asker is told that nobody came, or somebody said no.
const TOLD_MS: i64 = 14 * DAY_MS;
/// How long the newest feedback stands on Home.
const FRESH_MS: i64 = 7 * DAY_MS;
/// So many equal levels are worth a second look.
const ALIKE: usize = 3;

impl Client {
    // ---- the form ----------------------------------------------------------------------------

    pub fn observe_form(&self) -> Option<ObserveForm> {
        let draft = self.drafts.observation.clone()?;
        let seen = &draft.seen;
        let skills = self.skills(seen, &draft.about);
        let lists = if seen.steps.is_empty() { self.lists(seen.task.as_ref()) } else { Vec::new() };
        let title =
            |list: &Checklist| (list.id.clone(), list.title.pick(&self.language).to_owned());
        Some(ObserveForm {
            name: self.person_name(&draft.about),
            title: self.watched(seen),
            lists: lists.into_iter().map(title).collect(),
            steps: self.steps(seen),
            skills,
            is_free: seen.checklist.is_none() && seen.task.is_none(),
            are_alike: are_alike(seen),
            is_saving: self.is_on_its_way(&draft.entry),
            not_saved: self.not_saved.clone(),
            draft,
        })
    }

    /// Checklists in use, those about the task first.
    fn lists(&self, task: Option<&EntryId>) -> Vec<&Checklist> {
        let fitting = task.map(|task| self.lists_about(task)).unwrap_or_default();
        let mut lists: Vec<_> = self.catalog.checklists.values().filter(|l| !l.retired).collect();
        lists.order_by_key(|list| (!fitting.contains(list), list.title.pick(&self.language)));
        lists
    }

    pub(crate) fn lists_about(&self, task: &EntryId) -> Vec<&Checklist> {
        let Some(id) = self.type_of(task) else { return Vec::new() };
        let is_about = |list: &&Checklist| {
            !list.retired && list.tasks.iter().any(|task| task.task_type.as_ref() == Some(id))
        };
        self.catalog.checklists.values().filter(is_about).collect()
    }

    /// The checklist that was followed, as it is now.
    pub(crate) fn list_of(&self, seen: &Observation) -> Option<&Checklist> {
        let (id, _) = seen.checklist.as_ref()?;
        self.catalog.checklists.get(id)
    }

    /// What was watched: the checklist, else the task, else the observer's words.
    pub(crate) fn watched(&self, seen: &Observation) -> String {
        if let Some(list) = self.list_of(seen) {
            return list.title.pick(&self.language).to_owned();
        }
        let task = seen.task.as_ref().map(|task| self.name_of(task));
        let task = task.filter(|name| !name.is_empty());
        task.or_else(|| seen.what.clone()).unwrap_or_default()
    }

    /// The steps of the checklist, and answers to steps it no longer has.
    pub(crate) fn steps(&self, seen: &Observation) -> Vec<StepView> {
        let list = self.list_of(seen);
        let words = |text: &domain::Text| text.pick(&self.language).to_owned();
        let mut views = Vec::new();
        for task in list.iter().flat_map(|list| &list.tasks) {
            for (place, step) in task.steps.iter().enumerate() {
                views.push(StepView {
                    id: step.id.clone(),
                    task: if place == 0 { words(&task.name) } else { String::new() },
                    text: words(&step.text),
                    critical: step.critical,
                    reasons: step.reasons.iter().map(|r| (r.pick("en").into(), words(r))).collect(),
                    seen: seen.steps.get(&step.id).cloned(),
                });
            }
        }
        let is_gone = |id: &StepId| !views.iter().any(|view| &view.id == id);
        let gone: Vec<_> = seen.steps.iter().filter(|(id, _)| is_gone(id)).collect();
        views.extend(gone.into_iter().map(gone_step));
        views
    }

    /// What can be rated here, with what was: by the checklist and the task; else by the job.
    fn skills(&self, seen: &Observation, about: &PersonId) -> Vec<SkillSeen> {
        let mut ids: Vec<&CompetencyId> = Vec::new();
        let list = self.list_of(seen);
        let of_list = list.into_iter().flat_map(Checklist::competencies);
        let of_task = seen.task.iter().flat_map(|task| self.skills_of(task));
        for id in of_list.chain(of_task).chain(seen.ratings.keys()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.is_empty() && list.is_none() {
            let of_job = self.catalog.rateable().into_iter().map(|competency| &competency.id);
            ids.extend(of_job.filter(|id| self.target_of(about, id).is_some()));
        }
        ids.into_iter().filter_map(|id| self.skill(id, seen, about)).collect()
    }

    fn skill(&self, id: &CompetencyId, seen: &Observation, about: &PersonId) -> Option<SkillSeen> {
        let competency = self.catalog.competencies.get(id);
        let levels = competency.map(|competency| self.levels(competency)).unwrap_or_default();
        let rated = seen.ratings.get(id).map(|level| level.rated);
        if levels.is_empty() && rated.is_none() {
            return None;
        }
        let is_hidden = rated.is_some() && self.is_hidden(id, seen, about);
        Some(SkillSeen {
            competency: id.clone(),
            name: self.competency_name(id),
            levels,
            rated: rated.filter(|_| !is_hidden),
            own: seen.task.as_ref().and_then(|task| self.rated_with(about, task, id)),
            is_hidden,
        })
    }

    // ---- reading -----------------------------------------------------------------------------

    /// Both rate the same task: who did it says first what they think, and sees the other after.
    pub(crate) fn is_hidden(
        &self,
        id: &CompetencyId,
        seen: &Observation,
        about: &PersonId,
    ) -> bool {
        seen.task.as_ref().is_some_and(|task| self.is_level_hidden(id, task, about))
    }

    /// Whatever shows what another thought of a task.
    pub(crate) fn is_level_hidden(
        &self,
        id: &CompetencyId,
        task: &EntryId,
        about: &PersonId,
    ) -> bool {
        if self.person() != Some(about) {
            return false;
        }
        let stands = self.own_entry(task).is_some_and(|(_, entry)| entry.void.is_none());
        stands && self.rated_with(about, task, id).is_none()
    }

    /// What somebody said of themself about this task.
    fn rated_with(&self, person: &PersonId, task: &EntryId, id: &CompetencyId) -> Option<Rated> {
        let rating = |entry: &Entry| {
            let Body::Rating(rating) = &entry.body else { return None };
            let is_it = rating.task.as_ref() == Some(task) && &rating.competency == id;
            is_it.then_some((rating.when, rating.rated))
        };
        let ratings = self.standing(person).filter_map(|(_, entry)| rating(entry));
        ratings.max_by_key(|(when, _)| *when).map(|(_, rated)| rated)
    }

    pub(crate) fn observation_view(&self, held: &Held, seen: &Observation) -> ObservationView {
        let about = PersonId::new(held.subject.as_str()).ok();
        let is_reader = about.as_ref() == self.person();
        let list = seen.checklist.as_ref();
        let is_older = |(id, version): &(domain::ChecklistId, u32)| {
            self.catalog.checklists.get(id).is_none_or(|list| list.version != *version)
        };
        let mut steps = self.steps(seen);
        steps.retain(|step| step.seen.is_some());
        let skills = about.as_ref().map(|about| self.skills(seen, about)).unwrap_or_default();
        let was_seen = |skill: &SkillSeen| skill.rated.is_some() || skill.is_hidden;
        ObservationView {
            title: self.watched(seen),
            observer: held.author.as_ref().map_or_else(String::new, |id| self.person_name(id)),
            worker: about.filter(|_| !is_reader).map(|id| self.person_name(&id)),
            task: seen.task.clone(),
            steps,
            is_older: list.is_some_and(is_older),
            skills: skills.into_iter().filter(was_seen).collect(),
            praise: seen.praise.clone(),
            next_time: seen.next_time.clone(),
            comment: seen.comment.clone(),
        }
    }

    /// What others saved about a person.
    pub(crate) fn about<'a>(
        &'a self,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a Held, &'a Entry)> {
        let held = self.shelf.values();
        held.filter(|held| held.kind == Kind::Obs && held.subject == person.as_str())
            .flat_map(standing_in)
    }

    /// Observations of a person that stand.
    pub(crate) fn seen<'a>(
        &'a self,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a Held, &'a Entry, &'a Observation)> {
        self.about(person).filter_map(|(held, entry)| {
            let Body::Observation(seen) = &entry.body else { return None };
            Some((held, entry, seen))
        })
    }

    /// What there is to do and to see around a task.
    pub fn around(&self, id: &EntryId) -> Around {
        let is_task =
            |(_, entry): &(&Held, &Entry)| entry.void.is_none() && entry.body.task().is_some();
        if self.readable(id).filter(is_task).is_none() {
            let has_level = |page: crate::view::SignPage| !page.levels.is_empty();
            return Around {
                may_sign: self.sign_page(id).is_some_and(has_level),
                ..Around::default()
            };
        }
        Around {
            may_sign: false,
            seen: self.seen_of_task(id).iter().filter_map(|id| self.entry(id)).collect(),
            may_ask: self.may_ask(id),
            may_observe: self.owner(id).filter(|worker| self.may_observe(worker)),
        }
    }

    /// Observations of one task, as entries.
    pub fn seen_of_task(&self, task: &EntryId) -> Vec<EntryId> {
        let Some(worker) = self.owner(task) else { return Vec::new() };
        let of_task = self.seen(&worker).filter(|(.., seen)| seen.task.as_ref() == Some(task));
        of_task.map(|(_, entry, _)| entry.id.clone()).collect()
    }

    /// The newest feedback of the last days.
    pub(crate) fn feedback(&self, now: Moment) -> Option<Feedback> {
        let me = self.person()?;
        let newest = self.seen(me).max_by_key(|(.., seen)| seen.when)?;
        let (held, entry, seen) = newest;
        (now.utc_ms - seen.when.utc_ms < FRESH_MS).then(|| Feedback {
            entry: entry.id.clone(),
            name: held.author.as_ref().map_or_else(String::new, |id| self.person_name(id)),
            title: self.watched(seen),
            next_time: seen.next_time.clone(),
            when: seen.when,
        })
    }

    // ---- requests ----------------------------------------------------------------------------

    pub fn owed(&self, now: Moment) -> Owed {
        let Some(me) = self.person() else { return Owed::default() };
        let mut owed = Owed::default();
        for (held, entry) in
            self.shelf.values().filter(|h| h.kind == Kind::Log).flat_map(standing_in)
        {
            let (Body::Request(request), Some(asker)) = (&entry.body, &held.author) else {
                continue;
            };
            if asker != me && &request.to != me {
                continue;
            }
            let state = self.state_of(asker, &entry.id, request, now);
            let is_mine = asker == me;
            let other = if is_mine { &request.to } else { asker };
            let row = || self.owed_row(entry, request, other, state.clone());
            let told = now.utc_ms - request.expires.utc_ms < TOLD_MS;
            match (is_mine, &state) {
                (_, OwedState::Answered(_)) => {}
                (false, OwedState::Open) => owed.by_me.push(row()),
                (false, OwedState::Expired | OwedState::Declined(_)) => {}
                (true, _) if told => owed.to_me.push(row()),
                (true, _) => {}
            }
        }
        owed.by_me.order_by_key(|row| row.asked);
        owed.to_me.order_by_key(|row| std::cmp::Reverse(row.asked));
        owed
    }

    pub(crate) fn owed_counts(&self, now: Moment) -> (usize, usize) {
        let Owed { by_me, to_me } = self.owed(now);
        (by_me.len(), to_me.iter().filter(|row| row.state == OwedState::Open).count())
    }

    fn owed_row(
        &self,
        entry: &Entry,
        request: &Request,
        other: &PersonId,
        state: OwedState,
    ) -> OwedRow {
        let what = match (&request.task, request.competencies.keys().next()) {
            (Some(task), _) => self.name_of(task),
            (None, Some(id)) => self.competency_name(id),
            (None, None) => String::new(),
        };
        OwedRow {
            request: entry.id.clone(),
            person: other.clone(),
            name: self.person_name(other),
            what,
            ask: request.ask,
            task: request.task.clone(),
            asked: request.asked,
            expires: request.expires,
            state,
        }
    }

    /// Being watched answers it, late or after a no as well.
    fn state_of(&self, asker: &PersonId, id: &EntryId, asked: &Request, now: Moment) -> OwedState {
        let mut state = match asked.expires < now {
            true => OwedState::Expired,
            false => OwedState::Open,
        };
        for (_, entry) in self.about(asker) {
            if let Body::Observation(seen) = &entry.body
                && seen.request.as_ref() == Some(id)
            {
                return OwedState::Answered(entry.id.clone());
            }
            if let Body::Answer(answer) = &entry.body
                && &answer.request == id
            {
                state = OwedState::Declined(answer.reason.clone());
            }
        }
        state
    }

    /// Who can be asked to watch a task of one's own: supervisors who are not asked already.
    pub fn may_ask(&self, task: &EntryId) -> Vec<Helper> {
        let is_own = self.own_entry(task).is_some_and(|(_, entry)| entry.void.is_none());
        let Some(me) = self.person().filter(|_| is_own) else { return Vec::new() };
        let mut people = self.roster.supervisors_of(me);
        for (_, entry) in self.standing(me) {
            if let Body::Request(request) = &entry.body
                && request.task.as_ref() == Some(task)
                && let OwedState::Open | OwedState::Answered(_) =
                    self.state_of(me, &entry.id, request, self.now)
            {
                people.retain(|person| person.id != request.to);
            }
        }
        people.into_iter().map(helper).collect()
    }

    /// An entry that can be read, whoever wrote it.
    pub(crate) fn readable(&self, id: &EntryId) -> Option<(&Held, &Entry)> {
        self.shelf.values().find_map(|held| match held.records.get(id.as_str()) {
            Some(Reading::Entry { entry, .. }) => Some((held, entry)),
            Some(Reading::Unreadable { .. }) | None => None,
        })
    }
}

pub(crate) fn helper(person: &domain::Person) -> Helper {
    let first_name = person.name.split(' ').next().unwrap_or_default().to_owned();
    Helper { person: person.id.clone(), first_name }
}

fn are_alike(seen: &Observation) -> bool {
    let mut levels = seen.ratings.values().map(|level| level.rated);
    let first = levels.next();
    matches!(first, Some(Rated::Level(_)))
        && seen.ratings.len() >= ALIKE
        && levels.all(|level| Some(level) == first)
}

fn gone_step((id, seen): (&StepId, &StepSeen)) -> StepView {
    StepView {
        id: id.clone(),
        task: String::new(),
        text: id.to_string(),
        critical: false,
        reasons: Vec::new(),
        seen: Some(seen.clone()),
    }
}

/// The readable records of a document that were not taken back.
pub(crate) fn standing_in(held: &Held) -> impl Iterator<Item = (&Held, &Entry)> {
    held.records.values().filter_map(move |reading| match reading {
        Reading::Entry { entry, .. } if entry.void.is_none() => Some((held, entry)),
        Reading::Entry { .. } | Reading::Unreadable { .. } => None,
    })
}
