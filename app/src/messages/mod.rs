//! Everything the app says, in every language it speaks: `m::home_title(lang)`.
//!
//! The sentences are in `messages/*.txt`; `build.rs` makes one function of each. Dates, weekdays and
//! numbers are written here, by hand, without the platform's own tables.

mod dates;
mod language;
mod marked;
mod numbers;

pub(crate) use dates::{
    capital, clock, day_month, day_short, day_with_year, month_short, month_year, relative_day,
};
pub(crate) use language::{Lang, lang};
pub(crate) use marked::{Marked, Words};
pub(crate) use numbers::{duration, megabytes, number};

use numbers::{Plural, plural};

/// Starts and ends bold words inside [`Marked`].
const MARK: &str = "\u{1}";

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(test)]
#[path = "../../build/catalogue.rs"]
mod catalogue;

#[cfg(test)]
mod tests {
    use super::catalogue::{Catalogue, compare};
    use super::*;

    fn problems(en: &str, nl: &str) -> Vec<String> {
        let read = |text| Catalogue::parse(text).unwrap();
        compare(&[("en", "En", read(en)), ("nl", "Nl", read(nl))])
    }

    // SPEC L5
    #[test]
    fn a_sentence_missing_in_a_language_stops_the_build() {
        assert_eq!(problems("a = x\nb = y", "a = x"), ["nl lacks b"]);
        assert_eq!(problems("a = x", "a = x\nb = y"), ["nl has b, which nothing uses"]);
        assert_eq!(problems("a = {name}", "a = naam"), ["nl: a needs the arguments [\"name\"]"]);
        assert_eq!(problems("a = *x*", "a = x").len(), 1);
        assert_eq!(
            problems("a[one] = {n}\na[other] = {n}", "a[other] = {n}"),
            ["nl: a needs the forms [\"one\", \"other\"], and has {\"other\"}"]
        );
        assert_eq!(problems("a = x {#level}", "a = {#level} y"), [""; 0]);
    }

    #[test]
    fn a_line_that_is_no_sentence_is_named() {
        let bad = |text| Catalogue::parse(text).unwrap_err();
        assert_eq!(bad("# note\n\na: x"), "line 3: expected `key = sentence`");
        assert_eq!(bad("a = {name"), "line 1: `{` without `}`");
        assert_eq!(bad("a = *x"), "line 1: `*` without its partner");
        assert_eq!(bad("a = x\na = y"), "line 2: a is there twice");
    }

    // SPEC L6: the words of the design, to the letter.
    #[test]
    fn the_sync_line_says_exactly_what_was_agreed() {
        assert_eq!(sync_saved(Lang::En), "Saved on this phone");
        assert_eq!(sync_waiting(Lang::En, 3), "3 waiting to send");
        assert_eq!(sync_sent(Lang::En, "14:02"), "All sent · 14:02");
        assert_eq!(sync_away(Lang::En), "Can't reach the server · will retry");
        assert_eq!(sync_attention(Lang::En), "Needs your attention");
    }

    #[test]
    fn counts_choose_their_form_and_numbers_their_dots() {
        assert_eq!(sync_waiting(Lang::Nl, 1), "1 wacht op verzenden");
        assert_eq!(sync_waiting(Lang::Nl, 1200), "1.200 wachten op verzenden");
        assert_eq!(sync_waiting(Lang::En, 1200), "1,200 waiting to send");
    }
}
