//! A worker's days: which shift, which tasks, and what was saved on the phone and when.
//!
//! Everything here is values. The phone that writes them down is `phone`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use domain::{
    Body, Catalog, CompetencyId, Day, Entry, EntryId, Goal, JobRoleId, Kind, Moment, PersonId,
    TaskTypeId,
};

use super::crew::{Habits, Shift};
use super::dice::Dice;
use super::skill::Skills;
use super::wall_clock;
use super::words::{self, Line};

pub(crate) const MINUTE: i64 = 60_000;

/// The workshop they work in.
#[derive(Clone, Copy)]
pub(crate) struct Workshop<'a> {
    pub(crate) catalog: &'a Catalog,
    /// Task types, the commonest first.
    pub(crate) task_types: &'a [TaskTypeId],
}

/// Who works.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) person: PersonId,
    pub(crate) habits: Habits,
    pub(crate) job: JobRoleId,
    pub(crate) buddy: Option<PersonId>,
    /// Who comes to watch.
    pub(crate) observer: Option<PersonId>,
}

/// One press of Save: the entry as it is from then on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Saved {
    pub(crate) at: Moment,
    pub(crate) kind: Kind,
    /// Whom the document is about.
    pub(crate) about: PersonId,
    pub(crate) entry: Entry,
}

pub(crate) struct Life<'a> {
    pub(crate) shop: Workshop<'a>,
    pub(crate) who: Worker,
    pub(crate) first_day: Day,
    pub(crate) dice: Dice,
    pub(crate) skills: Skills,
    /// How much this worker gets of each task type, beside what everybody gets.
    pub(crate) liking: BTreeMap<TaskTypeId, f64>,
    pub(crate) done: BTreeSet<TaskTypeId>,
    pub(crate) rated: BTreeMap<CompetencyId, Day>,
    /// With the level each one is about.
    pub(crate) goals: Vec<(EntryId, Moment, Goal, f64)>,
    pub(crate) learned: Vec<Line>,
    pub(crate) thoughts: Vec<Line>,
    pub(crate) wishes: Vec<Line>,
    pub(crate) saved: Vec<Saved>,
    /// What others saved about this worker.
    pub(crate) seen: Vec<Saved>,
}

/// What came of a worker's days, in the order of saving.
pub(crate) struct Lived {
    pub(crate) saved: Vec<Saved>,
    /// By the observer, about the worker.
    pub(crate) seen: Vec<Saved>,
}

pub(crate) fn life_of(shop: Workshop<'_>, who: &Worker, days: Range<Day>) -> Lived {
    let mut life = Life::new(shop, who, days.start);
    let away = life.away(&days);
    for day in (days.start.0..days.end.0).map(Day) {
        if let Some(shift) = who.habits.rhythm.on(day)
            && !away.contains(&day)
            && !life.dice.happens(2)
        {
            life.work(day, shift);
        }
    }
    life.saved.sort_by_key(|saved| saved.at.utc_ms);
    Lived { saved: life.saved, seen: life.seen }
}

impl<'a> Life<'a> {
    fn new(shop: Workshop<'a>, who: &Worker, first_day: Day) -> Self {
        let mut dice =
            Dice::of(&["life", who.habits.key, who.person.as_str(), &first_day.0.to_string()]);
        let skills = Skills::at_start(shop.catalog, &who.job, &who.habits, &mut dice);
        let types = shop.task_types.iter();
        let liking = types.map(|id| (id.clone(), 0.6 + 0.8 * dice.part())).collect();
        let lines = |file| words::lines(file, who.habits.writes);
        Self {
            shop,
            who: who.clone(),
            first_day,
            dice,
            skills,
            liking,
            done: BTreeSet::new(),
            rated: BTreeMap::new(),
            goals: Vec::new(),
            learned: lines(words::LEARNED),
            thoughts: lines(words::REFLECTIONS),
            wishes: lines(words::GOALS),
            saved: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// One holiday, where the time is long enough to have one.
    fn away(&mut self, days: &Range<Day>) -> Range<Day> {
        let long = days.end.0 - days.start.0;
        let from = days.start.0 + self.dice.between(20, i64::from((long - 25).max(20))) as i32;
        let weeks = self.dice.between(1, 2) as i32;
        let monday = Day(from).monday();
        if long < 60 || self.who.habits.key == "steady" {
            monday..monday
        } else {
            monday..Day(monday.0 + 7 * weeks)
        }
    }

    fn work(&mut self, day: Day, shift: Shift) {
        let begin = wall_clock::at(day, shift.from);
        let end = begin.plus_ms(shift.minutes * MINUTE);
        let (fewest, most) = self.who.habits.tasks;
        let count = self.dice.between(fewest, most);
        let share = shift.minutes / count.max(1);
        for place in 0..count {
            let lag = self.dice.between(0, share / 4);
            let from = begin.plus_ms((place * share + lag) * MINUTE);
            self.task(from, share - lag - 2);
        }
        self.look_back(day, end);
    }

    /// The day of work this is, from 0.
    pub(crate) fn day_number(&self, day: Day) -> i32 {
        day.0 - self.first_day.0
    }

    pub(crate) fn save(&mut self, kind: Kind, at: Moment, body: Body) -> EntryId {
        let id = self.dice.entry_id();
        let (edited, void, copied_from) = (None, None, None);
        let entry = Entry { id: id.clone(), saved: at, edited, body, void, copied_from };
        self.saved.push(Saved { at, kind, about: self.who.person.clone(), entry });
        id
    }
}
