//! The languages the app speaks.

use leptos::prelude::use_context;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
    Nl,
}

impl Lang {
    pub(crate) const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// For `<html lang>`, for the catalogue's texts and for the stored preference.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Nl => "Nederlands",
        }
    }

    /// From a tag such as the browser gives: `nl`, `nl-BE`, `EN_us`. `None`: not spoken here.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// The first of the person's languages that is spoken here, else English.
    pub(crate) fn first_of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::from_tag).unwrap_or(Self::En)
    }
}

/// The language of this screen: the root provides it as context and draws everything again when
/// it changes. Ask while a component is made, not in a handler.
pub(crate) fn lang() -> Lang {
    use_context().unwrap_or(Lang::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phone_s_languages_are_asked_in_order() {
        assert_eq!(Lang::first_of(["fr-FR", "nl-BE", "en"]), Lang::Nl);
        assert_eq!(Lang::first_of(["EN_us"]), Lang::En);
        assert_eq!(Lang::first_of(["nld", ""]), Lang::En);
        assert_eq!(Lang::first_of([]), Lang::En);
    }
}
