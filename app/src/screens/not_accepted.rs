//! What the server did not accept: what it was, when, why in plain words, and what to do.

use client::Event;
use client::view::NotAccepted;
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use super::reasons::{what_to_do, why};
use super::safe::kind;
use super::say;
use super::take_along::FileNotice;
use crate::components::buttons::{Button, Weight};
use crate::components::frame::{BackFoot, Section, Sheet};
use crate::components::notice::EmptyState;
use crate::components::rows::{Fact, Facts};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::Kept;

#[component]
pub(super) fn NotAcceptedScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let rows = shell.view(|client, _| client.not_accepted());
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <header class="head">
                <h1>{m::refused_page(lang)}</h1>
                {move || (!rows.with(Vec::is_empty)).then(|| {
                    view! { <p class="lead">{m::refused_words(lang)}</p> }
                })}
            </header>
            <FileNotice />
            {move || {
                let rows = rows.get();
                if rows.is_empty() {
                    let (title, words) = (m::refused_none(lang), m::refused_none_words(lang));
                    return view! { <EmptyState title words /> }.into_any();
                }
                rows.into_iter().map(|row| view! { <One row /> }).collect_view().into_any()
            }}
        </Sheet>
        <BackFoot on_press=back />
    }
}

#[component]
fn One(row: NotAccepted) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let title = row.title.clone().unwrap_or_else(|| m::unreadable_day(lang).to_owned());
    let facts = facts(lang, &row, shell.read(|_, now| now.day()));
    view! {
        <Section title side=row.kind.map(|of| kind(lang, of)).unwrap_or_default()>
            <p>{why(lang, &row.code, &row.reason)}</p>
            <p>{what_to_do(lang, &row.code)}</p>
            <Facts facts />
            <Actions id=row.id />
        </Section>
    }
}

fn facts(lang: Lang, row: &NotAccepted, today: domain::Day) -> Vec<Fact> {
    let at = |moment| say::day_and_time(lang, moment, today);
    let mut facts: Vec<_> =
        row.when.map(|when| Fact::new(m::entry_when(lang), at(when))).into_iter().collect();
    facts.push(Fact::new(m::refused_when(lang), at(row.refused)));
    if row.is_exported {
        facts.push(Fact::new(m::refused_copied(lang), m::entry_yes(lang)));
    }
    facts
}

/// It asks before it removes: the server's operator aside, this phone has the only copy.
#[component]
fn Actions(id: String) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = Kept::new(false);
    let (export, drop) = (Event::ExportNotAccepted(id.clone()), Event::DropNotAccepted(id));
    let export = Callback::new(move |()| shell.dispatch(export.clone()));
    let open = Callback::new(move |()| asks.set(true));
    let keep = Callback::new(move |()| asks.set(false));
    let drop = Callback::new(move |()| shell.dispatch(drop.clone()));
    follow(move || {
        if !asks.get() {
            return view! {
                <div class="cols">
                    <Button label=m::refused_copy(lang) on_press=export />
                    <Button label=m::refused_drop(lang) weight=Weight::Text on_press=open />
                </div>
            }
            .into_any();
        }
        view! {
            <Arrive>
                <div class="stack">
                    <p>{m::refused_drop_words(lang)}</p>
                    <div class="cols">
                        <Button label=m::refused_drop_keep(lang) on_press=keep />
                        <Button label=m::refused_drop(lang) weight=Weight::Ink on_press=drop />
                    </div>
                </div>
            </Arrive>
        }
        .into_any()
    })
}
