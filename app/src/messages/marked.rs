//! Sentences with bold words in them.

#![expect(unreachable_pub, reason = "leptos writes public functions for each component")]

use leptos::prelude::*;
use view::view;
use words::MARK;

/// A sentence in which some words are bold. Draw it with [`Words`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked(pub(super) String);

impl Marked {
    /// A sentence without bold words. Text of people passes through as it is.
    pub(crate) fn plain(words: &str) -> Self {
        Self(words.replace(MARK, ""))
    }

    /// Pieces in turn plain and bold.
    fn pieces(&self) -> impl Iterator<Item = (bool, &str)> {
        self.0.split(MARK).enumerate().map(|(i, piece)| (i % 2 == 1, piece))
    }
}

#[component]
pub(crate) fn Words(of: Marked) -> impl IntoView {
    of.pieces()
        .map(|(is_bold, words)| {
            let words = words.to_owned();
            if is_bold { view! { <b>{words}</b> }.into_any() } else { words.into_any() }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Lang, rate_saved};

    #[test]
    fn bold_words_are_marked_and_a_star_of_a_person_is_not() {
        let sentence = rate_saved(Lang::En, 3);
        let pieces: Vec<_> = sentence.pieces().collect();
        assert_eq!(pieces, [(false, "You say "), (true, "3"), (false, "")]);
        assert_eq!(Marked::plain("5 *").pieces().collect::<Vec<_>>(), [(false, "5 *")]);
    }
}
