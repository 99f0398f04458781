//! Writing while working: one tap notes the time, words may come with it or later.

use client::view::Stage;
use client::{Event, Shadow};
use domain::EntryId;
use leptos::prelude::*;
use view::view;

use super::say;
use super::session::Shown;
use crate::components::buttons::MainButton;
use crate::components::field::{FieldWords, WriteField};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// What the field is for: a new note, or the own note whose words are being changed.
#[derive(Clone, Copy)]
pub(super) struct Target {
    session: StoredValue<EntryId>,
    note: Kept<Option<(EntryId, String)>>,
}

impl Target {
    pub(super) fn new(session: &EntryId) -> Self {
        Self { session: StoredValue::new(session.clone()), note: Kept::new(None) }
    }

    pub(super) fn reword(self, jot: EntryId, words: String) {
        self.note.set(Some((jot, words)));
    }

    /// Where typed words belong.
    fn place(self) -> String {
        let session = self.session.get_value();
        match self.note.get() {
            Some((jot, _)) => [session.as_str(), "/", jot.as_str()].concat(),
            None => session.to_string(),
        }
    }

    fn is_new(self) -> bool {
        self.note.with(Option::is_none)
    }

    fn words(self, page: Shown) -> String {
        let own = || self.note.get().map(|(_, words)| words).unwrap_or_default();
        typed(page, &self.place()).unwrap_or_else(own)
    }
}

/// What was typed at a place and is not saved.
pub(super) fn typed(page: Shown, place: &str) -> Option<String> {
    let typed = page.with(|page| page.as_ref().and_then(|(page, _)| page.typed.clone()));
    typed.filter(|(at, _)| at == place).map(|(_, words)| words)
}

pub(super) fn keep_typed(shell: Shell, place: String, text: String) {
    shell.dispatch(Event::Shadow(Shadow::Type { place, text }));
}

pub(super) fn note_field(shell: Shell, page: Shown, target: Target) -> AnyView {
    let lang = lang();
    let value = Watched::new(move || target.words(page));
    let on_input = Callback::new(move |text| keep_typed(shell, untrack(|| target.place()), text));
    let fault = Watched::new(move || {
        page.with(|page| page.as_ref().and_then(|(page, _)| page.not_saved.clone()))
    });
    let field = move || {
        let label = if target.is_new() { m::session_note(lang) } else { m::session_reword(lang) };
        let words =
            FieldWords { id: "note", label: label.into(), optional: true, ..FieldWords::default() };
        view! { <WriteField words value on_input speak=true /> }
    };
    let failed = move || {
        fault.get().map(|fault| {
            let (title, words) = say::not_kept(lang, &fault);
            view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }
        })
    };
    view! { {field} {failed} }.into_any()
}

pub(super) fn jot_button(shell: Shell, page: Shown, target: Target) -> AnyView {
    let lang = lang();
    let is_blank = Watched::new(move || target.is_new() && target.words(page).trim().is_empty());
    let label = Watched::new(move || {
        if is_blank.get() { m::session_stamp(lang) } else { m::session_save_note(lang) }.to_owned()
    });
    // A time stamp afterwards would say nothing.
    let missing = Watched::new(move || {
        let is_over =
            page.with(|page| page.as_ref().is_some_and(|(page, _)| page.stage == Stage::Ended));
        let waits = is_over && is_blank.get();
        if waits { m::session_need_words(lang).to_owned() } else { String::new() }
    });
    let save = Callback::new(move |()| {
        if missing.with_untracked(|missing| !missing.is_empty()) {
            return;
        }
        let (session, text) = (target.session.get_value(), untrack(|| target.words(page)));
        shell.dispatch(Event::Shadow(match target.note.get_untracked() {
            Some((jot, _)) => {
                let is_blank = text.trim().is_empty();
                Shadow::Reword { session, jot, text: (!is_blank).then_some(text) }
            }
            None => Shadow::Jot { session, text },
        }));
        target.note.set(None);
    });
    view! { <MainButton label missing sign=Sign::Note on_press=save /> }.into_any()
}
