//! A person with a PIN has no part in the browser's cookie, which opens the server's door to whoever holds
//! the phone: a token takes its place, sealed with everything else.

use protocol::http::{self, JoinResponse};

use crate::client::{Awaited, Client};
use crate::connection::LinkState;
use crate::effect::{Durability, HttpRequest, Method, Table, Write};
use crate::identity::Identity;
use crate::opening::IDENTITY;

impl Client {
    /// True where something has to be asked first. A token is on disk before the cookie ends.
    pub(crate) fn gives_up_cookie(&mut self) -> bool {
        let Some(identity) = &self.identity else { return false };
        if !identity.has_cookie || !self.locking.lock.is_on() {
            return false;
        }
        self.link.state = LinkState::Asking;
        match identity.token {
            None => {
                let this = |device: &&http::DeviceDto| device.id == identity.device.as_str();
                let name = identity.devices.iter().find(this).map_or("", |device| &device.name);
                let wish = json::Json::object().with("device_name", name).with("token", true);
                self.post("/api/devices", Some(wish.to_bytes()), Awaited::OwnToken);
            }
            Some(_) => self.end_cookie(),
        }
        true
    }

    pub(crate) fn on_own_token(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let join = answer.and_then(|(_, body)| http::read(&body, JoinResponse::from_json));
        let joined = join.and_then(|join| Identity::joined(join, self.now.utc_ms));
        match (joined, &mut self.identity) {
            (Some(joined), Some(identity)) if joined.person == identity.person => {
                *identity = Identity { has_cookie: true, ..joined };
                let (table, key) = (Table::Meta, IDENTITY.into());
                let write = Write::Put { table, key, value: identity.to_bytes() };
                self.store(vec![write], Durability::Strict, Awaited::OwnToken);
            }
            _ => self.on_unreachable(),
        }
    }

    pub(crate) fn on_token_stored(&mut self, is_stored: bool) {
        if is_stored { self.end_cookie() } else { self.on_unreachable() }
    }

    /// Shows the cookie alone.
    fn end_cookie(&mut self) {
        let (method, path) = (Method::Post, "/api/sign-out".into());
        let request = HttpRequest { method, path, body: None, known: None, token: None };
        self.request(request, Awaited::CookieEnded);
    }

    pub(crate) fn on_cookie_ended(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((204 | 401, _)) = answer else { return self.on_unreachable() };
        if let Some(identity) = &mut self.identity {
            identity.has_cookie = false;
        }
        self.keep_identity();
        self.ask_me();
    }
}
