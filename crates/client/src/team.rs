//! What the server tells of a supervisor's team in short: asked for with every contact, kept on the phone,
//! and given up with the role.

use domain::{Moment, Role, Rollup};
use protocol::http::{self, rollups_from_json, tag_of};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, HttpRequest, Method, Table, Write};
use crate::moments;

/// The answer, as it came, and when the server last said that it stands.
pub(crate) const TEAM: &str = "team";
pub(crate) const TEAM_HEARD: &str = "team/heard";

#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) people: Vec<Rollup>,
    pub(crate) heard: Option<Moment>,
    tag: Option<String>,
}

impl Told {
    /// False when it is no such answer.
    pub(crate) fn take(&mut self, body: &[u8]) -> bool {
        let Some(people) = http::read(body, rollups_from_json) else { return false };
        self.people = people;
        self.tag = Some(tag_of(body));
        true
    }

    pub(crate) fn take_heard(&mut self, value: &[u8]) {
        self.heard = json::read(value).as_ref().and_then(moments::from_json);
    }
}

impl Client {
    /// The team's page was opened.
    pub(crate) fn open_team(&mut self) {
        if self.link.is_connected() {
            self.ask_team();
        }
    }

    /// Only who has the role has a team.
    pub(crate) fn ask_team(&mut self) {
        if !self.roles().contains(&Role::Supervisor) {
            return self.give_up_team();
        }
        let (path, known) = ("/api/team".into(), self.team.tag.clone());
        let request = HttpRequest { method: Method::Get, path, body: None, known, token: None };
        self.ask_with_token(request, Awaited::Team);
    }

    pub(crate) fn on_team(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let put = |key: &str, value| Write::Put { table: Table::Meta, key: key.into(), value };
        let mut writes = Vec::new();
        match answer {
            Some((200, body)) if self.team.take(&body) => writes.push(put(TEAM, body)),
            Some((304, _)) => {}
            // Another server, or an older one: what was told before stays, with its age.
            Some(_) | None => return,
        }
        self.team.heard = Some(self.now);
        writes.push(put(TEAM_HEARD, moments::to_json(self.now).to_bytes()));
        self.store(writes, Durability::Relaxed, Awaited::Aside);
    }

    fn give_up_team(&mut self) {
        if self.team.heard.is_some() {
            self.team = Told::default();
            let drop = Write::DeletePrefix { table: Table::Meta, prefix: TEAM.into() };
            self.store(vec![drop], Durability::Relaxed, Awaited::Aside);
        }
    }
}
