//! What is asked at the end of a session, and the words of the levels. Version 1: other words would
//! be another version, and ratings keep theirs.

use domain::{Aspect, Outcome, Rated};

use crate::messages::{self as m, Lang};

pub(super) fn question(lang: Lang, about: Aspect) -> &'static str {
    match about {
        Aspect::Alone => m::session_ask_alone(lang),
        Aspect::Result => m::session_ask_result(lang),
        Aspect::Hard => m::session_ask_hard(lang),
        Aspect::Useful => m::session_ask_useful(lang),
    }
}

/// The lowest first, as one line: "a | b | c | d".
pub(super) fn levels(lang: Lang, about: Aspect) -> impl Iterator<Item = &'static str> {
    match about {
        Aspect::Alone => m::session_levels_alone(lang),
        Aspect::Result => m::session_levels_result(lang),
        Aspect::Hard => m::session_levels_hard(lang),
        Aspect::Useful => m::session_levels_useful(lang),
    }
    .split(" | ")
}

/// "3, alone"; of a version this app does not know, the number alone.
pub(super) fn level_words(lang: Lang, outcome: Outcome) -> String {
    let Rated::Level(level) = outcome.rated else { return m::session_not_seen(lang).to_owned() };
    let place = usize::from(level).saturating_sub(1);
    let words =
        levels(lang, outcome.about).nth(place).filter(|_| outcome.version == Aspect::VERSION);
    let number = m::number(lang, u32::from(level));
    match words {
        Some(words) => [&number, ", ", words].concat(),
        None => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            for about in Aspect::ALL {
                let count = levels(lang, about).filter(|words| !words.is_empty()).count();
                assert_eq!(count, usize::from(Aspect::LEVELS), "{}", question(lang, about));
            }
        }
    }
}
