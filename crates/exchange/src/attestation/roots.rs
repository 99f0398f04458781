//! Which root keys speak for an organisation: those the reader confirmed, those they took over from,
//! and those that took over from them.
//!
//! From a predecessor the way does not lead on to its other successors: whoever stole a key that was
//! replaced could name one.

use domain::OrgId;

use super::{Fingerprint, PublicKey, SignedSuccession, Succession};

/// Successions that were verified, and what the reader confirmed.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    confirmed: Vec<Fingerprint>,
    successions: Vec<Succession>,
}

/// What a root key's word is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    Unknown,
    Confirmed,
    /// It gave way to another at this moment; what it signed before counts.
    Until(i64),
}

impl Roots {
    /// Successions of others and those that do not verify are left out.
    pub fn new(confirmed: Vec<Fingerprint>, org: &OrgId, chain: &[SignedSuccession]) -> Self {
        let good = chain.iter().filter(|one| one.succession.org == *org && one.verifies());
        Self { confirmed, successions: good.map(|one| one.succession.clone()).collect() }
    }

    pub fn trust(&self, key: &PublicKey) -> Trust {
        let is_known =
            self.leads(key, |one| (one.old, one.new)) || self.leads(key, |one| (one.new, one.old));
        if !is_known {
            return Trust::Unknown;
        }
        let given_way = self.successions.iter().filter(|one| one.old == *key).map(|one| one.at);
        given_way.min().map_or(Trust::Confirmed, Trust::Until)
    }

    /// Whether steps in one direction lead from `key` to a confirmed one.
    fn leads(&self, key: &PublicKey, step: impl Fn(&Succession) -> (PublicKey, PublicKey)) -> bool {
        let mut reached = vec![*key];
        let mut at = 0;
        while let Some(here) = reached.get(at).copied() {
            if self.confirmed.contains(&here.fingerprint()) {
                return true;
            }
            for (from, to) in self.successions.iter().map(&step) {
                if from == here && !reached.contains(&to) {
                    reached.push(to);
                }
            }
            at += 1;
        }
        false
    }
}
