//! What a worker notes about themself: ratings after a task, reflections and goals after a shift.

use domain::{
    Body, CompetencyId, Day, Entry, EntryId, Goal, Kind, Moment, Reflection, SelfRating, Task,
};

use super::work::{Life, MINUTE, Saved};

/// Days between two ratings of one competency.
const RATE_AGAIN: i32 = 13;
/// The days on which a worker thinks of something to aim for.
const GOAL_DAYS: [i32; 3] = [4, 40, 80];

impl Life<'_> {
    /// Rates what the task used and was not rated for two weeks.
    pub(crate) fn rate(&mut self, task: &Task, id: &EntryId, saved: Moment) {
        let day = saved.day();
        let mut at = saved;
        for competency in task.tags.keys() {
            let due = self.rated.get(competency).is_none_or(|last| day.0 - last.0 >= RATE_AGAIN);
            if due && self.dice.happens(70) {
                at = at.plus_ms(self.dice.between(3_000, 9_000));
                self.rate_one(competency, id, at);
                self.rated.insert(competency.clone(), day);
            }
        }
    }

    fn rate_one(&mut self, id: &CompetencyId, task: &EntryId, at: Moment) {
        let catalog = self.shop.catalog;
        let Some(competency) = catalog.competencies.get(id) else { return };
        let Some(scale) = catalog.scale_of(competency) else { return };
        let rating = SelfRating {
            competency: id.clone(),
            competency_version: competency.version,
            scale: scale.id.clone(),
            scale_version: scale.version,
            levels: scale.len(),
            rated: self.skills.said(id, self.who.habits.lean, scale.len()),
            when: at,
            task: Some(task.clone()),
        };
        self.save(Kind::Log, at, Body::Rating(rating));
    }

    /// After a shift: perhaps a thought, perhaps a goal.
    pub(crate) fn look_back(&mut self, day: Day, end: Moment) {
        if self.dice.happens(20) {
            let at = end.plus_ms(self.dice.between(5, 40) * MINUTE);
            self.reflect(at);
        }
        let number = self.day_number(day);
        let thought_of = GOAL_DAYS.iter().filter(|first| **first <= number).count();
        let at = end.plus_ms(self.dice.between(45, 60) * MINUTE);
        if self.goals.len() < thought_of {
            self.aim(at);
        }
        self.reach(at.plus_ms(MINUTE));
    }

    fn reflect(&mut self, at: Moment) {
        let Some(last) = self.thoughts.len().checked_sub(1) else { return };
        let line = self.thoughts.remove(self.dice.between(0, last as i64) as usize);
        let prompts = &self.shop.catalog.prompts;
        let prompt = prompts.values().find(|prompt| prompt.id.as_str() == line.about);
        let reflection = Reflection {
            prompt: prompt.map(|prompt| (prompt.id.clone(), prompt.version)),
            text: line.words.to_owned(),
            when: at,
            task: None,
        };
        let id = self.save(Kind::Journal, at, Body::Reflection(reflection.clone()));
        if self.dice.happens(20) {
            self.share(id, reflection, at.plus_ms(30_000));
        }
    }

    /// A copy in the log, which supervisors and buddies read.
    fn share(&mut self, journal: EntryId, reflection: Reflection, at: Moment) {
        self.save(Kind::Log, at, Body::Reflection(reflection));
        if let Some(copy) = self.saved.last_mut() {
            copy.entry.copied_from = Some(journal);
        }
    }

    /// A new goal, not too far off: something the job asks for and that is not there yet, else the
    /// next level of something it asks for.
    fn aim(&mut self, at: Moment) {
        let below = self.open_wishes(true);
        let open = if below.is_empty() { self.open_wishes(false) } else { below };
        let Some((place, competency, level)) = self.dice.pick(&open).cloned() else { return };
        let text = self.wishes.remove(place).words.to_owned();
        let goal = Goal { text, competency: Some(competency), when: at, reached: None };
        let id = self.save(Kind::Journal, at, Body::Goal(goal.clone()));
        self.goals.push((id, at, goal, level));
    }

    /// Places among the wishes, with what each is about and the level to reach.
    fn open_wishes(&self, only_below: bool) -> Vec<(usize, CompetencyId, f64)> {
        let wishes = self.wishes.iter().enumerate();
        let open = wishes.filter_map(|(place, line)| {
            let id = CompetencyId::new(line.about).ok()?;
            let level = self.level_to_aim_for(&id, only_below)?;
            Some((place, id, level))
        });
        open.collect()
    }

    fn level_to_aim_for(&self, id: &CompetencyId, only_below: bool) -> Option<f64> {
        let target = f64::from(self.shop.catalog.target(&self.who.job, id)?);
        let skill = self.skills.of(id);
        if skill < target {
            return Some(target.min(skill.floor() + 1.0));
        }
        (!only_below && skill < 4.0).then(|| skill.floor() + 1.0)
    }

    /// Goals whose competency came up to the target are marked as reached.
    fn reach(&mut self, at: Moment) {
        for (id, saved, goal, level) in &mut self.goals {
            let Some(competency) = goal.competency.as_ref().filter(|_| goal.reached.is_none())
            else {
                continue;
            };
            if self.skills.of(competency) < *level {
                continue;
            }
            goal.reached = Some(at);
            let entry = Entry {
                id: id.clone(),
                saved: *saved,
                edited: Some(at),
                body: Body::Goal(goal.clone()),
                void: None,
                copied_from: None,
            };
            let about = self.who.person.clone();
            self.saved.push(Saved { at, kind: Kind::Journal, about, entry });
        }
    }
}
