//! What was done: the form's title, another task instead, own words, and the form that came back.

use client::Event;
use domain::{TaskTypeId, Typed};
use leptos::prelude::*;
use view::view;

use super::all_tasks::TaskChooser;
use super::log::Draft;
use crate::components::buttons::{Button, Weight};
use crate::components::field::{FieldWords, LineField};
use crate::messages::{self as m, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn Title(draft: Draft, is_choosing: Kept<bool>) -> impl IntoView {
    let lang = lang();
    let name = Watched::new(move || {
        draft.form.with(|form| form.as_ref().map(|form| form.name.clone())).unwrap_or_default()
    });
    let words = move || {
        name.with(|name| if name.is_empty() { m::log_title(lang).into() } else { name.clone() })
    };
    let is_edit = draft.get(|draft| draft.is_edit);
    let change = Callback::new(move |()| is_choosing.set(true));
    view! {
        <header class="split">
            <div class="grow-text">
                {move || (is_edit.get() == Some(true)).then(|| view! { <p class="meta">{m::log_edit_title(lang)}</p> })}
                <h1>{words}</h1>
            </div>
            <Button label=m::change(lang) weight=Weight::Rare on_press=change />
        </header>
    }
}

#[component]
pub(super) fn OwnTitle(draft: Draft) -> impl IntoView {
    let value = draft.get(|draft| match &draft.what {
        Typed::Own(title) => title.clone(),
        Typed::Type { .. } => String::new(),
    });
    let words = FieldWords {
        id: "own-title",
        label: m::log_own_label(lang()).into(),
        optional: false,
        hint: String::new(),
    };
    view! {
        <LineField
            words
            value=Watched::new(move || value.get().unwrap_or_default())
            on_input=Callback::new(move |title| draft.change(|draft| draft.what = Typed::Own(title)))
        />
    }
}

/// An unfinished form goes first when another one is asked for; it says so.
#[component]
pub(super) fn CameBack() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let drop = Callback::new(move |()| {
        shell.dispatch(Event::DraftDropped);
        shell.replace(Route::Home);
    });
    view! {
        <p class="spread came-back">
            <span><b>{m::draft_title(lang)}</b> " " {m::draft_here(lang)}</span>
            <Button label=m::draft_drop(lang) weight=Weight::Rare on_press=drop />
        </p>
    }
}

/// Another task, with everything that was already written.
#[component]
pub(super) fn ChangeTask(draft: Draft, is_choosing: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let change = move |event: Event| {
        let before = draft.now();
        shell.dispatch(Event::DraftDropped);
        shell.dispatch(event);
        if let Some(before) = before {
            draft.change(|draft| {
                draft.when = before.when;
                draft.learned_from = before.learned_from;
                draft.learned = before.learned;
                if before.is_edit {
                    draft.entry = before.entry;
                    draft.is_edit = true;
                }
            });
        }
        is_choosing.set(false);
    };
    let pick = Callback::new(move |task: TaskTypeId| change(Event::OpenTask(task)));
    let own = Callback::new(move |title| change(Event::OpenOwnTask { title }));
    let back = Callback::new(move |()| is_choosing.set(false));
    view! { <TaskChooser pick own back /> }
}
