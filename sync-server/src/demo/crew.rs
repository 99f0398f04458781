//! How each demo worker works: how good at the start, how fast they learn, when they are in.
//!
//! Names, jobs, teams and buddies are in `people.csv`; these rows are found by the same key.

use domain::Day;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    pub(crate) key: &'static str,
    /// What they can do on the first day, on the scale of levels: 1.0 is "I watch and help".
    pub(crate) start: f64,
    /// What one task adds to a skill they have none of.
    pub(crate) pace: f64,
    /// How much higher (or lower) they rate themself than they are.
    pub(crate) lean: f64,
    pub(crate) rhythm: Rhythm,
    /// Tasks logged in a shift, fewest and most.
    pub(crate) tasks: (i64, i64),
    /// The language they write in.
    pub(crate) writes: &'static str,
    /// Days with their buddy; afterwards they are on their own. `None`: as long as it lasts.
    pub(crate) buddy_days: Option<i32>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Rhythm {
    /// Monday to Friday, from half past seven.
    Days,
    /// Monday to Friday, from ten at night until six.
    Nights,
    /// Tuesday and Thursday.
    PartTime,
}

/// A stretch of work: its first minute of the day, and how many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) from: u16,
    pub(crate) minutes: i64,
}

impl Rhythm {
    pub(crate) fn on(self, day: Day) -> Option<Shift> {
        let weekday = day.weekday();
        match self {
            Self::Days => (weekday < 5).then_some(Shift { from: 450, minutes: 510 }),
            Self::Nights => (weekday < 5).then_some(Shift { from: 1_320, minutes: 480 }),
            Self::PartTime => {
                [1, 3].contains(&weekday).then_some(Shift { from: 540, minutes: 420 })
            }
        }
    }
}

const LEARNER: Habits = Habits {
    key: "",
    start: 1.0,
    pace: 0.08,
    lean: 0.1,
    rhythm: Rhythm::Days,
    tasks: (4, 7),
    writes: "en",
    buddy_days: None,
};

pub(crate) const CREW: [Habits; 11] = [
    Habits { key: "samira", start: 1.3, pace: 0.1, ..LEARNER },
    Habits { key: "kwame", start: 1.5, lean: 0.35, ..LEARNER },
    Habits { key: "lin", start: 0.8, pace: 0.085, lean: -0.15, ..LEARNER },
    Habits { key: "joao", start: 1.9, buddy_days: Some(45), tasks: (3, 6), ..LEARNER },
    Habits { key: "tuan", start: 2.1, rhythm: Rhythm::Nights, tasks: (3, 5), ..LEARNER },
    Habits { key: "fatuma", rhythm: Rhythm::PartTime, writes: "nl", tasks: (4, 6), ..LEARNER },
    Habits { key: "marek", start: 3.5, pace: 0.04, lean: 0.0, tasks: (2, 4), ..LEARNER },
    Habits { key: "oksana", start: 3.4, pace: 0.04, lean: -0.1, tasks: (3, 5), ..LEARNER },
    Habits { key: "piotr", start: 1.6, lean: -0.2, tasks: (3, 5), ..LEARNER },
    Habits { key: "anjali", start: 2.6, pace: 0.06, lean: 0.0, tasks: (3, 6), ..LEARNER },
    Habits { key: "daan", start: 0.9, pace: 0.085, lean: 0.25, writes: "nl", ..LEARNER },
];

/// Somebody who works every weekday of a year, for benches.
pub(crate) fn steady(tasks_a_day: i64) -> Habits {
    Habits { key: "steady", tasks: (tasks_a_day, tasks_a_day), ..LEARNER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_rests_at_the_weekend() {
        let saturday = Day::from_ymd(2026, 11, 21);
        for habits in CREW {
            assert_eq!(habits.rhythm.on(saturday), None, "{}", habits.key);
            let week = (0..7).filter(|d| habits.rhythm.on(Day(saturday.0 + d)).is_some());
            assert!(week.count() >= 2);
        }
    }
}
