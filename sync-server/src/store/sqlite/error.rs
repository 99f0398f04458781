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
