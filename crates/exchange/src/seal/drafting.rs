//! An attestation on its way to be signed, as plain fields.

use domain::{CompetencyId, DeviceId, EntryId, OrgId, PersonId, ScaleId};

use super::bytes::{In, Out};
use crate::attestation::{Act, Answer, Answered, Attestation, Evidence, Followed, Skill};

/// Of one that signs; what it would renew goes along.
pub(super) fn put(out: &mut Out, attestation: &Attestation) {
    let Attestation { act, org, signer, device, subject, skill, .. } = attestation;
    out.optional(act.previous().map(|digest| &digest[..]));
    out.texts(&[org.as_str(), signer.as_str(), device.as_str(), subject.as_str()]);
    out.texts(&[skill.competency.as_str(), skill.scale.as_str()]);
    out.number(skill.competency_version.into());
    out.number(skill.scale_version.into());
    out.byte(skill.levels);
    out.byte(skill.level);
    put_followed(out, attestation.followed.as_ref());
    let Evidence { document, heads, entry, hash } = &attestation.evidence;
    out.texts(&[document, entry.as_str()]);
    out.bytes(hash);
    out.number(heads.len() as i64);
    heads.iter().for_each(|head| out.bytes(head));
    out.moment(attestation.observed);
}

pub(super) fn take(from: &mut In<'_>) -> Option<Attestation> {
    let renews = match from.optional()? {
        Some(digest) => Some(digest.try_into().ok()?),
        None => None,
    };
    let (org, signer) = (from.id(OrgId::new)?, from.id(PersonId::new)?);
    let (device, subject) = (from.id(DeviceId::new)?, from.id(PersonId::new)?);
    let (competency, scale) = (from.id(CompetencyId::new)?, from.id(ScaleId::new)?);
    let skill = Skill {
        competency,
        scale,
        competency_version: from.number()?,
        scale_version: from.number()?,
        levels: from.byte()?,
        level: from.byte()?,
    };
    let followed = take_followed(from)?;
    let (document, entry) = (from.text()?, from.id(EntryId::new)?);
    let (hash, heads) = (from.digest()?, from.list(In::digest)?);
    let evidence = Evidence { document, heads, entry, hash };
    let (act, observed) = (Act::Sign { renews }, from.moment()?);
    Some(Attestation { act, org, signer, device, subject, skill, followed, evidence, observed })
}

fn put_followed(out: &mut Out, followed: Option<&Followed>) {
    out.byte(followed.is_some().into());
    let Some(Followed { checklist, version, answers }) = followed else { return };
    out.text(checklist);
    out.number((*version).into());
    out.number(answers.len() as i64);
    for one in answers {
        out.text(&one.step);
        out.byte(Answer::ALL.iter().position(|answer| *answer == one.answer).unwrap_or(3) as u8);
        out.optional(one.reason.as_ref().map(String::as_bytes));
    }
}

fn take_followed(from: &mut In<'_>) -> Option<Option<Followed>> {
    if from.byte()? == 0 {
        return Some(None);
    }
    let answered = |from: &mut In<'_>| {
        let (step, answer) = (from.text()?, from.byte()?);
        let answer = *Answer::ALL.get(usize::from(answer))?;
        Some(Answered { step, answer, reason: from.optional_text()? })
    };
    let (checklist, version) = (from.text()?, from.number()?);
    Some(Some(Followed { checklist, version, answers: from.list(answered)? }))
}
