//! A file in one language says nothing about the others: translations that are there stay.

use std::collections::BTreeSet;

use domain::{Lang, Text};

/// The languages a file speaks.
#[derive(Default)]
pub(super) struct Spoken(BTreeSet<Lang>);

impl Spoken {
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Self {
        Self(texts.into_iter().flat_map(|text| text.0.keys().cloned()).collect())
    }

    /// Adds the words `current` has in languages the file does not speak.
    pub(super) fn keep(&self, new: &mut Text, current: &Text) {
        for (lang, words) in current.0.iter().filter(|(lang, _)| !self.0.contains(lang)) {
            new.0.insert(lang.clone(), words.clone());
        }
    }
}
