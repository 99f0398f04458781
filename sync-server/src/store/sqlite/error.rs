//! SQLite's errors, sorted into what an operator can act on.

use rusqlite::ErrorCode;

use crate::store::StoreError;

pub(super) fn sql(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full(Box::new(error)),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(Box::new(error))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy(Box::new(error))
        }
        Some(_) => StoreError::Other(Box::new(error)),
        None => unreadable(error),
    }
}

/// A row that this program cannot have written.
fn unreadable(error: rusqlite::Error) -> StoreError {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    match error {
        FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) => {
            StoreError::Corrupt(Box::new(error))
        }
        other => StoreError::Other(Box::new(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::FILE;
    use crate::store::{SqliteStore, Store};

    // SPEC S39
    #[test]
    fn a_full_disk_a_damaged_file_and_a_newer_one_are_told_apart() {
        let full = rusqlite::Connection::open_in_memory().unwrap();
        full.execute_batch("CREATE TABLE t (b BLOB); PRAGMA max_page_count = 3").unwrap();
        let error = full.execute("INSERT INTO t VALUES (zeroblob(100000))", []).unwrap_err();
        assert!(matches!(sql(error), StoreError::Full(_)));

        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join(FILE), "no database ".repeat(1_000)).unwrap();
        assert!(matches!(SqliteStore::open(data.path()), Err(StoreError::Corrupt(_))));

        let data = tempfile::tempdir().unwrap();
        SqliteStore::open(data.path()).unwrap();
        let file = rusqlite::Connection::open(data.path().join(FILE)).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(SqliteStore::open(data.path()), Err(StoreError::Newer(99))));
    }

    // SPEC S40
    #[test]
    fn every_commit_is_synced_to_disk_and_survives_reopening() {
        let data = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(data.path()).unwrap();
        let pragma = |name| {
            store.read(|db| {
                db.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                    .map_err(sql)
            })
        };
        assert_eq!(pragma("synchronous").unwrap(), 2.into());
        assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
        assert_eq!(pragma("foreign_keys").unwrap(), 1.into());
        drop(store);
        assert_eq!(SqliteStore::open(data.path()).unwrap().check().unwrap(), Vec::<String>::new());
    }
}
