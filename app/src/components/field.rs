//! Fields to write in. What is wrong is said beside the field, and read with it.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::dom::Node;
use crate::messages::{self as m, lang};
use crate::watched::Watched;

/// What belongs to a field besides its text. `id` is unique on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldWords {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    /// Says "(if you want)".
    pub(crate) optional: bool,
    /// Below the field; empty: none.
    pub(crate) hint: String,
}

/// A few lines of text.
#[component]
pub(crate) fn WriteField(
    words: FieldWords,
    #[prop(into)] value: Watched<String>,
    on_input: Callback<String>,
    #[prop(default = 2)] rows: u32,
    /// Hint at the keyboard's microphone.
    #[prop(optional)]
    speak: bool,
    #[prop(into, optional)] problem: Watched<String>,
) -> impl IntoView {
    let (id, notes) = (words.id, note_id(words.id));
    let is_wrong = Watched::new(move || problem.with(|problem| !problem.is_empty()));
    view! {
        <div class="field">
            {label(&words)}
            <textarea
                class="write"
                id=id
                rows=rows
                aria-describedby=notes
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
            ></textarea>
            {below(&words, speak, problem)}
        </div>
    }
}

/// What a one-line field takes, and so which keyboard comes up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LineKind {
    #[default]
    Text,
    /// A code: no capitals, no spelling help.
    Code,
    /// Digits that nobody beside should see.
    Pin,
    /// Digits that are seen while they are chosen.
    NewPin,
    Date,
    Time,
}

impl LineKind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Code | Self::NewPin => "text",
            Self::Pin => "password",
            Self::Date => "date",
            Self::Time => "time",
        }
    }

    fn keyboard(self) -> Option<&'static str> {
        match self {
            Self::Pin | Self::NewPin => Some("numeric"),
            Self::Text | Self::Code | Self::Date | Self::Time => None,
        }
    }
}

/// One line of text, a code, a day or a time of day. Days are `2026-05-14`, times `14:02`.
#[component]
pub(crate) fn LineField(
    words: FieldWords,
    #[prop(optional)] kind: LineKind,
    #[prop(into)] value: Watched<String>,
    on_input: Callback<String>,
    #[prop(into, optional)] problem: Watched<String>,
) -> impl IntoView {
    let (id, notes) = (words.id, note_id(words.id));
    let is_wrong = Watched::new(move || problem.with(|problem| !problem.is_empty()));
    let is_code = (kind == LineKind::Code).then_some("none");
    view! {
        <div class="field">
            {label(&words)}
            <input
                class="write line-field"
                class:code=is_code.is_some()
                id=id
                type=kind.input_type()
                inputmode=kind.keyboard()
                autocomplete="off"
                autocapitalize=is_code
                spellcheck=is_code.map(|_| "false")
                aria-describedby=notes
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
            />
            {below(&words, false, problem)}
        </div>
    }
}

fn label(words: &FieldWords) -> Node {
    let optional =
        words.optional.then(|| view! { <span class="meta">" " {m::if_you_want(lang())}</span> });
    view! { <label class="label" for=words.id>{words.label.clone()} {optional}</label> }
}

fn below(words: &FieldWords, speak: bool, problem: Watched<String>) -> Node {
    let hint = (!words.hint.is_empty()).then(|| view! { <p class="hint">{words.hint.clone()}</p> });
    let mic =
        speak.then(|| view! { <p class="hint"><Icon sign=Sign::Mic /> {m::log_speak(lang())}</p> });
    let wrong = move || {
        let problem = problem.get();
        let icon = (!problem.is_empty()).then(|| view! { <Icon sign=Sign::Alert /> });
        view! { {icon} {problem} }
    };
    view! {
        <div class="field-notes" id=note_id(words.id)>
            <p class="problem" role="alert">{wrong}</p>
            {hint}
            {mic}
        </div>
    }
}

fn note_id(id: &str) -> String {
    [id, "-notes"].concat()
}
