//! `GET /api/me`: who is asking, and from which devices that person works.

use json::Json;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub org: String,
    #[serde(default)]
    pub org_name: String,
    pub person: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub roles: Vec<String>,
    pub device: String,
    #[serde(default)]
    pub devices: Vec<DeviceDto>,
}

/// One device of the person. Times are UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceDto {
    pub id: String,
    #[serde(default)]
    pub name: String,
    pub since: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<i64>,
    #[serde(default)]
    pub current: bool,
}

impl Me {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            org: json.text("org")?,
            org_name: json.text("org_name").unwrap_or_default(),
            person: json.text("person")?,
            name: json.text("name").unwrap_or_default(),
            roles: json.texts("roles")?,
            device: json.text("device")?,
            devices: json.each("devices", DeviceDto::from_json)?,
        })
    }
}

impl DeviceDto {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.text("id")?,
            name: json.text("name").unwrap_or_default(),
            since: json.number("since")?,
            last_seen: json.number("last_seen"),
            current: json.is_true("current"),
        })
    }

    pub fn to_json(&self) -> Json {
        Json::object()
            .with("id", &*self.id)
            .with("name", &*self.name)
            .with("since", self.since)
            .with("last_seen", self.last_seen)
            .with("current", self.current)
    }
}
