//! This phone's key and its certificate, whom to trust, and receipts: fetched when there is contact, so
//! that signing and judging need none.

use documents::DocumentId;
use domain::Role;
use exchange::attestation::{Reason, Verdict, to_hex};
use exchange::seal::{Reply, Request};
use json::Json;

use crate::client::{Awaited, Client};
use crate::effect::Effect;
use crate::sealing::Sealing;
use crate::view::SignProblem;

type Answer = Option<(u16, Vec<u8>)>;

impl Client {
    /// A supervisor's phone has a key from the start, so that it is certified before it is needed.
    pub(crate) fn ensure_key(&mut self) {
        if !self.roles().contains(&Role::Supervisor) {
            return;
        }
        if self.seals.key.is_some() {
            return self.certify();
        }
        if !self.awaits(|awaited| *awaited == Awaited::Sealing(Sealing::Key)) {
            let ticket = self.sealing(Sealing::Key);
            self.effect(Effect::MakeKey { ticket });
        }
    }

    /// Without a key nothing can be signed, and the person hears of it when they try.
    pub(crate) fn on_key(&mut self, outcome: Result<Vec<u8>, String>) {
        if let Some(key) = outcome.ok().and_then(|key| key.try_into().ok()) {
            self.keep_key(key);
            self.certify();
        }
    }

    /// The same key gets the same certificate until that is to be renewed: so it is asked for with every
    /// connection.
    fn certify(&mut self) {
        let Some(key) = self.seals.key.filter(|_| self.link.is_connected()) else { return };
        if !self.awaits(|awaited| *awaited == Awaited::Certificate) {
            let wish = Json::object().with("public_key", to_hex(&key)).with("guest", false);
            self.post("/api/certificate", Some(wish.to_bytes()), Awaited::Certificate);
        }
    }

    pub(crate) fn on_certificate(&mut self, answer: Answer) {
        // Who signs offline also judges offline what they signed.
        if let Some((200, body)) = answer
            && self.keep_certificate(body)
        {
            self.ask_trust();
        }
    }

    /// With every connection.
    pub(crate) fn renew_trust(&mut self) {
        self.seals.asked.clear();
        self.judge_again();
        self.ensure_key();
        // Also for who has no sign-offs yet: a proof card may come when there is no network.
        self.ask_trust();
    }

    pub(crate) fn ask_trust(&mut self) {
        if self.link.is_connected() && !self.awaits(|awaited| *awaited == Awaited::Trust) {
            self.get("/api/trust", Awaited::Trust);
        }
    }

    pub(crate) fn on_trust(&mut self, answer: Answer) {
        if let Some((200, body)) = answer {
            self.keep_trust(body);
        }
    }

    /// Asks for what a verdict lacks, once a connection: the receipt of what the server has, or the
    /// certificate of a device that is new here.
    pub(crate) fn ask_for_more(&mut self, subject: &str) {
        if !self.link.is_connected() {
            return;
        }
        let Some(verdicts) = self.seals.verdicts.get(subject) else { return };
        let mut lacking = Vec::new();
        for judged in verdicts.list.values() {
            let Some(said) = &judged.said else { continue };
            let place = judged.entry.split_once('/');
            if let Some((document, entry)) = place
                && let Ok(document) = document.parse()
                && self.shelf.get(&document).is_some_and(|held| !held.awaits(entry))
            {
                lacking.push((judged.verdict, document, said.digest));
            }
        }
        for (verdict, document, digest) in lacking {
            let question = (digest, verdict == Verdict::AwaitingReceipt);
            if self.seals.asked.contains(&question) {
                continue;
            }
            match verdict {
                Verdict::AwaitingReceipt if self.is_asking(document) => continue,
                Verdict::AwaitingReceipt => self.ask_receipts(document, 0),
                Verdict::DoesNotCount(Reason::NoCertificate | Reason::OrganisationNotConfirmed) => {
                    self.ask_trust();
                }
                Verdict::Counts | Verdict::AwaitingConfirmation | Verdict::DoesNotCount(_) => {
                    continue;
                }
            }
            self.seals.asked.insert(question);
        }
    }

    fn ask_receipts(&mut self, document: DocumentId, after: u64) {
        let path = format!("/api/receipts?document={document}&after={after}");
        self.get(&path, Awaited::Receipts(document));
    }

    /// What was on its way before says nothing of what came since: it is asked for afterwards.
    fn is_asking(&self, document: DocumentId) -> bool {
        let ways = [Awaited::Receipts(document), Awaited::Sealing(Sealing::Receipts(document))];
        self.awaits(|awaited| ways.contains(awaited))
    }

    pub(crate) fn on_receipts(&mut self, document: DocumentId, answer: Answer) {
        if let Some((200, body)) = answer {
            self.seal(Request::Receipts { body }.pack(), Sealing::Receipts(document));
        }
    }

    pub(crate) fn on_receipts_read(
        &mut self,
        document: DocumentId,
        reply: Result<Reply, SignProblem>,
    ) {
        let Ok(Reply::Receipts { receipts, next }) = reply else { return };
        self.seals.is_stale = true;
        for (attestation, receipt) in receipts {
            self.keep_receipt(attestation, receipt);
        }
        if let Some(next) = next {
            self.ask_receipts(document, next);
        }
    }
}
