//! Leaving this phone: signing out, devices, and the names of files that leave with the person.

use protocol::http::{self, Me};

use crate::client::{Awaited, Client};
use crate::connection::{Gone, gone_because};
use crate::effect::Effect;
use crate::held::Held;
use crate::view::{MeNotice, Phase};

impl Client {
    // ---- signing out -------------------------------------------------------------------------

    /// Refused while something is neither on the server nor in a rescue file.
    pub(crate) fn sign_out(&mut self) {
        match self.only_here() {
            Some(notice) => self.me_notice = Some(notice),
            None => self.post("/api/sign-out", None, Awaited::SignOut),
        }
    }

    /// What would be lost with this phone.
    fn only_here(&self) -> Option<MeNotice> {
        let at_risk = |held: &&Held| !held.pending.is_empty() && !held.is_rescued;
        let unsent = self.shelf.values().filter(at_risk).map(|held| held.pending.len());
        let count = unsent.sum::<usize>() + self.queue.len();
        if count > 0 {
            return Some(MeNotice::SignOutRefused(count));
        }
        let aside = self.aside.iter().filter(|aside| !aside.is_exported).count();
        (aside > 0).then_some(MeNotice::NotAcceptedFirst(aside))
    }

    pub(crate) fn on_signed_out(&mut self, answer: Option<(u16, Vec<u8>)>) {
        match (answer, self.only_here()) {
            // The session is over, and something was saved meanwhile: it stays.
            (Some((200 | 204 | 401, _)), Some(notice)) => {
                self.me_notice = Some(notice);
                self.effect(Effect::CloseSocket);
                self.on_gone(Gone::SignedOut);
            }
            (Some((200 | 204 | 401, _)), None) => {
                self.effect(Effect::CloseSocket);
                self.effect(Effect::DropStore);
                self.reset();
                // What this actor wrote is not here any more: its numbers would be given again.
                self.actor[1..].copy_from_slice(&self.random);
                self.phase = Phase::Join;
                self.effect(Effect::Go(crate::Place::Join));
            }
            (Some(_) | None, _) => self.me_notice = Some(MeNotice::NoServer),
        }
    }

    // ---- devices -----------------------------------------------------------------------------

    pub(crate) fn refresh_devices(&mut self) {
        self.get("/api/me", Awaited::Devices);
    }

    pub(crate) fn on_devices(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200, body)) = answer else { return };
        let me = http::read(&body, Me::from_json);
        if let (Some(me), Some(identity)) = (me, &mut self.identity)
            && identity.refresh(me)
        {
            self.keep_identity();
        }
    }

    pub(crate) fn revoke_device(&mut self, device: &str) {
        self.post(&format!("/api/devices/{device}/revoke"), None, Awaited::Revoke);
    }

    pub(crate) fn on_revoke(&mut self, answer: Option<(u16, Vec<u8>)>) {
        self.me_notice = Some(match answer {
            Some((200 | 204, _)) => MeNotice::DeviceRevoked,
            Some((401, body)) => {
                self.link.gone = Some(gone_because(&body));
                MeNotice::NoServer
            }
            Some(_) | None => MeNotice::NoServer,
        });
        self.refresh_devices();
    }
}
