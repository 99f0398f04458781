//! Many sign-offs of one person at once: each by itself, and then what later ones do to earlier ones.

use domain::{Kind, PersonId};

use super::reply::{Judged, Said};
use super::request::{Batch, Item};
use super::trusting::{Memory, Trust, receipt};
use crate::attestation::{
    Act, Asked, Attestation, Checked, Digest, Facts, Follow, Place, Reason, Receipt, Seen, Signed,
    Verdict, follow, judge,
};

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
    let mut alone = |one: &Read<'_>| one.judge(batch, trust, checked, Follow::default());
    let first: Vec<Option<Verdict>> = read.iter().map(|one| one.as_ref().map(&mut alone)).collect();
    let counting = read.iter().zip(&first).filter_map(|(one, verdict)| {
        let one = one.as_ref().filter(|_| verdict.is_some_and(Verdict::counts))?;
        is_later(&one.signed.record).then_some(&one.signed.record)
    });
    let later: Vec<&Attestation> = counting.collect();
    let mut judged = Vec::new();
    for ((item, one), verdict) in batch.items.iter().zip(&read).zip(first) {
        let unreadable = Verdict::DoesNotCount(Reason::Unreadable);
        let mut verdict = verdict.unwrap_or(unreadable);
        if let Some(one) = one {
            let follow = follow(&one.signed.record, &one.digest, later.iter().copied());
            if follow != Follow::default() {
                verdict = one.judge(batch, trust, checked, follow);
            }
        }
        let said = one.as_ref().map(Read::said);
        judged.push(Judged { entry: item.entry.clone(), verdict, said });
    }
    judged
}

fn is_later(attestation: &Attestation) -> bool {
    match attestation.act {
        Act::Sign { .. } => false,
        Act::Correct { .. } | Act::Void { .. } | Act::Confirm { .. } => true,
    }
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

    /// The phone has no tables of relations that ended: the receipt vouches for it. Who takes something
    /// back says nothing of what was seen, whatever became of that.
    fn judge(
        &self,
        batch: &Batch,
        trust: &Trust,
        checked: &mut Checked,
        follow: Follow,
    ) -> Verdict {
        let takes_back = matches!(self.signed.record.act, Act::Void { .. });
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
            tie: crate::attestation::Tie::Vouched,
            evidence: if takes_back { Seen::NotHere } else { self.item.evidence },
            newest_version: self.item.newest,
            follow,
        };
        judge(&self.signed, &facts, checked)
    }
}
