//! Jobs and the levels they ask for, in a framework CSV: `target:<job>` columns, and rows of type
//! `job` where a job has names in several languages.

use domain::Map;

use domain::{JobRole, JobRoleId, Scale, Text};

use super::{columns::Field, csv::lang_of, draft::Draft};
use crate::{
    Reason,
    findings::Findings,
    house_scale,
    table::{self, Row, Sheet},
};

pub(super) fn jobs(
    sheet: &Sheet<Field>,
    job_rows: &[&Row],
    rows: &[&Row],
    drafts: &[Draft],
    scales: &[Scale],
    findings: &mut Findings,
) -> Vec<JobRole> {
    let mut jobs = described(sheet, job_rows, findings);
    let lengths: Map<_, _> = scales.iter().map(|s| (s.id.clone(), s.len())).collect();
    for field in sheet.fields() {
        let Field::Target(name) = field else { continue };
        let Some(at) = place_of(name, &mut jobs) else {
            let reason = Reason::Unknown { what: "job", text: name.clone() };
            findings.error(1, sheet.heading(field), reason);
            continue;
        };
        for (row, draft) in rows.iter().zip(drafts) {
            let cell = sheet.cell(row, field);
            let levels = draft.scale.as_ref().and_then(|id| lengths.get(id)).copied();
            match level(cell, levels.unwrap_or(house_scale::LEVELS)) {
                Ok(Some(level)) => {
                    jobs[at].targets.insert(draft.id.clone(), level);
                }
                Ok(None) => {}
                Err(reason) => findings.error(row.line, sheet.heading(field), reason),
            }
        }
    }
    jobs
}

fn described(sheet: &Sheet<Field>, rows: &[&Row], findings: &mut Findings) -> Vec<JobRole> {
    let mut jobs: Vec<JobRole> = Vec::new();
    for row in rows {
        let name = sheet.text(row, &Field::Statement, &lang_of(sheet, row));
        let id = Some(sheet.cell(row, &Field::Identifier)).filter(|id| !id.is_empty());
        match JobRoleId::new(id.unwrap_or_else(|| name.pick("en"))) {
            Ok(id) => {
                let name = if name.is_empty() { Text::of("en", id.as_str()) } else { name };
                let retired = table::is_yes(sheet.cell(row, &Field::Retired));
                jobs.retain(|job| job.id != id);
                jobs.push(JobRole { id, version: 1, name, targets: Map::new(), retired });
            }
            Err(bad) => {
                findings.error(row.line, sheet.heading(&Field::Identifier), Reason::BadId(bad));
            }
        }
    }
    jobs
}

/// Where the job called `name` is, which is added if need be. None where it cannot be an id.
fn place_of(name: &str, jobs: &mut Vec<JobRole>) -> Option<usize> {
    if let Some(at) = jobs.iter().position(|job| job.id.as_str() == name) {
        return Some(at);
    }
    let is_called = |job: &JobRole| job.name.0.values().any(|n| n.eq_ignore_ascii_case(name));
    if let Some(at) = jobs.iter().position(is_called) {
        return Some(at);
    }
    let (id, name) = (JobRoleId::new(name).ok()?, Text::of("en", name));
    jobs.push(JobRole { id, version: 1, name, targets: Map::new(), retired: false });
    Some(jobs.len() - 1)
}

fn level(cell: &str, levels: u8) -> Result<Option<u8>, Reason> {
    if cell.is_empty() {
        return Ok(None);
    }
    match cell.parse::<u8>() {
        Ok(level) if (1..=levels).contains(&level) => Ok(Some(level)),
        _ => Err(Reason::NotALevel { text: cell.to_owned(), levels }),
    }
}
