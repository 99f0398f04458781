//! What a file of people changes: its rows replace what was known about the people they name.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Buddy, Day, PersonId, Supervised, Team};
use exchange::PersonRow;

use super::crew::Crew;
use crate::auth::{NoRandomness, person_id, team_id};
use crate::store::{PeopleUpdate, PersonRecord};

/// The update, and how many people leave with it.
pub(super) fn plan(
    crew: &Crew,
    rows: &[PersonRow],
    everyone: bool,
    today: Day,
) -> Result<(PeopleUpdate, usize), NoRandomness> {
    let named = people(crew, rows)?;
    let leavers = if everyone { leavers(crew, &named) } else { Vec::new() };
    let mut ids: BTreeMap<&str, &PersonId> =
        crew.people.values().map(|person| (person.key.as_str(), &person.id)).collect();
    ids.extend(named.iter().map(|person| (person.key.as_str(), &person.id)));

    let gone: Vec<_> = leavers.iter().map(|person| &person.id).collect();
    let teams = teams(crew, rows, &ids, &gone)?;
    let buddies = buddies(crew, rows, &ids, &gone, today);
    let left = leavers.len();
    let supervised = ended(&crew.teams, &teams, today);
    let people = named.iter().cloned().chain(leavers).collect();
    let catalog = Vec::new();
    Ok((PeopleUpdate { people, teams, buddies: Some(buddies), supervised, catalog }, left))
}

/// Who supervises whom no longer, through any team: yesterday was the last day.
fn ended(before: &[Team], after: &[Team], today: Day) -> Vec<Supervised> {
    let (was, is) = (pairs(before), pairs(after));
    let until = Day(today.0 - 1);
    was.difference(&is)
        .map(|(supervisor, worker)| Supervised {
            supervisor: (*supervisor).clone(),
            worker: (*worker).clone(),
            until,
        })
        .collect()
}

fn pairs(teams: &[Team]) -> BTreeSet<(&PersonId, &PersonId)> {
    let mut pairs = BTreeSet::new();
    for team in teams {
        for supervisor in &team.supervisors {
            let others = team.members.iter().filter(|member| *member != supervisor);
            pairs.extend(others.map(|member| (supervisor, member)));
        }
    }
    pairs
}

fn people(crew: &Crew, rows: &[PersonRow]) -> Result<Vec<PersonRecord>, NoRandomness> {
    let person = |row: &PersonRow| {
        let known = crew.people.get(&row.key).map(|person| Ok(person.id.clone()));
        Ok(PersonRecord {
            id: known.unwrap_or_else(person_id)?,
            key: row.key.clone(),
            name: row.name.clone(),
            roles: row.roles.clone(),
            job: row.job.clone(),
            is_active: true,
        })
    };
    rows.iter().map(person).collect()
}

fn leavers(crew: &Crew, named: &[PersonRecord]) -> Vec<PersonRecord> {
    let is_missing = |person: &&PersonRecord| !named.iter().any(|it| it.id == person.id);
    let missing = crew.people.values().filter(|person| person.is_active).filter(is_missing);
    missing.map(|person| PersonRecord { is_active: false, ..person.clone() }).collect()
}

/// Every person of the file is in the teams their row names and in no other.
fn teams(
    crew: &Crew,
    rows: &[PersonRow],
    ids: &BTreeMap<&str, &PersonId>,
    gone: &[&PersonId],
) -> Result<Vec<Team>, NoRandomness> {
    let moved: Vec<_> = rows.iter().filter_map(|row| ids.get(row.key.as_str()).copied()).collect();
    let mut teams = crew.teams.clone();
    for team in &mut teams {
        let stays = |id: &PersonId| !moved.contains(&id) && !gone.contains(&id);
        team.members.retain(stays);
        team.supervisors.retain(stays);
    }
    for row in rows {
        let Some(id) = ids.get(row.key.as_str()).copied() else { continue };
        if let Some(name) = &row.team {
            named(&mut teams, name)?.members.push(id.clone());
        }
        for name in &row.supervises {
            named(&mut teams, name)?.supervisors.push(id.clone());
        }
    }
    Ok(teams)
}

fn named<'a>(teams: &'a mut Vec<Team>, name: &str) -> Result<&'a mut Team, NoRandomness> {
    let place = match teams.iter().position(|team| team.name == name) {
        Some(place) => place,
        None => {
            let (members, supervisors) = (Vec::new(), Vec::new());
            teams.push(Team { id: team_id()?, name: name.to_owned(), members, supervisors });
            teams.len() - 1
        }
    };
    Ok(&mut teams[place])
}

/// A row's buddy replaces the learner's buddies of today and later; what is over stays known.
fn buddies(
    crew: &Crew,
    rows: &[PersonRow],
    ids: &BTreeMap<&str, &PersonId>,
    gone: &[&PersonId],
    today: Day,
) -> Vec<Buddy> {
    let mut wanted: Vec<Buddy> =
        rows.iter().filter_map(|row| wanted(crew, row, ids, today)).collect();
    let learners: Vec<_> =
        rows.iter().filter_map(|row| ids.get(row.key.as_str()).copied()).collect();
    let ended = crew.buddies.iter().filter_map(|pair| {
        let stays = wanted.contains(pair);
        let is_replaced = learners.contains(&&pair.learner)
            || gone.contains(&&pair.learner)
            || gone.contains(&&pair.buddy);
        match (stays, is_replaced) {
            (true, _) => None,
            (false, true) => end_before(pair, today),
            (false, false) => Some(pair.clone()),
        }
    });
    let mut all: Vec<Buddy> = ended.collect();
    all.append(&mut wanted);
    all
}

fn wanted(
    crew: &Crew,
    row: &PersonRow,
    ids: &BTreeMap<&str, &PersonId>,
    today: Day,
) -> Option<Buddy> {
    let wish = row.buddy.as_ref()?;
    let buddy = (*ids.get(wish.key.as_str())?).clone();
    let learner = (*ids.get(row.key.as_str())?).clone();
    let mut pairs = crew.buddies.iter();
    let since = pairs.find(|p| p.buddy == buddy && p.learner == learner && p.holds_on(today));
    let from = wish.from.or(since.map(|pair| pair.from)).unwrap_or(today);
    Some(Buddy { buddy, learner, from, until: wish.until })
}

/// `None` when it had not begun.
fn end_before(pair: &Buddy, today: Day) -> Option<Buddy> {
    let yesterday = Day(today.0 - 1);
    let until = pair.until.map_or(yesterday, |until| until.min(yesterday));
    (pair.from <= until).then(|| Buddy { until: Some(until), ..pair.clone() })
}
