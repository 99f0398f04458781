//! What only all rows together can show: keys twice, buddies nobody knows, teams without people.

use domain::Map;
use std::collections::BTreeSet;

use domain::Role;

use super::{Field, PersonRow};
use crate::{Reason, Remark, findings::Findings, table::Sheet};

/// Checks every person, who stands on the line beside them.
pub(super) fn together(
    sheet: &Sheet<Field>,
    rows: &[(u64, PersonRow)],
    known_people: &BTreeSet<String>,
    findings: &mut Findings,
) {
    let mut by_key: Map<&str, (u64, &PersonRow)> = Map::new();
    for (line, person) in rows.iter().filter(|(_, person)| !person.key.is_empty()) {
        if let Some((first, _)) = by_key.get(person.key.as_str()) {
            let reason = Reason::Duplicate { id: person.key.clone(), first: *first };
            findings.error(*line, sheet.heading(&Field::Person), reason);
        } else {
            by_key.insert(&person.key, (*line, person));
        }
    }
    let teams: BTreeSet<_> = rows.iter().filter_map(|(_, p)| p.team.as_deref()).collect();
    for (line, person) in rows {
        buddy(sheet, *line, person, &by_key, known_people, findings);
        supervision(sheet, *line, person, &teams, findings);
    }
}

fn buddy(
    sheet: &Sheet<Field>,
    line: u64,
    person: &PersonRow,
    by_key: &Map<&str, (u64, &PersonRow)>,
    known_people: &BTreeSet<String>,
    findings: &mut Findings,
) {
    let Some(buddy) = &person.buddy else { return };
    let heading = sheet.heading(&Field::Buddy);
    if buddy.key == person.key {
        return findings.error(line, heading, Reason::OwnBuddy);
    }
    match by_key.get(buddy.key.as_str()) {
        Some((_, helper)) if !helper.roles.contains(&Role::Worker) => {
            findings.note(line, heading, Remark::BuddyNotWorker(buddy.key.clone()));
        }
        Some(_) => {}
        None if known_people.contains(&buddy.key) => {}
        None => {
            let reason = Reason::Unknown { what: "person", text: buddy.key.clone() };
            findings.error(line, heading, reason);
        }
    }
}

fn supervision(
    sheet: &Sheet<Field>,
    line: u64,
    person: &PersonRow,
    teams: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    let is_supervisor = person.roles.contains(&Role::Supervisor);
    if !person.supervises.is_empty() && !is_supervisor {
        findings.error(line, sheet.heading(&Field::Supervises), Reason::NeedsSupervisor);
    }
    if person.supervises.is_empty() && is_supervisor {
        findings.note(line, sheet.heading(&Field::Roles), Remark::NoTeam);
    }
    for team in person.supervises.iter().filter(|team| !teams.contains(team.as_str())) {
        findings.note(line, sheet.heading(&Field::Supervises), Remark::EmptyTeam(team.clone()));
    }
}
