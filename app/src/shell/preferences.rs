//! Small things this browser remembers, in localStorage: who works here, who else joined, language and
//! colours. Nothing here is anybody's work, so a browser that forgets it loses nothing.

use gloo_storage::{LocalStorage, Storage};
use json::Json;

use super::page::window;

const PERSON: &str = "ropes:person";
const PEOPLE: &str = "ropes:people";
/// `public/shim.js` reads these three before the app has started.
const LANGUAGE: &str = "ropes:language";
const THEME: &str = "ropes:theme";
const CONTRAST: &str = "ropes:contrast";

/// Somebody who joined in this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// "org/person".
    pub(crate) person: String,
    pub(crate) name: String,
    /// So much of their work is not on the server yet.
    pub(crate) waits: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// As it is remembered.
    fn as_str(self) -> &'static str {
        self.attribute().unwrap_or("likethephone")
    }
}

impl Joined {
    fn from_json(json: &Json) -> Option<Self> {
        let waits = json.number("waits").unwrap_or_default();
        Some(Self { person: json.text("person")?, name: json.text("name")?, waits })
    }

    fn to_json(&self) -> Json {
        let json = Json::object().with("person", &*self.person).with("name", &*self.name);
        json.with("waits", i64::try_from(self.waits).unwrap_or(i64::MAX))
    }
}

/// Who works here: "org/person".
pub(super) fn person() -> Option<String> {
    read(PERSON)?.as_text()
}

pub(super) fn people() -> Vec<Joined> {
    let people = || read(PEOPLE)?.as_list()?.iter().map(Joined::from_json).collect::<Option<_>>();
    people().unwrap_or_default()
}

/// Notes who works here from now on, and that they joined; an empty name changes no known one.
pub(super) fn note_person(person: &str, name: &str) -> Vec<Joined> {
    write(PERSON, person);
    let mut people = people();
    match people.iter_mut().find(|joined| joined.person == person) {
        Some(joined) => {
            if !name.is_empty() {
                name.clone_into(&mut joined.name);
            }
        }
        None => people.push(Joined { person: person.to_owned(), name: name.to_owned(), waits: 0 }),
    }
    write_people(&people);
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
        write_people(&people);
    }
    note_nobody();
    people
}

pub(super) fn set_language(tag: &str) {
    write(LANGUAGE, tag);
}

pub(super) fn theme() -> Theme {
    let name = read(THEME).and_then(|theme| theme.as_text());
    let known = [Theme::LikeThePhone, Theme::Light, Theme::Dark];
    known.into_iter().find(|theme| name.as_deref() == Some(theme.as_str())).unwrap_or_default()
}

pub(super) fn set_theme(theme: Theme) {
    write(THEME, theme.as_str());
}

/// More contrast than the phone asks for.
pub(super) fn has_more_contrast() -> bool {
    read(CONTRAST) == Some(Json::Bool(true))
}

pub(super) fn set_more_contrast(is_on: bool) {
    write(CONTRAST, is_on);
}

/// A missing and an unreadable preference are the same: not chosen.
fn read(key: &str) -> Option<Json> {
    if !is_there() {
        return None;
    }
    json::read(LocalStorage::raw().get_item(key).ok()??.as_bytes())
}

fn write(key: &str, value: impl Into<Json>) {
    if !is_there() {
        return;
    }
    let written = String::from_utf8_lossy(&value.into().to_bytes()).into_owned();
    if let Err(error) = LocalStorage::raw().set_item(key, &written) {
        super::page::complain(key, &error);
    }
}

pub(super) fn write_people(people: &[Joined]) {
    write(PEOPLE, people.iter().map(Joined::to_json).collect::<Json>());
}

/// A browser may forbid it; the crate would panic then.
fn is_there() -> bool {
    window().local_storage().is_ok_and(|storage| storage.is_some())
}
