//! Every sentence a person can see is a message, and every message is there in every language.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use tests::places;
use tests::source::{self, Quote};

use crate::none;

/// Names that are the same in every language.
const NAMES: [&str; 2] = ["Ropes", "Samsung Internet"];

#[test]
fn every_message_is_there_in_every_language() -> Result<()> {
    let languages = languages()?;
    let all: Vec<BTreeSet<String>> =
        languages.iter().map(|tag| keys(tag)).collect::<Result<_>>()?;
    let mut findings = Vec::new();
    for (tag, own) in languages.iter().zip(&all) {
        for other in &all {
            findings.extend(other.difference(own).map(|key| format!("{tag} lacks {key}")));
        }
    }
    none("messages", findings);
    Ok(())
}

#[test]
fn the_page_that_a_crash_shows_speaks_every_language() -> Result<()> {
    let shim = std::fs::read_to_string(places::root().join("public/shim.js"))?;
    let mut languages = languages()?;
    languages.retain(|tag| !shim.contains(&format!("\n  {tag}: {{\n    title: ")));
    none("languages of the crash page", languages);
    Ok(())
}

#[test]
fn the_page_that_checks_proofs_speaks_every_language() -> Result<()> {
    let page = std::fs::read_to_string(places::root().join("public/proof.js"))?;
    let mut languages = languages()?;
    languages.retain(|tag| !page.contains(&format!("\n  {tag}: {{\n    title: ")));
    none("languages of the page that checks proofs", languages);
    Ok(())
}

#[test]
fn no_sentence_stands_in_the_screens_code() -> Result<()> {
    let mut findings = Vec::new();
    for file in source::rust()? {
        if !file.path.starts_with("app/src/") || file.path.ends_with("tests.rs") {
            continue;
        }
        let end = file.text.find("#[cfg(test)]").unwrap_or(file.text.len());
        let last = file.text[..end].lines().count();
        for quote in file.quotes().iter().filter(|quote| quote.line <= last && is_sentence(quote)) {
            findings.push(format!("{}:{} {}", file.path, quote.line, quote.text));
        }
    }
    none("sentences in code", findings);
    Ok(())
}

/// A text node of a view, or words that begin like a sentence. Class names, paths and the reasons of
/// errors begin small.
fn is_sentence(quote: &Quote) -> bool {
    let text = quote.text.trim_matches('"');
    let before = quote.before.trim_end();
    let is_node = before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->");
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && text.contains(' ');
    let is_word = text.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    !NAMES.contains(&text) && (begins || (is_node && is_word))
}

/// There is a file for each.
fn languages() -> Result<Vec<String>> {
    let mut tags = Vec::new();
    for file in std::fs::read_dir(places::root().join("app/messages"))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        tags.extend(name.strip_suffix(".txt").map(ToOwned::to_owned));
    }
    Ok(tags)
}

/// The names of a language's messages, with plural forms folded into one.
fn keys(tag: &str) -> Result<BTreeSet<String>> {
    let path = places::root().join(format!("app/messages/{tag}.txt"));
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let keys = lines.filter_map(|line| line.split_once(" = "));
    Ok(keys.map(|(key, _)| key.split('[').next().unwrap_or(key).trim().to_owned()).collect())
}
