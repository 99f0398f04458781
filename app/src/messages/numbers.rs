//! Numbers as they are written in each language.

use super::{Lang, hours_minutes_short, hours_short, megabytes_short, minutes_short};

/// The plural form a count takes.
pub(super) enum Plural {
    One,
    Other,
}

pub(super) fn plural(lang: Lang, n: u32) -> Plural {
    match (lang, n) {
        (Lang::En | Lang::Nl, 1) => Plural::One,
        (Lang::En | Lang::Nl, _) => Plural::Other,
    }
}

/// With the language's mark between thousands.
pub(crate) fn number(lang: Lang, value: u32) -> String {
    let digits = value.to_string();
    let mark = match lang {
        Lang::En => ',',
        Lang::Nl => '.',
    };
    let mut out = String::with_capacity(digits.len() + 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

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
    fn thousands_are_marked_as_the_language_does() {
        for (value, en, nl) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1.000"),
            (4_294_967_295, "4,294,967,295", "4.294.967.295"),
        ] {
            assert_eq!(number(Lang::En, value), en);
            assert_eq!(number(Lang::Nl, value), nl);
        }
    }

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
