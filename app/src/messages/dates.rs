//! Days and times in words. Weeks start on Monday; clocks show 24 hours.

use domain::Day;

use super::{
    Lang, date_full, date_month, date_short, date_weekday, months, months_short, today, weekdays,
    weekdays_short, yesterday,
};

/// "14:02".
pub(crate) fn clock(minute_of_day: u16) -> String {
    let two = |n: u16| if n < 10 { ["0", &n.to_string()].concat() } else { n.to_string() };
    [two(minute_of_day / 60), two(minute_of_day % 60)].join(":")
}

/// "Thursday".
pub(crate) fn weekday(lang: Lang, day: Day) -> &'static str {
    nth(weekdays(lang), day.weekday())
}

/// "May".
pub(crate) fn month_short(lang: Lang, day: Day) -> &'static str {
    nth(months_short(lang), day.ymd().1 - 1)
}

/// "May 2026".
pub(crate) fn month_year(lang: Lang, day: Day) -> String {
    let (year, month, _) = day.ymd();
    date_month(lang, nth(months(lang), month - 1), &year.to_string())
}

/// "14 May".
pub(crate) fn day_month(lang: Lang, day: Day) -> String {
    date_short(lang, &day.ymd().2.to_string(), month_short(lang, day))
}

/// "Thu 14 May".
pub(crate) fn day_short(lang: Lang, day: Day) -> String {
    date_weekday(lang, &day_month(lang, day), nth(weekdays_short(lang), day.weekday()))
}

/// "14 May 2026".
pub(crate) fn day_with_year(lang: Lang, day: Day) -> String {
    let (year, month, of_month) = day.ymd();
    let month = nth(months(lang), month - 1);
    date_full(lang, &of_month.to_string(), month, &year.to_string())
}

/// "today", "yesterday", "Tuesday", "14 May", "14 May 2025": as much as tells it apart.
pub(crate) fn relative_day(lang: Lang, day: Day, today_is: Day) -> String {
    match today_is.0.saturating_sub(day.0) {
        0 => today(lang).to_owned(),
        1 => yesterday(lang).to_owned(),
        2..=6 => weekday(lang, day).to_owned(),
        _ if day.ymd().0 == today_is.ymd().0 => day_month(lang, day),
        _ => day_with_year(lang, day),
    }
}

/// For the start of a line.
pub(crate) fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

fn nth(names: &'static str, n: u8) -> &'static str {
    names.split(' ').nth(usize::from(n)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_and_month_has_its_name() {
        for lang in Lang::ALL {
            for names in [weekdays(lang), weekdays_short(lang)] {
                assert_eq!(names.split(' ').count(), 7);
            }
            for names in [months(lang), months_short(lang)] {
                assert_eq!(names.split(' ').count(), 12);
            }
        }
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let day = Day::from_ymd(2026, 5, 14);
        assert_eq!(day_short(Lang::En, day), "Thu 14 May");
        assert_eq!(day_short(Lang::Nl, day), "do 14 mei");
        assert_eq!(day_with_year(Lang::Nl, Day::from_ymd(2026, 3, 1)), "1 maart 2026");
        assert_eq!(month_year(Lang::En, day), "May 2026");
        assert_eq!(clock(14 * 60 + 2), "14:02");
        assert_eq!(capital("élan"), "Élan");
    }

    #[test]
    fn a_day_is_told_by_as_much_as_tells_it_apart() {
        let today = Day::from_ymd(2026, 5, 14);
        let say = |y, m, d| relative_day(Lang::En, Day::from_ymd(y, m, d), today);
        assert_eq!(say(2026, 5, 14), "today");
        assert_eq!(say(2026, 5, 13), "yesterday");
        assert_eq!(say(2026, 5, 12), "Tuesday");
        assert_eq!(say(2026, 5, 7), "7 May");
        assert_eq!(say(2025, 5, 14), "14 May 2025");
        // A phone whose clock ran ahead.
        assert_eq!(say(2026, 5, 15), "15 May");
    }
}
