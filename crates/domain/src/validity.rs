//! How long a sign-off holds, where a skill has to be signed anew from time to time.

use crate::Day;

/// Whole months, 1 to 600.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months(u16);

/// How a sign-off that counts stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// For ever, or for more than 30 days.
    Holds,
    /// It ends within 30 days; until then it is as good as any.
    Due,
    /// It says what somebody could do, and no longer that they can.
    Lapsed,
}

impl Months {
    pub const MOST: u16 = 600;

    const SOON_DAYS: i32 = 30;

    pub fn new(months: u16) -> Option<Self> {
        (1..=Self::MOST).contains(&months).then_some(Self(months))
    }

    pub fn get(self) -> u16 {
        self.0
    }

    /// The same day so many months on, or the last of a month that is shorter.
    pub fn after(self, day: Day) -> Day {
        let (year, month, date) = day.ymd();
        let months = year * 12 + i32::from(month) - 1 + i32::from(self.0);
        let first = |months: i32| {
            Day::from_ymd(months.div_euclid(12), (months.rem_euclid(12) + 1) as u8, 1)
        };
        Day((first(months).0 + i32::from(date) - 1).min(first(months + 1).0 - 1))
    }
}

impl Validity {
    /// `until`: the last day on which it holds, where it ends.
    pub fn of(until: Option<Day>, today: Day) -> Self {
        match until.map(|until| until.0 - today.0) {
            Some(left) if left < 0 => Self::Lapsed,
            Some(left) if left < Months::SOON_DAYS => Self::Due,
            Some(_) | None => Self::Holds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC V20
    #[test]
    fn months_end_on_the_same_day_or_the_last_of_a_shorter_month() {
        let day = Day::from_ymd;
        for (months, from, to) in [
            (12, day(2026, 5, 14), day(2027, 5, 14)),
            (1, day(2026, 1, 31), day(2026, 2, 28)),
            (48, day(2024, 2, 29), day(2028, 2, 29)),
            (12, day(2024, 2, 29), day(2025, 2, 28)),
            (1, day(2026, 12, 31), day(2027, 1, 31)),
        ] {
            assert_eq!(Months::new(months).unwrap().after(from), to);
        }
        assert_eq!([0, 601].map(Months::new), [None, None]);
    }

    // SPEC V20
    #[test]
    fn a_sign_off_is_due_for_its_last_thirty_days_and_lapses_after_them() {
        let on = |today| Validity::of(Some(Day(100)), Day(today));
        assert_eq!([on(70), on(71), on(100)], [Validity::Holds, Validity::Due, Validity::Due]);
        assert_eq!(on(101), Validity::Lapsed);
        assert_eq!(Validity::of(None, Day(101)), Validity::Holds);
    }
}
