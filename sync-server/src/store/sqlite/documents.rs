//! Documents, receipts and quarantine, in SQLite.

use domain::{DeviceId, PersonId};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::column::{Col, Heads};
use super::error::sql;
use super::mending;
use crate::store::{
    Append, Appended, Change, ChangeHash, Chunk, DocumentId, DocumentRecord, Quarantined, Receipt,
    StoreError, Versions,
};

/// Inside a transaction.
pub(super) fn register(
    db: &Connection,
    record: &DocumentRecord,
    genesis: &Change,
) -> Result<bool, StoreError> {
    let put = "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?, ?, ?, x'')";
    let author = record.author.as_ref().map(PersonId::as_str);
    let period = record.period.map(|period| period.0);
    let (id, kind) = (Col(record.id), record.kind.as_str());
    let row = params![id, kind, author, record.subject, period, record.registered_at];
    if db.execute(put, row).map_err(sql)? == 0 {
        return Ok(false);
    }
    append(db, &[Append::genesis(record, genesis)])?;
    Ok(true)
}

/// Which records: a condition and what it compares with.
pub(super) fn records(
    db: &Connection,
    condition: &str,
    compare: impl Params,
) -> Result<Vec<DocumentRecord>, StoreError> {
    let query = format!(
        "SELECT id, kind, author, subject, period, registered_at FROM document
        WHERE {condition} ORDER BY id"
    );
    let mut query = db.prepare_cached(&query).map_err(sql)?;
    let rows = query.query_map(compare, read_record).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn record(
    db: &Connection,
    id: DocumentId,
) -> Result<Option<DocumentRecord>, StoreError> {
    Ok(records(db, "id = ?", [Col(id)])?.pop())
}

pub(super) fn read_record(row: &Row<'_>) -> rusqlite::Result<DocumentRecord> {
    Ok(DocumentRecord {
        id: row.get::<_, Col<_>>(0)?.0,
        kind: row.get::<_, Col<_>>(1)?.0,
        author: row.get::<_, Option<Col<_>>>(2)?.map(|author| author.0),
        subject: row.get(3)?,
        period: row.get::<_, Option<Col<_>>>(4)?.map(|period| period.0),
        registered_at: row.get(5)?,
    })
}

/// Inside a transaction.
pub(super) fn append(db: &Connection, appends: &[Append]) -> Result<(), StoreError> {
    let mut put_heads =
        db.prepare_cached("UPDATE document SET heads = ? WHERE id = ?").map_err(sql)?;
    for append in appends {
        let row = params![Heads(append.heads.clone()), Col(append.document)];
        if put_heads.execute(row).map_err(sql)? == 0 {
            return Err(StoreError::UnknownDocument(append.document));
        }
        append.changes.iter().try_for_each(|change| append_change(db, append, change))?;
    }
    Ok(())
}

fn append_change(db: &Connection, append: &Append, change: &Change) -> Result<(), StoreError> {
    let put = "INSERT INTO receipt (document, hash, person, device, received_at, clock_wrong)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (document, hash) DO NOTHING";
    let row = params![
        Col(append.document),
        change.hash,
        append.person.as_ref().map(PersonId::as_str),
        append.device.as_ref().map(DeviceId::as_str),
        append.received_at,
        change.clock_wrong,
    ];
    if db.prepare_cached(put).and_then(|mut put| put.execute(row)).map_err(sql)? == 0 {
        return mending::take_again(db, append.document, change);
    }
    let row = params![db.last_insert_rowid(), Col(append.document), change.hash, change.bytes];
    let put = "INSERT INTO chunk VALUES (?, ?, ?, ?)";
    db.prepare_cached(put).and_then(|mut put| put.execute(row)).map_err(sql)?;
    Ok(())
}

pub(super) fn chunks(db: &Connection, document: DocumentId) -> Result<Vec<Chunk>, StoreError> {
    let query = "SELECT 0, NULL, bytes FROM snapshot WHERE document = ?1
        UNION ALL SELECT number, hash, bytes FROM chunk WHERE document = ?1 ORDER BY 1";
    pieces(db, query, document)
}

/// Rows of anything, hash and bytes.
pub(super) fn pieces(
    db: &Connection,
    query: &str,
    document: DocumentId,
) -> Result<Vec<Chunk>, StoreError> {
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([Col(document)], |row| Ok(Chunk { hash: row.get(1)?, bytes: row.get(2)? }))
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

/// Inside a transaction: unless the snapshot reads back as written, nothing of it happens.
pub(super) fn snapshot(
    db: &Connection,
    document: DocumentId,
    bytes: &[u8],
    covers: &[ChangeHash],
) -> Result<(), StoreError> {
    if record(db, document)?.is_none() {
        return Err(StoreError::UnknownDocument(document));
    }
    mending::retire(db, document, covers)?;
    let put = "INSERT OR REPLACE INTO snapshot VALUES (?, ?)";
    db.execute(put, params![Col(document), bytes]).map_err(sql)?;
    let read = "SELECT bytes FROM snapshot WHERE document = ?";
    let back: Vec<u8> = db.query_row(read, [Col(document)], |row| row.get(0)).map_err(sql)?;
    match back == bytes {
        true => Ok(()),
        false => Err(StoreError::Corrupt("a snapshot did not read back as written".into())),
    }
}

pub(super) fn heads(db: &Connection, document: DocumentId) -> Result<Vec<ChangeHash>, StoreError> {
    let mut query = db.prepare_cached("SELECT heads FROM document WHERE id = ?").map_err(sql)?;
    let heads = query.query_row([Col(document)], |row| Ok(row.get::<_, Heads>(0)?.0));
    Ok(heads.optional().map_err(sql)?.unwrap_or_default())
}

pub(super) fn receipts(db: &Connection, document: DocumentId) -> Result<Vec<Receipt>, StoreError> {
    let query = "SELECT number, now.document, now.hash, coalesce(old.person, now.person),
            coalesce(old.device, now.device), coalesce(old.received_at, now.received_at), clock_wrong
        FROM receipt now LEFT JOIN received_before old ON old.document = now.document
            AND old.hash = now.hash AND old.received_at < now.received_at
        WHERE now.document = ? ORDER BY number";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query.query_map([Col(document)], read_receipt).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

fn read_receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        number: row.get::<_, Col<_>>(0)?.0,
        document: row.get::<_, Col<_>>(1)?.0,
        hash: row.get(2)?,
        person: row.get::<_, Option<Col<_>>>(3)?.map(|person| person.0),
        device: row.get::<_, Option<Col<_>>>(4)?.map(|device| device.0),
        received_at: row.get(5)?,
        clock_wrong: row.get(6)?,
    })
}

pub(super) fn newest(db: &Connection) -> Result<u64, StoreError> {
    let mut query =
        db.prepare_cached("SELECT coalesce(max(number), 0) FROM receipt").map_err(sql)?;
    query.query_row([], |row| Ok(row.get::<_, Col<_>>(0)?.0)).map_err(sql)
}

/// Asked with every message of a phone: one statement, parsed once.
pub(super) fn versions(db: &Connection) -> Result<Versions, StoreError> {
    let query = "SELECT people, (SELECT coalesce(max(number), 0) FROM receipt) FROM version";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let row = query.query_row([], |row| {
        Ok(Versions { people: row.get::<_, Col<_>>(0)?.0, receipts: row.get::<_, Col<_>>(1)?.0 })
    });
    row.map_err(sql)
}

/// Inside a transaction, so that the number and the list belong together.
pub(super) fn appended_after(db: &Connection, number: u64) -> Result<Appended, StoreError> {
    let query = "SELECT DISTINCT document, device FROM receipt WHERE number > ? ORDER BY 1, 2";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([number.cast_signed()], |row| {
            let device = row.get::<_, Option<Col<DeviceId>>>(1)?;
            Ok((row.get::<_, Col<DocumentId>>(0)?.0, device.map(|device| device.0)))
        })
        .map_err(sql)?;
    Ok(Appended { newest: newest(db)?, documents: rows.collect::<Result<_, _>>().map_err(sql)? })
}

pub(super) fn quarantine(db: &Connection, refused: &Quarantined) -> Result<(), StoreError> {
    let put = "INSERT INTO quarantine (document, bytes, person, device, reason, at)
        VALUES (?, ?, ?, ?, ?, ?)";
    let (person, device) = (refused.person.as_str(), refused.device.as_str());
    let document = Col(refused.document);
    let row = params![document, refused.bytes, person, device, refused.reason, refused.at];
    db.execute(put, row).map_err(sql)?;
    Ok(())
}

pub(super) fn quarantined(db: &Connection) -> Result<Vec<Quarantined>, StoreError> {
    let query =
        "SELECT document, bytes, person, device, reason, at FROM quarantine ORDER BY number";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            Ok(Quarantined {
                document: row.get::<_, Col<_>>(0)?.0,
                bytes: row.get(1)?,
                person: row.get::<_, Col<_>>(2)?.0,
                device: row.get::<_, Col<_>>(3)?.0,
                reason: row.get(4)?,
                at: row.get(5)?,
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn quarantined_count(db: &Connection) -> Result<u64, StoreError> {
    let count: i64 =
        db.query_row("SELECT count(*) FROM quarantine", [], |row| row.get(0)).map_err(sql)?;
    Ok(count.cast_unsigned())
}
