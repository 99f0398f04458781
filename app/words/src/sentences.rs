//! The sentences of all languages, read from their files, and what is made of them.

use std::fs;
use std::path::Path;

use crate::catalogue::{Catalogue, Spoken, compare};
use crate::{Lang, fit, functions, table};

/// The same sentences in every language.
pub struct Sentences {
    languages: Vec<(Lang, Catalogue)>,
    first: Catalogue,
}

impl Sentences {
    /// From `en.txt`, `nl.txt` and so on in this folder. An error says, one line each, what a language
    /// lacks.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut languages = Vec::new();
        for lang in Lang::ALL {
            let path = folder.join(lang.tag()).with_extension("txt");
            let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let catalogue =
                Catalogue::parse(&text).map_err(|e| format!("{}, {e}", path.display()))?;
            languages.push((lang, catalogue));
        }
        Self::of(languages)
    }

    fn of(languages: Vec<(Lang, Catalogue)>) -> Result<Self, String> {
        let spoken = languages.iter().map(|(lang, catalogue)| Spoken {
            tag: lang.tag(),
            forms: lang.forms(),
            catalogue,
        });
        let problems = compare(&spoken.collect::<Vec<_>>());
        match languages.first() {
            Some((_, first)) if problems.is_empty() => Ok(Self { first: first.clone(), languages }),
            _ => Err(format!("messages:\n  {}", problems.join("\n  "))),
        }
    }

    /// What a table begins and ends with, and what [`crate::Table::read`] asks for. It changes when a
    /// module that was built before could not use the tables.
    pub fn fit(&self) -> String {
        fit::fit(&self.first)
    }

    /// Rust source: one function for each sentence.
    pub fn functions(&self) -> String {
        functions::write(&self.first)
    }

    /// For each language the text that [`crate::Table::read`] reads.
    pub fn tables(&self) -> impl Iterator<Item = (Lang, String)> {
        let fit = self.fit();
        self.languages
            .iter()
            .map(move |(lang, catalogue)| (*lang, table::write(&fit, lang.forms(), catalogue)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(en: &str, nl: &str) -> Result<Sentences, String> {
        let read = |text| Catalogue::parse(text).unwrap();
        Sentences::of(vec![(Lang::En, read(en)), (Lang::Nl, read(nl))])
    }

    #[test]
    fn languages_that_say_the_same_get_a_table_each_that_fits() {
        let sentences = sentences("b = no\na = yes", "a = ja\nb = nee").unwrap();
        let fit = sentences.fit();
        let tables: Vec<_> = sentences.tables().collect();
        assert_eq!(tables[0], (Lang::En, format!("{fit}\nyes\nno\n{fit}")));
        assert_eq!(tables[1], (Lang::Nl, format!("{fit}\nja\nnee\n{fit}")));
    }

    #[test]
    fn what_a_language_lacks_is_named() {
        let problem = sentences("a = yes\nb = no", "a = ja").err().unwrap();
        assert_eq!(problem, "messages:\n  nl lacks b");
    }
}
