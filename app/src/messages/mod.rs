//! Everything the app says, in every language it speaks: `m::home_title(lang)`.
//!
//! The sentences are in `messages/*.txt`; `build.rs` makes one function of each, which looks them up in
//! the table of the language. Dates, weekdays and numbers are written here, by hand, without the
//! platform's own tables.

mod dates;
mod language;
mod marked;
mod numbers;
mod tables;

pub(crate) use dates::{
    capital, clock, day_month, day_short, day_with_year, month_short, month_year, relative_day,
};
pub(crate) use language::lang;
pub(crate) use marked::{Marked, Words};
pub(crate) use numbers::{duration, megabytes};
pub(crate) use tables::{is_there, keep};
pub(crate) use words::{Lang, number};

use tables::{filled, sentence};
use words::Argument;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(test)]
mod tests {
    use super::*;

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
