//! The tables, as a list of steps that only grows: `user_version` says how many were taken.

use rusqlite::{Connection, TransactionBehavior};

use super::error::sql;
use crate::store::StoreError;

const STEPS: [&str; 8] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
];

/// Marks a file as ours (`PRAGMA application_id`): "Rope".
pub(super) const APPLICATION_ID: i64 = 0x526f_7065;

/// Refuses a file of a newer version.
pub(super) fn is_known(connection: &Connection) -> Result<(), StoreError> {
    let taken: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sql)?;
    match usize::try_from(taken) {
        Ok(taken) if taken <= STEPS.len() => Ok(()),
        Ok(_) | Err(_) => Err(StoreError::Newer(taken)),
    }
}

/// Takes the missing steps, each in a transaction of its own. A file of a newer version is refused.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    loop {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let step = step.map_err(sql)?;
        let taken: i64 =
            step.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sql)?;
        let known = usize::try_from(taken).ok().filter(|taken| *taken <= STEPS.len());
        let next = STEPS.get(known.ok_or(StoreError::Newer(taken))?);
        let Some(statements) = next else { return Ok(()) };
        step.execute_batch(statements).map_err(sql)?;
        step.pragma_update(None, "user_version", taken + 1).map_err(sql)?;
        step.pragma_update(None, "application_id", APPLICATION_ID).map_err(sql)?;
        step.commit().map_err(sql)?;
    }
}
