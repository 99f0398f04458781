//! Documents set aside, in SQLite.

use rusqlite::{Connection, params};

use super::column::Col;
use super::error::sql;
use super::people::bump;
use crate::store::{DocumentId, Frozen, StoreError};

/// Inside a transaction.
pub(super) fn freeze(db: &Connection, frozen: &Frozen) -> Result<(), StoreError> {
    let put = "INSERT OR IGNORE INTO frozen SELECT id, ?, ? FROM document WHERE id = ?";
    let row = params![frozen.at, frozen.reason, Col(frozen.document)];
    if db.execute(put, row).map_err(sql)? > 0 { bump(db) } else { Ok(()) }
}

/// Inside a transaction.
pub(super) fn thaw(db: &Connection, document: DocumentId) -> Result<bool, StoreError> {
    let remove = "DELETE FROM frozen WHERE document = ?";
    let was_frozen = db.execute(remove, [Col(document)]).map_err(sql)? > 0;
    if was_frozen {
        bump(db)?;
    }
    Ok(was_frozen)
}

pub(super) fn all(db: &Connection) -> Result<Vec<Frozen>, StoreError> {
    let query = "SELECT document, at, reason FROM frozen ORDER BY document";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            let document = row.get::<_, Col<_>>(0)?.0;
            Ok(Frozen { document, at: row.get(1)?, reason: row.get(2)? })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}
