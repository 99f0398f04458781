//! Time as a phone knows it: UTC milliseconds plus the offset the clock showed.
//!
//! Days and weeks are those of the moment's own offset, so a night shift abroad stays on its day.
//! Civil calendar arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

const MS_PER_MIN: i64 = 60_000;
const MS_PER_DAY: i64 = 86_400_000;

/// A point in time. `utc_ms`: milliseconds since 1970-01-01T00:00Z. `offset_min`: minutes east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub utc_ms: i64,
    pub offset_min: i16,
}

/// A calendar day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// An ISO 8601 week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    pub year: i32,
    pub number: u8,
}

impl Moment {
    pub fn new(utc_ms: i64, offset_min: i16) -> Self {
        Self { utc_ms, offset_min }
    }

    /// The day on the wall where this moment was noted.
    pub fn day(self) -> Day {
        Day(self.local_ms().div_euclid(MS_PER_DAY) as i32)
    }

    /// Minutes since local midnight, 0 to 1439.
    pub fn minute_of_day(self) -> u16 {
        (self.local_ms().rem_euclid(MS_PER_DAY) / MS_PER_MIN) as u16
    }

    /// The UTC year, which names the period of a document.
    pub fn utc_year(self) -> i32 {
        Day(self.utc_ms.div_euclid(MS_PER_DAY) as i32).ymd().0
    }

    /// The same offset, so many milliseconds later (or earlier).
    pub fn plus_ms(self, ms: i64) -> Self {
        Self { utc_ms: self.utc_ms.saturating_add(ms), ..self }
    }

    fn local_ms(self) -> i64 {
        self.utc_ms.saturating_add(i64::from(self.offset_min) * MS_PER_MIN)
    }
}

impl Day {
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Self {
        let (month, day) = (i32::from(month), i32::from(day));
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let yoe = y - era * 400;
        let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        Self(era * 146_097 + doe - 719_468)
    }

    /// Year, month 1 to 12, day 1 to 31.
    pub fn ymd(self) -> (i32, u8, u8) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = (if mp < 10 { mp + 3 } else { mp - 9 }) as u8;
        let year = (yoe + era * 400) as i32 + i32::from(month <= 2);
        (year, month, day)
    }

    /// 0 = Monday to 6 = Sunday.
    pub fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7) as u8
    }

    pub fn week(self) -> Week {
        let thursday = Self(self.0 - i32::from(self.weekday()) + 3);
        let (year, ..) = thursday.ymd();
        let first = Self::from_ymd(year, 1, 1);
        Week { year, number: ((thursday.0 - first.0) / 7 + 1) as u8 }
    }

    /// The Monday of this day's week.
    pub fn monday(self) -> Self {
        Self(self.0 - i32::from(self.weekday()))
    }

    /// The moment `minute` minutes after local midnight at this offset.
    pub fn at(self, minute: u16, offset_min: i16) -> Moment {
        let local = i64::from(self.0) * MS_PER_DAY + i64::from(minute) * MS_PER_MIN;
        Moment::new(local - i64::from(offset_min) * MS_PER_MIN, offset_min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_both_ways() {
        for (y, m, d, days) in [(1970, 1, 1, 0), (2000, 2, 29, 11_016), (2026, 11, 22, 20_779)] {
            assert_eq!(Day::from_ymd(y, m, d), Day(days));
            assert_eq!(Day(days).ymd(), (y, m, d));
        }
        for days in -800_000..800_000 {
            let (y, m, d) = Day(days).ymd();
            assert_eq!(Day::from_ymd(y, m, d), Day(days));
        }
    }

    #[test]
    fn weeks_are_iso_weeks() {
        let week = |y, m, d| Day::from_ymd(y, m, d).week();
        assert_eq!(week(2026, 1, 1), Week { year: 2026, number: 1 });
        assert_eq!(week(2027, 1, 1), Week { year: 2026, number: 53 });
        assert_eq!(week(2024, 12, 30), Week { year: 2025, number: 1 });
        assert_eq!(Day::from_ymd(2026, 11, 22).weekday(), 6);
    }

    #[test]
    fn a_moment_keeps_the_day_of_its_own_offset() {
        let late = Day::from_ymd(2026, 5, 14).at(23 * 60 + 30, 120);
        assert_eq!(late.day(), Day::from_ymd(2026, 5, 14));
        assert_eq!(late.minute_of_day(), 1410);
        assert_eq!(Moment::new(late.utc_ms, 180).day(), Day::from_ymd(2026, 5, 15));
    }

    #[test]
    fn the_period_year_is_utc() {
        let new_year = Day::from_ymd(2027, 1, 1).at(30, 60);
        assert_eq!(new_year.utc_year(), 2026);
        assert_eq!(Moment::new(0, -300).utc_year(), 1970);
    }
}
