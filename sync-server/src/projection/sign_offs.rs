//! Which of a person's sign-offs count, by the server's own certificates, receipts, roots and relations.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CompetencyId, DeviceId, PersonId, SignedLevel};
use exchange::attestation::{
    Act, Asked, Attestation, Certificate, Checked, Digest, Facts, Follow, Place, Receipt, Roots,
    Signed, Tie, Verdict, from_hex, judge, judge_together,
};

use super::Proof;
use super::evidence::{Paper, opened, seen};
use super::extract::SignOff;
use super::reading::extract_of;
use crate::access::Directory;
use crate::store::{DocumentRecord, Receipt as Noted, Store, StoreError};
use crate::trust::{Authority, TrustError, receipt_naming};

/// What is needed to judge any sign-off.
pub(super) struct Court<'d> {
    directory: &'d Directory,
    authority: Authority,
    roots: Roots,
    certificates: Vec<Signed<Certificate>>,
    /// Of each competency of the catalogue.
    versions: BTreeMap<String, u32>,
    checked: Checked,
}

/// A sign-off and where it stands.
struct Claim<'a> {
    signed: Signed<Attestation>,
    digest: Digest,
    kept: &'a SignOff,
    record: &'a DocumentRecord,
}

impl<'d> Court<'d> {
    pub(super) fn of(
        store: &dyn Store,
        directory: &'d Directory,
        now: i64,
    ) -> Result<Self, TrustError> {
        let authority = Authority::of(store, now)?;
        let roots = Roots::new(vec![authority.fingerprint()], &authority.org, &authority.chain());
        let certificates = store.certificates()?.into_iter();
        let certificates =
            certificates.filter_map(|one| Signed::open(&one.bytes, &one.signature).ok()).collect();
        let versions = versions(store, directory)?;
        let checked = Checked::default();
        Ok(Self { directory, authority, roots, certificates, versions, checked })
    }

    /// The newest sign-off of each competency of `subject` that counts.
    pub(super) fn newest(
        &mut self,
        subject: &PersonId,
        papers: &[Paper],
    ) -> Result<BTreeMap<CompetencyId, SignedLevel>, TrustError> {
        let mut newest: BTreeMap<CompetencyId, SignedLevel> = BTreeMap::new();
        for (claim, verdict) in self.judged(subject, papers)? {
            if !verdict.counts() {
                continue;
            }
            let Attestation { act, signer, skill, observed, .. } = claim.signed.record;
            let at = observed.utc_ms.min(claim.kept.received_at);
            if signs(&act) && newest.get(&skill.competency).is_none_or(|known| known.at <= at) {
                let (level, levels, version) =
                    (skill.level, skill.levels, skill.competency_version);
                let signed = SignedLevel { level, levels, at, by: signer, version };
                newest.insert(skill.competency, signed);
            }
        }
        Ok(newest)
    }

    /// The sign-off whose attestation has this digest: what there is to show for it, or why it does not
    /// count. `None`: `papers` hold no such sign-off.
    pub(super) fn proof(
        &mut self,
        subject: &PersonId,
        papers: &[Paper],
        digest: &Digest,
    ) -> Result<Option<Result<Proof, Verdict>>, TrustError> {
        let mut answer = None;
        for (claim, verdict) in self.judged(subject, papers)? {
            if &claim.digest != digest || !signs(&claim.signed.record.act) {
                continue;
            }
            match self.receipt(&claim)? {
                Some(receipt) if verdict.counts() => {
                    return Ok(Some(Ok(Proof { attestation: claim.signed, receipt })));
                }
                Some(_) | None => answer = Some(Err(verdict)),
            }
        }
        Ok(answer)
    }

    fn judged<'a>(
        &mut self,
        subject: &PersonId,
        papers: &'a [Paper],
    ) -> Result<Vec<(Claim<'a>, Verdict)>, TrustError> {
        let claims = claims(papers);
        let receipts: Vec<Option<Signed<Receipt>>> =
            claims.iter().map(|claim| self.receipt(claim)).collect::<Result<_, _>>()?;
        let all: Vec<_> = claims.iter().map(|claim| (claim.digest, &claim.signed.record)).collect();
        let verdicts = judge_together(&all, |place, follow| {
            let receipt = receipts[place].as_ref();
            self.judge(subject, &claims[place], receipt, follow, papers)
        });
        Ok(claims.into_iter().zip(verdicts).collect())
    }

    fn judge(
        &mut self,
        subject: &PersonId,
        claim: &Claim<'_>,
        receipt: Option<&Signed<Receipt>>,
        follow: Follow,
        papers: &[Paper],
    ) -> Verdict {
        let attestation = &claim.signed.record;
        let document = claim.record.id.to_string();
        let version = self.versions.get(attestation.skill.competency.as_str()).copied();
        let device = self.directory.devices.get(&attestation.device);
        let facts = Facts {
            asked: Asked { org: &self.authority.org, subject: Some(subject), entry: None },
            place: Place {
                document: &document,
                kind: claim.record.kind,
                author: claim.record.author.as_ref(),
                subject: &claim.record.subject,
            },
            serial: claim.kept.certificate,
            certificates: &self.certificates,
            receipt,
            roots: &self.roots,
            revoked: device.and_then(|device| device.revoked_at),
            tie: tie(self.directory, &attestation.signer, subject),
            evidence: seen(attestation, papers),
            // One that the catalogue never had has no version that is known.
            newest_version: Some(version.unwrap_or_default()),
            follow,
        };
        judge(&claim.signed, &facts, &mut self.checked)
    }

    fn receipt(&self, claim: &Claim<'_>) -> Result<Option<Signed<Receipt>>, TrustError> {
        let Some(noted) = noted(claim) else { return Ok(None) };
        receipt_naming(&self.authority, self.directory, claim.record, &noted, claim.digest)
            .transpose()
    }
}

/// Whether it says that somebody can do something.
fn signs(act: &Act) -> bool {
    match act {
        Act::Sign { .. } | Act::Correct { .. } => true,
        Act::Void { .. } | Act::Confirm { .. } => false,
    }
}

fn versions(store: &dyn Store, directory: &Directory) -> Result<BTreeMap<String, u32>, StoreError> {
    let mut versions = BTreeMap::new();
    let mut common = store.summaries(None)?;
    common.retain(|one| !directory.frozen.contains(&one.record.id));
    for one in common {
        versions.extend(extract_of(store, &one, &BTreeSet::new())?.versions);
    }
    Ok(versions)
}

fn claims(papers: &[Paper]) -> Vec<Claim<'_>> {
    let all = papers.iter().flat_map(|paper| {
        let record = &paper.document.record;
        paper.extract.sign_offs.iter().filter_map(move |kept| claim(record, kept))
    });
    all.collect()
}

/// What cannot be read is none.
fn claim<'a>(record: &'a DocumentRecord, kept: &'a SignOff) -> Option<Claim<'a>> {
    let signed = opened(kept)?;
    Some(Claim { digest: signed.digest(), signed, kept, record })
}

/// What the server noted when the sign-off came.
fn noted(claim: &Claim<'_>) -> Option<Noted> {
    Some(Noted {
        number: 0,
        document: claim.record.id,
        hash: from_hex(&claim.kept.change)?.try_into().ok()?,
        person: Some(PersonId::new(claim.kept.person.clone()?).ok()?),
        device: Some(DeviceId::new(claim.kept.device.clone()?).ok()?),
        received_at: claim.kept.received_at,
        clock_wrong: false,
    })
}

/// How the signer stands to the subject.
fn tie(directory: &Directory, signer: &PersonId, subject: &PersonId) -> Tie {
    if directory.supervises(signer, subject) {
        return Tie::Holds;
    }
    let mut ended = directory.supervised.iter();
    let ended = ended.find(|pair| &pair.supervisor == signer && &pair.worker == subject);
    let grace = directory.grace;
    ended.map_or(Tie::Never, |pair| Tie::Ended { last: pair.until, grace })
}
