//! A day as `YYYY-MM-DD`.

use domain::Day;

pub fn day_to_text(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day of a `YYYY-MM-DD` text, if there is such a day.
pub fn day_from_text(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let made = (1..=12).contains(&month).then(|| Day::from_ymd(year, month, day))?;
    (made.ymd() == (year, month, day)).then_some(made)
}

fn digits(text: &str, length: usize) -> Option<i32> {
    let fits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_as_written() {
        for text in ["2026-11-22", "2000-02-29", "0001-01-01"] {
            assert_eq!(day_from_text(text).map(day_to_text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_day() {
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "", "26-11-22", "2026-11-+2"]
        {
            assert_eq!(day_from_text(text), None, "{text}");
        }
    }
}
