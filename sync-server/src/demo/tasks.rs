//! The tasks of a shift: what was done, how long it took, who helped, what was learned.

use domain::Map;

use domain::{Body, CompetencyId, Kind, Moment, Source, Task, TaskType, Typed, Void};

use super::words;
use super::work::{Life, MINUTE, Saved};

impl Life<'_> {
    /// One task begun at `from`, with `room` minutes before the next.
    pub(crate) fn task(&mut self, from: Moment, room: i64) {
        if self.dice.happens(3) {
            self.unnamed_task(from, room);
        } else if let Some(task_type) = self.next_type() {
            self.named_task(&task_type, from, room);
        }
    }

    /// Common types come first in the file, a job's own go before everybody's, and hard ones wait
    /// until there is some skill.
    fn next_type(&mut self) -> Option<TaskType> {
        let catalog = self.shop.catalog;
        let mine = |t: &&TaskType| t.jobs.is_empty() || t.jobs.contains(&self.who.job);
        let types = self.shop.task_types.iter().filter_map(|id| catalog.task_types.get(id));
        let types: Vec<_> = types.filter(mine).collect();
        let jobs = |task_type: &TaskType| match task_type.jobs.len() {
            0 => self.shop.catalog.jobs.len().max(1),
            some => some,
        };
        let weight = |(place, task_type): (usize, &&TaskType)| {
            let common = 1.0 / (place as f64 + 3.0);
            let ready = (self.skills.weakest(&task_type.tags) - 0.7).clamp(0.2, 1.0);
            let own = 0.4 + 2.0 / jobs(task_type) as f64;
            common * own * ready * self.liking.get(&task_type.id).copied().unwrap_or(1.0)
        };
        let weights: Vec<_> = types.iter().enumerate().map(weight).collect();
        types.get(self.dice.weighted(&weights)).map(|t| (*t).clone())
    }

    fn named_task(&mut self, task_type: &TaskType, from: Moment, room: i64) {
        let skill = self.skills.weakest(&task_type.tags);
        let first = self.done.insert(task_type.id.clone());
        let (pieces, minutes) = self.amount(task_type, skill, room);
        let (when, saved) = self.moments(from, minutes);
        let task = Task {
            what: Typed::Type { id: task_type.id.clone(), version: task_type.version },
            when,
            minutes: Some(minutes),
            quantity: task_type.unit.as_ref().map(|_| pieces),
            tags: self.tags(task_type),
            first_time: first && skill < 1.9,
            learned_from: self.helper(skill, when),
            learned: self.lesson(task_type.id.as_str(), skill),
        };
        let id = self.save(Kind::Log, saved, Body::Task(task.clone()));
        for competency in task.tags.keys() {
            self.skills.practise(competency, self.who.habits.pace);
        }
        self.second_thought(&task, saved);
        self.rate(&task, &id, saved);
        self.watched(&task, &id, saved);
    }

    /// How many, and how long that took: nearer to the usual time as the skill grows.
    fn amount(&mut self, task_type: &TaskType, skill: f64, room: i64) -> (u32, u32) {
        let usual = f64::from(task_type.minutes.unwrap_or(20));
        let slow = (1.7 - 0.22 * skill) * (0.85 + 0.3 * self.dice.part());
        let each = usual * slow;
        let most = (room as f64 / each).clamp(1.0, 4.0) as i64;
        let several = task_type.unit.is_some() && self.dice.happens(25);
        let pieces = if several { self.dice.between(1, most) as u32 } else { 1 };
        let minutes = (each * f64::from(pieces)).min(room.max(10) as f64);
        (pieces, ((minutes / 5.0).round() as u32 * 5).max(5))
    }

    /// When it was done, and when that was saved: mostly at once, sometimes at the next break.
    fn moments(&mut self, from: Moment, minutes: u32) -> (Moment, Moment) {
        let done = from.plus_ms(i64::from(minutes) * MINUTE);
        let saved = done.plus_ms(self.dice.between(1_000, 2 * MINUTE));
        if self.dice.happens(80) {
            return (saved, saved);
        }
        (done, saved.plus_ms(self.dice.between(10, 70) * MINUTE))
    }

    /// The type's own tags, of which some people take one away.
    fn tags(&mut self, task_type: &TaskType) -> Map<CompetencyId, u32> {
        let catalog = self.shop.catalog;
        let version = |id: &CompetencyId| catalog.competencies.get(id).map_or(1, |c| c.version);
        let mut tags: Map<_, _> =
            task_type.tags.iter().map(|id| (id.clone(), version(id))).collect();
        if tags.len() > 1 && self.dice.happens(6) {
            let last = tags.keys().next_back().cloned();
            last.map(|last| tags.remove(&last));
        }
        tags
    }

    /// The buddy early on, others now and then, later nobody but themself.
    fn helper(&mut self, skill: f64, when: Moment) -> Option<Source> {
        let number = self.day_number(when.day());
        let together = self.who.habits.buddy_days.is_none_or(|days| number < days);
        let buddy = self.who.buddy.clone().filter(|_| together);
        let need = if skill < 1.6 {
            75
        } else if skill < 2.4 {
            40
        } else if skill < 3.2 {
            12
        } else {
            3
        };
        if self.dice.happens(need) {
            return Some(match buddy {
                Some(buddy) if self.dice.happens(75) => Source::Person(buddy),
                Some(_) | None if self.dice.happens(70) => Source::Colleague,
                Some(_) | None => Source::Material,
            });
        }
        match self.dice.between(0, 19) {
            0 => Some(Source::Customer),
            1 => Some(Source::Material),
            2..=9 => Some(Source::Myself),
            _ => None,
        }
    }

    /// What was learned: no line twice, fewer once it is known work.
    fn lesson(&mut self, task_type: &str, skill: f64) -> Option<String> {
        let chance = if skill < 2.6 { 45 } else { 12 };
        if !self.dice.happens(chance) {
            return None;
        }
        let place = self.learned.iter().position(|line| line.about == task_type)?;
        Some(self.learned.remove(place).words.to_owned())
    }

    fn unnamed_task(&mut self, from: Moment, room: i64) {
        let Some(words) = self.dice.pick(words::own_words(self.who.habits.writes)) else { return };
        let minutes = self.dice.between(2, (room / 5).clamp(2, 6)) as u32 * 5;
        let (when, saved) = self.moments(from, minutes);
        let task = Task {
            what: Typed::Own((*words).to_owned()),
            when,
            minutes: Some(minutes),
            quantity: None,
            tags: Map::new(),
            first_time: false,
            learned_from: None,
            learned: None,
        };
        self.save(Kind::Log, saved, Body::Task(task));
    }

    /// Now and then an entry is corrected, or was saved twice and is taken back.
    fn second_thought(&mut self, task: &Task, saved: Moment) {
        let Some(last) = self.saved.last().cloned() else { return };
        let later = saved.plus_ms(self.dice.between(20_000, 9 * MINUTE));
        if self.dice.happens(3) {
            let minutes = task.minutes.map(|minutes| minutes + 5);
            let body = Body::Task(Task { minutes, ..task.clone() });
            let entry = domain::Entry { edited: Some(later), body, ..last.entry };
            self.saved.push(Saved { at: later, entry, ..last });
        } else if self.dice.happens(1) {
            let twice = saved.plus_ms(9_000);
            self.save(Kind::Log, twice, Body::Task(task.clone()));
            if let Some(double) = self.saved.last().cloned() {
                let reason = words::logged_twice(self.who.habits.writes).to_owned();
                let void = Some(Void { at: later, reason });
                let entry = domain::Entry { void, ..double.entry };
                self.saved.push(Saved { at: later, entry, ..double });
            }
        }
    }
}
