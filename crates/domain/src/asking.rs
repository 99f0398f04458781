//! Who is asked to watch a kind of task, and how many have to.

use crate::{Day, Person, PersonId, Roster};

/// The policy of a kind of task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    pub supervisors: bool,
    pub buddies: bool,
    /// The level that who watches should have in its skills.
    pub least: Option<u8>,
    /// How many different people have to watch one task.
    pub observers: u8,
}

/// Why there is nobody to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nobody {
    /// This kind of task is not for watching.
    NotForThis,
    NoSupervisor,
    NoBuddy,
    Neither,
    /// Everybody who could be is asked already, or has watched.
    AllAsked,
    /// As many have watched as should.
    Enough,
}

impl Asking {
    pub const MOST_OBSERVERS: u8 = 9;

    /// Where nobody says otherwise: the supervisors, and one of them is enough.
    pub const USUAL: Self = Self { supervisors: true, buddies: false, least: None, observers: 1 };

    /// Why this finds nobody in a list of people where it should.
    pub fn nobody(&self) -> Nobody {
        match (self.supervisors, self.buddies) {
            (true, true) => Nobody::Neither,
            (true, false) => Nobody::NoSupervisor,
            (false, true) => Nobody::NoBuddy,
            (false, false) => Nobody::NotForThis,
        }
    }
}

impl Roster {
    /// Whom this names for somebody on a day: buddies, then supervisors, each once.
    pub fn named(&self, asking: &Asking, worker: &PersonId, day: Day) -> Vec<&Person> {
        let mut people = match asking.buddies {
            true => self.buddies_of(worker, day),
            false => Vec::new(),
        };
        if asking.supervisors {
            for one in self.supervisors_of(worker) {
                if !people.contains(&one) {
                    people.push(one);
                }
            }
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Buddy, Role, Team, TeamId};

    // SPEC E40
    #[test]
    fn a_policy_names_buddies_of_the_day_then_supervisors_each_once() {
        let id = |id: &str| PersonId::new(id).unwrap();
        let person = |name: &str| Person {
            id: id(name),
            name: name.into(),
            roles: vec![Role::Worker],
            job: None,
        };
        let pair = |buddy: &str, until| Buddy {
            buddy: id(buddy),
            learner: id("lin"),
            from: Day(1),
            until,
        };
        let roster = Roster {
            people: ["lin", "sue", "ted", "bo", "al"].map(person).into(),
            teams: vec![Team {
                id: TeamId::new("floor").unwrap(),
                name: "floor".into(),
                members: vec![id("lin")],
                supervisors: vec![id("sue"), id("ted")],
            }],
            buddies: vec![pair("bo", None), pair("al", Some(Day(9))), pair("ted", None)],
        };
        let named = |supervisors, buddies| {
            let asking = Asking { supervisors, buddies, ..Asking::USUAL };
            let people = roster.named(&asking, &id("lin"), Day(10)).into_iter();
            (people.map(|one| one.id.to_string()).collect::<Vec<_>>().join(" "), asking.nobody())
        };
        assert_eq!(named(true, false), ("sue ted".into(), Nobody::NoSupervisor));
        assert_eq!(named(false, true), ("bo ted".into(), Nobody::NoBuddy));
        assert_eq!(named(true, true), ("bo ted sue".into(), Nobody::Neither));
        assert_eq!(named(false, false), (String::new(), Nobody::NotForThis));
    }
}
