//! Invites, devices and sessions, in SQLite.

use domain::{DeviceId, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::column::Col;
use super::error::sql;
use super::people::{bump, person, require};
use crate::store::{
    Device, InviteRecord, InviteState, JoinOutcome, NewDevice, Rotation, SecretHash, SessionRecord,
    StoreError,
};

/// Inside a transaction.
pub(super) fn create_invite(db: &Connection, invite: &InviteRecord) -> Result<(), StoreError> {
    require(db, &invite.person)?;
    let put = "INSERT INTO invite VALUES (?, ?, ?, ?, NULL, NULL)";
    let person = invite.person.as_str();
    db.execute(put, params![invite.code, person, invite.created_at, invite.expires_at])
        .map_err(sql)?;
    Ok(())
}

pub(super) fn invite(
    db: &Connection,
    code: &SecretHash,
) -> Result<Option<InviteRecord>, StoreError> {
    let query =
        "SELECT code, person, created_at, expires_at, used_at, used_by FROM invite WHERE code = ?";
    db.query_row(query, [code], |row| {
        let used_by = row.get::<_, Option<Col<DeviceId>>>(5)?.map(|device| device.0);
        Ok(InviteRecord {
            code: row.get(0)?,
            person: row.get::<_, Col<_>>(1)?.0,
            created_at: row.get(2)?,
            expires_at: row.get(3)?,
            used: row.get::<_, Option<i64>>(4)?.zip(used_by),
        })
    })
    .optional()
    .map_err(sql)
}

/// Inside a transaction.
pub(super) fn join(
    db: &Connection,
    code: &SecretHash,
    device: &NewDevice,
    now: i64,
) -> Result<JoinOutcome, StoreError> {
    let Some(invite) = invite(db, code)? else { return Ok(JoinOutcome::Unknown) };
    match invite.state(now) {
        InviteState::Used => return Ok(JoinOutcome::Used),
        InviteState::Expired => return Ok(JoinOutcome::Expired),
        InviteState::Open => (),
    }
    let Some(person) = person(db, &invite.person)?.filter(|person| person.is_active) else {
        return Ok(JoinOutcome::Inactive);
    };
    let use_up = "UPDATE invite SET used_at = ?, used_by = ? WHERE code = ?";
    db.execute(use_up, params![now, device.id.as_str(), code]).map_err(sql)?;
    let device = add_device(db, &person.id, device, now)?;
    Ok(JoinOutcome::Joined(SessionRecord { person, device }))
}

/// Inside a transaction.
pub(super) fn add_device(
    db: &Connection,
    person: &PersonId,
    new: &NewDevice,
    now: i64,
) -> Result<Device, StoreError> {
    require(db, person)?;
    let id = new.id.as_str();
    let put = "INSERT INTO device VALUES (?, ?, ?, ?, ?, NULL)";
    db.execute(put, params![id, person.as_str(), new.name, now, now]).map_err(sql)?;
    db.execute("INSERT INTO session VALUES (?, ?, ?)", params![new.secret, id, now])
        .map_err(sql)?;
    bump(db)?;
    Ok(Device::added(person, new, now))
}

const DEVICE: &str = "SELECT id, person, name, created_at, last_seen, revoked_at FROM device";

fn read_device(row: &Row<'_>) -> rusqlite::Result<Device> {
    Ok(Device {
        id: row.get::<_, Col<_>>(0)?.0,
        person: row.get::<_, Col<_>>(1)?.0,
        name: row.get(2)?,
        created_at: row.get(3)?,
        last_seen: row.get(4)?,
        revoked_at: row.get(5)?,
    })
}

pub(super) fn devices(db: &Connection) -> Result<Vec<Device>, StoreError> {
    let mut query = db.prepare_cached(&format!("{DEVICE} ORDER BY id")).map_err(sql)?;
    let rows = query.query_map([], read_device).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}

pub(super) fn device(db: &Connection, id: &DeviceId) -> Result<Option<Device>, StoreError> {
    let mut query = db.prepare_cached(&format!("{DEVICE} WHERE id = ?")).map_err(sql)?;
    query.query_row([id.as_str()], read_device).optional().map_err(sql)
}

pub(super) fn touch(db: &Connection, id: &DeviceId, now: i64) -> Result<(), StoreError> {
    let touch = "UPDATE device SET last_seen = max(last_seen, ?) WHERE id = ?";
    let mut touch = db.prepare_cached(touch).map_err(sql)?;
    touch.execute(params![now, id.as_str()]).map_err(sql)?;
    Ok(())
}

/// Inside a transaction.
pub(super) fn revoke(db: &Connection, id: &DeviceId, now: i64) -> Result<bool, StoreError> {
    let revoke = "UPDATE device SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?";
    let found = db.execute(revoke, params![now, id.as_str()]).map_err(sql)? > 0;
    if found {
        bump(db)?;
    }
    Ok(found)
}

pub(super) fn session(
    db: &Connection,
    secret: &SecretHash,
) -> Result<Option<SessionRecord>, StoreError> {
    let query = format!("{DEVICE} WHERE id = (SELECT device FROM session WHERE secret = ?)");
    let mut query = db.prepare_cached(&query).map_err(sql)?;
    let Some(device) = query.query_row([secret], read_device).optional().map_err(sql)? else {
        return Ok(None);
    };
    Ok(person(db, &device.person)?.map(|person| SessionRecord { person, device }))
}

/// What showing a secret leads to.
pub(super) struct Judged {
    device: String,
    made: i64,
    /// Secrets that end by it.
    ends: i64,
    pub(super) rotation: Rotation,
}

impl Judged {
    pub(super) fn writes(&self) -> bool {
        self.ends > 0 || self.rotation == Rotation::Replaced
    }
}

/// `None` for a secret that nobody has.
pub(super) fn judge(
    db: &Connection,
    secret: &SecretHash,
    now: i64,
) -> Result<Option<Judged>, StoreError> {
    let query = "SELECT own.device, own.created_at, max(every.created_at),
            sum(every.created_at < own.created_at)
        FROM session own JOIN session every ON every.device = own.device
        WHERE own.secret = ? GROUP BY own.secret";
    let mut query = db.prepare_cached(query).map_err(sql)?;
    let judged = query.query_row([secret], |row| {
        let (made, newest) = (row.get(1)?, row.get(2)?);
        let earlier: i64 = row.get(3)?;
        let ends = if Rotation::is_settled(made, now) { earlier } else { 0 };
        Ok(Judged { device: row.get(0)?, made, ends, rotation: Rotation::judge(made, newest, now) })
    });
    judged.optional().map_err(sql)
}

/// Inside a transaction.
pub(super) fn rotate(
    db: &Connection,
    secret: &SecretHash,
    next: &SecretHash,
    now: i64,
) -> Result<Rotation, StoreError> {
    let Some(judged) = judge(db, secret, now)? else { return Ok(Rotation::Kept) };
    let Judged { device, made, ends, rotation } = judged;
    if ends > 0 {
        let end = "DELETE FROM session WHERE device = ? AND created_at < ?";
        db.execute(end, params![device, made]).map_err(sql)?;
    }
    if rotation == Rotation::Replaced {
        let put = "INSERT INTO session VALUES (?, ?, ?)";
        db.execute(put, params![next, device, now]).map_err(sql)?;
    }
    Ok(rotation)
}

/// Inside a transaction.
pub(super) fn end_session(db: &Connection, secret: &SecretHash) -> Result<(), StoreError> {
    let end = "DELETE FROM session
        WHERE device = (SELECT device FROM session WHERE secret = ?)";
    if db.execute(end, [secret]).map_err(sql)? > 0 {
        bump(db)?;
    }
    Ok(())
}
