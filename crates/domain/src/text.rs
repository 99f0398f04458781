//! Words of the catalogue, in as many languages as somebody wrote them.

use crate::Map;

/// A language tag such as `en`, `nl` or `pt-BR`, lower-cased primary subtag first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(String);

impl Lang {
    pub fn new(tag: impl Into<String>) -> Self {
        Self(tag.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One text in several languages. Never empty once read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Map<Lang, String>);

impl Text {
    pub fn of(lang: &str, text: impl Into<String>) -> Self {
        Self(Map::from([(Lang::new(lang), text.into())]))
    }

    #[must_use]
    pub fn and(mut self, lang: &str, text: impl Into<String>) -> Self {
        self.0.insert(Lang::new(lang), text.into());
        self
    }

    /// The text in `lang`, else in English, else in whatever there is, else nothing.
    pub fn pick(&self, lang: &str) -> &str {
        let find = |tag: &str| self.0.get(&Lang::new(tag));
        find(lang).or_else(|| find("en")).or_else(|| self.0.values().next()).map_or("", |s| s)
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_back_to_english_then_to_anything() {
        let text = Text::of("en", "brakes").and("nl", "remmen");
        assert_eq!(text.pick("nl"), "remmen");
        assert_eq!(text.pick("pl"), "brakes");
        assert_eq!(Text::of("de", "Bremsen").pick("nl"), "Bremsen");
        assert_eq!(Text::default().pick("nl"), "");
    }
}
