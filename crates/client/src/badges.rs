//! A sign-off as an Open Badge. The server makes it, so it takes a network; nothing is kept of it here.

use domain::EntryId;
use exchange::attestation::to_hex;

use crate::client::{Awaited, Client};
use crate::effect::Effect;
use crate::view::SignProblem;

impl Client {
    pub(crate) fn export_badge(&mut self, id: &EntryId) {
        let digest = self.readable(id).and_then(|(held, _)| Some(self.said(held, id)?.digest));
        let Some(digest) = digest.filter(|_| !self.awaits(|awaited| *awaited == Awaited::Badge))
        else {
            return;
        };
        self.seals.problem = None;
        let path = ["/api/badge?attestation=", &to_hex(&digest)].concat();
        self.get(&path, Awaited::Badge);
    }

    pub(crate) fn on_badge(&mut self, answer: Option<(u16, Vec<u8>)>) {
        self.seals.problem = match answer {
            Some((200, bytes)) => {
                let name = ["ropes-badge-", &self.stamp(), ".jwt"].concat();
                self.effect(Effect::SaveFile { name, media_type: "application/jwt", bytes });
                None
            }
            Some(_) => Some(SignProblem::NoBadge),
            None => Some(SignProblem::NoNetwork),
        };
    }
}
