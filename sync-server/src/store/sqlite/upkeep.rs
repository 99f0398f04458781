//! Backup, restore and checks of the whole file.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::sql;
use super::schema::{APPLICATION_ID, is_known};
use super::{FILE, SqliteStore, io, mark};
use crate::store::StoreError;

/// Refuses to overwrite a file. A copy holds everything, so it is its owner's alone.
pub(super) fn back_up(db: &Connection, to: &Path) -> Result<(), StoreError> {
    let name = to.to_str().ok_or_else(|| StoreError::Other("the name is not UTF-8".into()))?;
    let mut empty = std::fs::File::options();
    empty.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut empty, 0o600);
    empty.open(to).map_err(io)?;
    db.execute("VACUUM INTO ?", [name]).map_err(sql)?;
    sync(to)
}

/// The copy is a copy only once it is on disk.
fn sync(file: &Path) -> Result<(), StoreError> {
    std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(io)
}

pub(super) fn check(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut problems = sentences(db, "PRAGMA integrity_check", |row| row.get(0))?;
    problems.retain(|problem| problem != "ok");
    problems.extend(sentences(db, "PRAGMA foreign_key_check", |row| {
        let (table, number): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(format!("row {} of {table} points to nothing", number.unwrap_or_default()))
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
    /// was kept, whatever state it is in. The backup is checked first; nobody else may have the
    /// directory open.
    pub fn restore(data: &Path, backup: &Path, aside: &str) -> Result<Option<PathBuf>, StoreError> {
        let fresh = data.join(format!("{FILE}.restoring"));
        std::fs::copy(backup, &fresh).map_err(io)?;
        if let Err(error) = examine(&fresh) {
            std::fs::remove_file(&fresh).map_err(io)?;
            return Err(error);
        }
        sync(&fresh)?;
        let kept = keep(data, aside)?;
        std::fs::rename(&fresh, data.join(FILE)).map_err(io)?;
        sync(data)?;
        Ok(kept)
    }
}

/// Moves the store out of the way, as it is. Its log goes first: a database beside another's log
/// would be taken for its own, and none at all is noticed at once.
fn keep(data: &Path, aside: &str) -> Result<Option<PathBuf>, StoreError> {
    let old = data.join(FILE);
    if !old.exists() {
        return Ok(None);
    }
    // Opening and closing a sound one writes its log into it; a damaged one is kept with its log.
    if let Err(error) = SqliteStore::open(data) {
        tracing::warn!(%error, "the store that is replaced cannot be opened");
    }
    let kept = data.join(format!("{FILE}.{aside}"));
    for part in ["-wal", "-shm", ""] {
        let from = data.join(format!("{FILE}{part}"));
        if from.exists() {
            let to = data.join(format!("{FILE}.{aside}{part}"));
            std::fs::rename(from, to).map_err(io)?;
        }
    }
    let mark = mark::path_of(&old);
    if mark.exists() {
        std::fs::rename(mark, mark::path_of(&kept)).map_err(io)?;
    }
    Ok(Some(kept))
}

/// Is it one of ours, whole, and not from a newer version?
fn examine(file: &Path) -> Result<(), StoreError> {
    let db = Connection::open(file).map_err(sql)?;
    let id: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(sql)?;
    if id != APPLICATION_ID {
        return Err(StoreError::Other("this file is not a backup of ropes".into()));
    }
    is_known(&db)?;
    match check(&db)?.into_iter().next() {
        Some(problem) => Err(StoreError::Corrupt(problem.into())),
        None => Ok(()),
    }
}
