//! Asking the server. Who has a token of their own shows it with every request; the browser's cookie
//! speaks for the others.

use protocol::http::{self, Ticket as SocketTicket};

use crate::client::{Awaited, Client};
use crate::effect::{Effect, HttpRequest, Method};

impl Client {
    pub(crate) fn get(&mut self, path: &str, awaited: Awaited) {
        self.ask_server(Method::Get, path, None, awaited);
    }

    pub(crate) fn post(&mut self, path: &str, body: Option<Vec<u8>>, awaited: Awaited) {
        self.ask_server(Method::Post, path, body, awaited);
    }

    pub(crate) fn ask_server(
        &mut self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        awaited: Awaited,
    ) {
        let request = HttpRequest { method, path: path.into(), body, known: None, token: None };
        self.ask_with_token(request, awaited);
    }

    pub(crate) fn ask_with_token(&mut self, request: HttpRequest, awaited: Awaited) {
        let token = self.identity.as_ref().and_then(|identity| identity.token.clone());
        self.request(HttpRequest { token, ..request }, awaited);
    }

    /// Shows the token that it names, or the cookie.
    pub(crate) fn request(&mut self, request: HttpRequest, awaited: Awaited) {
        let ticket = self.ticket(awaited);
        self.effect(Effect::Http { ticket, request });
    }

    /// A websocket takes no token: a ticket stands for it.
    pub(crate) fn open_socket(&mut self) {
        match self.identity.as_ref().and_then(|identity| identity.token.as_ref()) {
            Some(_) => self.post("/api/ticket", None, Awaited::SocketTicket),
            None => self.effect(Effect::OpenSocket { ticket: None }),
        }
    }

    pub(crate) fn on_socket_ticket(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let ticket = answer.and_then(|(_, body)| http::read(&body, SocketTicket::from_json));
        match ticket {
            Some(it) => self.effect(Effect::OpenSocket { ticket: Some(it.ticket) }),
            None => self.on_unreachable(),
        }
    }
}
