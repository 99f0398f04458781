//! What an attribute may be given: a value, or something to follow.

use std::borrow::Cow;

use crate::watched::Watched;

/// What an attribute says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// The element does not have it.
    Absent,
    /// It has it, without a word.
    Present,
    Words(Cow<'static, str>),
}

pub(crate) enum Value {
    Fixed(Told),
    /// Asked again whenever a signal in it changes.
    Follows(Box<dyn Fn() -> Told>),
}

pub(crate) trait Tell {
    fn told(self) -> Told;
}

impl Tell for bool {
    fn told(self) -> Told {
        if self { Told::Present } else { Told::Absent }
    }
}

impl Tell for &'static str {
    fn told(self) -> Told {
        Told::Words(Cow::Borrowed(self))
    }
}

impl Tell for String {
    fn told(self) -> Told {
        Told::Words(Cow::Owned(self))
    }
}

impl Tell for u32 {
    fn told(self) -> Told {
        self.to_string().told()
    }
}

impl<T: Tell> Tell for Option<T> {
    fn told(self) -> Told {
        self.map_or(Told::Absent, Tell::told)
    }
}

pub(crate) trait IntoValue {
    fn into_value(self) -> Value;
}

macro_rules! fixed {
    ($($type:ty),*) => {
        $(impl IntoValue for $type {
            fn into_value(self) -> Value {
                Value::Fixed(self.told())
            }
        })*
    };
}

fixed!(bool, &'static str, String, u32);

impl<T: Tell> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        Value::Fixed(self.told())
    }
}

impl<F, T> IntoValue for F
where
    F: Fn() -> T + 'static,
    T: Tell,
{
    fn into_value(self) -> Value {
        Value::Follows(Box::new(move || self().told()))
    }
}

impl<T> IntoValue for Watched<T>
where
    T: Tell + Clone + PartialEq + Send + Sync + 'static,
{
    fn into_value(self) -> Value {
        (move || self.get()).into_value()
    }
}
