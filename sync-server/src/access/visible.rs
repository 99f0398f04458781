//! The part of the roster one person may know: nobody sees more names than the work needs.

use std::collections::BTreeSet;

use domain::{Buddy, Day, Person, PersonId, Role, Roster, Team};

use super::Directory;
use crate::store::PersonRecord;

/// Admins see everybody. Others see themselves, the people and supervisors of the teams they are in
/// or supervise, and their buddies and learners of today or later; of pairs, their own and those of
/// people they supervise.
pub fn roster_for(directory: &Directory, viewer: &PersonId, today: Day) -> Roster {
    let Some(person) = directory.active(viewer) else { return Roster::default() };
    let sees_all = person.roles.contains(&Role::Admin);
    let teams = directory.teams.iter().filter(|team| sees_all || is_in(team, viewer));
    let teams: Vec<Team> = teams.cloned().collect();
    let may_know = |pair: &&Buddy| sees_all || concerns(directory, viewer, pair, today);
    let buddies: Vec<Buddy> = directory.buddies.iter().filter(may_know).cloned().collect();
    let known = known(viewer, &teams, &buddies);
    let people = directory.people.values();
    let people = people.filter(|person| sees_all || known.contains(&person.id)).map(of_record);
    Roster { people: people.collect(), teams, buddies }
}

fn is_in(team: &Team, person: &PersonId) -> bool {
    team.members.contains(person) || team.supervisors.contains(person)
}

/// Past pairs are nobody's business but an admin's.
fn concerns(directory: &Directory, viewer: &PersonId, pair: &Buddy, today: Day) -> bool {
    let is_over = pair.until.is_some_and(|until| until < today);
    let is_mine = &pair.buddy == viewer || &pair.learner == viewer;
    !is_over && (is_mine || directory.supervises(viewer, &pair.learner))
}

fn known(viewer: &PersonId, teams: &[Team], buddies: &[Buddy]) -> BTreeSet<PersonId> {
    let in_teams = teams.iter().flat_map(|team| team.members.iter().chain(&team.supervisors));
    let in_pairs = buddies.iter().flat_map(|pair| [&pair.buddy, &pair.learner]);
    in_teams.chain(in_pairs).chain([viewer]).cloned().collect()
}

fn of_record(record: &PersonRecord) -> Person {
    Person {
        id: record.id.clone(),
        name: record.name.clone(),
        roles: record.roles.clone(),
        job: record.job.clone(),
    }
}
