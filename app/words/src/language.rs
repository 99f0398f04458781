//! The languages the app speaks, and how each of them counts. A further one is a line in each of these,
//! and its file of sentences.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    Nl,
}

impl Lang {
    /// The first one says which sentences there are.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// For `<html lang>`, for the catalogue's texts, for the stored preference and for names of files.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Nl => "Nederlands",
        }
    }

    /// `None`: not spoken here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The mark between thousands.
    pub(crate) fn thousands(self) -> char {
        match self {
            Self::En => ',',
            Self::Nl => '.',
        }
    }

    /// The forms a sentence with a count has, as a table lists them.
    pub(crate) fn forms(self) -> &'static [&'static str] {
        match self {
            Self::En | Self::Nl => &["one", "other"],
        }
    }

    /// Which of its forms a count takes.
    pub(crate) fn form_of(self, count: u32) -> usize {
        match self {
            Self::En | Self::Nl => usize::from(count != 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_takes_a_form_that_its_language_has() {
        for lang in Lang::ALL {
            assert!((0..200).all(|count| lang.form_of(count) < lang.forms().len()), "{lang:?}");
            assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        }
        assert_eq!(Lang::from_tag("xx"), None);
    }
}
