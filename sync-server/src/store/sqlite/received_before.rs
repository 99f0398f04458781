//! What was received before a restore, in SQLite.

use rusqlite::{Connection, params};

use super::column::Col;
use super::error::sql;
use crate::store::{ReceivedBefore, StoreError};

/// Inside a transaction. What was read out of these documents rests on times that no longer hold.
pub(super) fn put(db: &Connection, all: &[ReceivedBefore]) -> Result<(), StoreError> {
    let put = "INSERT INTO received_before VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (document, hash) DO UPDATE SET
            person = excluded.person, device = excluded.device, received_at = excluded.received_at
        WHERE excluded.received_at < received_at";
    let mut put = db.prepare_cached(put).map_err(sql)?;
    let forget = "DELETE FROM summary WHERE document = ?";
    let mut forget = db.prepare_cached(forget).map_err(sql)?;
    for one in all {
        let (person, device) = (one.person.as_str(), one.device.as_str());
        let row = params![Col(one.document), one.hash, person, device, one.received_at];
        if put.execute(row).map_err(sql)? > 0 {
            forget.execute([Col(one.document)]).map_err(sql)?;
        }
    }
    Ok(())
}
