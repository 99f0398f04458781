//! Other people who joined in this browser. Each keeps a store of their own.

use client::Event;
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::frame::{BackFoot, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::shell::{Joined, Shell};

#[component]
pub(super) fn SwitchScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let here = shell.person();
    let row = move |joined: Joined| {
        let is_here = here.as_ref() == Some(&joined.person);
        view! { <JoinedRow joined is_here /> }
    };
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <header class="head">
                <h1>{m::me_switch(lang)}</h1>
                <p>{m::switch_words(lang)}</p>
            </header>
            <ul class="rows">
                {move || shell.people().get().into_iter().map(row.clone()).collect_view()}
            </ul>
            <LinkButton label=m::switch_add(lang) sign=Sign::Plus href="/join" />
        </Sheet>
        <BackFoot on_press=back />
    }
}

#[component]
fn JoinedRow(joined: Joined, is_here: bool) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let Joined { person, name, waits } = joined;
    let note = if is_here || waits == 0 {
        String::new()
    } else {
        m::switch_waits(lang, say::count(waits), &say::first_name(&name))
    };
    let note = (!note.is_empty()).then(|| view! { <span class="meta">{note}</span> });
    let go_on = Callback::new(move |()| shell.dispatch(Event::SwitchTo { person: person.clone() }));
    let end = if is_here {
        view! { <span class="state-word">{m::comp_you(lang)}</span> }.into_any()
    } else {
        view! { <Button label=m::switch_press(lang) weight=Weight::Rare on_press=go_on /> }
            .into_any()
    };
    view! {
        <li class="row">
            <Icon sign=Sign::Person />
            <span class="row-main"><span class="row-title">{name}</span> {note}</span>
            {end}
        </li>
    }
}
