//! Who should be a buddy, and of how many. Both are advice: the admin's import decides.

use crate::{CompetencyId, Day, Map, PersonId, Rated, Roster, SelfRating};

/// With so many learners a buddy has as many as one should have.
pub const BUDDY_LOAD: usize = 3;

/// Whether the last rating of any skill is the top level, which is "I can teach it". `None`: there is
/// nothing to judge by.
pub fn can_teach(ratings: &mut dyn Iterator<Item = &SelfRating>) -> Option<bool> {
    let mut last: Map<&CompetencyId, &SelfRating> = Map::new();
    for rating in ratings {
        let known = last.get(&rating.competency);
        if known.is_none_or(|known| known.when.utc_ms <= rating.when.utc_ms) {
            last.insert(&rating.competency, rating);
        }
    }
    let top = |rating: &&SelfRating| rating.rated == Rated::Level(rating.levels);
    (!last.is_empty()).then(|| last.values().any(top))
}

impl Roster {
    /// Every buddy of the day and how many learners they have.
    pub fn loads(&self, day: Day) -> Vec<(&PersonId, usize)> {
        let mut loads: Vec<(&PersonId, usize)> = Vec::new();
        for pair in self.buddies.iter().filter(|pair| pair.holds_on(day)) {
            match loads.iter_mut().find(|(buddy, _)| *buddy == &pair.buddy) {
                Some((_, learners)) => *learners += 1,
                None => loads.push((&pair.buddy, 1)),
            }
        }
        loads
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Buddy, Moment, ScaleId};

    fn rating(skill: &str, level: u8, minute: i64) -> SelfRating {
        SelfRating {
            competency: CompetencyId::new(skill).unwrap(),
            competency_version: 1,
            scale: ScaleId::new("four").unwrap(),
            scale_version: 1,
            levels: 4,
            rated: if level == 0 { Rated::CannotSay } else { Rated::Level(level) },
            when: Moment::new(minute * 60_000, 0),
            task: None,
        }
    }

    // SPEC J20
    #[test]
    fn who_has_one_skill_at_the_top_level_can_teach() {
        let check = |ratings: &[SelfRating], expected| {
            assert_eq!(can_teach(&mut ratings.iter()), expected, "{ratings:?}");
        };
        check(&[], None);
        check(&[rating("a", 3, 1), rating("b", 0, 2)], Some(false));
        check(&[rating("a", 3, 1), rating("b", 4, 2)], Some(true));
        // The last one counts, whatever the order it was read in.
        check(&[rating("a", 3, 2), rating("a", 4, 1)], Some(false));
        check(&[rating("a", 4, 2), rating("a", 3, 1)], Some(true));
    }

    // SPEC J18
    #[test]
    fn only_the_learners_of_the_day_count() {
        let person = |id: &str| PersonId::new(id).unwrap();
        let pair = |buddy: &str, learner: &str, until| Buddy {
            buddy: person(buddy),
            learner: person(learner),
            from: Day(100),
            until,
        };
        let roster = Roster {
            buddies: vec![
                pair("marek", "samira", None),
                pair("marek", "lin", Some(Day(120))),
                pair("marek", "joao", Some(Day(119))),
                pair("oksana", "kwame", None),
            ],
            ..Roster::default()
        };
        assert_eq!(roster.loads(Day(120)), [(&person("marek"), 2), (&person("oksana"), 1)]);
        assert_eq!(roster.loads(Day(99)), []);
    }
}
