//! Writes one function per message: `home_title(lang)`, `sync_waiting(lang, n)`. Each says no more than
//! which sentence it is and what fills it, because the phone downloads all of them.
//!
//! Plain sentences are `&'static str`, sentences with arguments `String`, sentences with bold words
//! `Marked`. They call `sentence` and `filled`, which stand beside them.

use crate::catalogue::{Catalogue, Message};

pub(crate) fn write(catalogue: &Catalogue) -> String {
    let messages = catalogue.messages.iter().enumerate();
    messages.map(|(index, (key, message))| function(index, key, message)).collect()
}

fn function(index: usize, key: &str, message: &Message) -> String {
    let arguments = message.arguments();
    let parameters: String = arguments
        .iter()
        .map(|(name, is_number)| format!(", {name}: {}", if *is_number { "u32" } else { "&str" }))
        .collect();
    let filled = format!("filled(lang, {index}, &[{}])", slots(message));
    let (result, body) = match (message.is_bold(), arguments.is_empty()) {
        (true, _) => ("Marked", format!("Marked({filled})")),
        (false, false) => ("String", filled),
        (false, true) => ("&'static str", format!("sentence(lang, {index})")),
    };
    format!("pub(crate) fn {key}(lang: Lang{parameters}) -> {result} {{\n    {body}\n}}\n")
}

fn slots(message: &Message) -> String {
    let slot = |(name, is_number): (String, bool)| {
        format!("Argument::{}({name})", if is_number { "Number" } else { "Text" })
    };
    message.slots().into_iter().map(slot).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, function: &str) {
        assert_eq!(write(&Catalogue::parse(text).unwrap()), function);
    }

    #[test]
    fn a_sentence_is_its_place_in_the_table_and_what_fills_it() {
        check("a = x", "pub(crate) fn a(lang: Lang) -> &'static str {\n    sentence(lang, 0)\n}\n");
        check(
            "a = *x*",
            "pub(crate) fn a(lang: Lang) -> Marked {\n    Marked(filled(lang, 0, &[]))\n}\n",
        );
        check(
            "a[one] = {n} {by}\na[other] = {by}",
            "pub(crate) fn a(lang: Lang, by: &str, n: u32) -> String {\n    \
             filled(lang, 0, &[Argument::Number(n), Argument::Text(by)])\n}\n",
        );
    }
}
