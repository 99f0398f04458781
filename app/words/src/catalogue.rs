//! Reads `key = sentence` lines and says what one language has that another lacks.
//!
//! A sentence may hold `{name}` (text), `{#name}` (a number) and `*bold*`. `key[one]`, `key[other]` and
//! what other forms a language has are chosen by the number `n`.

use std::collections::{BTreeMap, BTreeSet};

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

    /// The arguments in the order that a table counts them: `n` first where it chooses the form.
    pub(crate) fn slots(&self) -> Vec<(String, bool)> {
        let mut slots: Vec<(String, bool)> = self.arguments().into_iter().collect();
        slots.sort_by_key(|(name, _)| !(self.is_plural() && name == "n"));
        slots
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.forms.values().flatten()
    }
}

/// One language beside others.
pub(crate) struct Spoken<'a> {
    pub(crate) tag: &'a str,
    /// What a sentence with a count needs.
    pub(crate) forms: &'a [&'a str],
    pub(crate) catalogue: &'a Catalogue,
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
    if sentence.contains('\t') {
        return Err("a tab inside the sentence".into());
    }
    let mut parts = Vec::new();
    let mut rest = sentence.trim();
    while let Some(at) = rest.find(['{', '}', '*']) {
        if at > 0 {
            parts.push(Part::Words(rest[..at].into()));
        }
        if let Some(after) = rest[at..].strip_prefix('*') {
            parts.push(Part::Bold);
            rest = after;
            continue;
        }
        if rest[at..].starts_with('}') {
            return Err("`}` without `{`".into());
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

/// What keeps the languages from being the same set of sentences, one line each. The first one says
/// which sentences there are.
pub(crate) fn compare(languages: &[Spoken<'_>]) -> Vec<String> {
    let Some(first) = languages.first().map(|first| &first.catalogue.messages) else {
        return vec![];
    };
    let mut problems = Vec::new();
    for spoken in languages {
        let Spoken { tag, catalogue, .. } = spoken;
        let keys: BTreeSet<&String> = first.keys().chain(catalogue.messages.keys()).collect();
        for key in keys {
            match (first.get(key), catalogue.messages.get(key)) {
                (Some(model), Some(message)) => {
                    problems.extend(differences(spoken, key, model, message));
                }
                (Some(_), None) => problems.push(format!("{tag} lacks {key}")),
                (None, _) => problems.push(format!("{tag} has {key}, which nothing uses")),
            }
        }
    }
    problems
}

fn differences(spoken: &Spoken<'_>, key: &str, model: &Message, message: &Message) -> Vec<String> {
    let tag = spoken.tag;
    let mut problems = Vec::new();
    let wanted: &[&str] = if model.is_plural() { spoken.forms } else { &[""] };
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

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_OTHER: &[&str] = &["one", "other"];

    fn problems(tag: &str, forms: &[&str], en: &str, other: &str) -> Vec<String> {
        let [en, other] = [en, other].map(|text| Catalogue::parse(text).unwrap());
        let en = Spoken { tag: "en", forms: ONE_OTHER, catalogue: &en };
        compare(&[en, Spoken { tag, forms, catalogue: &other }])
    }

    // SPEC L5
    #[test]
    fn a_sentence_missing_in_a_language_stops_the_build() {
        let problems = |en, nl| problems("nl", ONE_OTHER, en, nl);
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

    // SPEC L5
    #[test]
    fn a_language_has_the_forms_that_its_counts_need() {
        let problems = |pl| {
            let en = "a[one] = {n} task\na[other] = {n} tasks";
            problems("pl", &["one", "few", "many", "other"], en, pl)
        };
        assert_eq!(problems("a[one] = 1\na[few] = {n} a\na[many] = {n} b\na[other] = c"), [""; 0]);
        assert_eq!(problems("a[one] = {n} a\na[other] = {n} b").len(), 1);
    }

    #[test]
    fn a_line_that_is_no_sentence_is_named() {
        let bad = |text| Catalogue::parse(text).unwrap_err();
        assert_eq!(bad("# note\n\na: x"), "line 3: expected `key = sentence`");
        assert_eq!(bad("a = {name"), "line 1: `{` without `}`");
        assert_eq!(bad("a = name}"), "line 1: `}` without `{`");
        assert_eq!(bad("a = *x"), "line 1: `*` without its partner");
        assert_eq!(bad("a = x\na = y"), "line 2: a is there twice");
        assert_eq!(bad("a = x\ty"), "line 1: a tab inside the sentence");
    }
}
