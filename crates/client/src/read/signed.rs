//! What was signed, as far as it holds, and what can be signed.

use domain::{
    Body, CompetencyId, Did, EntryId, InOrder, Map, Moment, Observation, PersonId, Rated,
};
use exchange::attestation::Verdict;
use exchange::seal::{Deed, Said};

use crate::client::Client;
use crate::held::Held;
use crate::view::{LevelWords, SignPage, SignStep, Signed, SignedView, StepView, Worth};

impl Client {
    /// What was signed of one person; of one skill, or of all.
    pub fn signed_of(&self, person: &PersonId, competency: Option<&CompetencyId>) -> Signed {
        let subject = person.as_str();
        let mut signed = Signed::default();
        for (held, entry) in self.sign_offs(subject) {
            match self.judged(held, &entry.id) {
                Some(judged) => signed.rows.extend(
                    judged
                        .said
                        .as_ref()
                        .and_then(|said| self.signed_view(held, &entry.id, said, judged.verdict)),
                ),
                None => signed.is_checking = true,
            }
        }
        signed.rows.extend(self.proof_rows(person));
        signed.rows.retain(|row| competency.is_none_or(|id| *id == row.competency));
        signed.rows.order_by_key(|row| std::cmp::Reverse((decided(row), row.entry.clone())));
        if let Some(verdicts) = self.seals.verdicts.get(subject) {
            signed.is_stuck = verdicts.has_failed;
            signed.is_checking |= !verdicts.is_settled;
        }
        signed
    }

    /// One record, where it is one and stands where it may.
    pub(crate) fn signed_entry(&self, held: &Held, entry: &EntryId) -> Option<SignedView> {
        let judged = self.judged(held, entry)?;
        self.signed_view(held, entry, judged.said.as_ref()?, judged.verdict)
    }

    /// Those whose record has not arrived yet.
    fn proof_rows(&self, person: &PersonId) -> Vec<SignedView> {
        let verdicts = self.seals.verdicts.get(person.as_str());
        let verdicts = verdicts.filter(|_| self.has_proofs(person.as_str()));
        let judged = verdicts.into_iter().flat_map(|verdicts| verdicts.list.iter());
        let proofs = judged.filter(|(key, _)| self.seals.proofs.contains_key(*key));
        let rows = proofs.filter_map(|(_, judged)| {
            let said = judged.said.as_ref().filter(|said| !self.is_here(said))?;
            self.said_view(person, said, judged.verdict)
        });
        rows.collect()
    }

    /// What a proof says that was just kept.
    pub fn proof_kept(&self) -> Option<SignedView> {
        self.said_view(self.person()?, self.cards.kept.as_ref()?, Verdict::AwaitingReceipt)
    }

    /// What a proof about this person says.
    fn said_view(&self, person: &PersonId, said: &Said, verdict: Verdict) -> Option<SignedView> {
        let view = self.view_of(said, person, &said.signer)?;
        let worth = match verdict {
            Verdict::AwaitingReceipt => Worth::Proof,
            Verdict::Counts | Verdict::AwaitingConfirmation | Verdict::DoesNotCount(_) => {
                worth(verdict)
            }
        };
        Some(SignedView { worth, ..view })
    }

    fn signed_view(
        &self,
        held: &Held,
        entry: &EntryId,
        said: &Said,
        verdict: Verdict,
    ) -> Option<SignedView> {
        let subject = PersonId::new(held.subject.as_str()).ok()?;
        let signer = held.author.as_ref().map_or("", PersonId::as_str);
        let view = self.view_of(said, &subject, signer)?;
        Some(SignedView { entry: Some(entry.clone()), worth: worth(verdict), ..view })
    }

    /// What is said, without its record and what it is worth.
    fn view_of(&self, said: &Said, subject: &PersonId, signer: &str) -> Option<SignedView> {
        let competency = CompetencyId::new(said.competency.as_str()).ok()?;
        let offset = said.observed.offset_min;
        let evidence = EntryId::new(said.evidence.as_str()).ok();
        let rate_first = evidence.as_ref().and_then(|id| self.rate_first(subject, id, &competency));
        let is_shown = rate_first.is_none();
        let signer = PersonId::new(signer).ok();
        Some(SignedView {
            entry: None,
            deed: said.deed,
            name: self.competency_name(&competency),
            is_own: signer.as_ref().is_some_and(|id| Some(id) == self.person()),
            signer: signer.map(|id| self.person_name(&id)).unwrap_or_default(),
            level: is_shown.then_some(said.level),
            level_name: match is_shown {
                true => self.level_name(&competency, Rated::Level(said.level)),
                false => String::new(),
            },
            observed: said.observed,
            received: said.received.map(|at| Moment::new(at, offset)),
            reason: said.reason.clone(),
            evidence: evidence.filter(|id| self.readable(id).is_some()),
            rate_first,
            worth: Worth::Waits,
            competency,
        })
    }

    /// The task behind what was signed, where its level is hidden from the reader as yet.
    fn rate_first(&self, about: &PersonId, signed: &EntryId, id: &CompetencyId) -> Option<EntryId> {
        let (_, entry) = self.readable(signed)?;
        let task = match &entry.body {
            Body::Task(_) => &entry.id,
            Body::Observation(seen) => seen.task.as_ref()?,
            Body::Rating(_) | Body::Reflection(_) | Body::Goal(_) | Body::Session(_) => {
                return None;
            }
            Body::SignOff(_) | Body::Request(_) | Body::Answer(_) | Body::Other { .. } => {
                return None;
            }
        };
        self.is_level_hidden(id, task, about).then(|| task.clone())
    }

    /// The level of the later decision of each skill, among those that count.
    pub(crate) fn signed_levels(&self, person: &PersonId) -> Map<CompetencyId, (u8, Moment)> {
        let mut levels = Map::new();
        for row in self.signed_of(person, None).rows {
            let gives_level = matches!(row.deed, Deed::Signed | Deed::Corrected);
            if let Some(level) = row.level.filter(|_| gives_level && row.worth == Worth::Counts) {
                levels.get_or_insert_with(row.competency, || (level, row.observed));
            }
        }
        levels
    }

    // ---- what can be signed ------------------------------------------------------------------

    /// Of an own observation.
    pub fn sign_page(&self, observation: &EntryId) -> Option<SignPage> {
        let (held, _, seen) = self.own_observation(observation)?;
        let worker = PersonId::new(held.subject.as_str()).ok()?;
        let evidence = self.basis_of(observation)?.entry().clone();
        let list = self.list_of(seen);
        let version = seen.checklist.as_ref().map_or(0, |(_, version)| *version);
        let signed = self.signed_of(&worker, None);
        let rated = seen.ratings.iter().filter_map(|(id, level)| match level.rated {
            Rated::Level(level) => Some((id, level)),
            Rated::CannotSay => None,
        });
        let step = |(id, level): (&CompetencyId, u8)| SignStep {
            name: self.competency_name(id),
            level: self.level_words(id, level),
            signed: self.just_signed(observation, id).or_else(|| {
                signed.rows.iter().find(|row| signs(row, id, &evidence, seen))?.entry.clone()
            }),
            competency: id.clone(),
        };
        Some(SignPage {
            observation: observation.clone(),
            name: self.person_name(&worker),
            title: self.watched(seen),
            when: seen.when,
            checklist: list.map(|list| {
                (list.title.pick(&self.language).to_owned(), version, seen.steps.len())
            }),
            of_task: evidence != *observation,
            levels: rated.map(step).collect(),
            undone: self.undone(seen),
            is_busy: self.seals.signing.is_some(),
            problem: self.seals.problem.clone(),
            not_saved: self.not_saved.clone(),
            worker,
        })
    }

    /// The levels of a skill, lowest first.
    pub fn levels_of(&self, id: &CompetencyId) -> Vec<LevelWords> {
        let competency = self.catalog.competencies.get(id);
        competency.map(|competency| self.levels(competency)).unwrap_or_default()
    }

    /// Why the last thing about sign-offs did not work.
    pub fn sign_problem(&self) -> Option<crate::view::SignProblem> {
        self.seals.problem.clone()
    }

    fn just_signed(&self, observation: &EntryId, competency: &CompetencyId) -> Option<EntryId> {
        let pair = (observation.to_string(), competency.to_string());
        self.seals.just_signed.get(&pair).cloned()
    }

    fn level_words(&self, id: &CompetencyId, number: u8) -> LevelWords {
        let words = self.levels_of(id).into_iter().find(|level| level.number == number);
        let nothing = || LevelWords { number, name: String::new(), text: String::new() };
        words.unwrap_or_else(nothing)
    }

    /// Steps that must be done, and were not seen to be.
    pub(crate) fn undone(&self, seen: &Observation) -> Vec<String> {
        let is_done =
            |step: &StepView| step.seen.as_ref().is_some_and(|seen| seen.did == Did::Done);
        let steps = self.steps(seen).into_iter();
        let undone = steps.filter(|step| step.critical && !is_done(step));
        undone.map(|step| step.text).collect()
    }
}

fn worth(verdict: Verdict) -> Worth {
    match verdict {
        Verdict::Counts => Worth::Counts,
        Verdict::AwaitingReceipt => Worth::Waits,
        Verdict::AwaitingConfirmation => Worth::Unconfirmed,
        Verdict::DoesNotCount(reason) => Worth::Not(reason),
    }
}

/// The server's clock decides which is later, where it has spoken.
fn decided(row: &SignedView) -> i64 {
    row.received.unwrap_or(row.observed).utc_ms
}

/// The reader's own signature under what was seen then.
fn signs(row: &SignedView, id: &CompetencyId, evidence: &EntryId, seen: &Observation) -> bool {
    row.is_own
        && row.competency == *id
        && row.evidence.as_ref().is_none_or(|id| id == evidence)
        && row.observed == seen.when
}
