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

impl Client {
    /// Outer `None`: a document is being opened for it. Inner: there is nothing to sign.
    pub(crate) fn says(&mut self, wish: &Attest) -> Option<Option<Says>> {
        match wish {
            Attest::Level { observation, competency } => {
                let Some((document, entry)) = self.evidence_of(observation) else {
                    return Some(None);
                };
                if !self.open(document) {
                    return None;
                }
                Some(self.attestation(observation, competency, document, entry).map(Says::New))
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

    /// Of an own observation: the task that was watched where it is here, else the observation itself.
    pub(crate) fn evidence_of(&self, observation: &EntryId) -> Option<(DocumentId, EntryId)> {
        let (held, entry, seen) = self.own_observation(observation)?;
        let task = seen.task.as_ref().and_then(|task| {
            let (log, entry) = self.readable(task)?;
            let is_theirs = log.kind == Kind::Log && log.subject == held.subject;
            is_theirs.then(|| (log.id, entry.id.clone()))
        });
        Some(task.unwrap_or_else(|| (held.id, entry.id.clone())))
    }

    /// That stands, on disk.
    pub(crate) fn own_observation(&self, id: &EntryId) -> Option<(&Held, &Entry, &Observation)> {
        let (held, entry) = self.readable(id)?;
        let is_ours = held.kind == Kind::Obs && self.is_own(held) && entry.void.is_none();
        let Body::Observation(seen) = &entry.body else { return None };
        is_ours.then_some((held, entry, seen))
    }

    fn signed_bytes(&self, id: &EntryId) -> Option<Vec<u8>> {
        let (held, entry) = self.readable(id)?;
        let Body::SignOff(signed) = &entry.body else { return None };
        self.is_own(held).then(|| signed.attestation.clone())
    }

    fn attestation(
        &self,
        observation: &EntryId,
        competency: &CompetencyId,
        document: DocumentId,
        entry: EntryId,
    ) -> Option<Attestation> {
        let identity = self.identity.as_ref()?;
        let (held, _, seen) = self.own_observation(observation)?;
        let rated = seen.ratings.get(competency)?;
        let Rated::Level(level) = rated.rated else { return None };
        let subject = PersonId::new(held.subject.as_str()).ok()?;
        if !self.may_observe(&subject) || !self.undone(seen).is_empty() {
            return None;
        }
        let evidence = self.shelf.get(&document)?.document()?;
        let mut heads = evidence.heads();
        heads.order_by_key(|head| *head);
        let hash = entry_hash(evidence, &entry)?;
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
            evidence: Evidence { document: document.to_string(), heads, entry, hash },
            observed: seen.when,
        })
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
