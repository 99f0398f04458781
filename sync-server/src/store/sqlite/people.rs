//! The organisation and its people, in SQLite.

use domain::{Buddy, Day, PersonId, Role, Supervised, Team};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::column::Col;
use super::documents;
use super::error::sql;
use crate::store::{Organisation, PeopleUpdate, PersonRecord, StoreError};

pub(super) fn organisation(db: &Connection) -> Result<Option<Organisation>, StoreError> {
    let query = "SELECT id, name, created_at, is_demo FROM organisation";
    db.query_row(query, [], |row| {
        Ok(Organisation {
            id: row.get::<_, Col<_>>(0)?.0,
            name: row.get(1)?,
            created_at: row.get(2)?,
            is_demo: row.get(3)?,
        })
    })
    .optional()
    .map_err(sql)
}

pub(super) fn found(db: &Connection, new: &Organisation) -> Result<Organisation, StoreError> {
    let insert = "INSERT OR IGNORE INTO organisation VALUES (1, ?, ?, ?, ?)";
    db.execute(insert, params![new.id.as_str(), new.name, new.created_at, new.is_demo])
        .map_err(sql)?;
    organisation(db)?.ok_or(StoreError::NoOrganisation)
}

pub(super) fn bump(db: &Connection) -> Result<(), StoreError> {
    db.execute("UPDATE version SET people = people + 1", []).map_err(sql)?;
    Ok(())
}

/// Roles as one text, in the order of the enum's words in [`Role::ALL`].
const PERSON: &str = "SELECT id, key, name, job, is_active,
    (SELECT group_concat(role) FROM person_role WHERE person = id) FROM person";

fn read_person(row: &Row<'_>) -> rusqlite::Result<PersonRecord> {
    let words: Option<String> = row.get(5)?;
    let words = words.unwrap_or_default();
    let has = |role: &Role| words.split(',').any(|word| word == role.as_str());
    Ok(PersonRecord {
        id: row.get::<_, Col<_>>(0)?.0,
        key: row.get(1)?,
        name: row.get(2)?,
        roles: Role::ALL.into_iter().filter(has).collect(),
        job: row.get::<_, Option<Col<_>>>(3)?.map(|job| job.0),
        is_active: row.get(4)?,
    })
}

pub(super) fn people(db: &Connection) -> Result<Vec<PersonRecord>, StoreError> {
    let mut query = db.prepare_cached(&format!("{PERSON} ORDER BY id")).map_err(sql)?;
    let rows = query.query_map([], read_person).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn person(db: &Connection, id: &PersonId) -> Result<Option<PersonRecord>, StoreError> {
    let mut query = db.prepare_cached(&format!("{PERSON} WHERE id = ?")).map_err(sql)?;
    query.query_row([id.as_str()], read_person).optional().map_err(sql)
}

pub(super) fn teams(db: &Connection) -> Result<Vec<Team>, StoreError> {
    let mut query = db.prepare_cached("SELECT id, name FROM team ORDER BY id").map_err(sql)?;
    let rows = query
        .query_map([], |row| Ok((row.get::<_, Col<domain::TeamId>>(0)?.0, row.get(1)?)))
        .map_err(sql)?;
    rows.map(|row| {
        let (id, name) = row.map_err(sql)?;
        let members = in_team(db, "team_member", id.as_str())?;
        let supervisors = in_team(db, "team_supervisor", id.as_str())?;
        Ok(Team { id, name, members, supervisors })
    })
    .collect()
}

fn in_team(db: &Connection, table: &str, team: &str) -> Result<Vec<PersonId>, StoreError> {
    let query = format!("SELECT person FROM {table} WHERE team = ? ORDER BY rowid");
    let mut query = db.prepare_cached(&query).map_err(sql)?;
    let rows = query.query_map([team], |row| Ok(row.get::<_, Col<_>>(0)?.0)).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn buddies(db: &Connection) -> Result<Vec<Buddy>, StoreError> {
    let query = "SELECT buddy, learner, from_day, until_day FROM buddy ORDER BY rowid";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            Ok(Buddy {
                buddy: row.get::<_, Col<_>>(0)?.0,
                learner: row.get::<_, Col<_>>(1)?.0,
                from: Day(row.get(2)?),
                until: row.get::<_, Option<i32>>(3)?.map(Day),
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn supervised(db: &Connection) -> Result<Vec<Supervised>, StoreError> {
    let query = "SELECT supervisor, worker, until_day FROM supervised ORDER BY 1, 2";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            Ok(Supervised {
                supervisor: row.get::<_, Col<_>>(0)?.0,
                worker: row.get::<_, Col<_>>(1)?.0,
                until: Day(row.get(2)?),
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

/// Inside a transaction: an error undoes everything.
pub(super) fn update(db: &Connection, update: &PeopleUpdate) -> Result<(), StoreError> {
    let had_admin = has_admin(db)?;
    update.people.iter().try_for_each(|person| put_person(db, person))?;
    check_keys(db)?;
    update.teams.iter().try_for_each(|team| put_team(db, team))?;
    if let Some(buddies) = &update.buddies {
        put_buddies(db, buddies)?;
    }
    update.supervised.iter().try_for_each(|pair| put_supervised(db, pair))?;
    if had_admin && !has_admin(db)? {
        return Err(StoreError::LastAdmin);
    }
    documents::append(db, &update.catalog)?;
    bump(db)
}

fn has_admin(db: &Connection) -> Result<bool, StoreError> {
    let query = "SELECT EXISTS (SELECT 1 FROM person JOIN person_role ON person = id
        WHERE is_active AND role = 'admin')";
    db.query_row(query, [], |row| row.get(0)).map_err(sql)
}

fn check_keys(db: &Connection) -> Result<(), StoreError> {
    let query = "SELECT key FROM person GROUP BY key HAVING count(*) > 1 LIMIT 1";
    match db.query_row(query, [], |row| row.get(0)).optional().map_err(sql)? {
        Some(key) => Err(StoreError::KeyTaken(key)),
        None => Ok(()),
    }
}

/// The backstop is the foreign key; this names who is missing.
pub(super) fn require(db: &Connection, id: &PersonId) -> Result<(), StoreError> {
    match person(db, id)? {
        Some(_) => Ok(()),
        None => Err(StoreError::UnknownPerson(id.clone())),
    }
}

fn put_person(db: &Connection, person: &PersonRecord) -> Result<(), StoreError> {
    let put = "INSERT INTO person VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE
        SET key = ?2, name = ?3, job = ?4, is_active = ?5";
    let (id, job) = (person.id.as_str(), person.job.as_ref().map(domain::JobRoleId::as_str));
    db.execute(put, params![id, person.key, person.name, job, person.is_active]).map_err(sql)?;
    db.execute("DELETE FROM person_role WHERE person = ?", [id]).map_err(sql)?;
    for role in &person.roles {
        let put = "INSERT OR IGNORE INTO person_role VALUES (?, ?)";
        db.execute(put, [id, role.as_str()]).map_err(sql)?;
    }
    Ok(())
}

fn put_team(db: &Connection, team: &Team) -> Result<(), StoreError> {
    let put = "INSERT INTO team VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = ?2";
    db.execute(put, [team.id.as_str(), &team.name]).map_err(sql)?;
    put_in_team(db, "team_member", team.id.as_str(), &team.members)?;
    put_in_team(db, "team_supervisor", team.id.as_str(), &team.supervisors)
}

fn put_in_team(
    db: &Connection,
    table: &str,
    team: &str,
    people: &[PersonId],
) -> Result<(), StoreError> {
    db.execute(&format!("DELETE FROM {table} WHERE team = ?"), [team]).map_err(sql)?;
    for person in people {
        require(db, person)?;
        let put = format!("INSERT OR IGNORE INTO {table} VALUES (?, ?)");
        db.execute(&put, [team, person.as_str()]).map_err(sql)?;
    }
    Ok(())
}

fn put_buddies(db: &Connection, buddies: &[Buddy]) -> Result<(), StoreError> {
    db.execute("DELETE FROM buddy", []).map_err(sql)?;
    for pair in buddies {
        require(db, &pair.buddy)?;
        require(db, &pair.learner)?;
        let until = pair.until.map(|day| day.0);
        let row = params![pair.buddy.as_str(), pair.learner.as_str(), pair.from.0, until];
        db.execute("INSERT INTO buddy VALUES (?, ?, ?, ?)", row).map_err(sql)?;
    }
    Ok(())
}

fn put_supervised(db: &Connection, pair: &Supervised) -> Result<(), StoreError> {
    require(db, &pair.supervisor)?;
    require(db, &pair.worker)?;
    let row = params![pair.supervisor.as_str(), pair.worker.as_str(), pair.until.0];
    db.execute("INSERT OR REPLACE INTO supervised VALUES (?, ?, ?)", row).map_err(sql)?;
    Ok(())
}
