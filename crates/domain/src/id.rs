//! Names of things. An opaque id is made by us and says nothing; a given id came from somebody
//! else's file and may be any short text.

use std::fmt;

/// A text that cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    #[error("an id cannot be empty")]
    Empty,
    #[error("an id has {0} characters at most")]
    TooLong(usize),
    #[error("an id cannot contain {0:?}")]
    Character(char),
}

const OPAQUE_MAX: usize = 64;
const GIVEN_MAX: usize = 512;

fn check(text: &str, max: usize, allowed: impl Fn(char) -> bool) -> Result<(), BadId> {
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text.chars().count() > max {
        return Err(BadId::TooLong(max));
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(c) => Err(BadId::Character(c)),
        None => Ok(()),
    }
}

const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";

/// 15 random bytes as 20 letters that are safe in links and file names.
fn spell(random: [u8; 15]) -> String {
    let mut text = String::with_capacity(20);
    for three in random.as_chunks::<3>().0 {
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for shift in [18, 12, 6, 0] {
            text.push(char::from(ALPHABET[(bits >> shift) as usize & 63]));
        }
    }
    text
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $max:expr, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes a text that is already an id.
            pub fn new(text: impl Into<String>) -> Result<Self, BadId> {
                let text = text.into();
                check(&text, $max, $allowed)?;
                Ok(Self(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        id!($(#[$doc])* $name, OPAQUE_MAX, |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');

        impl $name {
            /// A new id from 15 random bytes, 20 letters long.
            pub fn from_random(random: [u8; 15]) -> Self {
                Self(spell(random))
            }
        }
    )*};
}

macro_rules! given {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        id!($(#[$doc])* $name, GIVEN_MAX, |c: char| !c.is_control());
    )*};
}

opaque! {
    /// An organisation.
    OrgId
    /// A person. Says nothing about who it is: names live in the roster.
    PersonId
    /// One phone or browser of one person.
    DeviceId
    /// A team.
    TeamId
    /// One entry, made by its author's device.
    EntryId
}

given! {
    FrameworkId
    CompetencyId
    ScaleId
    TaskTypeId
    AidId
    JobRoleId
    PromptId
    ChecklistId
    /// A step, within its checklist.
    StepId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_id_spells_as_twenty_safe_letters() {
        assert_eq!(EntryId::from_random([0; 15]).as_str(), "00000000000000000000");
        assert_eq!(EntryId::from_random([255; 15]).as_str(), "--------------------");
        let id = EntryId::from_random(*b"fifteen letters");
        assert_eq!(EntryId::new(id.as_str()), Ok(id));
    }

    #[test]
    fn an_id_refuses_what_would_not_survive_a_link() {
        assert_eq!(PersonId::new(""), Err(BadId::Empty));
        assert_eq!(PersonId::new("a/b"), Err(BadId::Character('/')));
        assert_eq!(PersonId::new("x".repeat(65)), Err(BadId::TooLong(64)));
    }

    #[test]
    fn a_given_id_may_be_any_text() {
        assert!(CompetencyId::new("4.A.4.a.5.I01 / «één»").is_ok());
        assert_eq!(CompetencyId::new("a\nb"), Err(BadId::Character('\n')));
    }
}
