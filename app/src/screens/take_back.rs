//! Taking an entry back: a reason, in place. It stays in the log, crossed out.

use client::Event;
use domain::EntryId;
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use crate::components::buttons::{Button, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::field::{FieldWords, LineField};
use crate::components::frame::Section;
use crate::components::icon::Sign;
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

const TWICE: &str = "twice";
const WRONG: &str = "wrong";
const NOT_DONE: &str = "not-done";
const OTHER: &str = "other";

#[component]
pub(super) fn TakeBack(id: EntryId) -> impl IntoView {
    let lang = lang();
    let is_open = Kept::new(false);
    let id = StoredValue::new(id);
    let open = Callback::new(move |()| is_open.set(true));
    follow(move || {
        if is_open.get() {
            view! { <Reason id=id.get_value() is_open /> }.into_any()
        } else {
            view! { <Button label=m::entry_void(lang) sign=Sign::Bin weight=Weight::Text on_press=open /> }
                .into_any()
        }
    })
}

#[component]
fn Reason(id: EntryId, is_open: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let picked = Kept::new(None::<String>);
    let own = Kept::new(String::new());
    let was_pressed = Kept::new(false);
    let reason = Watched::new(move || reason(lang, picked.get().as_deref(), &own.get()));
    let problem = Watched::new(move || {
        let is_missing = was_pressed.get() && reason.with(Option::is_none);
        if is_missing { m::void_need_reason(lang).to_owned() } else { String::new() }
    });
    let take_back = Callback::new(move |()| match reason.get_untracked() {
        Some(reason) => shell.dispatch(Event::Void { entry: id.clone(), reason }),
        None => was_pressed.set(true),
    });
    let keep = Callback::new(move |()| is_open.set(false));
    let picks = vec![
        Pick::new(TWICE, m::void_twice(lang)),
        Pick::new(WRONG, m::void_wrong(lang)),
        Pick::new(NOT_DONE, m::void_not_done(lang)),
        Pick::new(OTHER, m::void_other(lang)),
    ];
    let is_other = Watched::new(move || picked.with(|picked| picked.as_deref() == Some(OTHER)));
    let words = move || FieldWords {
        id: "void-reason",
        label: m::void_other_label(lang).into(),
        ..FieldWords::default()
    };
    view! {
        <Arrive>
            <Section title=m::void_title(lang)>
                <p>{m::void_words(lang)}</p>
                <Picks
                    legend=m::void_why(lang)
                    name="void"
                    picks
                    picked=picked
                    on_pick=Callback::new(move |value| picked.set(Some(value)))
                />
                {move || is_other.get().then(|| view! {
                    <LineField
                        words=words()
                        value=own
                        on_input=Callback::new(move |text| own.set(text))
                    />
                })}
                <p class="problem" role="alert">{problem}</p>
                <div class="cols">
                    <Button label=m::void_keep(lang) on_press=keep />
                    <Button label=m::void_press(lang) weight=Weight::Ink on_press=take_back />
                </div>
            </Section>
        </Arrive>
    }
}

/// In the words that stay with the entry.
fn reason(lang: Lang, picked: Option<&str>, own: &str) -> Option<String> {
    match picked? {
        TWICE => Some(m::void_twice(lang).to_owned()),
        WRONG => Some(m::void_wrong(lang).to_owned()),
        NOT_DONE => Some(m::void_not_done(lang).to_owned()),
        _ => Some(own.trim().to_owned()).filter(|own| !own.is_empty()),
    }
}
