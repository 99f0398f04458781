//! The card of a task: a code for the camera of who watches, the same as a file, and letters to type.

use client::view::{CardState, CardView};
use client::{Cards, Event};
use domain::{Day, EntryId};
use leptos::prelude::*;
use view::view;

use super::code_picture::code_picture;
use super::say;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::frame::{BackFoot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Skeleton};
use crate::components::rows::{Fact, Facts};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;

#[component]
pub(super) fn CardScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::Card(Cards::Show(id.clone())));
    let card = shell.view(move |client, now| (client.card(&id), now.day()));
    let body = move || match card.get() {
        (CardState::Made(card), today) => view! { <Made card today /> }.into_any(),
        (CardState::Making, _) => view! {
            <h1>{m::card_title(lang)}</h1>
            <Skeleton rows=5 label=m::card_making(lang) />
        }
        .into_any(),
        (CardState::Failed, _) => view! {
            <h1>{m::card_title(lang)}</h1>
            <EmptyState title=m::card_failed_title(lang) words=m::card_failed_words(lang) />
        }
        .into_any(),
    };
    view! {
        <Page>{body}</Page>
        <BackFoot on_press=Callback::new(move |()| shell.back()) />
    }
}

#[component]
fn Made(card: CardView, today: Day) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let label = m::card_of(lang, &card.what);
    let picture = code_picture(shell, lang, card.text.clone(), label);
    let save = Callback::new(move |()| shell.dispatch(Event::Card(Cards::SaveFile)));
    let title = match &card.to {
        Some(name) => m::card_show_to(lang, name),
        None => m::card_show_to_any(lang).to_owned(),
    };
    view! {
        <header class="head">
            <h1>{title}</h1>
            <p class="meta">{m::card_lead(lang)}</p>
        </header>
        <section class="card">
            {picture}
            <h2>{card.what.clone()}</h2>
            <p class="card-code">
                <span class="meta">{m::card_code(lang)}</span>
                <b class="num">{card.code.clone()}</b>
            </p>
        </section>
        <Button label=m::card_save(lang) sign=Sign::Share weight=Weight::Wide on_press=save />
        <LinkButton label=m::proof_scan(lang) sign=Sign::Qr weight=Weight::Wide href="/scan" />
        <Facts facts=facts(lang, &card, today) />
    }
}

/// What whoever reads it is told.
fn facts(lang: Lang, card: &CardView, today: Day) -> Vec<Fact> {
    vec![
        Fact::new(m::card_who(lang), card.worker.clone()),
        Fact::new(m::entry_when(lang), say::day_and_time(lang, card.when, today)),
        Fact::new(m::card_until(lang), say::day_and_time(lang, card.until, today)),
    ]
}
