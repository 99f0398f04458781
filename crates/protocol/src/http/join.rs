//! Joining with an invite, and the ticket for the websocket.

use json::Json;
use serde::{Deserialize, Serialize};

/// `POST /api/join`. `token: true` asks for a bearer token instead of relying on the cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    pub code: String,
    #[serde(default)]
    pub device_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<bool>,
}

/// `peer_id` is the first part of the device's peer ids, see [`crate::session::page_peer_id`];
/// `server_time` is UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinResponse {
    pub org: String,
    #[serde(default)]
    pub org_name: String,
    pub person: String,
    #[serde(default)]
    pub name: String,
    pub device: String,
    pub peer_id: String,
    pub server_time: i64,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// `POST /api/ticket`: good for one websocket, for 60 seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub ticket: String,
}

impl JoinRequest {
    pub fn to_json(&self) -> Json {
        let json = Json::object().with("code", &*self.code).with("device_name", &*self.device_name);
        match self.token {
            Some(token) => json.with("token", token),
            None => json,
        }
    }
}

impl Ticket {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self { ticket: json.text("ticket")? })
    }
}

impl JoinResponse {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            org: json.text("org")?,
            org_name: json.text("org_name").unwrap_or_default(),
            person: json.text("person")?,
            name: json.text("name").unwrap_or_default(),
            device: json.text("device")?,
            peer_id: json.text("peer_id")?,
            server_time: json.number("server_time")?,
            roles: json.texts("roles")?,
            token: json.text("token"),
        })
    }
}
