//! What later attestations do to an earlier one.

use super::{Act, Attestation, Digest};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Follow {
    pub is_voided: bool,
    pub is_corrected: bool,
    pub is_confirmed: bool,
}

/// `later`: attestations that were judged to count themselves. Only the signer's own about the same
/// person and skill do anything: two supervisors who see one skill differently both stay.
pub fn follow<'a>(
    earlier: &Attestation,
    digest: &Digest,
    later: impl IntoIterator<Item = &'a Attestation>,
) -> Follow {
    let mut follow = Follow::default();
    for one in later.into_iter().filter(|one| is_of(earlier, one)) {
        match &one.act {
            Act::Void { of, .. } if of == digest => follow.is_voided = true,
            Act::Correct { of, .. } if of == digest => follow.is_corrected = true,
            Act::Confirm { of } if of == digest && confirms(earlier, one) => {
                follow.is_confirmed = true;
            }
            Act::Sign { .. } | Act::Correct { .. } | Act::Void { .. } | Act::Confirm { .. } => {}
        }
    }
    follow
}

fn is_of(earlier: &Attestation, later: &Attestation) -> bool {
    later.org == earlier.org
        && later.signer == earlier.signer
        && later.subject == earlier.subject
        && later.skill.competency == earlier.skill.competency
}

/// Whole, and from another device: a phone does not vouch for itself.
fn confirms(earlier: &Attestation, later: &Attestation) -> bool {
    later.device != earlier.device
        && later.skill == earlier.skill
        && later.followed == earlier.followed
        && later.evidence == earlier.evidence
        && later.observed == earlier.observed
}
