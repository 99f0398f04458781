//! What a disk has damaged, in SQLite: earlier generations, pieces set aside, changes wanted again.

use rusqlite::{Connection, params};

use super::column::{Col, Heads};
use super::documents;
use super::error::sql;
use crate::store::{Change, ChangeHash, Chunk, DocumentId, Mend, SetAside, StoreError, Whole};

/// Inside a transaction, so that all of it is of one moment.
pub(super) fn whole(db: &Connection, document: DocumentId) -> Result<Whole, StoreError> {
    Ok(Whole {
        chunks: documents::chunks(db, document)?,
        former: former(db, document)?,
        heads: documents::heads(db, document)?,
        receipts: documents::receipts(db, document)?,
    })
}

fn former(db: &Connection, document: DocumentId) -> Result<Vec<Chunk>, StoreError> {
    let query = "SELECT 0, NULL, bytes FROM former_snapshot WHERE document = ?1
        UNION ALL SELECT number, hash, bytes FROM former_chunk WHERE document = ?1 ORDER BY 1";
    documents::pieces(db, query, document)
}

/// Inside a transaction. The present snapshot and the changes in `covers` become the former
/// generation; the one before goes.
pub(super) fn retire(
    db: &Connection,
    document: DocumentId,
    covers: &[ChangeHash],
) -> Result<(), StoreError> {
    forget_former(db, document)?;
    let keep =
        "INSERT INTO former_snapshot SELECT document, bytes FROM snapshot WHERE document = ?";
    db.execute(keep, [Col(document)]).map_err(sql)?;
    let keep = "INSERT INTO former_chunk SELECT number, document, hash, bytes FROM chunk
        WHERE document = ? AND hash = ?";
    let mut keep = db.prepare_cached(keep).map_err(sql)?;
    let remove = "DELETE FROM chunk WHERE document = ? AND hash = ?";
    let mut remove = db.prepare_cached(remove).map_err(sql)?;
    for hash in covers {
        keep.execute(params![Col(document), hash]).map_err(sql)?;
        remove.execute(params![Col(document), hash]).map_err(sql)?;
    }
    Ok(())
}

fn forget_former(db: &Connection, document: DocumentId) -> Result<(), StoreError> {
    for table in ["former_snapshot", "former_chunk"] {
        let forget = format!("DELETE FROM {table} WHERE document = ?");
        db.execute(&forget, [Col(document)]).map_err(sql)?;
    }
    Ok(())
}

/// Inside a transaction.
pub(super) fn mend(db: &Connection, mend: &Mend) -> Result<(), StoreError> {
    let put_heads = "UPDATE document SET heads = ? WHERE id = ?";
    let row = params![Heads(mend.heads.clone()), Col(mend.document)];
    if db.execute(put_heads, row).map_err(sql)? == 0 {
        return Err(StoreError::UnknownDocument(mend.document));
    }
    for piece in &mend.damaged {
        match piece {
            Some(hash) => set_change_aside(db, mend, hash)?,
            None => set_snapshot_aside(db, mend)?,
        }
    }
    for change in &mend.regained {
        put_again(db, mend.document, change)?;
    }
    let want = "INSERT OR IGNORE INTO lost VALUES (?, ?)";
    for hash in &mend.lost {
        db.execute(want, params![Col(mend.document), hash]).map_err(sql)?;
    }
    Ok(())
}

fn set_change_aside(db: &Connection, mend: &Mend, hash: &ChangeHash) -> Result<(), StoreError> {
    let keep = "INSERT INTO set_aside (document, hash, bytes, at)
        SELECT document, hash, bytes, ? FROM chunk WHERE document = ? AND hash = ?";
    db.execute(keep, params![mend.at, Col(mend.document), hash]).map_err(sql)?;
    let remove = "DELETE FROM chunk WHERE document = ? AND hash = ?";
    db.execute(remove, params![Col(mend.document), hash]).map_err(sql)?;
    Ok(())
}

/// What the snapshot took the place of comes back.
fn set_snapshot_aside(db: &Connection, mend: &Mend) -> Result<(), StoreError> {
    let document = Col(mend.document);
    let keep = "INSERT INTO set_aside (document, hash, bytes, at)
        SELECT document, NULL, bytes, ? FROM snapshot WHERE document = ?";
    db.execute(keep, params![mend.at, document]).map_err(sql)?;
    let steps = [
        "DELETE FROM snapshot WHERE document = ?",
        "INSERT INTO snapshot SELECT document, bytes FROM former_snapshot WHERE document = ?",
        "INSERT OR IGNORE INTO chunk SELECT number, document, hash, bytes FROM former_chunk
            WHERE document = ?",
    ];
    for step in steps {
        db.execute(step, [&document]).map_err(sql)?;
    }
    forget_former(db, mend.document)
}

/// Inside a transaction: a change whose receipt exists. One that was lost is kept again.
pub(super) fn take_again(
    db: &Connection,
    document: DocumentId,
    change: &Change,
) -> Result<(), StoreError> {
    let wanted = "DELETE FROM lost WHERE document = ? AND hash = ?";
    let mut wanted = db.prepare_cached(wanted).map_err(sql)?;
    if wanted.execute(params![Col(document), change.hash]).map_err(sql)? > 0 {
        put_again(db, document, change)?;
    }
    Ok(())
}

fn put_again(db: &Connection, document: DocumentId, change: &Change) -> Result<(), StoreError> {
    let put = "INSERT OR IGNORE INTO chunk SELECT number, document, hash, ? FROM receipt
        WHERE document = ? AND hash = ?";
    db.execute(put, params![change.bytes, Col(document), change.hash]).map_err(sql)?;
    Ok(())
}

pub(super) fn set_aside(db: &Connection) -> Result<Vec<SetAside>, StoreError> {
    let query = "SELECT document, hash, bytes, at FROM set_aside ORDER BY number";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            Ok(SetAside {
                document: row.get::<_, Col<_>>(0)?.0,
                hash: row.get(1)?,
                bytes: row.get(2)?,
                at: row.get(3)?,
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}
