//! Work and levels over time, one's own or a team member's.

use domain::Map;

use domain::{
    Body, Competency, CompetencyId, Day, Entry, InOrder, Moment, PersonId, Rated, Task, TaskTypeId,
    Typed,
};

use crate::client::Client;
use crate::read::entries::when;
use crate::view::{Bar, ClimbPoint, CompetencyPage, CompetencyRow, Progress, TypeTotal};

const WEEKS: i32 = 8;
const MONTHS: i32 = 12;

#[derive(Default)]
struct Levels {
    climb: Vec<(Moment, ClimbPoint)>,
    observed: Vec<(Moment, ClimbPoint)>,
    signed: Option<(u8, Moment)>,
    last: Option<(Moment, Rated)>,
    tasks: u32,
    last_task: Option<Day>,
}

impl Client {
    pub fn progress(&self, now: Moment) -> Progress {
        let Some(person) = self.person() else {
            return Progress {
                weeks: vec![],
                months: vec![],
                types: vec![],
                competencies: vec![],
                goals: vec![],
            };
        };
        Progress {
            weeks: self.weeks(person, now.day()),
            months: self.months(person, now.day()),
            types: self.type_totals(person, now.day()),
            competencies: self.competency_rows(person),
            goals: self.goals(),
        }
    }

    fn tasks<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a Task> {
        self.standing(person).filter_map(|(_, entry)| entry.body.task())
    }

    pub(crate) fn weeks(&self, person: &PersonId, today: Day) -> Vec<Bar> {
        let mut bars = empty_weeks(today);
        for task in self.tasks(person) {
            if let Some(bar) = week_index(today, task.when.day()).and_then(|at| bars.get_mut(at)) {
                count(bar, task);
            }
        }
        bars
    }

    fn months(&self, person: &PersonId, today: Day) -> Vec<Bar> {
        let from = |back: i32| Bar { from: first_of_month(today, back), tasks: 0, minutes: 0 };
        let mut bars: Vec<_> = (0..MONTHS).rev().map(from).collect();
        for task in self.tasks(person) {
            if let Some(bar) = month_index(today, task.when.day()).and_then(|at| bars.get_mut(at)) {
                count(bar, task);
            }
        }
        bars
    }

    fn type_totals(&self, person: &PersonId, today: Day) -> Vec<TypeTotal> {
        let mut totals: Map<Option<&TaskTypeId>, TypeTotal> = Map::new();
        for task in self.tasks(person) {
            let Some(month) = month_index(today, task.when.day()) else { continue };
            let id = match &task.what {
                Typed::Type { id, .. } => Some(id),
                Typed::Own(_) => None,
            };
            let total = totals.get_or_insert_with(id, || TypeTotal {
                task_type: id.cloned(),
                name: id.map_or_else(String::new, |_| self.task_name(&task.what)),
                tasks: 0,
                minutes: 0,
                weekly: vec![0; WEEKS as usize],
                monthly: vec![(0, 0); MONTHS as usize],
            });
            let minutes = task.minutes.unwrap_or(0);
            total.tasks += 1;
            total.minutes += minutes;
            total.monthly[month].0 += 1;
            total.monthly[month].1 += minutes;
            if let Some(week) = week_index(today, task.when.day()) {
                total.weekly[week] += 1;
            }
        }
        let mut totals: Vec<_> = totals.into_values().collect();
        totals.order_by(|a, b| b.tasks.cmp(&a.tasks).then_with(|| a.name.cmp(&b.name)));
        totals
    }

    /// Every competency of the job (or that was rated or tagged), in the framework's order.
    pub(crate) fn competency_rows(&self, person: &PersonId) -> Vec<CompetencyRow> {
        let levels = self.levels_by_competency(person);
        let row = |c: &&Competency| {
            let known = levels.get(&c.id);
            let target = self.target_of(person, &c.id);
            (known.is_some() || target.is_some()).then(|| self.row(c, target, known))
        };
        self.catalog.rateable().iter().filter_map(row).collect()
    }

    fn levels_by_competency<'a>(&'a self, person: &'a PersonId) -> Map<&'a CompetencyId, Levels> {
        let mut levels: Map<&CompetencyId, Levels> = Map::new();
        for (_, entry) in self.standing(person) {
            match &entry.body {
                Body::Task(task) => {
                    for id in task.tags.keys() {
                        let one = levels.get_or_default(id);
                        one.tasks += 1;
                        one.last_task = one.last_task.max(Some(task.when.day()));
                    }
                }
                Body::Rating(rating) => {
                    let one = levels.get_or_default(&rating.competency);
                    one.climb.push((rating.when, point(entry, rating.rated, rating.when)));
                    if one.last.is_none_or(|(when, _)| when <= rating.when) {
                        one.last = Some((rating.when, rating.rated));
                    }
                }
                Body::Reflection(_) | Body::Goal(_) | Body::Observation(_) => {}
                Body::Session(_) => {}
                Body::Request(_) | Body::Answer(_) | Body::SignOff(_) => {}
                Body::Other { .. } => {}
            }
        }
        for (_, entry, seen) in self.seen(person) {
            for (id, level) in &seen.ratings {
                if !self.is_hidden(id, seen, person) {
                    let point = point(entry, level.rated, seen.when);
                    levels.get_or_default(id).observed.push((seen.when, point));
                }
            }
        }
        for (id, signed) in self.signed_levels(person) {
            if let Some(competency) = self.catalog.competencies.get(&id) {
                levels.get_or_default(&competency.id).signed = Some(signed);
            }
        }
        for one in levels.values_mut() {
            one.observed.order_by_key(|(when, _)| *when);
        }
        levels
    }

    fn row(&self, c: &Competency, target: Option<u8>, levels: Option<&Levels>) -> CompetencyRow {
        let last = levels.and_then(|levels| levels.last);
        let observed = levels.map_or(&[][..], |levels| &levels.observed);
        let seen = observed.iter().rev().find_map(|(when, point)| Some((*when, point.level?)));
        CompetencyRow {
            competency: c.id.clone(),
            name: c.statement.pick(&self.language).to_owned(),
            area: self.area_name(c),
            levels: self.catalog.scale_of(c).map_or(4, domain::Scale::len),
            own: last.and_then(|(_, rated)| number(rated)),
            own_when: last.map(|(when, _)| when),
            cannot_say: matches!(last, Some((_, Rated::CannotSay))),
            observer: seen.map(|(_, level)| level),
            observed_when: seen.map(|(when, _)| when),
            observations: observed.len() as u32,
            signed: levels.and_then(|levels| levels.signed).map(|(level, _)| level),
            signed_when: levels.and_then(|levels| levels.signed).map(|(_, when)| when),
            target,
            tasks: levels.map_or(0, |levels| levels.tasks),
            last_task: levels.and_then(|levels| levels.last_task),
        }
    }

    /// One's own page, or a team member's.
    pub fn competency_page(
        &self,
        id: &CompetencyId,
        person: Option<&PersonId>,
    ) -> Option<CompetencyPage> {
        let competency = self.catalog.competencies.get(id)?;
        let me = self.person()?;
        let person = person.unwrap_or(me);
        let mut levels = self.levels_by_competency(person).remove(id).unwrap_or_default();
        levels.climb.order_by_key(|(when, _)| *when);
        let mut evidence: Vec<_> = self
            .standing(person)
            .chain(self.about(person))
            .filter(|(_, entry)| is_about(entry, id))
            .map(|(held, entry)| (when(entry), held, entry))
            .collect();
        evidence.order_by_key(|(when, ..)| std::cmp::Reverse(*when));
        let reading = |entry: &Entry| documents::Reading::Entry {
            entry: entry.clone(),
            problems: Vec::new(),
        };
        let tagged = |aid: &&domain::Aid| aid.tags.contains(id) && !aid.retired;
        Some(CompetencyPage {
            row: self.row(competency, self.target_of(person, id), Some(&levels)),
            signed: self.signed_of(person, Some(id)),
            levels: self.levels(competency),
            climb: levels.climb.into_iter().map(|(_, point)| point).collect(),
            observed: levels.observed.into_iter().map(|(_, point)| point).collect(),
            evidence: evidence
                .into_iter()
                .map(|(_, held, entry)| self.entry_view(held, &reading(entry)))
                .collect(),
            aids: self.catalog.aids.values().filter(tagged).map(|a| self.aid_view(a)).collect(),
            can_rate: person == me && !competency.is_area && !competency.retired,
        })
    }
}

fn is_about(entry: &Entry, id: &CompetencyId) -> bool {
    match &entry.body {
        Body::Task(task) => task.tags.contains_key(id),
        Body::Rating(rating) => &rating.competency == id,
        Body::Observation(seen) => seen.ratings.contains_key(id),
        Body::Reflection(_) | Body::Goal(_) | Body::Request(_) => false,
        Body::Session(_) => false,
        Body::Answer(_) | Body::SignOff(_) | Body::Other { .. } => false,
    }
}

fn point(entry: &Entry, rated: Rated, when: Moment) -> ClimbPoint {
    ClimbPoint { entry: entry.id.clone(), day: when.day(), level: number(rated) }
}

fn number(rated: Rated) -> Option<u8> {
    match rated {
        Rated::Level(level) => Some(level),
        Rated::CannotSay => None,
    }
}

fn empty_weeks(today: Day) -> Vec<Bar> {
    let monday = |back: i32| Bar { from: Day(today.monday().0 - 7 * back), tasks: 0, minutes: 0 };
    (0..WEEKS).rev().map(monday).collect()
}

fn count(bar: &mut Bar, task: &Task) {
    bar.tasks += 1;
    bar.minutes += task.minutes.unwrap_or(0);
}

/// 0 is the oldest week shown.
fn week_index(today: Day, day: Day) -> Option<usize> {
    let back = (today.monday().0 - day.monday().0) / 7;
    (0..WEEKS).contains(&back).then(|| (WEEKS - 1 - back) as usize)
}

/// 0 is the oldest month shown.
fn month_index(today: Day, day: Day) -> Option<usize> {
    let months = |day: Day| {
        let (year, month, _) = day.ymd();
        year * 12 + i32::from(month)
    };
    let back = months(today) - months(day);
    (0..MONTHS).contains(&back).then(|| (MONTHS - 1 - back) as usize)
}

fn first_of_month(today: Day, back: i32) -> Day {
    let (year, month, _) = today.ymd();
    let months = year * 12 + i32::from(month) - 1 - back;
    Day::from_ymd(months.div_euclid(12), (months.rem_euclid(12) + 1) as u8, 1)
}
