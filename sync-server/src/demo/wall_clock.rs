//! What the clock on the workshop's wall shows: central European time, with its summer.

use domain::{Day, Moment};

const WINTER: i16 = 60;
const SUMMER: i16 = 120;

/// Minutes east of UTC. The night of the change counts as already changed.
pub(crate) fn offset_on(day: Day) -> i16 {
    let (year, ..) = day.ymd();
    let summer = last_sunday(year, 3)..last_sunday(year, 10);
    if summer.contains(&day) { SUMMER } else { WINTER }
}

pub(crate) fn at(day: Day, minute: u16) -> Moment {
    day.at(minute, offset_on(day))
}

/// In a month of 31 days.
fn last_sunday(year: i32, month: u8) -> Day {
    let last = Day::from_ymd(year, month, 31);
    Day(last.0 - (i32::from(last.weekday()) + 1) % 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_is_from_the_last_sunday_of_march_to_that_of_october() {
        let offset = |month, day| offset_on(Day::from_ymd(2026, month, day));
        assert_eq!([offset(3, 28), offset(3, 29)], [WINTER, SUMMER]);
        assert_eq!([offset(10, 24), offset(10, 25)], [SUMMER, WINTER]);
        assert_eq!(offset_on(Day::from_ymd(2024, 3, 31)), SUMMER);
    }
}
