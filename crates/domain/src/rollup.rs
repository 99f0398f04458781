//! What is known of a person's skills in short: levels, dates and counts, enough to look over a team, and
//! no words that anybody wrote.

use crate::{CompetencyId, Day, Map, PersonId, Validity};

/// Days after which somebody counts as not seen.
pub const UNSEEN_DAYS: i32 = 30;

/// Moments are UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollup {
    pub person: PersonId,
    /// Tasks of the last 30 days.
    pub tasks: u32,
    /// When somebody last watched them.
    pub observed: Option<i64>,
    /// When a buddy last began a session with them.
    pub shadowed: Option<i64>,
    /// When the newest sign-off that counts was seen.
    pub signed: Option<i64>,
    /// So many documents about them are not in here, or not whole.
    pub left_out: u32,
    pub skills: Map<CompetencyId, SkillRollup>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillRollup {
    /// What they say of themself.
    pub own: Option<Newest>,
    /// What others saw.
    pub seen: Option<Newest>,
    /// How many others.
    pub observers: u32,
    /// The newest sign-off that counts.
    pub signed: Option<SignedLevel>,
}

/// The newest of several levels, and how many there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Counted from 1; `None`: "can't say yet".
    pub level: Option<u8>,
    /// How many levels the scale had.
    pub levels: u8,
    pub at: i64,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedLevel {
    pub level: u8,
    pub levels: u8,
    pub at: i64,
    pub by: PersonId,
    pub version: u32,
    /// The last day on which it holds; `None`: it has no end.
    pub until: Option<Day>,
}

/// How others know that somebody can do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Signed(u8),
    Seen(u8),
    /// Signed off, and that has ended: it has to be signed anew, whatever was seen.
    Lapsed(u8),
}

impl Rollup {
    /// Nothing is known.
    pub fn new(person: PersonId) -> Self {
        let (observed, shadowed, signed, skills) = Default::default();
        Self { person, tasks: 0, observed, shadowed, signed, left_out: 0, skills }
    }

    /// When anybody last looked at their work.
    pub fn last_seen(&self) -> Option<i64> {
        self.observed.max(self.shadowed).max(self.signed)
    }
}

impl Newest {
    pub fn once(level: Option<u8>, levels: u8, at: i64) -> Self {
        Self { level, levels, at, count: 1 }
    }

    /// The newer level stays; the counts add up.
    pub fn add(kept: &mut Option<Self>, other: Self) {
        let before = kept.map_or(0, |kept| kept.count);
        if kept.is_none_or(|kept| kept.at <= other.at) {
            *kept = Some(other);
        }
        if let Some(kept) = kept {
            kept.count = before.saturating_add(other.count);
        }
    }
}

impl SkillRollup {
    /// Whether others know that they have at least this level: signed off, else seen. What they say of
    /// themself is no proof.
    pub fn proof(&self, least: u8, today: Day) -> Option<Proof> {
        if let Some(signed) = self.signed.as_ref().filter(|signed| signed.level >= least) {
            return Some(match signed.validity(today) {
                Validity::Holds | Validity::Due => Proof::Signed(signed.level),
                Validity::Lapsed => Proof::Lapsed(signed.level),
            });
        }
        let seen = self.seen.and_then(|seen| seen.level);
        seen.filter(|level| *level >= least).map(Proof::Seen)
    }

    /// Whether others know it, and it holds today.
    pub fn is_able(&self, least: u8, today: Day) -> bool {
        match self.proof(least, today) {
            Some(Proof::Signed(_) | Proof::Seen(_)) => true,
            Some(Proof::Lapsed(_)) | None => false,
        }
    }
}

impl SignedLevel {
    pub fn validity(&self, today: Day) -> Validity {
        Validity::of(self.until, today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newer_level_stays_and_the_counts_add_up() {
        let mut kept = None;
        for (level, at) in [(2, 20), (1, 10), (3, 30)] {
            Newest::add(&mut kept, Newest::once(Some(level), 4, at));
        }
        assert_eq!(kept, Some(Newest { level: Some(3), levels: 4, at: 30, count: 3 }));
    }

    // SPEC V14
    #[test]
    fn signed_off_goes_before_seen_and_what_one_says_is_no_proof() {
        let said = |level| Some(Newest::once(Some(level), 4, 0));
        let by = PersonId::new("sue").unwrap();
        let until = Some(Day(9));
        let signed = Some(SignedLevel { level: 2, levels: 4, at: 0, by, version: 1, until });
        let skill = SkillRollup { own: said(4), seen: said(3), observers: 1, signed };
        assert_eq!(skill.proof(2, Day(9)), Some(Proof::Signed(2)));
        assert_eq!(skill.proof(3, Day(9)), Some(Proof::Seen(3)));
        assert_eq!(skill.proof(4, Day(9)), None);
        assert_eq!(SkillRollup { own: said(4), ..SkillRollup::default() }.proof(1, Day(9)), None);
        // SPEC V22
        assert_eq!(skill.proof(2, Day(10)), Some(Proof::Lapsed(2)));
        assert_eq!(skill.proof(3, Day(10)), Some(Proof::Seen(3)));
    }
}
