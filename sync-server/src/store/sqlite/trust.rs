//! The organisation's keys and certificates, in SQLite.

use exchange::attestation::{PublicKey, SecretKey, Signature};
use rusqlite::{Connection, OptionalExtension, params};

use super::column::Col;
use super::error::sql;
use super::people::bump;
use crate::store::{BadgeKeyRecord, CertificateRecord, RootRecord, StoreError};

pub(super) fn roots(db: &Connection) -> Result<Vec<RootRecord>, StoreError> {
    let query = "SELECT public, seed, made_at, by_old, by_new FROM root_key ORDER BY number";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            let (old, new): (Option<Signature>, Option<Signature>) = (row.get(3)?, row.get(4)?);
            Ok(RootRecord {
                public: PublicKey(row.get(0)?),
                secret: row.get::<_, Option<[u8; 32]>>(1)?.map(SecretKey::from_seed),
                made_at: row.get(2)?,
                handed_over: old.zip(new),
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

/// Inside a transaction.
pub(super) fn put_root(
    db: &Connection,
    root: &RootRecord,
    after: Option<&PublicKey>,
) -> Result<bool, StoreError> {
    let query = "SELECT public FROM root_key ORDER BY number DESC LIMIT 1";
    let newest: Option<[u8; 32]> =
        db.query_row(query, [], |row| row.get(0)).optional().map_err(sql)?;
    if newest != after.map(|key| key.0) {
        return Ok(false);
    }
    // What is freed is overwritten.
    db.pragma_update(None, "secure_delete", true).map_err(sql)?;
    db.execute("UPDATE root_key SET seed = NULL", []).map_err(sql)?;
    db.execute("DELETE FROM badge_key", []).map_err(sql)?;
    let put = "INSERT INTO root_key (public, seed, made_at, by_old, by_new) VALUES (?, ?, ?, ?, ?)";
    let seed = root.secret.as_ref().map(SecretKey::seed);
    let (by_old, by_new) = root.handed_over.unzip();
    db.execute(put, params![root.public.0, seed, root.made_at, by_old, by_new]).map_err(sql)?;
    bump(db)?;
    Ok(true)
}

pub(super) fn certificates(db: &Connection) -> Result<Vec<CertificateRecord>, StoreError> {
    let query = "SELECT serial, device, bytes, signature FROM certificate ORDER BY serial";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let rows = query
        .query_map([], |row| {
            Ok(CertificateRecord {
                serial: row.get::<_, Col<_>>(0)?.0,
                device: row.get::<_, Col<_>>(1)?.0,
                bytes: row.get(2)?,
                signature: row.get(3)?,
            })
        })
        .map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

/// Inside a transaction.
pub(super) fn put_certificate(
    db: &Connection,
    new: &CertificateRecord,
) -> Result<bool, StoreError> {
    let query = "SELECT coalesce(max(serial), 0) + 1 FROM certificate";
    let next: i64 = db.query_row(query, [], |row| row.get(0)).map_err(sql)?;
    if i64::try_from(new.serial) != Ok(next) {
        return Ok(false);
    }
    let put = "INSERT INTO certificate VALUES (?, ?, ?, ?)";
    let row = params![next, new.device.as_str(), new.bytes, new.signature];
    db.execute(put, row).map_err(sql)?;
    Ok(true)
}

pub(super) fn badge_key(db: &Connection) -> Result<Option<BadgeKeyRecord>, StoreError> {
    let query = "SELECT pkcs8, made_at FROM badge_key";
    let read =
        |row: &rusqlite::Row<'_>| Ok(BadgeKeyRecord { pkcs8: row.get(0)?, made_at: row.get(1)? });
    db.query_row(query, [], read).optional().map_err(sql)
}

/// Inside a transaction.
pub(super) fn put_badge_key(db: &Connection, key: &BadgeKeyRecord) -> Result<bool, StoreError> {
    let put = "INSERT OR IGNORE INTO badge_key VALUES (1, ?, ?)";
    Ok(db.execute(put, params![key.pkcs8, key.made_at]).map_err(sql)? == 1)
}
