//! The sentences that this page has: one table for each language that was asked for, kept for as long as
//! the page lives.

use std::sync::OnceLock;

use words::{Argument, Lang, Table};

use super::FIT;

static TABLES: [OnceLock<Table>; Lang::ALL.len()] = [const { OnceLock::new() }; Lang::ALL.len()];

pub(crate) fn is_there(lang: Lang) -> bool {
    table(lang).is_some()
}

/// Keeps what was fetched; false when it was made for another version of the app.
pub(crate) fn keep(lang: Lang, text: &str) -> bool {
    let Some(read) = Table::read(lang, text, FIT) else { return false };
    TABLES[lang as usize].get_or_init(|| read);
    true
}

/// Nothing where the language is not there: the root draws in no language before it is.
pub(super) fn sentence(lang: Lang, index: usize) -> &'static str {
    table(lang).map(|table| table.sentence(index)).unwrap_or_default()
}

pub(super) fn filled(lang: Lang, index: usize, arguments: &[Argument<'_>]) -> String {
    table(lang).map(|table| table.fill(index, arguments)).unwrap_or_default()
}

#[cfg(not(test))]
fn table(lang: Lang) -> Option<&'static Table> {
    TABLES[lang as usize].get()
}

/// Tests fetch nothing.
#[cfg(test)]
fn table(lang: Lang) -> Option<&'static Table> {
    let built: [&str; Lang::ALL.len()] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));
    let there = &TABLES[lang as usize];
    there.get().or_else(|| keep(lang, built[lang as usize]).then(|| there.get()).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_for_every_language_fits_this_module() {
        assert!(Lang::ALL.into_iter().all(is_there));
        assert!(!keep(Lang::En, "the words of another build"));
    }
}
