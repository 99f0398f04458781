//! People, their teams and their buddies from CSV.

mod check;
mod row;

use std::collections::BTreeSet;

use domain::{Catalog, Day, JobRole, JobRoleId, Role};

use crate::{
    Reason, Report, RowError, decode,
    findings::Findings,
    table::{self, Found, Sheet, named},
};

/// People by the key their organisation gave them. Person and team ids are the server's to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleImport {
    /// In the order of the file, each key once.
    pub people: Vec<PersonRow>,
    /// Jobs the catalogue does not know yet, to be added to it.
    pub new_jobs: Vec<JobRole>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Their own key, such as a staff number.
    pub key: String,
    pub name: String,
    pub job: Option<JobRoleId>,
    /// Never empty, each once.
    pub roles: Vec<Role>,
    /// The team's name.
    pub team: Option<String>,
    /// Names of the teams they supervise.
    pub supervises: Vec<String>,
    pub buddy: Option<BuddyRow>,
}

/// Who helps a person, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuddyRow {
    /// The buddy's key, in this file or known before.
    pub key: String,
    /// From today where it is absent.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Person,
    Name,
    Job,
    Roles,
    Team,
    Supervises,
    Buddy,
    BuddyFrom,
    BuddyUntil,
}

const SPELLINGS: &[(Field, &[&str])] = &[
    (
        Field::Person,
        &["person", "staffnumber", "key", "id", "identifier", "personeelsnummer", "persoon"],
    ),
    (Field::Name, &["name", "fullname", "naam"]),
    (Field::Job, &["job", "jobtitle", "function", "functie"]),
    (Field::Roles, &["roles", "role", "rollen", "rol"]),
    (Field::Team, &["team", "ploeg"]),
    (Field::Supervises, &["supervises", "leidt"]),
    (Field::Buddy, &["buddy", "maatje"]),
    (Field::BuddyFrom, &["buddyfrom", "maatjevan"]),
    (Field::BuddyUntil, &["buddyuntil", "maatjetot"]),
];

/// Reads people: person, name, job, roles, team, supervises, buddy, buddy_from, buddy_until.
/// `known_people` are the keys the organisation has already: a buddy may be one of them. A job that
/// `catalog` does not have is new, and noted.
pub fn read_people(
    bytes: &[u8],
    catalog: &Catalog,
    known_people: &BTreeSet<String>,
) -> Report<PeopleImport> {
    read(bytes, catalog, known_people).unwrap_or_else(Report::refused)
}

fn read(
    bytes: &[u8],
    catalog: &Catalog,
    known_people: &BTreeSet<String>,
) -> Result<Report<PeopleImport>, RowError> {
    let text = decode::text_of(bytes).map_err(RowError::file)?;
    let mut findings = Findings::default();
    let understand = |heading: &str| -> Option<Found<Field>> { named(heading, SPELLINGS) };
    let sheet = Sheet::new(table::rows_of(&text)?, understand, &mut findings)?;
    for (field, name) in [(Field::Person, "person"), (Field::Name, "name")] {
        if !sheet.has(&field) {
            return Err(RowError::file(Reason::NoColumn(name)));
        }
    }
    let mut reader = row::Reader::new(&sheet, catalog);
    let rows: Vec<_> =
        sheet.rows.iter().map(|row| (row.line, reader.person(row, &mut findings))).collect();
    check::together(&sheet, &rows, known_people, &mut findings);
    let people = rows.into_iter().map(|(_, person)| person).collect();
    let new_jobs = reader.new_jobs();
    Ok(findings.report(PeopleImport { people, new_jobs }))
}
