//! Who is who, as far as one person may know.

use crate::{Day, JobRoleId, PersonId, Role, TeamId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    pub job: Option<JobRoleId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub members: Vec<PersonId>,
    pub supervisors: Vec<PersonId>,
}

/// `buddy` helps `learner`, from a day up to and including another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buddy {
    pub buddy: PersonId,
    pub learner: PersonId,
    pub from: Day,
    pub until: Option<Day>,
}

impl Buddy {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// It is over, and `day` is at most so many days after its last.
    pub fn ended_lately(&self, day: Day, grace: u16) -> bool {
        self.until.is_some_and(|until| lately(until, day, grace))
    }
}

/// `supervisor` no longer supervises `worker` through any team; `until` was the last day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Supervised {
    pub supervisor: PersonId,
    pub worker: PersonId,
    pub until: Day,
}

impl Supervised {
    pub fn ended_lately(&self, day: Day, grace: u16) -> bool {
        lately(self.until, day, grace)
    }
}

fn lately(until: Day, day: Day, grace: u16) -> bool {
    until < day && day.0.saturating_sub(until.0) <= i32::from(grace)
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub people: Vec<Person>,
    pub teams: Vec<Team>,
    pub buddies: Vec<Buddy>,
}

impl Roster {
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| &person.id == id)
    }

    pub fn supervises(&self, supervisor: &PersonId, worker: &PersonId) -> bool {
        self.teams.iter().any(|t| t.supervisors.contains(supervisor) && t.members.contains(worker))
    }

    /// People `supervisor` is responsible for, without themself, each once, in team order.
    pub fn team_of(&self, supervisor: &PersonId) -> Vec<&Person> {
        let teams = self.teams.iter().filter(|team| team.supervisors.contains(supervisor));
        self.others(supervisor, teams.flat_map(|team| &team.members))
    }

    pub fn supervisors_of(&self, worker: &PersonId) -> Vec<&Person> {
        let teams = self.teams.iter().filter(|team| team.members.contains(worker));
        self.others(worker, teams.flat_map(|team| &team.supervisors))
    }

    /// The people of these ids, without `one`, each once.
    fn others<'a>(&self, one: &PersonId, ids: impl Iterator<Item = &'a PersonId>) -> Vec<&Person> {
        let mut seen = Vec::new();
        for person in ids.filter(|id| *id != one).filter_map(|id| self.person(id)) {
            if !seen.contains(&person) {
                seen.push(person);
            }
        }
        seen
    }

    pub fn buddies_of(&self, learner: &PersonId, day: Day) -> Vec<&Person> {
        let today = |b: &&Buddy| &b.learner == learner && b.holds_on(day);
        self.buddies.iter().filter(today).filter_map(|b| self.person(&b.buddy)).collect()
    }
}
