//! Small things this browser remembers, in localStorage: who works here, who else joined, language and
//! colours. Nothing here is anybody's work, so a browser that forgets it loses nothing.

use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::page::window;

const PERSON: &str = "ropes:person";
const PEOPLE: &str = "ropes:people";
const LANGUAGE: &str = "ropes:language";
/// `public/shim.js` reads these two before the app has started.
const THEME: &str = "ropes:theme";
const CONTRAST: &str = "ropes:contrast";

/// Somebody who joined in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Joined {
    /// "org/person".
    pub(crate) person: String,
    pub(crate) name: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Theme {
    #[default]
    LikeThePhone,
    Light,
    Dark,
}

impl Theme {
    pub(super) fn attribute(self) -> Option<&'static str> {
        match self {
            Self::LikeThePhone => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// Who works here: "org/person".
pub(super) fn person() -> Option<String> {
    read(PERSON)
}

pub(super) fn people() -> Vec<Joined> {
    read(PEOPLE).unwrap_or_default()
}

/// Notes who works here from now on, and that they joined; an empty name changes no known one.
pub(super) fn note_person(person: &str, name: &str) -> Vec<Joined> {
    write(PERSON, &person);
    let mut people = people();
    match people.iter_mut().find(|joined| joined.person == person) {
        Some(joined) => {
            if !name.is_empty() {
                name.clone_into(&mut joined.name);
            }
        }
        None => people.push(Joined { person: person.to_owned(), name: name.to_owned() }),
    }
    write(PEOPLE, &people);
    people
}

/// Nobody works here now; whoever did is still offered.
pub(super) fn note_nobody() {
    if is_there() {
        LocalStorage::delete(PERSON);
    }
}

/// Nobody works here any more; whoever did is no longer offered.
pub(super) fn forget_person() -> Vec<Joined> {
    let mut people = people();
    if let Some(person) = person() {
        people.retain(|joined| joined.person != person);
        write(PEOPLE, &people);
    }
    note_nobody();
    people
}

pub(super) fn language() -> Option<String> {
    read(LANGUAGE)
}

pub(super) fn set_language(tag: &str) {
    write(LANGUAGE, &tag);
}

pub(super) fn theme() -> Theme {
    read(THEME).unwrap_or_default()
}

pub(super) fn set_theme(theme: Theme) {
    write(THEME, &theme);
}

/// More contrast than the phone asks for.
pub(super) fn has_more_contrast() -> bool {
    read(CONTRAST).unwrap_or_default()
}

pub(super) fn set_more_contrast(is_on: bool) {
    write(CONTRAST, &is_on);
}

/// A missing and an unreadable preference are the same: not chosen.
fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    if !is_there() {
        return None;
    }
    LocalStorage::get(key).ok()
}

fn write<T: Serialize>(key: &str, value: &T) {
    if !is_there() {
        return;
    }
    if let Err(error) = LocalStorage::set(key, value) {
        leptos::logging::error!("{key} is not remembered: {error}");
    }
}

/// A browser may forbid it; the crate would panic then.
fn is_there() -> bool {
    window().local_storage().is_ok_and(|storage| storage.is_some())
}
