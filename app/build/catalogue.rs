//! Reads `key = sentence` lines and says what one language has that another lacks.
//!
//! A sentence may hold `{name}` (text), `{#name}` (a number) and `*bold*`. `key[one]` and
//! `key[other]` are chosen by the number `n`.

use std::collections::{BTreeMap, BTreeSet};

/// The plural forms a language needs. Polish, say, would need few and many as well.
fn plural_forms(tag: &str) -> &'static [&'static str] {
    match tag {
        "pl" => &["one", "few", "many", "other"],
        _ => &["one", "other"],
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Words(String),
    Text(String),
    Number(String),
    /// Bold starts or ends here.
    Bold,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    /// By plural form; a message without plurals has the form "".
    pub(crate) forms: BTreeMap<String, Vec<Part>>,
}

impl Message {
    pub(crate) fn is_plural(&self) -> bool {
        !self.forms.contains_key("")
    }

    pub(crate) fn is_bold(&self) -> bool {
        self.parts().any(|part| *part == Part::Bold)
    }

    /// Name and whether it is a number, sorted by name. A plural always has `n`.
    pub(crate) fn arguments(&self) -> BTreeMap<String, bool> {
        let named = self.parts().filter_map(|part| match part {
            Part::Text(name) => Some((name.clone(), false)),
            Part::Number(name) => Some((name.clone(), true)),
            Part::Words(_) | Part::Bold => None,
        });
        let mut arguments: BTreeMap<String, bool> = named.collect();
        if self.is_plural() {
            arguments.insert("n".into(), true);
        }
        arguments
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.forms.values().flatten()
    }
}

/// All sentences of one language, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Catalogue {
    pub(crate) messages: BTreeMap<String, Message>,
}

impl Catalogue {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut catalogue = Self::default();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                catalogue.read(line).map_err(|e| format!("line {}: {e}", i + 1))?;
            }
        }
        Ok(catalogue)
    }

    fn read(&mut self, line: &str) -> Result<(), String> {
        let (key, sentence) = line.split_once(" = ").ok_or("expected `key = sentence`")?;
        let (key, form) = match key.split_once('[') {
            Some((key, form)) => (key, form.strip_suffix(']').ok_or("expected `]`")?),
            None => (key, ""),
        };
        let forms = &mut self.messages.entry(key.into()).or_default().forms;
        match forms.insert(form.into(), parts(sentence)?) {
            Some(_) => Err(format!("{key} is there twice")),
            None => Ok(()),
        }
    }
}

fn parts(sentence: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = sentence.trim();
    while let Some(at) = rest.find(['{', '*']) {
        if at > 0 {
            parts.push(Part::Words(rest[..at].into()));
        }
        if let Some(after) = rest[at..].strip_prefix('*') {
            parts.push(Part::Bold);
            rest = after;
            continue;
        }
        let (name, after) = rest[at + 1..].split_once('}').ok_or("`{` without `}`")?;
        parts.push(match name.strip_prefix('#') {
            Some(name) => Part::Number(name.into()),
            None if name == "n" => Part::Number(name.into()),
            None => Part::Text(name.into()),
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.into()));
    }
    match parts.iter().filter(|part| **part == Part::Bold).count() % 2 {
        0 => Ok(parts),
        _ => Err("`*` without its partner".into()),
    }
}

/// What keeps the languages from being the same set of sentences, one line each.
pub(crate) fn compare(languages: &[(&str, &str, Catalogue)]) -> Vec<String> {
    let Some((_, _, first)) = languages.first() else { return vec![] };
    let mut problems = Vec::new();
    for (tag, _, catalogue) in languages {
        let keys: BTreeSet<&String> =
            first.messages.keys().chain(catalogue.messages.keys()).collect();
        for key in keys {
            match (first.messages.get(key), catalogue.messages.get(key)) {
                (Some(model), Some(message)) => {
                    problems.extend(differences(tag, key, model, message));
                }
                (Some(_), None) => problems.push(format!("{tag} lacks {key}")),
                (None, _) => problems.push(format!("{tag} has {key}, which nothing uses")),
            }
        }
    }
    problems
}

fn differences(tag: &str, key: &str, model: &Message, message: &Message) -> Vec<String> {
    let mut problems = Vec::new();
    let wanted: &[&str] = if model.is_plural() { plural_forms(tag) } else { &[""] };
    let forms: BTreeSet<&str> = message.forms.keys().map(String::as_str).collect();
    if forms != wanted.iter().copied().collect() {
        problems.push(format!("{tag}: {key} needs the forms {wanted:?}, and has {forms:?}"));
    }
    if model.arguments() != message.arguments() {
        let names: Vec<String> = model.arguments().into_keys().collect();
        problems.push(format!("{tag}: {key} needs the arguments {names:?}"));
    }
    if model.is_bold() != message.is_bold() {
        problems.push(format!("{tag}: {key} is bold in one language and not in another"));
    }
    problems
}
