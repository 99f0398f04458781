//! The own card: whoever is in charge of this person, or goes along with them, scans it to begin.

use leptos::prelude::*;
use view::view;

use super::code_picture::code_picture;
use crate::components::frame::{BackFoot, Page};
use crate::messages::{self as m, lang};
use crate::shell::Shell;

#[component]
pub(super) fn OwnCardScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let card = shell.read(|client, _| client.own_card());
    let body = card.map(|card| {
        let label = m::own_card_of(lang, &card.name);
        let picture = code_picture(shell, lang, card.text, label);
        view! {
            <section class="card">
                {picture}
                <h2>{card.name}</h2>
            </section>
        }
    });
    view! {
        <Page>
            <header class="head">
                <h1>{m::own_card_title(lang)}</h1>
                <p class="meta">{m::own_card_words(lang)}</p>
            </header>
            {body}
        </Page>
        <BackFoot on_press=Callback::new(move |()| shell.back()) />
    }
}
