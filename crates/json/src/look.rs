//! Typed looks at a value; `None` where it is absent or of another type.

use crate::Json;

impl Json {
    /// The field of that name; of several the last, as most readers have it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => {
                fields.iter().rev().find(|(field, _)| field == name).map(|(_, value)| value)
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_text()
    }

    pub fn number<N: TryFrom<i64>>(&self, name: &str) -> Option<N> {
        self.get(name)?.as_number()
    }

    pub fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some(&Self::Bool(true))
    }

    /// The list of that name, each item read; nothing when one cannot be. A list that is not there is
    /// empty.
    pub fn each<T>(&self, name: &str, read: impl FnMut(&Self) -> Option<T>) -> Option<Vec<T>> {
        self.get(name).map_or(Some(Vec::new()), |list| list.as_list()?.iter().map(read).collect())
    }

    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.each(name, Self::as_text)
    }

    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A whole number that fits.
    pub fn as_number<N: TryFrom<i64>>(&self) -> Option<N> {
        match self {
            Self::Number(number) => number.parse().ok().and_then(|n: i64| n.try_into().ok()),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Object(_) => None,
        }
    }
}
