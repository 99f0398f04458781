//! One row of a people file, on its own.

use domain::Map;

use domain::{Catalog, Day, JobRole, JobRoleId, Role, Text};

use super::{BuddyRow, Field, PersonRow};
use crate::{
    Reason, Remark,
    findings::Findings,
    reference::{References, parts},
    table::{Row, Sheet},
};

const ROLES: &str = "worker, supervisor, editor, analyst, admin";

const DUTCH_ROLES: [(&str, Role); 5] = [
    ("medewerker", Role::Worker),
    ("leidinggevende", Role::Supervisor),
    ("redacteur", Role::Editor),
    ("analist", Role::Analyst),
    ("beheerder", Role::Admin),
];

pub(super) struct Reader<'a> {
    sheet: &'a Sheet<Field>,
    references: References<'a>,
    new_jobs: Map<JobRoleId, JobRole>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sheet: &'a Sheet<Field>, catalog: &'a Catalog) -> Self {
        Self { sheet, references: References::new(catalog), new_jobs: Map::new() }
    }

    pub(super) fn new_jobs(self) -> Vec<JobRole> {
        self.new_jobs.into_values().collect()
    }

    pub(super) fn person(&mut self, row: &Row, findings: &mut Findings) -> PersonRow {
        PersonRow {
            key: self.needed(row, &Field::Person, findings),
            name: self.needed(row, &Field::Name, findings),
            job: self.job(row, findings),
            roles: self.roles(row, findings),
            team: self.given(row, &Field::Team).map(str::to_owned),
            supervises: self.supervises(row),
            buddy: self.buddy(row, findings),
        }
    }

    fn given<'r>(&self, row: &'r Row, field: &Field) -> Option<&'r str> {
        Some(self.sheet.cell(row, field)).filter(|cell| !cell.is_empty())
    }

    fn error(&self, row: &Row, field: &Field, reason: Reason, findings: &mut Findings) {
        findings.error(row.line, self.sheet.heading(field), reason);
    }

    fn needed(&self, row: &Row, field: &Field, findings: &mut Findings) -> String {
        let cell = self.given(row, field);
        if cell.is_none() {
            self.error(row, field, Reason::Missing, findings);
        }
        cell.unwrap_or_default().to_owned()
    }

    /// The job a cell names, by id or name; else a new one under that name.
    fn job(&mut self, row: &Row, findings: &mut Findings) -> Option<JobRoleId> {
        let cell = self.given(row, &Field::Job)?;
        match self.references.job(cell) {
            Ok(id) => return Some(id),
            Err(Reason::Unknown { .. }) => {}
            Err(reason) => {
                self.error(row, &Field::Job, reason, findings);
                return None;
            }
        }
        let same = |id: &&JobRoleId| id.as_str().to_lowercase() == cell.to_lowercase();
        if let Some(id) = self.new_jobs.keys().find(same) {
            return Some(id.clone());
        }
        let id = JobRoleId::new(cell);
        let id =
            id.map_err(|bad| self.error(row, &Field::Job, Reason::BadId(bad), findings)).ok()?;
        let remark = Remark::NewJob(cell.to_owned());
        findings.note(row.line, self.sheet.heading(&Field::Job), remark);
        let (name, targets) = (Text::of("en", cell), Map::new());
        let job = JobRole { id: id.clone(), version: 1, name, targets, retired: false };
        self.new_jobs.insert(id.clone(), job);
        Some(id)
    }

    fn roles(&self, row: &Row, findings: &mut Findings) -> Vec<Role> {
        let mut roles = Vec::new();
        let cell = self.sheet.cell(row, &Field::Roles);
        for part in cell.split([';', '|', ',']).map(str::trim).filter(|part| !part.is_empty()) {
            match role(part) {
                Some(role) if roles.contains(&role) => {}
                Some(role) => roles.push(role),
                None => {
                    let reason = Reason::NotOneOf { text: part.to_owned(), known: ROLES };
                    self.error(row, &Field::Roles, reason, findings);
                }
            }
        }
        if roles.is_empty() {
            roles.push(Role::Worker);
        }
        roles
    }

    fn supervises(&self, row: &Row) -> Vec<String> {
        let mut teams = Vec::<String>::new();
        for team in parts(self.sheet.cell(row, &Field::Supervises)) {
            if !teams.iter().any(|known| known == team) {
                teams.push(team.to_owned());
            }
        }
        teams
    }

    fn buddy(&self, row: &Row, findings: &mut Findings) -> Option<BuddyRow> {
        let from = self.day(row, &Field::BuddyFrom, findings);
        let until = self.day(row, &Field::BuddyUntil, findings);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.error(row, &Field::BuddyUntil, Reason::EndsBeforeStart, findings);
        }
        let Some(key) = self.given(row, &Field::Buddy) else {
            let dated = from.map(|_| Field::BuddyFrom).or(until.map(|_| Field::BuddyUntil));
            if let Some(field) = dated {
                self.error(row, &field, Reason::DatesWithoutBuddy, findings);
            }
            return None;
        };
        Some(BuddyRow { key: key.to_owned(), from, until })
    }

    fn day(&self, row: &Row, field: &Field, findings: &mut Findings) -> Option<Day> {
        let cell = self.given(row, field)?;
        let day = day(cell);
        if day.is_none() {
            self.error(row, field, Reason::NotADate(cell.to_owned()), findings);
        }
        day
    }
}

fn role(text: &str) -> Option<Role> {
    let low = text.to_lowercase();
    let dutch = || DUTCH_ROLES.into_iter().find(|(name, _)| *name == low).map(|(_, role)| role);
    Role::parse(&low).or_else(dutch)
}

/// `2026-11-22`, and only a day that exists.
fn day(text: &str) -> Option<Day> {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let is_number = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    if !(is_number(year, 4) && is_number(month, 2) && is_number(day, 2)) {
        return None;
    }
    let ymd = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let found = Day::from_ymd(ymd.0, ymd.1, ymd.2);
    (found.ymd() == ymd).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC X15
    #[test]
    fn a_date_is_a_day_that_exists() {
        assert_eq!(day("2024-02-29"), Some(Day::from_ymd(2024, 2, 29)));
        for bad in
            ["2026-02-29", "2026-13-01", "2026-00-10", "22-11-2026", "2026-1-2", "+026-01-01"]
        {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
