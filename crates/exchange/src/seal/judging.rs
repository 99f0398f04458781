//! Many sign-offs of one person at once: each by itself, and then what later ones do to earlier ones.

use domain::{Kind, PersonId};

use super::proving;
use super::reply::{Judged, Said};
use super::request::{Batch, Item};
use super::trusting::{Memory, Trust, receipt};
use crate::attestation::{
    Asked, Attestation, Checked, Digest, Facts, Follow, Place, Reason, Receipt, Signed, Tie,
    Verdict, judge, judge_together,
};

const UNREADABLE: Verdict = Verdict::DoesNotCount(Reason::Unreadable);

struct Read<'a> {
    item: &'a Item,
    signed: Signed<Attestation>,
    digest: Digest,
    receipt: Option<Signed<Receipt>>,
    author: Option<PersonId>,
}

pub(super) fn judged(batch: &Batch, memory: &mut Memory) -> Vec<Judged> {
    let (trust, checked) = memory.trust(&batch.trust, &batch.org);
    let read: Vec<Option<Read<'_>>> = batch.items.iter().map(Read::of).collect();
    let readable: Vec<&Read<'_>> = read.iter().flatten().collect();
    let all: Vec<_> = readable.iter().map(|one| (one.digest, &one.signed.record)).collect();
    let judge_one = |place: usize, follow| readable[place].judge(batch, trust, checked, follow);
    let mut verdicts = judge_together(&all, judge_one).into_iter();
    let judged = |(item, one): (&Item, &Option<Read<'_>>)| Judged {
        entry: item.entry.clone(),
        verdict: one.as_ref().and_then(|_| verdicts.next()).unwrap_or(UNREADABLE),
        said: one.as_ref().map(Read::said),
    };
    let mut answers: Vec<Judged> = batch.items.iter().zip(&read).map(judged).collect();
    let proven = |proof| proving::judged(proof, batch, trust, checked);
    answers.extend(batch.proofs.iter().map(proven));
    answers
}

impl<'a> Read<'a> {
    fn of(item: &'a Item) -> Option<Self> {
        let signed = Signed::<Attestation>::open(&item.attestation, &item.signature).ok()?;
        Some(Self {
            item,
            digest: signed.digest(),
            receipt: item.receipt.as_deref().and_then(receipt),
            author: PersonId::new(item.author.as_str()).ok(),
            signed,
        })
    }

    fn said(&self) -> Said {
        let received = self.receipt.as_ref().map(|receipt| receipt.record.received_at);
        Said::of(&self.signed.record, self.digest, received)
    }

    /// The phone has no tables of relations that ended: the receipt vouches for it.
    fn judge(
        &self,
        batch: &Batch,
        trust: &Trust,
        checked: &mut Checked,
        follow: Follow,
    ) -> Verdict {
        let subject = PersonId::new(batch.subject.as_str()).ok();
        let facts = Facts {
            asked: Asked { org: &batch.org, subject: subject.as_ref(), entry: None },
            place: Place {
                document: &self.item.document,
                kind: Kind::Obs,
                author: self.author.as_ref(),
                subject: &batch.subject,
            },
            serial: self.item.serial,
            certificates: &trust.certificates,
            receipt: self.receipt.as_ref(),
            roots: &trust.roots,
            revoked: trust.revoked.get(&self.item.serial).copied(),
            tie: Tie::Vouched,
            evidence: self.item.evidence,
            newest_version: self.item.newest,
            follow,
        };
        judge(&self.signed, &facts, checked)
    }
}
