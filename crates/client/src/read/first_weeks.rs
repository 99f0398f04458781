//! The plan of a newcomer's first weeks: what they should go along at, and what of it is done.

use domain::{
    Day, InOrder, JobRoleId, Moment, Part, PersonId, Shadowing, Side, TaskType, TaskTypeId, Typed,
};

use crate::client::Client;
use crate::view::{FirstWeeks, WeekTask};

impl Client {
    /// Of oneself as a learner, or of a learner of one's own; `None` where there is no plan to follow.
    pub(crate) fn first_weeks(
        &self,
        whose: &PersonId,
        pages: &[Shadowing],
        now: Moment,
    ) -> Option<FirstWeeks> {
        let me = self.person()?;
        let with = match whose == me {
            true => self.partners(now).into_iter().find(|(_, _, side)| *side == Side::Learner)?.0,
            false => Some(whose).filter(|it| self.side_with(it) == Some(Side::Buddy))?.clone(),
        };
        let job = self.roster.person(whose)?.job.as_ref()?;
        let mut tasks = self.planned_for(job);
        tasks.order_by_key(|task| (task.first_week, task.name.pick(&self.language)));
        let tasks: Vec<_> = tasks.iter().map(|task| self.week_task(task, whose, pages)).collect();
        let week = week_of(self.first_day(whose, pages)?, now.day());
        (!tasks.is_empty()).then_some(FirstWeeks { with, week, tasks })
    }

    fn planned_for(&self, job: &JobRoleId) -> Vec<&TaskType> {
        let is_planned = |task: &&TaskType| {
            let is_theirs = task.jobs.is_empty() || task.jobs.contains(job);
            task.first_week.is_some() && is_theirs && !task.retired
        };
        self.catalog.task_types.values().filter(is_planned).collect()
    }

    fn week_task(&self, task: &TaskType, whose: &PersonId, pages: &[Shadowing]) -> WeekTask {
        let is_it = |what: &Typed| type_of(what) == Some(&task.id);
        let went = |page: &&Shadowing| {
            &page.learner == whose
                && page.what.as_ref().is_some_and(is_it)
                && page.said.iter().any(|said| said.part == Part::Began)
        };
        let mut with = Vec::new();
        for page in pages.iter().filter(went) {
            let name = self.known_name(&page.buddy);
            if !name.is_empty() && !with.contains(&name) {
                with.push(name);
            }
        }
        let logged = self.standing(whose).filter_map(|(_, entry)| entry.body.task());
        WeekTask {
            task_type: task.id.clone(),
            name: task.name.pick(&self.language).to_owned(),
            week: task.first_week.unwrap_or_default(),
            sessions: pages.iter().filter(went).count(),
            with,
            logged: logged.filter(|done| is_it(&done.what)).count(),
        }
    }

    /// Weeks count from the first buddy on. Nobody is told of pairs that are over: of those their
    /// sessions tell.
    fn first_day(&self, learner: &PersonId, pages: &[Shadowing]) -> Option<Day> {
        let pairs = self.roster.buddies.iter().filter(|pair| &pair.learner == learner);
        let sessions = pages.iter().filter(|page| &page.learner == learner);
        let began = sessions.filter_map(|page| Some(page.began()?.day()));
        pairs.map(|pair| pair.from).chain(began).min()
    }
}

/// Counted from 1.
fn week_of(first: Day, today: Day) -> u32 {
    let days = u32::try_from(today.0.saturating_sub(first.0)).unwrap_or_default();
    days / 7 + 1
}

fn type_of(what: &Typed) -> Option<&TaskTypeId> {
    match what {
        Typed::Type { id, .. } => Some(id),
        Typed::Own(_) => None,
    }
}
