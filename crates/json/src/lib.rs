//! JSON as a plain tree, read and written by code that is there once.
//!
//! What serde derives is compiled anew for every type, 3 KB each, and every phone downloads it. Here
//! a record is read and written by hand, field by field. Knows none of our records.

mod look;
mod read;
mod write;

pub use read::read;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// As it is written, so that nothing of it is lost.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// In the order written.
    Object(Vec<(String, Json)>),
}

impl From<bool> for Json {
    fn from(is: bool) -> Self {
        Self::Bool(is)
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {
        $(impl From<$type> for Json {
            fn from(number: $type) -> Self {
                Self::Number(number.to_string())
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, i16, i64);

/// What is no number, such as an infinity, is null.
impl From<f64> for Json {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number.to_string()) } else { Self::Null }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What is not there is null.
impl<T: Into<Self>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
