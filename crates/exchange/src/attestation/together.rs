//! All attestations about one person: each by itself, and then what later ones do to earlier ones.

use domain::Map;

use super::{Attestation, Digest, Follow, Verdict, follow};

/// Phones and server alike: a later one does what it says if it counts by itself, also when it was
/// taken back or corrected since. So nothing stands again by itself, it has to be signed again.
///
/// `judge_one` is told a place in `all` and what came after that one; the verdicts are in the order of `all`.
pub fn judge_together(
    all: &[(Digest, &Attestation)],
    mut judge_one: impl FnMut(usize, Follow) -> Verdict,
) -> Vec<Verdict> {
    let alone = |place| judge_one(place, Follow::default());
    let mut verdicts: Vec<Verdict> = (0..all.len()).map(alone).collect();
    let mut later: Map<Digest, Vec<&Attestation>> = Map::new();
    for ((_, one), verdict) in all.iter().zip(&verdicts) {
        if let Some(earlier) = one.act.previous().filter(|_| verdict.counts()) {
            later.get_or_insert_with(*earlier, Vec::new).push(one);
        }
    }
    for (place, (digest, one)) in all.iter().enumerate() {
        let after = later.get(digest).into_iter().flatten().copied();
        let follow = follow(one, digest, after);
        if follow != Follow::default() {
            verdicts[place] = judge_one(place, follow);
        }
    }
    verdicts
}
