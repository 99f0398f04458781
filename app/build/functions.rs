//! Writes one function per message: `home_title(lang)`, `sync_waiting(lang, n)`.
//!
//! Plain sentences are `&'static str`, sentences with arguments `String`, sentences with bold words
//! `Marked`.

use super::catalogue::{Catalogue, Message, Part};

pub(crate) fn write(languages: &[(&str, &str, Catalogue)]) -> String {
    let Some((_, _, first)) = languages.first() else { return String::new() };
    first.messages.iter().map(|(key, model)| function(key, model, languages)).collect()
}

fn function(key: &str, model: &Message, languages: &[(&str, &str, Catalogue)]) -> String {
    let arguments = model.arguments();
    let is_plain = arguments.is_empty() && !model.is_bold();
    let parameters: String = arguments
        .iter()
        .map(|(name, is_number)| format!(", {name}: {}", if *is_number { "u32" } else { "&str" }))
        .collect();
    let result = match (is_plain, model.is_bold()) {
        (true, _) => "&'static str",
        (false, true) => "Marked",
        (false, false) => "String",
    };
    let arms: String = languages
        .iter()
        .map(|(_, variant, catalogue)| {
            let message = catalogue.messages.get(key).unwrap_or(model);
            format!("        Lang::{variant} => {},\n", arm(message, is_plain))
        })
        .collect();
    let lang = "lang: Lang";
    format!(
        "pub(crate) fn {key}({lang}{parameters}) -> {result} {{\n    match lang {{\n{arms}    }}\n}}\n"
    )
}

fn arm(message: &Message, is_plain: bool) -> String {
    let spell = |parts: &[Part]| if is_plain { literal(parts) } else { join(parts, message) };
    let Some(singular) = message.forms.get("one") else {
        return message.forms.values().map(|parts| spell(parts)).collect();
    };
    let others: String = message
        .forms
        .iter()
        .filter(|(form, _)| *form != "one" && *form != "other")
        .map(|(form, parts)| format!("            Plural::{form} => {},\n", spell(parts)))
        .collect();
    let other = message.forms.get("other").map(|parts| spell(parts)).unwrap_or_default();
    let singular = spell(singular);
    format!(
        "match plural(lang, n) {{\n            Plural::One => {singular},\n{others}            Plural::Other => {other},\n        }}"
    )
}

fn literal(parts: &[Part]) -> String {
    let words = |part: &Part| match part {
        Part::Words(words) => words.clone(),
        Part::Text(_) | Part::Number(_) | Part::Bold => String::new(),
    };
    format!("{:?}", parts.iter().map(words).collect::<String>())
}

fn join(parts: &[Part], message: &Message) -> String {
    let pieces: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => format!("{words:?}"),
            Part::Text(name) => name.clone(),
            Part::Number(name) => format!("&number(lang, {name})"),
            Part::Bold => "MARK".into(),
        })
        .collect();
    let joined = format!("[{}].concat()", pieces.join(", "));
    if message.is_bold() { format!("Marked({joined})") } else { joined }
}
