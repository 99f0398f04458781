//! The key of a demo supervisor's phone, and what is signed with it: part of what they saw, level by level.
//!
//! Made of the person's name, so that two demos of one day are the same: whoever reads this can sign with
//! it. Certificates and receipts are the organisation's own.

use std::collections::BTreeSet;

use documents::{Document, DocumentId, entry_hash};
use domain::{
    Body, Catalog, Did, Entry, Moment, Observation, OrgId, PersonId, Rated, SignOff, StepId,
};
use exchange::attestation::{
    Act, Answer, Answered, Attestation, Evidence, Followed, Record, SecretKey, Signed, Skill,
};

use super::dice::Dice;
use super::founding::device_id;
use crate::store::Store;
use crate::trust::{TrustError, Wish, certify};

/// Of a hundred observations, so many are signed.
const SIGNED: u32 = 70;
/// Between saving what was seen and each signature.
const TAP_MS: i64 = 9_000;

pub(crate) struct Pen {
    key: SecretKey,
    wish: Wish,
    serial: u64,
    org: OrgId,
    /// Steps without which nothing is signed.
    critical: BTreeSet<StepId>,
}

impl Pen {
    /// For the phone of the person of this key in the people file, certified at this moment.
    pub(crate) fn certified(
        store: &dyn Store,
        (key, person): (&str, PersonId),
        catalog: &Catalog,
        at: i64,
    ) -> Result<Self, TrustError> {
        let secret = SecretKey::from_seed(Dice::of(&["signs", key]).bytes());
        let wish = Wish { person, device: device_id(key), key: secret.public(), is_guest: false };
        let certificate = certify(store, &wish, 1, at)?.record;
        let steps = catalog.checklists.values().flat_map(|list| list.steps());
        let critical = steps.filter(|step| step.critical).map(|step| step.id.clone()).collect();
        let (serial, org) = (certificate.serial, certificate.org);
        Ok(Self { key: secret, wish, serial, org, critical })
    }

    /// What is signed of an entry that this document has now.
    pub(crate) fn sign(
        &self,
        entry: &Entry,
        about: &PersonId,
        (id, document): (DocumentId, &Document),
    ) -> Vec<Entry> {
        let Body::Observation(seen) = &entry.body else { return Vec::new() };
        let mut dice = Dice::of(&["signed", entry.id.as_str()]);
        if !dice.happens(SIGNED) || !self.may_be_signed(seen) {
            return Vec::new();
        }
        let Some(hash) = entry_hash(document, &entry.id) else { return Vec::new() };
        let mut heads = document.heads();
        heads.sort_unstable();
        let evidence = Evidence { document: id.to_string(), heads, entry: entry.id.clone(), hash };
        let mut at = entry.saved;
        let attestations = self.attestations(seen, about, &evidence).into_iter();
        let signed = attestations.filter_map(|one| Signed::by(&self.key, one).ok());
        let write = |signed: Signed<Attestation>| {
            at = at.plus_ms(TAP_MS);
            self.entry(&signed, at, &mut dice)
        };
        signed.map(write).collect()
    }

    fn may_be_signed(&self, seen: &Observation) -> bool {
        let undone = |(step, seen): (&StepId, &domain::StepSeen)| {
            self.critical.contains(step) && seen.did != Did::Done
        };
        !seen.steps.iter().any(undone)
    }

    /// One for each level that was seen.
    fn attestations(
        &self,
        seen: &Observation,
        about: &PersonId,
        evidence: &Evidence,
    ) -> Vec<Attestation> {
        let levels = seen.ratings.iter().filter_map(|(id, level)| match level.rated {
            Rated::Level(number) => Some((id, level, number)),
            Rated::CannotSay => None,
        });
        let attestation =
            |(id, level, number): (&domain::CompetencyId, &domain::LevelSeen, u8)| Attestation {
                act: Act::Sign { renews: None },
                org: self.org.clone(),
                signer: self.wish.person.clone(),
                device: self.wish.device.clone(),
                subject: about.clone(),
                skill: Skill {
                    competency: id.clone(),
                    competency_version: level.competency_version,
                    scale: level.scale.clone(),
                    scale_version: level.scale_version,
                    levels: level.levels,
                    level: number,
                },
                followed: followed(seen),
                evidence: evidence.clone(),
                observed: seen.when,
            };
        levels.map(attestation).collect()
    }

    fn entry(&self, signed: &Signed<Attestation>, at: Moment, dice: &mut Dice) -> Entry {
        let body = Body::SignOff(SignOff {
            attestation: signed.record.encode(),
            signature: signed.signature.to_vec(),
            certificate: self.serial,
        });
        let id = dice.entry_id();
        Entry { id, saved: at, edited: None, body, void: None, copied_from: None }
    }
}

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
    let answers = answers.collect();
    Some(Followed { checklist: checklist.to_string(), version: *version, answers })
}
