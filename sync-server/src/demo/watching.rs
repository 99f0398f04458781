//! What supervisors saw of a worker's tasks: an observation every other week, some of them asked for.
//!
//! With dice of their own for each task, so that a worker's days do not depend on who watched.

use domain::{
    Answer, Ask, Body, Checklist, CompetencyId, Did, Entry, EntryId, Kind, LevelSeen, Map, Moment,
    Observation, PersonId, REQUEST_MS, Rated, Request, Step, StepId, StepSeen, Task, Typed,
};

use super::DAYS;
use super::dice::Dice;
use super::words;
use super::work::{Life, MINUTE, Saved};

/// Days between two observations of one worker.
const WATCH_AGAIN: i32 = 12;
/// So many days before the end nobody has come yet.
const STILL_OPEN: i32 = 2;
/// Observers are a little stricter than the worker's own feeling.
const STRICT: f64 = -0.1;

impl Life<'_> {
    /// After a task that a checklist is about: somebody may have watched, or be asked to.
    pub(crate) fn watched(&mut self, task: &Task, id: &EntryId, saved: Moment) {
        let Some(observer) = self.who.observer.clone() else { return };
        let Some(list) = self.checklist_of(task) else { return };
        let mut dice = Dice::of(&["watched", id.as_str()]);
        let since = |last: &Saved| saved.day().0 - last.at.day().0;
        if self.seen.last().is_some_and(|last| since(last) < WATCH_AGAIN) || !dice.happens(60) {
            return;
        }
        let is_open = self.day_number(saved.day()) >= DAYS - STILL_OPEN;
        let request = (is_open || dice.happens(40))
            .then(|| self.ask(&observer, task, id, saved.plus_ms(30_000), &mut dice));
        if is_open {
            return;
        }
        let at = saved.plus_ms(dice.between(4, 25) * MINUTE);
        let body = match request {
            Some(request) if dice.happens(12) => Body::Answer(Answer {
                request,
                reason: "I was at the other shop.".into(),
                when: at,
            }),
            request => Body::Observation(self.observation(&list, id, request, at, &mut dice)),
        };
        self.seen.push(self.written(Kind::Obs, at, dice.entry_id(), body));
    }

    fn checklist_of(&self, task: &Task) -> Option<Checklist> {
        let Typed::Type { id, .. } = &task.what else { return None };
        let is_about =
            |list: &&Checklist| list.tasks.iter().any(|t| t.task_type.as_ref() == Some(id));
        self.shop.catalog.checklists.values().find(is_about).cloned()
    }

    fn ask(
        &mut self,
        observer: &PersonId,
        task: &Task,
        id: &EntryId,
        at: Moment,
        dice: &mut Dice,
    ) -> EntryId {
        let request = Request {
            to: observer.clone(),
            ask: Ask::Observe,
            task: Some(id.clone()),
            competencies: task.tags.clone(),
            asked: at,
            expires: at.plus_ms(REQUEST_MS),
        };
        let saved = self.written(Kind::Log, at, dice.entry_id(), Body::Request(request));
        let id = saved.entry.id.clone();
        self.saved.push(saved);
        id
    }

    fn written(&self, kind: Kind, at: Moment, id: EntryId, body: Body) -> Saved {
        let entry = Entry { id, saved: at, edited: None, body, void: None, copied_from: None };
        Saved { at, kind, about: self.who.person.clone(), entry }
    }

    fn observation(
        &self,
        list: &Checklist,
        task: &EntryId,
        request: Option<EntryId>,
        when: Moment,
        dice: &mut Dice,
    ) -> Observation {
        let mut at = when.plus_ms(-4 * MINUTE);
        let mut step = |step: &Step| {
            at = at.plus_ms(dice.between(4_000, 20_000));
            (step.id.clone(), self.step_seen(step, at, dice))
        };
        let steps: Map<StepId, StepSeen> = list.steps().map(&mut step).collect();
        let levels = list.competencies();
        let ratings = levels.into_iter().filter_map(|id| self.level_seen(id, dice)).collect();
        let line = |about: &str, dice: &mut Dice| {
            let lines: Vec<_> =
                words::lines(words::SEEN, "en").into_iter().filter(|l| l.about == about).collect();
            dice.pick(&lines).map(|line| line.words.to_owned())
        };
        Observation {
            checklist: Some((list.id.clone(), list.version)),
            task: Some(task.clone()),
            what: None,
            request,
            steps,
            ratings,
            praise: line("praise", dice).filter(|_| dice.happens(55)),
            next_time: line(list.id.as_str(), dice).unwrap_or_default(),
            comment: None,
            when,
        }
    }

    /// The better the worker is at what the step shows, the likelier it goes well.
    fn step_seen(&self, step: &Step, at: Moment, dice: &mut Dice) -> StepSeen {
        let skill = self.skills.weakest(&step.competencies);
        let goes_well = (20.0 + 22.0 * skill).clamp(30.0, 96.0) as u32;
        let did = match (dice.happens(5), dice.happens(goes_well), dice.happens(70)) {
            (true, ..) => Did::NotSeen,
            (false, true, _) => Did::Done,
            (false, false, true) => Did::NeededHelp,
            (false, false, false) => Did::NotDone,
        };
        let went_wrong = matches!(did, Did::NeededHelp | Did::NotDone) && dice.happens(70);
        let reason = dice.pick(&step.reasons).filter(|_| went_wrong);
        let reason = reason.map(|reason| reason.pick("en").to_owned());
        StepSeen { did, reason, note: None, at }
    }

    fn level_seen(&self, id: &CompetencyId, dice: &mut Dice) -> Option<(CompetencyId, LevelSeen)> {
        let competency = self.shop.catalog.competencies.get(id)?;
        let scale = self.shop.catalog.scale_of(competency)?;
        let seen = self.skills.said(id, STRICT, scale.len());
        let rated = if dice.happens(12) { Rated::CannotSay } else { seen };
        let level = LevelSeen {
            competency_version: competency.version,
            scale: scale.id.clone(),
            scale_version: scale.version,
            levels: scale.len(),
            rated,
        };
        Some((id.clone(), level))
    }
}
