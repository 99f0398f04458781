//! Leaving this phone: signing out, devices, and the names of files that leave with the person.

use protocol::http::{self, Me};

use crate::client::{Awaited, Client};
use crate::connection::gone_because;
use crate::effect::Effect;
use crate::held::Held;
use crate::view::{MeNotice, Phase};

impl Client {
    // ---- signing out -------------------------------------------------------------------------

    /// Refused while something is neither on the server nor in a rescue file.
    pub(crate) fn sign_out(&mut self) {
        let at_risk = |held: &&Held| !held.pending.is_empty() && !held.is_rescued;
        let count = self.shelf.values().filter(at_risk).map(|held| held.pending.len()).sum();
        if count > 0 {
            self.me_notice = Some(MeNotice::SignOutRefused(count));
            return;
        }
        let only_here = self.aside.iter().filter(|aside| !aside.is_exported).count();
        if only_here > 0 {
            self.me_notice = Some(MeNotice::NotAcceptedFirst(only_here));
            return;
        }
        self.post("/api/sign-out", None, Awaited::SignOut);
    }

    pub(crate) fn on_signed_out(&mut self, answer: Option<(u16, Vec<u8>)>) {
        match answer {
            Some((200 | 204 | 401, _)) => {
                self.effect(Effect::CloseSocket);
                self.effect(Effect::DropStore);
                self.reset();
                self.phase = Phase::Join;
                self.effect(Effect::Go(crate::Place::Join));
            }
            Some(_) | None => self.me_notice = Some(MeNotice::NoServer),
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
