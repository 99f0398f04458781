//! Invites, devices and sessions, in memory.

use std::collections::BTreeMap;

use domain::{DeviceId, PersonId};

use super::people::People;
use crate::store::{
    Device, InviteRecord, InviteState, JoinOutcome, NewDevice, Rotation, SecretHash, SessionRecord,
    StoreError,
};

#[derive(Default)]
pub(super) struct Sessions {
    pub(super) invites: BTreeMap<SecretHash, InviteRecord>,
    pub(super) devices: BTreeMap<DeviceId, Device>,
    /// Whose a secret is, and when it was made.
    pub(super) sessions: BTreeMap<SecretHash, (DeviceId, i64)>,
    pub(super) version: u64,
}

impl Sessions {
    pub(super) fn join(
        &mut self,
        people: &People,
        code: &SecretHash,
        device: &NewDevice,
        now: i64,
    ) -> Result<JoinOutcome, StoreError> {
        let Some(invite) = self.invites.get_mut(code) else { return Ok(JoinOutcome::Unknown) };
        match invite.state(now) {
            InviteState::Used => return Ok(JoinOutcome::Used),
            InviteState::Expired => return Ok(JoinOutcome::Expired),
            InviteState::Open => (),
        }
        let Some(person) = people.people.get(&invite.person).filter(|person| person.is_active)
        else {
            return Ok(JoinOutcome::Inactive);
        };
        invite.used = Some((now, device.id.clone()));
        let device = self.add_device(&person.id, device, now);
        Ok(JoinOutcome::Joined(SessionRecord { person: person.clone(), device }))
    }

    pub(super) fn add_device(&mut self, person: &PersonId, new: &NewDevice, now: i64) -> Device {
        let device = Device::added(person, new, now);
        self.devices.insert(new.id.clone(), device.clone());
        self.sessions.insert(new.secret, (new.id.clone(), now));
        self.version += 1;
        device
    }

    pub(super) fn revoke(&mut self, id: &DeviceId, now: i64) -> bool {
        let Some(device) = self.devices.get_mut(id) else { return false };
        device.revoked_at.get_or_insert(now);
        self.version += 1;
        true
    }

    pub(super) fn session(&self, people: &People, secret: &SecretHash) -> Option<SessionRecord> {
        let (device, _) = self.sessions.get(secret)?;
        let device = self.devices.get(device)?.clone();
        let person = people.people.get(&device.person)?.clone();
        Some(SessionRecord { person, device })
    }

    pub(super) fn rotate(&mut self, secret: &SecretHash, next: &SecretHash, now: i64) -> Rotation {
        let Some((device, made)) = self.sessions.get(secret).cloned() else {
            return Rotation::Kept;
        };
        if Rotation::is_settled(made, now) {
            self.sessions.retain(|_, (other, since)| *other != device || *since >= made);
        }
        let of_device = self.sessions.values().filter(|(other, _)| *other == device);
        let newest = of_device.map(|(_, since)| *since).max().unwrap_or(made);
        let rotation = Rotation::judge(made, newest, now);
        if rotation == Rotation::Replaced {
            self.sessions.insert(*next, (device, now));
        }
        rotation
    }

    pub(super) fn end(&mut self, secret: &SecretHash) {
        let Some((device, _)) = self.sessions.remove(secret) else { return };
        self.sessions.retain(|_, (other, _)| *other != device);
        self.version += 1;
    }
}
