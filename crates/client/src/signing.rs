//! Signing off: one level at a time, and never without saying what.
//!
//! ```text
//! asked ──the document of what is signed is open──▶ prepared ──this phone's key──▶ signed
//!       ──it is signed as it should be──▶ an entry among the own observations, saved strictly
//! ```
//!
//! Nothing is written before the end, so whatever fails on the way leaves nothing behind, and the
//! person is told.

use domain::{Body, CompetencyId, Entry, EntryId, Kind, Period, PersonId, Rated, SignOff};
use exchange::seal::{Preparing, Refusal, Reply, Request, Says};

use crate::client::Client;
use crate::effect::{Effect, Place};
use crate::saving::{After, Save};
use crate::sealing::Sealing;
use crate::view::SignProblem;

/// What a supervisor does about sign-offs.
#[derive(Clone, Debug, PartialEq)]
pub enum Attest {
    /// Looks at what could be signed of an observation.
    Open(EntryId),
    /// One level that was seen.
    Level {
        observation: EntryId,
        competency: CompetencyId,
    },
    /// What was signed off should have been this level.
    Correct {
        of: EntryId,
        level: u8,
        reason: String,
    },
    TakeBack {
        of: EntryId,
        reason: String,
    },
    /// The file that anyone can verify.
    Export(EntryId),
}

/// One signature on its way.
#[derive(Debug)]
pub(crate) struct Signing {
    wish: Attest,
    about: PersonId,
    /// Not asked for yet: what is signed has still to be opened.
    is_waiting: bool,
    attestation: Vec<u8>,
    signature: Vec<u8>,
}

impl Client {
    pub(crate) fn attest(&mut self, attest: Attest) {
        match &attest {
            Attest::Open(observation) => {
                self.ensure_key();
                self.seals.problem = None;
                if let Some(person) = self.owner(observation) {
                    self.want_verdicts(&person);
                }
            }
            Attest::Level { observation: of, .. }
            | Attest::Correct { of, .. }
            | Attest::TakeBack { of, .. } => {
                if let Some(about) = self.owner(of) {
                    self.begin_signing(about, attest);
                }
            }
            Attest::Export(entry) => self.export_sign_off(entry),
        }
    }

    /// After somebody was watched: what was seen can be signed at once.
    pub(crate) fn after_observing(&self, entry: Entry) -> Place {
        let Body::Observation(seen) = &entry.body else { return Place::People };
        let is_level = |rated: Rated| matches!(rated, Rated::Level(_));
        match seen.ratings.values().any(|level| is_level(level.rated)) {
            true => Place::Sign(entry.id),
            false => Place::People,
        }
    }

    /// One at a time: a second tap is none.
    fn begin_signing(&mut self, about: PersonId, wish: Attest) {
        if self.seals.signing.is_some() {
            return;
        }
        self.seals.problem = None;
        self.not_saved = None;
        if self.seals.certificate.is_empty() {
            self.ensure_key();
            return self.stop_signing(SignProblem::ConnectOnce);
        }
        let (attestation, signature) = Default::default();
        self.seals.signing =
            Some(Signing { wish, about, is_waiting: true, attestation, signature });
        self.go_on_signing();
    }

    fn stop_signing(&mut self, problem: SignProblem) {
        self.seals.signing = None;
        self.seals.problem = Some(problem);
    }

    /// Goes on when what it waited for is open.
    pub(crate) fn go_on_signing(&mut self) {
        let signing = self.seals.signing.as_ref().filter(|signing| signing.is_waiting);
        let Some(wish) = signing.map(|signing| signing.wish.clone()) else { return };
        match self.says(&wish) {
            Some(Some(says)) => self.prepare(says),
            Some(None) => self.stop_signing(SignProblem::Refused),
            None => {}
        }
    }

    fn prepare(&mut self, says: Says) {
        let (Some(identity), Some(key)) = (&self.identity, self.seals.key) else {
            return self.stop_signing(SignProblem::ConnectOnce);
        };
        let (device, now) = (identity.device.clone(), self.now.utc_ms - identity.clock_ahead_ms);
        let certificate = self.seals.certificate.clone();
        let preparing = Preparing { says, device, key, certificate, now };
        if let Some(signing) = &mut self.seals.signing {
            signing.is_waiting = false;
        }
        self.seal(Request::Prepare(Box::new(preparing)).pack(), Sealing::Prepare);
    }

    /// What was prepared is signed; what was signed is saved.
    pub(crate) fn on_signing(&mut self, reply: Result<Reply, SignProblem>) {
        let Some(signing) = &mut self.seals.signing else { return };
        match reply {
            Ok(Reply::Prepared { attestation, message }) => {
                signing.attestation = attestation;
                let ticket = self.sealing(Sealing::Sign);
                self.effect(Effect::Sign { ticket, message });
            }
            Ok(Reply::Finished { serial }) => self.save_signature(serial),
            Ok(Reply::Refused(Refusal::NotCertified | Refusal::Expired)) => {
                self.stop_signing(SignProblem::ConnectOnce);
            }
            Ok(Reply::Bytes(_) | Reply::Receipts { .. } | Reply::Judged(_) | Reply::Refused(_)) => {
                self.stop_signing(SignProblem::Refused)
            }
            Err(problem) => self.stop_signing(problem),
        }
    }

    pub(crate) fn on_signature(&mut self, outcome: Result<Vec<u8>, String>) {
        let Some(signing) = &mut self.seals.signing else { return };
        match outcome {
            Ok(signature) => {
                signing.signature.clone_from(&signature);
                let attestation = signing.attestation.clone();
                let certificate = self.seals.certificate.clone();
                let request = Request::Finish { attestation, signature, certificate };
                self.seal(request.pack(), Sealing::Finish);
            }
            Err(why) => self.stop_signing(SignProblem::NoKey(why)),
        }
    }

    fn save_signature(&mut self, certificate: u64) {
        let Some(signing) = &self.seals.signing else { return };
        let (attestation, signature) = (signing.attestation.clone(), signing.signature.clone());
        let about = signing.about.clone();
        let body = Body::SignOff(SignOff { attestation, signature, certificate });
        let entry = self.fresh(EntryId::from_random(self.random), body);
        match self.document_about(Kind::Obs, about, Period::of(self.now)) {
            Some(document) => self.save(Save { document, entry, after: After::Signed }),
            None => self.stop_signing(SignProblem::Refused),
        }
    }

    /// It is on disk.
    pub(crate) fn signed(&mut self, entry: EntryId) {
        let Some(signing) = self.seals.signing.take() else { return };
        if let Attest::Level { observation, competency } = signing.wish {
            let pair = (observation.to_string(), competency.to_string());
            self.seals.just_signed.insert(pair, entry);
        }
    }
}
