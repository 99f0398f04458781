//! Who works here, as the server said when they joined.

use domain::{DeviceId, OrgId, PersonId, Role};
use json::Json;
use protocol::http::{DeviceDto, JoinResponse, Me, roles_from_texts, roles_to_texts};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity {
    pub(crate) org: OrgId,
    pub(crate) org_name: String,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) device: DeviceId,
    pub(crate) peer_id: String,
    /// Shown to the server instead of the browser's cookie.
    pub(crate) token: Option<String>,
    /// The browser's cookie is for this person, beside any token.
    pub(crate) has_cookie: bool,
    pub(crate) roles: Vec<Role>,
    pub(crate) devices: Vec<DeviceDto>,
    /// How far this phone's clock is ahead of the server's, in milliseconds, at the last look.
    pub(crate) clock_ahead_ms: i64,
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
            has_cookie: join.token.is_none(),
            token: join.token,
            roles: roles_from_texts(&join.roles),
            devices: Vec::new(),
            clock_ahead_ms: now_ms - join.server_time,
        })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut join = Json::object()
            .with("org", self.org.as_str())
            .with("org_name", &*self.org_name)
            .with("person", self.person.as_str())
            .with("name", &*self.name)
            .with("device", self.device.as_str())
            .with("peer_id", &*self.peer_id)
            .with("server_time", 0_i64)
            .with("roles", roles_to_texts(&self.roles).into_iter().collect::<Json>());
        if let Some(token) = &self.token {
            join = join.with("token", &**token);
        }
        Json::object()
            .with("join", join)
            .with("devices", self.devices.iter().map(DeviceDto::to_json).collect::<Json>())
            .with("clock_ahead_ms", self.clock_ahead_ms)
            .with("has_cookie", self.has_cookie)
            .to_bytes()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let json = json::read(bytes)?;
        let identity = Self::joined(JoinResponse::from_json(json.get("join")?)?, 0)?;
        let devices = json.each("devices", DeviceDto::from_json)?;
        let clock_ahead_ms = json.number("clock_ahead_ms").unwrap_or_default();
        let has_cookie = identity.has_cookie || json.is_true("has_cookie");
        Some(Self { devices, clock_ahead_ms, has_cookie, ..identity })
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
