//! The card that proves a sign-off to whom it is about: a code for their camera, and the same as a file.

use client::view::{ProofState, ProofView};
use client::{Cards, Event};
use domain::{Day, EntryId};
use leptos::prelude::*;
use view::view;

use super::code_picture::code_picture;
use super::say;
use super::signed::{level, worth};
use crate::components::buttons::{Button, Weight};
use crate::components::frame::{BackFoot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Skeleton};
use crate::components::rows::{Fact, Facts};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::Watched;

#[component]
pub(super) fn ProofScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    if let Some(owner) = shell.read(|client, _| client.owner(&id)) {
        shell.dispatch(Event::OpenPerson(owner));
    }
    shell.dispatch(Event::Card(Cards::ShowProof(id.clone())));
    let proof = shell.view(move |client, now| (client.proof(&id), now.day()));
    // What is in the code stays; what it is worth may change while it is shown.
    let shown = Watched::new(move || proof.with(|(proof, today)| (text(proof), *today)));
    let body = move || match shown.get() {
        (Some(Some(_)), today) => {
            proof.with_untracked(|(proof, _)| made(shell, lang, proof, today))
        }
        (None, _) => view! {
            <h1>{m::proof_title(lang)}</h1>
            <Skeleton rows=5 label=m::card_making(lang) />
        }
        .into_any(),
        (Some(None), _) => view! {
            <h1>{m::proof_title(lang)}</h1>
            <EmptyState title=m::proof_failed(lang) words=m::proof_failed_words(lang) />
        }
        .into_any(),
    };
    view! {
        <Page>{body}</Page>
        <BackFoot on_press=Callback::new(move |()| shell.back()) />
    }
}

/// `None`: it is being made; inner `None`: it cannot be.
fn text(proof: &ProofState) -> Option<Option<String>> {
    match proof {
        ProofState::Making => None,
        ProofState::Failed => Some(None),
        ProofState::Made(made) => Some(Some(made.text.clone())),
    }
}

fn made(shell: Shell, lang: Lang, proof: &ProofState, today: Day) -> AnyView {
    let ProofState::Made(proof) = proof else { return ().into_any() };
    let label = m::proof_of(lang, &proof.signed.name);
    let picture = code_picture(shell, lang, proof.text.clone(), label);
    let save = Callback::new(move |()| shell.dispatch(Event::Card(Cards::SaveFile)));
    let name = say::first_name(&proof.worker);
    view! {
        <header class="head">
            <h1>{m::card_show_to(lang, &name)}</h1>
            <p class="meta">{m::card_lead(lang)}</p>
        </header>
        <section class="card">
            {picture}
            <h2>{proof.signed.name.clone()}</h2>
            <p>{level(lang, &proof.signed)}</p>
        </section>
        <Button label=m::card_save(lang) sign=Sign::Share weight=Weight::Wide on_press=save />
        <Facts facts=facts(lang, proof, today) />
    }
    .into_any()
}

/// What whoever reads it is told.
fn facts(lang: Lang, proof: &ProofView, today: Day) -> Vec<Fact> {
    let signed = &proof.signed;
    vec![
        Fact::new(m::card_who(lang), proof.worker.clone()),
        Fact::new(m::signed_who(lang), signed.signer.clone()),
        Fact::new(m::entry_when(lang), say::day_and_time(lang, signed.observed, today)),
        Fact::new(m::proof_worth(lang), worth(lang, signed.worth)),
    ]
}
