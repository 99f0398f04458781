//! Home: today's rope and what to tap.

use domain::Map;

use domain::{Body, Day, InOrder, Moment, TaskType, TaskTypeId, Typed, fold};

use crate::client::Client;
use crate::view::{EntryView, Home, Recency, SavedBar, Tile};

/// Tiles on the first screen, and how many of them may be favourites.
const SHOWN: usize = 6;
const FAVOURITES: usize = 2;
/// A favourite was done this often in the last 30 days.
const OFTEN: usize = 3;

#[derive(Default)]
struct Done {
    last: Option<Moment>,
    today: usize,
    lately: usize,
}

impl Client {
    pub fn home(&self, now: Moment) -> Home {
        let day = now.day();
        let done = self.done(day);
        let mut today = self.today(day);
        today.order_by_key(|entry| std::cmp::Reverse((entry.when, entry.saved)));
        let is_task = |entry: &&EntryView| {
            matches!(entry.body, crate::view::EntryBody::Task { .. }) && entry.void.is_none()
        };
        let tiles = self.tiles(&done);
        let known = tiles.iter().filter(|t| !matches!(t.recency, Recency::Never { .. })).count();
        Home {
            day,
            tasks_today: today.iter().filter(is_task).count(),
            shown: known.clamp(4, SHOWN),
            tiles,
            saved: self.saved_bar_now(),
            draft: self.draft_name(),
            sessions: self.reminders(now),
            partners: self.partner_names(now),
            today,
            owed: self.owed_counts(now),
            feedback: self.feedback(now),
            is_new: done.is_empty() && self.saved_bar.is_none(),
        }
    }

    fn saved_bar_now(&self) -> Option<SavedBar> {
        let bar = self.saved_bar.clone()?;
        let ask = self.may_ask(&bar.entry).into_iter().next();
        Some(SavedBar { ask, nobody: self.nobody_to_ask(&bar.entry), ..bar })
    }

    fn draft_name(&self) -> Option<String> {
        let draft = self.drafts.task.as_ref().filter(|_| self.drafts.is_touched())?;
        Some(self.task_name(&draft.what))
    }

    fn today(&self, day: Day) -> Vec<EntryView> {
        let Some(person) = self.person() else { return Vec::new() };
        let held = self.held_of(domain::Kind::Log, person);
        held.flat_map(|held| held.records.values().map(move |r| self.entry_view(held, r)))
            .filter(|entry| entry.when.day() == day)
            .collect()
    }

    fn done(&self, day: Day) -> Map<&TaskTypeId, Done> {
        let mut done: Map<&TaskTypeId, Done> = Map::new();
        let Some(person) = self.person() else { return done };
        for (_, entry) in self.standing(person) {
            let Body::Task(task) = &entry.body else { continue };
            let Typed::Type { id, .. } = &task.what else { continue };
            let one = done.get_or_default(id);
            one.last = one.last.max(Some(task.when));
            one.today += usize::from(task.when.day() == day);
            one.lately += usize::from(task.when.day() > Day(day.0 - 30));
        }
        done
    }

    /// What a person may tap, those done lately first.
    pub(crate) fn tiles_on(&self, day: Day) -> Vec<Tile> {
        self.tiles(&self.done(day))
    }

    /// Favourites, then by how lately it was done, then the job's other tasks by name.
    fn tiles(&self, done: &Map<&TaskTypeId, Done>) -> Vec<Tile> {
        let types: Vec<_> = self.catalog.task_types.values().filter(|t| !t.retired).collect();
        let mut often: Vec<_> = types
            .iter()
            .filter_map(|t| Some((done.get(&t.id)?.lately, &t.id)))
            .filter(|(lately, id)| *lately >= OFTEN && done.get(id).is_some_and(|d| d.today == 0))
            .collect();
        often.order_by_key(|(lately, id)| (std::cmp::Reverse(*lately), *id));
        let favourites: Vec<&TaskTypeId> =
            often.iter().take(FAVOURITES).map(|(_, id)| *id).collect();
        let rank = |task: &&TaskType| {
            let favourite = favourites.iter().position(|id| *id == &task.id);
            let last = done.get(&task.id).and_then(|done| done.last);
            (
                favourite.unwrap_or(FAVOURITES),
                std::cmp::Reverse(last),
                !self.is_of_job(task),
                fold(task.name.pick(&self.language)),
            )
        };
        let mut ranked: Vec<_> = types.into_iter().map(|task| (rank(&task), task)).collect();
        ranked.order_by(|(one, _), (other, _)| one.cmp(other));
        let tile = |(_, task): (_, &TaskType)| Tile {
            task_type: task.id.clone(),
            name: task.name.pick(&self.language).to_owned(),
            times_today: done.get(&task.id).map_or(0, |done| done.today),
            recency: recency(task, done.get(&task.id), favourites.contains(&&task.id)),
        };
        ranked.into_iter().map(tile).collect()
    }

    fn is_of_job(&self, task: &TaskType) -> bool {
        let job = self.person().and_then(|id| self.roster.person(id)).and_then(|p| p.job.as_ref());
        task.jobs.is_empty() || job.is_some_and(|job| task.jobs.contains(job))
    }
}

fn recency(task: &TaskType, done: Option<&Done>, is_favourite: bool) -> Recency {
    match done.and_then(|done| done.last) {
        _ if is_favourite => Recency::Favourite { minutes: task.minutes },
        Some(last) => Recency::LastOn(last.day()),
        None => Recency::Never { minutes: task.minutes },
    }
}
