//! `GET /api/me`: who is asking, and from which devices that person works.

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
