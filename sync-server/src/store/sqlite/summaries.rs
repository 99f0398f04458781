//! What was read out of documents, in SQLite.

use rusqlite::{Connection, Row, params};

use super::column::{Col, Heads};
use super::documents::read_record;
use super::error::sql;
use crate::store::{StoreError, Summarized, Summary};

/// Of documents about somebody; `None`: of those without an author.
pub(super) fn all(db: &Connection, subject: Option<&str>) -> Result<Vec<Summarized>, StoreError> {
    let query = "SELECT id, kind, author, subject, period, registered_at, document.heads,
            summary.heads, summary.bytes
        FROM document LEFT JOIN summary ON summary.document = document.id
        WHERE (?1 IS NULL AND author IS NULL) OR subject = ?1 ORDER BY id";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query.query_map([subject], read).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Summarized> {
    let record = read_record(row)?;
    let kept = row.get::<_, Option<Heads>>(7)?.zip(row.get(8)?);
    let summary = kept.map(|(Heads(heads), bytes)| Summary { document: record.id, heads, bytes });
    Ok(Summarized { heads: row.get::<_, Heads>(6)?.0, summary, record })
}

/// Inside a transaction.
pub(super) fn put(db: &Connection, summary: &Summary) -> Result<(), StoreError> {
    let put = "INSERT OR REPLACE INTO summary SELECT id, ?, ? FROM document WHERE id = ?";
    let row = params![Heads(summary.heads.clone()), summary.bytes, Col(summary.document)];
    match db.execute(put, row).map_err(sql)? {
        0 => Err(StoreError::UnknownDocument(summary.document)),
        _ => Ok(()),
    }
}
