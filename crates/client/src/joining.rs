//! Joining with an invite, and several people in one browser.

use protocol::http::{self, JoinRequest, JoinResponse, Me, Problem, ProblemCode};

use crate::client::{Awaited, Client};
use crate::connection::{Gone, Link};
use crate::effect::{Durability, Effect, HttpRequest, Method, Place, Table, Write};
use crate::event::Fault;
use crate::identity::Identity;
use crate::opening::IDENTITY;
use crate::view::{JoinProblem, Phase};

impl Client {
    pub(crate) fn join(&mut self, code: String, device_name: String) {
        if self.is_joining {
            return;
        }
        self.is_joining = true;
        self.join_problem = None;
        let request = JoinRequest { code, device_name, token: None };
        self.post("/api/join", Some(request.to_json().to_bytes()), Awaited::Join);
    }

    pub(crate) fn post(&mut self, path: &str, body: Option<Vec<u8>>, awaited: Awaited) {
        let ticket = self.ticket(awaited);
        let (method, path) = (Method::Post, path.into());
        let request = HttpRequest { method, path, body, known: None };
        self.effect(Effect::Http { ticket, request });
    }

    pub(crate) fn on_join_answer(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((status, body)) = answer else { return self.join_failed(JoinProblem::NoServer) };
        let join = http::read(&body, JoinResponse::from_json);
        let identity = join.and_then(|join| Identity::joined(join, self.now.utc_ms));
        match (status, identity) {
            (200 | 201, Some(identity)) => self.move_in(identity),
            _ => self.join_failed(problem_of(&body)),
        }
    }

    /// A new invite for the same person keeps the store; another person's store stays aside.
    fn move_in(&mut self, identity: Identity) {
        self.effect(Effect::CloseSocket);
        self.reset();
        self.is_joining = true;
        let (person, name) = (identity.store(), identity.name.clone());
        self.effect(Effect::UseStore { person: Some(person), name });
        let (table, key) = (Table::Meta, IDENTITY.into());
        let write = Write::Put { table, key, value: identity.to_bytes() };
        self.identity = Some(identity);
        self.store(vec![write], Durability::Strict, Awaited::JoinStored);
    }

    pub(crate) fn on_join_stored(&mut self, fault: Option<Fault>) {
        self.is_joining = false;
        if fault.is_some() {
            self.identity = None;
            self.phase = Phase::Join;
            return self.join_failed(JoinProblem::NotStored);
        }
        self.phase = Phase::Opening;
        self.load(Table::Meta, String::new(), Awaited::BootMeta);
        self.effect(Effect::Go(Place::Home));
    }

    fn join_failed(&mut self, problem: JoinProblem) {
        self.is_joining = false;
        self.join_problem = Some(problem);
    }

    /// Nobody joined in this store, yet the browser may have a session: an installed app gets the
    /// cookies of the tab it came from and nothing else. It becomes a further device.
    pub(crate) fn on_me_without_store(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200, body)) = answer else { return };
        if self.phase == Phase::Join
            && !self.is_joining
            && http::read(&body, Me::from_json).is_some()
        {
            let body = br#"{"device_name":""}"#.to_vec();
            self.post("/api/devices", Some(body), Awaited::FurtherDevice);
        }
    }

    pub(crate) fn on_further_device(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200 | 201, body)) = answer else { return };
        let join = http::read(&body, JoinResponse::from_json);
        let identity = join.and_then(|join| Identity::joined(join, self.now.utc_ms));
        if let Some(identity) = identity
            && self.phase == Phase::Join
            && !self.is_joining
        {
            self.move_in(identity);
        }
    }

    pub(crate) fn switch_to(&mut self, person: String) {
        self.effect(Effect::CloseSocket);
        self.reset();
        self.open_store(person);
        self.effect(Effect::Go(Place::Home));
    }

    /// Back to how a page starts, keeping only what belongs to the page.
    pub(crate) fn reset(&mut self) {
        self.forget_awaited();
        self.identity = None;
        self.roster = Default::default();
        self.team = Default::default();
        self.catalog = Default::default();
        self.catalogs.clear();
        self.shelf.clear();
        self.drafts = Default::default();
        self.cards = Default::default();
        self.link = Link::default();
        self.in_flight = None;
        self.queue.clear();
        self.not_saved = None;
        self.saved_bar = None;
        self.just_saved = false;
        self.just_rated = None;
        self.just_reflected = false;
        self.join_problem = None;
        self.me_notice = None;
        self.aside.clear();
        self.errands.clear();
        self.seals = Default::default();
    }

    pub(crate) fn is_gone(&self) -> Option<Gone> {
        self.link.gone
    }
}

fn problem_of(body: &[u8]) -> JoinProblem {
    let Some(problem) = http::read(body, Problem::from_json) else {
        return JoinProblem::Other(String::new());
    };
    match problem.code {
        ProblemCode::CodeMistyped => JoinProblem::Mistyped,
        ProblemCode::CodeUnknown => JoinProblem::Unknown,
        ProblemCode::CodeUsed => JoinProblem::Used,
        ProblemCode::CodeExpired => JoinProblem::Expired,
        ProblemCode::TooManyTries | ProblemCode::TooManyRequests => JoinProblem::TooManyTries,
        ProblemCode::SignedOut
        | ProblemCode::Revoked
        | ProblemCode::Forbidden
        | ProblemCode::BadRequest
        | ProblemCode::NotFound
        | ProblemCode::TooLarge
        | ProblemCode::TooManyDocuments
        | ProblemCode::TooManyKeys
        | ProblemCode::DoesNotCount
        | ProblemCode::Other(_) => JoinProblem::Other(problem.detail.unwrap_or(problem.title)),
    }
}
