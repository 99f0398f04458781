//! Who works here, as the server said when they joined.

use domain::{DeviceId, OrgId, PersonId, Role};
use protocol::http::{DeviceDto, JoinResponse, Me, roles_from_texts, roles_to_texts};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity {
    pub(crate) org: OrgId,
    pub(crate) org_name: String,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) device: DeviceId,
    pub(crate) peer_id: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) devices: Vec<DeviceDto>,
    /// How far this phone's clock is ahead of the server's, in milliseconds, at the last look.
    pub(crate) clock_ahead_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    join: JoinResponse,
    #[serde(default)]
    devices: Vec<DeviceDto>,
    #[serde(default)]
    clock_ahead_ms: i64,
}

impl Identity {
    /// `None` when the server's answer holds ids that cannot be.
    pub(crate) fn joined(join: JoinResponse, now_ms: i64) -> Option<Self> {
        Some(Self {
            org: OrgId::new(join.org).ok()?,
            org_name: join.org_name,
            person: PersonId::new(join.person).ok()?,
            name: join.name,
            device: DeviceId::new(join.device).ok()?,
            peer_id: join.peer_id,
            roles: roles_from_texts(&join.roles),
            devices: Vec::new(),
            clock_ahead_ms: now_ms - join.server_time,
        })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let join = JoinResponse {
            org: self.org.to_string(),
            org_name: self.org_name.clone(),
            person: self.person.to_string(),
            name: self.name.clone(),
            device: self.device.to_string(),
            peer_id: self.peer_id.clone(),
            server_time: 0,
            roles: roles_to_texts(&self.roles),
            token: None,
        };
        let devices = self.devices.clone();
        let kept = Kept { join, devices, clock_ahead_ms: self.clock_ahead_ms };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let kept: Kept = serde_json::from_slice(bytes).ok()?;
        let identity = Self::joined(kept.join, 0)?;
        Some(Self { devices: kept.devices, clock_ahead_ms: kept.clock_ahead_ms, ..identity })
    }

    /// Takes over what may have changed; false when the answer is about somebody else.
    pub(crate) fn refresh(&mut self, me: Me) -> bool {
        if me.org != self.org.as_str() || me.person != self.person.as_str() {
            return false;
        }
        self.org_name = me.org_name;
        self.name = me.name;
        self.roles = roles_from_texts(&me.roles);
        self.devices = me.devices;
        true
    }

    /// The name of this person's store.
    pub(crate) fn store(&self) -> String {
        format!("{}/{}", self.org, self.person)
    }
}
