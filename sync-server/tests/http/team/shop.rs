//! A workshop in which Sue signs off what Sam can do.

use domain::{Entry, Kind, Rated};
use exchange::attestation::{Act, Attestation, Digest, Signed};
use serde_json::Value;

use super::desk::{DAY, Pen, Sheet, rating, stock, watched};
use super::told;
use crate::server::{Browser, NOON, Server};

pub(crate) const SIGN: Act = Act::Sign { renews: None };

/// Sam logged and Sue watched; nothing is signed yet.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) sam: Browser,
    pub(crate) sue: Browser,
    pub(crate) log: Sheet,
    pub(crate) seen: Sheet,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let server = Server::start().await;
        stock(&server);
        let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
        let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
        log.write(&server, "r1", rating(3, NOON - DAY));
        let mut seen = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
        seen.write(&server, "o1", watched(Rated::Level(2), NOON - DAY));
        Self { server, sam, sue, log, seen }
    }

    pub(crate) fn write(&mut self, name: &str, pen: &Pen, signed: &Signed<Attestation>) -> Entry {
        self.seen.write(&self.server, name, pen.entry(signed))
    }

    /// Sue signs Sam's own entry off.
    pub(crate) fn sign(&mut self, name: &str, pen: &Pen, level: u8, at: i64) -> Digest {
        let signed = pen.sign(SIGN, (&self.log, "r1"), level, at);
        self.write(name, pen, &signed);
        signed.digest()
    }

    /// The level that Sue is told is signed.
    pub(crate) async fn level(&self) -> Value {
        told(&self.sue, "sam").await["skills"][0]["signed"]["level"].clone()
    }
}
