//! The task form, and rating oneself.

use domain::{Aid, AidId, AidKind, Body, Competency, CompetencyId, EntryId, Moment, Typed};

use crate::client::Client;
use crate::read::observing::helper;
use crate::view::{AidView, Helper, LevelWords, LogDraft, LogForm, RatingForm, TagChoice};

impl Client {
    pub fn log_form(&self) -> Option<LogForm> {
        let draft = self.drafts.task.clone()?;
        let task_type = match &draft.what {
            Typed::Type { id, .. } => self.catalog.task_types.get(id),
            Typed::Own(_) => None,
        };
        let words = |text: &domain::Text| text.pick(&self.language).to_owned();
        let is_saving = self.in_flight.is_some() || !self.queue.is_empty();
        Some(LogForm {
            name: self.task_name(&draft.what),
            unit: task_type.and_then(|t| t.unit.as_ref()).map(words),
            tags: self.tag_choices(),
            helpers: self.helpers(),
            steps: task_type.map_or_else(Vec::new, |t| t.steps.iter().map(words).collect()),
            aids: task_type.map_or_else(Vec::new, |t| self.aids(&t.aids)),
            targets: self.targets(&draft),
            last_learned: self.last_learned(&draft),
            is_saving,
            not_saved: self.not_saved.clone(),
            draft,
        })
    }

    pub(crate) fn aids(&self, ids: &[AidId]) -> Vec<AidView> {
        let found = ids.iter().filter_map(|id| self.catalog.aids.get(id));
        found.filter(|aid| !aid.retired).map(|aid| self.aid_view(aid)).collect()
    }

    pub fn aid(&self, id: &AidId) -> Option<AidView> {
        self.catalog.aids.get(id).map(|aid| self.aid_view(aid))
    }

    pub(crate) fn aid_view(&self, aid: &Aid) -> AidView {
        AidView {
            id: aid.id.clone(),
            title: aid.title.pick(&self.language).to_owned(),
            body: aid.body.pick(&self.language).to_owned(),
            link: aid.link.clone(),
            is_good_practice: aid.kind == AidKind::GoodPractice,
        }
    }

    fn tag_choices(&self) -> Vec<TagChoice> {
        let choice = |competency: &Competency| TagChoice {
            competency: competency.id.clone(),
            version: competency.version,
            name: competency.statement.pick(&self.language).to_owned(),
            area: self.area_name(competency),
        };
        self.catalog.rateable().into_iter().map(choice).collect()
    }

    fn helpers(&self) -> Vec<Helper> {
        let Some(me) = self.person() else { return Vec::new() };
        let mut people = self.roster.buddies_of(me, self.now.day());
        people.extend(self.roster.supervisors_of(me));
        for team in self.roster.teams.iter().filter(|team| team.members.contains(me)) {
            people.extend(team.members.iter().filter_map(|id| self.roster.person(id)));
        }
        let mut helpers: Vec<Helper> = Vec::new();
        for person in people.into_iter().filter(|person| &person.id != me) {
            if !helpers.iter().any(|helper| helper.person == person.id) {
                helpers.push(helper(person));
            }
        }
        helpers
    }

    fn targets(&self, draft: &LogDraft) -> Vec<(String, u8, String)> {
        let target = |id: &CompetencyId| {
            let competency = self.catalog.competencies.get(id)?;
            let level = self.my_target(id)?;
            let scale = self.catalog.scale_of(competency)?;
            let words = scale.level(level)?.name.pick(&self.language).to_owned();
            Some((self.competency_name(id), level, words))
        };
        draft.tags.iter().filter(|tag| tag.is_on).filter_map(|t| target(&t.competency)).collect()
    }

    pub(crate) fn my_target(&self, id: &CompetencyId) -> Option<u8> {
        self.target_of(self.person()?, id)
    }

    pub(crate) fn target_of(&self, person: &domain::PersonId, id: &CompetencyId) -> Option<u8> {
        let job = self.roster.person(person)?.job.as_ref()?;
        self.catalog.target(job, id)
    }

    fn last_learned(&self, draft: &LogDraft) -> Option<(String, Moment)> {
        let Typed::Type { id: wanted, .. } = &draft.what else { return None };
        let person = self.person()?;
        let learned = |body: &Body| {
            let task = body.task()?;
            match &task.what {
                Typed::Type { id, .. } if id == wanted => Some((task.learned.clone()?, task.when)),
                Typed::Type { .. } | Typed::Own(_) => None,
            }
        };
        let others = self.standing(person).filter(|(_, entry)| entry.id != draft.entry);
        others.filter_map(|(_, entry)| learned(&entry.body)).max_by_key(|(_, when)| *when)
    }

    // ---- rating ------------------------------------------------------------------------------

    pub fn rating_form(&self, id: &CompetencyId, task: Option<&EntryId>) -> Option<RatingForm> {
        let competency = self.catalog.competencies.get(id)?;
        let saved = self.just_rated.as_ref().and_then(|(rated, with, what)| {
            (rated == id && with.as_ref() == task).then_some(*what)
        });
        Some(RatingForm {
            competency: id.clone(),
            name: self.competency_name(id),
            levels: self.levels(competency),
            task: task.cloned(),
            saved,
            next: task.and_then(|task| self.next_to_rate(id, task)),
            not_saved: self.not_saved.clone(),
        })
    }

    pub(crate) fn levels(&self, competency: &Competency) -> Vec<LevelWords> {
        let Some(scale) = self.catalog.scale_of(competency) else { return Vec::new() };
        let words = |(index, level): (usize, &domain::Level)| {
            let number = index as u8 + 1;
            let text = self.catalog.level_text(competency, number);
            LevelWords {
                number,
                name: level.name.pick(&self.language).to_owned(),
                text: text.map_or_else(String::new, |text| text.pick(&self.language).to_owned()),
            }
        };
        scale.levels().iter().enumerate().map(words).collect()
    }

    /// The next tag of a task that has not been rated with it.
    fn next_to_rate(&self, current: &CompetencyId, task: &EntryId) -> Option<CompetencyId> {
        let (_, entry) = self.own_entry(task)?;
        let Body::Task(done) = &entry.body else { return None };
        let person = self.person()?;
        let rated: Vec<_> = self
            .standing(person)
            .filter_map(|(_, entry)| {
                let Body::Rating(rating) = &entry.body else { return None };
                (rating.task.as_ref() == Some(task)).then_some(&rating.competency)
            })
            .collect();
        let rateable = |id: &&CompetencyId| {
            let competency = self.catalog.competencies.get(id);
            competency.is_some_and(|c| self.catalog.scale_of(c).is_some())
        };
        let open = |id: &&CompetencyId| *id != current && !rated.contains(id);
        done.tags.keys().filter(open).find(rateable).cloned()
    }
}
