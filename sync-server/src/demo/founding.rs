//! The demo organisation before anybody worked: its people, teams, buddies and catalogue.
//!
//! The files go through the same imports as a real organisation's. Before that, people and teams
//! get ids made of their keys and names, so that two demos of one day know them by the same ids.

use std::collections::BTreeSet;

use domain::{Buddy, Day, DeviceId, OrgId, PersonId, Team, TeamId};
use exchange::PersonRow;

use super::crew::CREW;
use super::dice::Dice;
use super::{DAYS, DemoError, NAME, files, wall_clock};
use crate::import::{
    import_aids, import_checklists, import_framework, import_people, import_tasks,
};
use crate::store::{Organisation, PeopleUpdate, PersonRecord, Store, StoreError};

/// The organisation of a first start on `today`, founded when its work begins. Another day is
/// another organisation, so that a phone never mixes the work of two demos.
pub(crate) fn organisation(today: Day) -> Organisation {
    let id = OrgId::from_random(Dice::of(&["organisation", &today.0.to_string()]).bytes());
    let created_at = wall_clock::at(Day(today.0 - DAYS), 0).utc_ms;
    Organisation { id, name: NAME.into(), created_at, is_demo: true }
}

pub(crate) fn person_id(key: &str) -> PersonId {
    PersonId::from_random(Dice::of(&["person", key]).bytes())
}

pub(crate) fn device_id(key: &str) -> DeviceId {
    DeviceId::from_random(Dice::of(&["device", key]).bytes())
}

/// Imports the demo's files as of `first_day`.
pub(crate) fn import(
    store: &dyn Store,
    rows: &[PersonRow],
    first_day: Day,
) -> Result<(), DemoError> {
    let now = wall_clock::at(first_day, 6 * 60).utc_ms;
    store.update_people(&names(rows))?;
    import_framework(store, files::FRAMEWORK, "framework.csv", now)?;
    import_aids(store, files::AIDS, now)?;
    import_tasks(store, files::TASKS, now)?;
    import_checklists(store, files::CHECKLISTS, now)?;
    import_people(store, files::PEOPLE, true, now)?;
    Ok(end_buddies(store, first_day)?)
}

/// People and teams by their ids; what else there is to say about them comes with the import.
fn names(rows: &[PersonRow]) -> PeopleUpdate {
    let person = |row: &PersonRow| PersonRecord {
        id: person_id(&row.key),
        key: row.key.clone(),
        name: row.name.clone(),
        roles: row.roles.clone(),
        job: None,
        is_active: true,
    };
    let named: BTreeSet<&String> =
        rows.iter().flat_map(|row| row.team.iter().chain(&row.supervises)).collect();
    let team = |name: &String| Team {
        id: TeamId::from_random(Dice::of(&["team", name]).bytes()),
        name: name.clone(),
        members: Vec::new(),
        supervisors: Vec::new(),
    };
    PeopleUpdate {
        people: rows.iter().map(person).collect(),
        teams: named.into_iter().map(team).collect(),
        ..PeopleUpdate::default()
    }
}

/// Some had their buddy for their first weeks only.
fn end_buddies(store: &dyn Store, first_day: Day) -> Result<(), StoreError> {
    let days_of = |learner: &PersonId| {
        CREW.iter().find(|habits| person_id(habits.key) == *learner)?.buddy_days
    };
    let end = |buddy: Buddy| {
        let days = days_of(&buddy.learner);
        Buddy { until: days.map(|days| Day(first_day.0 + days)), ..buddy }
    };
    let buddies = store.buddies()?.into_iter().map(end).collect();
    store.update_people(&PeopleUpdate { buddies: Some(buddies), ..PeopleUpdate::default() })
}
