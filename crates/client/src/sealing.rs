//! What this phone has of keys, certificates, receipts and verdicts, and what comes back from the
//! module that knows signed bytes. Here nothing is read of them: they are kept, and handed on.

use documents::{DocumentId, Hash};
use domain::{EntryId, Map, Set};
use exchange::attestation::{Seen, from_hex, to_hex};
use exchange::seal::Reply;

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Table, Ticket, Write};
use crate::signing::Signing;
use crate::verdicts::Verdicts;
use crate::view::SignProblem;

const KEY: &str = "key";
const CERTIFICATE: &str = "certificate";
const TRUST: &str = "trust";
const RECEIPT: &str = "receipt/";
/// Before the hash of what it proves.
pub(crate) const PROOF: &str = "proof/";

/// Bytes as they came, empty where there are none.
#[derive(Debug, Default)]
pub(crate) struct Seals {
    /// The public half of this phone's key.
    pub(crate) key: Option<[u8; 32]>,
    pub(crate) certificate: Vec<u8>,
    pub(crate) trust: Vec<u8>,
    /// By the attestation they are for. Kept for good: a server that comes back from an old backup has
    /// them no more.
    pub(crate) receipts: Map<Hash, Vec<u8>>,
    /// Proof cards about this person, as they were read, by their keys in the store. Kept for good.
    pub(crate) proofs: Map<String, Vec<u8>>,
    /// What entries that were signed come to now.
    pub(crate) evidence: Map<(DocumentId, String), Seen>,
    /// By the person they are about, for whom somebody has looked at.
    pub(crate) verdicts: Map<String, Verdicts>,
    /// Attestations for which this connection's server was asked: for a receipt, else whom to trust.
    pub(crate) asked: Set<(Hash, bool)>,
    pub(crate) signing: Option<Signing>,
    pub(crate) problem: Option<SignProblem>,
    /// The records of observations and skills signed since the page was loaded.
    pub(crate) just_signed: Map<(String, String), EntryId>,
    /// Something came that may change a verdict.
    pub(crate) is_stale: bool,
}

/// What the module was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sealing {
    Key,
    Prepare,
    Sign,
    Finish,
    Receipts(DocumentId),
    Judge(String),
    /// The card of an own sign-off.
    Prove(EntryId),
    /// What a proof card is worth.
    Proof(Vec<u8>),
    /// A file of this name.
    File(String),
}

impl Seals {
    /// A record of the store; false when it is none of these.
    pub(crate) fn take(&mut self, key: &str, value: &[u8]) -> bool {
        match key {
            KEY => self.key = value.try_into().ok(),
            CERTIFICATE => self.certificate = value.to_vec(),
            TRUST => self.trust = value.to_vec(),
            _ if key.starts_with(PROOF) => {
                self.proofs.insert(key.to_owned(), value.to_vec());
            }
            _ => {
                let Some(digest) = key.strip_prefix(RECEIPT) else { return false };
                let digest = from_hex(digest).and_then(|digest| digest.try_into().ok());
                if let Some(digest) = digest {
                    self.receipts.insert(digest, value.to_vec());
                }
            }
        }
        true
    }
}

impl Client {
    pub(crate) fn on_sealing(&mut self, sealing: Sealing, outcome: Result<Vec<u8>, String>) {
        match sealing {
            Sealing::Key => self.on_key(outcome),
            Sealing::Sign => self.on_signature(outcome),
            Sealing::Prepare | Sealing::Finish => self.on_signing(reply(outcome)),
            Sealing::Receipts(document) => self.on_receipts_read(document, reply(outcome)),
            Sealing::Judge(subject) => self.on_judged(&subject, outcome),
            Sealing::Prove(entry) => self.on_proof_made(entry, reply(outcome)),
            Sealing::Proof(card) => self.on_proof_judged(card, reply(outcome)),
            Sealing::File(name) => self.on_file(name, reply(outcome)),
        }
    }

    pub(crate) fn seal(&mut self, request: Vec<u8>, sealing: Sealing) {
        let ticket = self.ticket(Awaited::Sealing(sealing));
        self.effect(Effect::Seal { ticket, request });
    }

    pub(crate) fn sealing(&mut self, sealing: Sealing) -> Ticket {
        self.ticket(Awaited::Sealing(sealing))
    }

    fn keep_seal(&mut self, key: String, value: Vec<u8>) {
        let write = Write::Put { table: Table::Meta, key, value };
        self.store(vec![write], Durability::Relaxed, Awaited::Aside);
    }

    pub(crate) fn keep_key(&mut self, key: [u8; 32]) {
        self.seals.key = Some(key);
        self.keep_seal(KEY.into(), key.to_vec());
    }

    /// True when it is another than before.
    pub(crate) fn keep_certificate(&mut self, body: Vec<u8>) -> bool {
        if self.seals.certificate == body {
            return false;
        }
        self.seals.certificate.clone_from(&body);
        self.keep_seal(CERTIFICATE.into(), body);
        true
    }

    pub(crate) fn keep_trust(&mut self, body: Vec<u8>) {
        if self.seals.trust != body {
            self.seals.trust.clone_from(&body);
            self.seals.is_stale = true;
            self.keep_seal(TRUST.into(), body);
        }
    }

    pub(crate) fn keep_receipt(&mut self, attestation: Hash, receipt: Vec<u8>) {
        // The server signs anew whenever it is asked; one is enough.
        if !self.seals.receipts.contains_key(&attestation) {
            self.seals.receipts.insert(attestation, receipt.clone());
            self.seals.is_stale = true;
            self.keep_seal([RECEIPT, &to_hex(&attestation)].concat(), receipt);
        }
    }
}

/// Why there is none, where there is none.
pub(crate) fn reply(outcome: Result<Vec<u8>, String>) -> Result<Reply, SignProblem> {
    let bytes = outcome.map_err(SignProblem::NotLoaded)?;
    Reply::unpack(&bytes).ok_or(SignProblem::Refused)
}
