//! Proof without a network: who signed shows a card, whom it is about reads and keeps it. It says that it
//! was signed, and counts for nothing until the server has received what it proves.

use domain::{EntryId, PersonId};
use exchange::attestation::{Reason, Seen, Verdict, to_hex};
use exchange::seal::{Batch, Judged, Proof, Reply, Request, Said};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Table, Write};
use crate::event::Fault;
use crate::sealing::{PROOF, Sealing};
use crate::view::{CardProblem, ProofProblem, SignProblem};

impl Client {
    // ---- showing -----------------------------------------------------------------------------

    /// Of an own sign-off, for the certificate that this phone has.
    pub(crate) fn show_proof(&mut self, id: EntryId) {
        self.cards.proof = None;
        let Some((attestation, signature)) = self.own_signature(&id) else {
            self.cards.proof = Some((id, None));
            return;
        };
        let certificate = self.seals.certificate.clone();
        let request = Request::Prove { attestation, signature, certificate };
        self.seal(request.pack(), Sealing::Prove(id));
    }

    pub(crate) fn on_proof_made(&mut self, id: EntryId, reply: Result<Reply, SignProblem>) {
        let text = match reply {
            Ok(Reply::Bytes(text)) => String::from_utf8(text).ok(),
            Ok(_) | Err(_) => None,
        };
        self.cards.proof = Some((id, text));
    }

    // ---- reading -----------------------------------------------------------------------------

    /// Checked before anything is kept of it.
    pub(crate) fn read_proof(&mut self, card: Vec<u8>) {
        let Some(identity) = &self.identity else { return };
        if self.seals.trust.is_empty() {
            self.ask_trust();
            return self.refuse_proof(ProofProblem::ConnectOnce);
        }
        let proof =
            Proof { key: String::new(), card: card.clone(), evidence: Seen::NotHere, newest: None };
        let batch = Batch {
            org: identity.org.clone(),
            subject: identity.person.to_string(),
            trust: self.seals.trust.clone(),
            items: Vec::new(),
            proofs: vec![proof],
        };
        self.seal(Request::Judge(batch).pack(), Sealing::Proof(card));
    }

    pub(crate) fn on_proof_judged(&mut self, card: Vec<u8>, reply: Result<Reply, SignProblem>) {
        match reply {
            Ok(Reply::Judged(mut judged)) => match judged.pop() {
                Some(Judged { verdict: Verdict::AwaitingReceipt, said: Some(said), .. }) => {
                    self.keep_proof(card, said);
                }
                Some(Judged { verdict: Verdict::DoesNotCount(reason), .. }) => {
                    self.refuse_proof(ProofProblem::Not(reason));
                }
                Some(_) | None => self.refuse_proof(ProofProblem::Not(Reason::Unreadable)),
            },
            Ok(_) | Err(_) => self.refuse_proof(ProofProblem::NotChecked),
        }
    }

    fn keep_proof(&mut self, card: Vec<u8>, said: Said) {
        let key = [PROOF, &to_hex(&said.digest)].concat();
        let signer = PersonId::new(said.signer.as_str()).ok();
        let mine = self.person().map(|person| self.roster.supervisors_of(person));
        let is_theirs = |id: &PersonId| mine.iter().flatten().any(|person| person.id == *id);
        if !signer.as_ref().is_some_and(is_theirs) {
            let name = signer.map(|id| self.person_name(&id)).unwrap_or_default();
            self.refuse_proof(ProofProblem::NotInCharge(name));
        } else if self.seals.proofs.contains_key(&key) || self.is_here(&said) {
            self.refuse_proof(ProofProblem::Held);
        } else {
            let write = Write::Put { table: Table::Meta, key: key.clone(), value: card.clone() };
            let awaited = Awaited::ProofKept { key, card, said };
            self.store(vec![write], Durability::Strict, awaited);
        }
    }

    /// The record itself has arrived.
    pub(crate) fn is_here(&self, said: &Said) -> bool {
        let Some(person) = self.person() else { return false };
        let mut records = self.sign_offs(person.as_str());
        records.any(|(held, entry)| {
            self.said(held, &entry.id).is_some_and(|other| other.digest == said.digest)
        })
    }

    /// Only what is on disk is shown as kept.
    pub(crate) fn on_proof_kept(
        &mut self,
        key: String,
        card: Vec<u8>,
        said: Said,
        fault: Option<Fault>,
    ) {
        if let Some(fault) = fault {
            return self.refuse_proof(ProofProblem::NotKept(fault));
        }
        self.seals.proofs.insert(key, card);
        self.cards.kept = Some(said);
        self.judge_again();
    }

    fn refuse_proof(&mut self, problem: ProofProblem) {
        self.cards.problem = Some(CardProblem::Proof(problem));
    }

    pub(crate) fn has_proofs(&self, subject: &str) -> bool {
        let is_own = self.person().is_some_and(|person| person.as_str() == subject);
        is_own && !self.seals.proofs.is_empty()
    }

    /// Those that are kept, with what is known around each; `None` as long as a document is being opened.
    pub(crate) fn proofs_to_judge(&mut self, subject: &str) -> Option<Vec<Proof>> {
        if !self.has_proofs(subject) {
            return Some(Vec::new());
        }
        let kept = self.seals.proofs.iter().map(|(key, card)| (key.clone(), card.clone()));
        let kept: Vec<_> = kept.collect();
        let mut proofs = Vec::new();
        for (key, card) in kept {
            let verdicts = self.seals.verdicts.get(subject);
            let judged = verdicts.and_then(|verdicts| verdicts.list.get(&key));
            let said = judged.and_then(|judged| judged.said.clone());
            let (evidence, newest) = match said {
                Some(said) => (self.evidence(&said)?, self.newest(&said.competency)),
                None => (Seen::NotHere, None),
            };
            proofs.push(Proof { key, card, evidence, newest });
        }
        Some(proofs)
    }
}
