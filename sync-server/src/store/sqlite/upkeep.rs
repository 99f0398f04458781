//! Backup, restore and checks of the whole file.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::sql;
use super::schema::APPLICATION_ID;
use super::{FILE, SqliteStore};
use crate::store::{Store, StoreError};

/// `VACUUM INTO` refuses to overwrite a file, and so do we.
pub(super) fn back_up(db: &Connection, to: &Path) -> Result<(), StoreError> {
    let name = to.to_str().ok_or_else(|| StoreError::Other("the name is not UTF-8".into()))?;
    db.execute("VACUUM INTO ?", [name]).map_err(sql)?;
    sync(to)
}

/// The copy is a copy only once it is on disk.
fn sync(file: &Path) -> Result<(), StoreError> {
    let sync = std::fs::File::open(file).and_then(|file| file.sync_all());
    sync.map_err(|error| StoreError::Other(Box::new(error)))
}

pub(super) fn check(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut problems = sentences(db, "PRAGMA integrity_check", |row| row.get(0))?;
    problems.retain(|problem| problem != "ok");
    problems.extend(sentences(db, "PRAGMA foreign_key_check", |row| {
        let (table, number): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(format!("row {} of {table} points to nothing", number.unwrap_or_default()))
    })?);
    let lost = "SELECT lower(hex(document)) FROM receipt AS r
        WHERE NOT EXISTS (SELECT 1 FROM chunk AS c WHERE c.document = r.document AND c.hash = r.hash)
        AND NOT EXISTS (SELECT 1 FROM snapshot AS s WHERE s.document = r.document)
        GROUP BY document";
    problems.extend(sentences(db, lost, |row| {
        let document: String = row.get(0)?;
        Ok(format!("document {document} lacks a change it has a receipt for"))
    })?);
    Ok(problems)
}

fn sentences(
    db: &Connection,
    query: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<String>,
) -> Result<Vec<String>, StoreError> {
    let mut query = db.prepare(query).map_err(sql)?;
    let rows = query.query_map([], read).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

impl SqliteStore {
    /// Puts a backup in the place of the data directory's store and returns where the replaced one
    /// was kept. The backup is checked first; nobody else may have the directory open.
    pub fn restore(data: &Path, backup: &Path, aside: &str) -> Result<Option<PathBuf>, StoreError> {
        let io = |error: std::io::Error| StoreError::Other(Box::new(error));
        let fresh = data.join(format!("{FILE}.restoring"));
        std::fs::copy(backup, &fresh).map_err(io)?;
        if let Err(error) = examine(&fresh) {
            std::fs::remove_file(&fresh).map_err(io)?;
            return Err(error);
        }
        let old = data.join(FILE);
        let kept = data.join(format!("{FILE}.{aside}"));
        let had_one = old.exists();
        if had_one {
            Self::open(data)?.back_up(&kept)?;
        }
        for left_over in ["-wal", "-shm"] {
            let file = data.join(format!("{FILE}{left_over}"));
            if file.exists() {
                std::fs::remove_file(file).map_err(io)?;
            }
        }
        sync(&fresh)?;
        std::fs::rename(&fresh, &old).map_err(io)?;
        sync(data)?;
        Ok(had_one.then_some(kept))
    }
}

/// Is it one of ours, whole, and not from a newer version?
fn examine(file: &Path) -> Result<(), StoreError> {
    let db = Connection::open(file).map_err(sql)?;
    let id: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(sql)?;
    if id != APPLICATION_ID {
        return Err(StoreError::Other("this file is not a backup of ropes".into()));
    }
    match check(&db)?.into_iter().next() {
        Some(problem) => Err(StoreError::Corrupt(problem.into())),
        None => Ok(()),
    }
}
