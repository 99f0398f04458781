//! How long and how large, as people say it.

use words::Lang;

use super::{hours_minutes_short, hours_short, megabytes_short, minutes_short};

/// "25 min", "2 h", "1 h 20 min", never broken over two lines.
pub(crate) fn duration(lang: Lang, minutes: u32) -> String {
    let words = match (minutes / 60, minutes % 60) {
        (0, minutes) => minutes_short(lang, minutes),
        (hours, 0) => hours_short(lang, hours),
        (hours, minutes) => hours_minutes_short(lang, hours, minutes),
    };
    words.replace(' ', "\u{a0}")
}

/// Rounded up to whole megabytes: room that is used is never shown as none.
pub(crate) fn megabytes(lang: Lang, bytes: u64) -> String {
    let whole = bytes.div_ceil(1_000_000).min(u64::from(u32::MAX));
    megabytes_short(lang, whole as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_work_is_told_in_hours() {
        let say = |lang, minutes| duration(lang, minutes).replace('\u{a0}', " ");
        assert_eq!(say(Lang::En, 25), "25 min");
        assert_eq!(say(Lang::En, 120), "2 h");
        assert_eq!(say(Lang::Nl, 80), "1 u 20 min");
        assert_eq!(megabytes(Lang::En, 1), "1 MB");
        assert_eq!(megabytes(Lang::En, 13_400_000), "14 MB");
    }
}
