//! Moments as ISO 8601 text with milliseconds and offset: `2026-11-22T13:05:09.250+01:00`.

use domain::{Day, Moment};

/// As far as a browser's clock can be off; beyond, days no longer fit their type.
const FARTHEST_MS: i64 = 8_640_000_000_000_000;
/// An offset beyond a day is no clock's.
const FARTHEST_OFFSET: i16 = 24 * 60 - 1;

/// The text of any moment. An offset or time no clock shows is brought to the nearest that one can.
pub(crate) fn text(moment: Moment) -> String {
    let ms = moment.utc_ms.clamp(-FARTHEST_MS, FARTHEST_MS);
    let offset = moment.offset_min.clamp(-FARTHEST_OFFSET, FARTHEST_OFFSET);
    let moment = Moment::new(ms, offset);
    let (year, month, day) = moment.day().ymd();
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{year:+07}"),
    };
    let (hour, minute) = (moment.minute_of_day() / 60, moment.minute_of_day() % 60);
    let (second, milli) = (ms.rem_euclid(60_000) / 1_000, ms.rem_euclid(1_000));
    let sign = if offset < 0 { '-' } else { '+' };
    let (off_hour, off_minute) = (offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    format!(
        "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}\
         {sign}{off_hour:02}:{off_minute:02}"
    )
}

/// The moment a text of [`text`]'s form stands for.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once('T')?;
    let (rest, day) = date.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    let at = time.rfind(['+', '-'])?;
    let (clock, offset) = (&time[..at], &time[at + 1..]);
    let (off_hour, off_minute) = offset.split_once(':')?;
    let offset = number(off_hour, 23)? * 60 + number(off_minute, 59)?;
    let offset = if time[at..].starts_with('-') { -offset } else { offset };
    let (hour, rest) = clock.split_once(':')?;
    let (minute, rest) = rest.split_once(':')?;
    let (second, milli) = rest.split_once('.')?;
    let year: i32 = year.parse().ok().filter(|year| (-275_000..=275_000).contains(year))?;
    let ymd = (year, number(month, 12)? as u8, number(day, 31)? as u8);
    let day = Day::from_ymd(ymd.0, ymd.1, ymd.2);
    if day.ymd() != ymd {
        return None;
    }
    let minute = number(hour, 23)? * 60 + number(minute, 59)?;
    let ms = i64::from(number(second, 59)?) * 1_000 + i64::from(number(milli, 999)?);
    Some(day.at(minute as u16, offset).plus_ms(ms))
}

fn number(text: &str, highest: i16) -> Option<i16> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| digits && *n <= highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC X21
    #[test]
    fn a_moment_goes_out_with_its_offset_and_comes_back() {
        let late = Day::from_ymd(2026, 5, 14).at(23 * 60 + 30, 120).plus_ms(9_250);
        assert_eq!(text(late), "2026-05-14T23:30:09.250+02:00");
        for (ms, offset) in [(0, 0), (-1, -210), (late.utc_ms, 345), (253_402_300_800_000, 0)] {
            let one = Moment::new(ms, offset);
            assert_eq!(moment(&text(one)), Some(one), "{}", text(one));
        }
    }

    #[test]
    fn no_moment_is_too_strange_to_write() {
        for ms in [i64::MIN, i64::MAX, FARTHEST_MS, -FARTHEST_MS] {
            for offset in [i16::MIN, i16::MAX, 0] {
                assert!(text(Moment::new(ms, offset)).contains('T'));
            }
        }
        for bad in ["", "T", "2026-02-30T00:00:00.000+00:00", "2026-01-01T24:00:00.000+00:00"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
