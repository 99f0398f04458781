//! A supervisor's people and a buddy's learners.

use domain::Map;

use documents::Reading;
use domain::{BUDDY_LOAD, Body, Day, InOrder, Kind, Moment, Person, PersonId, Task, can_teach};

use crate::client::{Awaited, Client};
use crate::view::{BuddyDoubt, EntryView, LastTask, People, PersonPage, PersonRow};

impl Client {
    pub fn people(&self, now: Moment) -> People {
        let Some(me) = self.person() else { return People::default() };
        let mine = self.roster.teams.iter().filter(|team| team.supervisors.contains(me));
        let row = |id: &PersonId| Some(self.person_row(self.roster.person(id)?, now));
        let teams = mine.map(|team| {
            let members = team.members.iter().filter(|id| *id != me);
            (team.name.clone(), members.filter_map(row).collect())
        });
        let today = now.day();
        let learners = self.roster.buddies.iter().filter(|b| &b.buddy == me && b.holds_on(today));
        People {
            teams: teams.collect(),
            learners: learners.filter_map(|buddy| row(&buddy.learner)).collect(),
            owed: self.owed_counts(now),
            observing: self.watched_by_name(),
            doubts: self.doubts(today),
        }
    }

    fn watched_by_name(&self) -> Option<String> {
        let draft = self.drafts.observation.as_ref().filter(|_| self.drafts.is_observing())?;
        Some(self.person_name(&draft.about))
    }

    fn doubts(&self, today: Day) -> Vec<BuddyDoubt> {
        let mut doubts = Vec::new();
        for (buddy, learners) in self.roster.loads(today) {
            let mut ratings = self.standing(buddy).filter_map(|(_, entry)| {
                let Body::Rating(rating) = &entry.body else { return None };
                Some(rating)
            });
            let cannot_teach = can_teach(&mut ratings) == Some(false);
            if learners >= BUDDY_LOAD || cannot_teach {
                doubts.push(BuddyDoubt { name: self.person_name(buddy), learners, cannot_teach });
            }
        }
        doubts
    }

    fn person_row(&self, person: &Person, now: Moment) -> PersonRow {
        let since = Day(now.day().0 - 7);
        let (mut last, mut week): (Option<&Task>, u32) = (None, 0);
        for (_, entry) in self.standing(&person.id) {
            let Some(task) = entry.body.task() else { continue };
            week += u32::from(task.when.day() > since);
            if last.is_none_or(|last| last.when < task.when) {
                last = Some(task);
            }
        }
        let job = person.job.as_ref().and_then(|job| self.catalog.jobs.get(job));
        PersonRow {
            person: person.id.clone(),
            name: person.name.clone(),
            job: job.map(|job| job.name.pick(&self.language).to_owned()),
            last: last.map(|task| LastTask { name: self.task_name(&task.what), when: task.when }),
            week,
            is_missing: !self.held_of(Kind::Log, &person.id).any(|held| held.heard.is_some()),
        }
    }

    pub fn person_page(&self, id: &PersonId, now: Moment) -> Option<PersonPage> {
        let person = self.roster.person(id)?;
        let mut days: Map<std::cmp::Reverse<Day>, Vec<EntryView>> = Map::new();
        let about = self.shelf.values().filter(|h| h.kind == Kind::Obs && h.subject == id.as_str());
        for held in self.held_of(Kind::Log, id).chain(about) {
            for reading in held.records.values() {
                let view = self.entry_view(held, reading);
                days.get_or_default(std::cmp::Reverse(day_of(reading, &view))).push(view);
            }
        }
        let newest_first = |mut entries: Vec<EntryView>| {
            entries.order_by_key(|entry| std::cmp::Reverse((entry.when, entry.saved)));
            entries
        };
        let unread = |awaited: &Awaited| match awaited {
            Awaited::Rows(document) => {
                self.shelf.get(document).is_some_and(|held| held.subject == id.as_str())
            }
            _ => false,
        };
        Some(PersonPage {
            row: self.person_row(person, now),
            days: days.into_iter().map(|(day, list)| (day.0, newest_first(list))).collect(),
            weeks: self.weeks(id, now.day()),
            competencies: self.competency_rows(id),
            is_loading: self.awaits(unread),
            may_observe: self.may_observe(id),
            as_of: self.held_of(Kind::Log, id).filter_map(|held| held.heard).max(),
        })
    }
}

/// What cannot be read has no day; it stands first, so that it is seen.
fn day_of(reading: &Reading, view: &EntryView) -> Day {
    match reading {
        Reading::Entry { .. } => view.when.day(),
        Reading::Unreadable { .. } => Day(i32::MAX),
    }
}
