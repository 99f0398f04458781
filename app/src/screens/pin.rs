//! A person's PIN on this phone: setting, changing and removing it, and when the phone asks for it.

use client::{Event, Locks};
use leptos::prelude::*;
use view::view;

use super::lock::{needs_pin, pin_words, problem_words, wait_words};
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::field::{LineField, LineKind};
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Minutes away.
const AFTER: [u8; 3] = [1, 5, 15];

/// Where one is due, nothing else can be done before there is one.
#[component]
pub(super) fn PinScreen() -> impl IntoView {
    let shell = Shell::here();
    let is_due = needs_pin(shell).get_untracked();
    let lang = lang();
    shell.dispatch(Event::Lock(Locks::Seen));
    let lock = shell.view(|client, now| client.lock_view(now));
    let is_on = Watched::new(move || lock.with(|lock| lock.is_on));
    let (old, new) = (Kept::new(String::new()), Kept::new(String::new()));
    let set = move |pin: Option<String>| {
        shell.dispatch(Event::Lock(Locks::Set { old: old.get_untracked(), pin }));
        old.set(String::new());
        new.set(String::new());
    };
    let keep = Callback::new(move |()| set(Some(new.get_untracked())));
    let remove = Callback::new(move |()| set(None));
    let back = Callback::new(move |()| shell.back());
    let label = Watched::new(move || {
        let words = match lock.with(|lock| (lock.is_busy, lock.is_on)) {
            (true, _) => m::lock_busy(lang),
            (false, true) => m::pin_change(lang),
            (false, false) => m::pin_set(lang),
        };
        words.to_owned()
    });
    let missing = Watched::new(move || lock.with(|lock| wait_words(lang, lock)));
    let problem = Watched::new(move || lock.with(|lock| problem_words(lang, lock)));
    let done = move || {
        let words = if is_on.get() { m::pin_is_on(lang) } else { m::pin_is_off(lang) };
        lock.with(|lock| lock.is_done).then(|| {
            view! { <Notice mood=Mood::Fine sign=Sign::Done title=words words="" /> }
        })
    };
    view! {
        <Page>
            <header class="head">
                <h1>{m::pin_title(lang)}</h1>
                <p class="lead">{if is_due { m::pin_due(lang) } else { m::pin_words(lang) }}</p>
            </header>
            {done}
            {move || is_on.get().then(|| view! {
                <LineField
                    words=pin_words("old", m::pin_old(lang), "")
                    kind=LineKind::Pin
                    value=old
                    on_input=Callback::new(move |words| old.set(words))
                />
            })}
            <LineField
                words=pin_words("new", m::pin_new(lang), m::pin_hint(lang))
                kind=LineKind::NewPin
                value=new
                on_input=Callback::new(move |words| new.set(words))
                problem
            />
            {follow(move || match is_on.get() {
                true => view! { <After /> }.into_any(),
                false => ().into_any(),
            })}
            {move || (is_on.get() && !is_due).then(|| view! {
                <Button label=m::pin_remove(lang) weight=Weight::Text on_press=remove />
            })}
            <p class="meta push">{m::pin_stops(lang)}</p>
        </Page>
        <Foot>
            <Dock edge=true>
                {(!is_due).then(|| view! { <Button label=m::back(lang) weight=Weight::Back on_press=back /> })}
                <MainButton label missing sign=Sign::Lock on_press=keep />
            </Dock>
        </Foot>
    }
}

#[component]
fn After() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let words = |minutes: u8| m::duration(lang, u32::from(minutes));
    let picks = AFTER.map(|minutes| Pick::new(minutes.to_string(), words(minutes))).into();
    let lock = shell.view(|client, now| client.lock_view(now));
    let picked = Watched::new(move || Some(lock.with(|lock| lock.after_min.to_string())));
    let choose = Callback::new(move |minutes: String| {
        if let Ok(minutes) = minutes.parse() {
            shell.dispatch(Event::Lock(Locks::After(minutes)));
        }
    });
    let now = Callback::new(move |()| shell.dispatch(Event::Lock(Locks::Now)));
    view! {
        <Picks legend=m::pin_after(lang) name="after" picks picked on_pick=choose />
        <Button label=m::lock_now(lang) sign=Sign::Lock on_press=now />
    }
}
