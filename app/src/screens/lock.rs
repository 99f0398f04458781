//! A sealed store: whose it is, and their PIN.

use client::view::{LockProblem, LockView};
use client::{Event, Locks};
use domain::Role;
use leptos::prelude::*;
use view::view;

use super::join::Others;
use super::say;
use crate::components::buttons::{Button, LinkButton, MainButton, Weight};
use crate::components::field::{FieldWords, LineField, LineKind};
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn LockScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let lock = shell.view(|client, now| client.lock_view(now));
    let pin = Kept::new(String::new());
    let label = Watched::new(move || {
        let is_busy = lock.with(|lock| lock.is_busy);
        if is_busy { m::lock_busy(lang) } else { m::lock_open(lang) }.to_owned()
    });
    let missing = Watched::new(move || lock.with(|lock| wait_words(lang, lock)));
    let problem = Watched::new(move || lock.with(|lock| problem_words(lang, lock)));
    let open = Callback::new(move |()| {
        let given = pin.get_untracked();
        if !given.is_empty() {
            shell.dispatch(Event::Lock(Locks::Unlock(given)));
            pin.set(String::new());
        }
    });
    let here = shell.person();
    let mine = |one: &crate::shell::Joined| Some(&one.person) == here.as_ref();
    let name = shell.people().get_untracked().into_iter().find(mine).map(|one| one.name);
    view! {
        <div class="app app-bare">
            <Page>
                <header class="head">
                    <h1>{name.unwrap_or_default()}</h1>
                    <p class="lead">{m::lock_words(lang)}</p>
                </header>
                // The keyboard's own "go".
                <div on:keydown=move |event| if event.key() == "Enter" { open.run(()) }>
                    <LineField
                        words=pin_words("pin", m::lock_pin(lang), "")
                        kind=LineKind::Pin
                        value=pin
                        on_input=Callback::new(move |words| pin.set(words))
                        problem
                    />
                </div>
                <Others but=here />
                <LinkButton label=m::join_other_press(lang) weight=Weight::Text href="/join" />
                <Forgotten />
            </Page>
            <Foot>
                <Dock edge=true>
                    <MainButton label missing sign=Sign::Lock on_press=open />
                </Dock>
            </Foot>
        </div>
    }
}

/// Who signs for others must not be taken for them by whoever else uses this phone.
pub(super) fn needs_pin(shell: Shell) -> Watched<bool> {
    let lacks = shell.view(|client, now| {
        client.roles().contains(&Role::Supervisor) && !client.lock_view(now).is_on
    });
    Watched::new(move || lacks.get() && shell.people().with(|people| people.len() > 1))
}

pub(super) fn pin_words(id: &'static str, label: &str, hint: &str) -> FieldWords {
    FieldWords { id, label: label.into(), optional: false, hint: hint.into() }
}

/// Empty: a PIN may be tried.
pub(super) fn wait_words(lang: Lang, lock: &LockView) -> String {
    match u32::try_from(lock.wait_s) {
        Ok(0) | Err(_) => String::new(),
        Ok(seconds @ 1..60) => m::lock_wait_seconds(lang, seconds),
        Ok(seconds) => m::lock_wait(lang, &m::duration(lang, seconds.div_ceil(60))),
    }
}

/// Empty: nothing went wrong.
pub(super) fn problem_words(lang: Lang, lock: &LockView) -> String {
    let words = match lock.problem {
        None => "",
        Some(LockProblem::WrongPin) => m::lock_wrong(lang),
        Some(LockProblem::NoPin) => m::pin_digits(lang),
        Some(LockProblem::NotStored) => m::pin_not_stored(lang),
        Some(LockProblem::NoModule) => m::pin_no_module(lang),
    };
    words.to_owned()
}

/// What is on the server comes back with a new code; the rest is gone for good once it is removed.
#[component]
fn Forgotten() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = Kept::new(false);
    let open = Callback::new(move |()| asks.set(true));
    let keep = Callback::new(move |()| asks.set(false));
    let remove = Callback::new(move |()| shell.dispatch(Event::Lock(Locks::Forget)));
    let here = shell.person();
    let waits = move || {
        let people = shell.people().get_untracked();
        people.into_iter().find(|one| Some(&one.person) == here.as_ref()).map_or(0, |one| one.waits)
    };
    follow(move || match asks.get() {
        false => {
            let label = m::lock_forgotten(lang);
            view! { <Button label weight=Weight::Text on_press=open /> }.into_any()
        }
        true => view! {
            <Notice
                mood=Mood::Alarm
                sign=Sign::Alert
                title=m::lock_forgotten(lang)
                words=m::lock_forgotten_words(lang, say::count(waits()))
            >
                <Button label=m::lock_leave(lang) on_press=keep />
                <Button label=m::lock_remove(lang) weight=Weight::Ink on_press=remove />
            </Notice>
        }
        .into_any(),
    })
}
