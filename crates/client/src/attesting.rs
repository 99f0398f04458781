//! What a signature says: taken from what was seen and saved, and never from the screen.

use documents::{DocumentId, entry_hash};
use domain::{
    Body, CompetencyId, Did, Entry, EntryId, InOrder, Kind, Observation, PersonId, Rated,
};
use exchange::attestation::{Act, Answer, Answered, Attestation, Evidence, Followed, Skill};
use exchange::seal::Says;

use crate::client::Client;
use crate::held::Held;
use crate::signing::Attest;

/// What a signature rests on: the task that was watched where it or its card is here, else the observation.
pub(crate) enum Basis {
    Here(DocumentId, EntryId),
    Card(Evidence),
}

impl Client {
    /// Outer `None`: a document is being opened for it. Inner: there is nothing to sign.
    pub(crate) fn says(&mut self, wish: &Attest) -> Option<Option<Says>> {
        match wish {
            Attest::Level { observation, competency } => {
                let Some(basis) = self.basis_of(observation) else { return Some(None) };
                if let Basis::Here(document, _) = &basis
                    && !self.open(*document)
                {
                    return None;
                }
                Some(self.attestation(observation, competency, basis).map(Says::New))
            }
            Attest::Correct { of, level, reason } => {
                let (earlier, level, reason) = (self.signed_bytes(of), *level, reason.clone());
                Some(earlier.map(|earlier| Says::Correct { earlier, level, reason }))
            }
            Attest::TakeBack { of, reason } => {
                let (earlier, reason) = (self.signed_bytes(of), reason.clone());
                Some(earlier.map(|earlier| Says::TakeBack { earlier, reason }))
            }
            Attest::Open(_) | Attest::Export(_) => Some(None),
        }
    }

    /// Of an own observation.
    pub(crate) fn basis_of(&self, observation: &EntryId) -> Option<Basis> {
        let (held, entry, seen) = self.own_observation(observation)?;
        let task = seen.task.as_ref().and_then(|task| self.basis_in(task, &held.subject));
        Some(task.unwrap_or_else(|| Basis::Here(held.id, entry.id.clone())))
    }

    /// The task itself, or what its card said of it.
    fn basis_in(&self, task: &EntryId, subject: &str) -> Option<Basis> {
        if let Some((log, entry)) = self.readable(task) {
            let is_theirs = log.kind == Kind::Log && log.subject == *subject;
            return is_theirs.then(|| Basis::Here(log.id, entry.id.clone()));
        }
        let card = self.cards.read.get(task)?;
        let is_theirs = card.worker.as_str() == subject;
        is_theirs.then(|| Basis::Card(card.evidence.clone()))
    }

    /// That stands, on disk.
    pub(crate) fn own_observation(&self, id: &EntryId) -> Option<(&Held, &Entry, &Observation)> {
        let (held, entry) = self.readable(id)?;
        let is_ours = held.kind == Kind::Obs && self.is_own(held) && entry.void.is_none();
        let Body::Observation(seen) = &entry.body else { return None };
        is_ours.then_some((held, entry, seen))
    }

    fn signed_bytes(&self, id: &EntryId) -> Option<Vec<u8>> {
        self.own_signature(id).map(|(attestation, _)| attestation)
    }

    /// The attestation and the signature.
    pub(crate) fn own_signature(&self, id: &EntryId) -> Option<(Vec<u8>, Vec<u8>)> {
        let (held, entry) = self.readable(id)?;
        let Body::SignOff(signed) = &entry.body else { return None };
        self.is_own(held).then(|| (signed.attestation.clone(), signed.signature.clone()))
    }

    fn attestation(
        &self,
        observation: &EntryId,
        competency: &CompetencyId,
        basis: Basis,
    ) -> Option<Attestation> {
        let identity = self.identity.as_ref()?;
        let (held, _, seen) = self.own_observation(observation)?;
        let rated = seen.ratings.get(competency)?;
        let Rated::Level(level) = rated.rated else { return None };
        let subject = PersonId::new(held.subject.as_str()).ok()?;
        if !self.may_observe(&subject) || !self.undone(seen).is_empty() {
            return None;
        }
        Some(Attestation {
            act: Act::Sign { renews: None },
            org: identity.org.clone(),
            signer: identity.person.clone(),
            device: identity.device.clone(),
            subject,
            skill: Skill {
                competency: competency.clone(),
                competency_version: rated.competency_version,
                scale: rated.scale.clone(),
                scale_version: rated.scale_version,
                levels: rated.levels,
                level,
            },
            followed: followed(seen),
            evidence: self.evidence_in(basis)?,
            observed: seen.when,
        })
    }

    fn evidence_in(&self, basis: Basis) -> Option<Evidence> {
        let (document, entry) = match basis {
            Basis::Here(document, entry) => (document, entry),
            Basis::Card(evidence) => return Some(evidence),
        };
        let opened = self.shelf.get(&document)?.document()?;
        let mut heads = opened.heads();
        heads.order_by_key(|head| *head);
        let hash = entry_hash(opened, &entry)?;
        Some(Evidence { document: document.to_string(), heads, entry, hash })
    }
}

impl Basis {
    pub(crate) fn entry(&self) -> &EntryId {
        match self {
            Self::Here(_, entry) => entry,
            Self::Card(evidence) => &evidence.entry,
        }
    }
}

/// The checklist with what was answered, step by step.
fn followed(seen: &Observation) -> Option<Followed> {
    let (checklist, version) = seen.checklist.as_ref()?;
    let answers = seen.steps.iter().map(|(step, seen)| Answered {
        step: step.to_string(),
        answer: match seen.did {
            Did::Done => Answer::Done,
            Did::NeededHelp => Answer::NeededHelp,
            Did::NotDone => Answer::NotDone,
            Did::NotSeen => Answer::NotSeen,
        },
        reason: seen.reason.clone(),
    });
    let (checklist, version) = (checklist.to_string(), *version);
    Some(Followed { checklist, version, answers: answers.collect() })
}
