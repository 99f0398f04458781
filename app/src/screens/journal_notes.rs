//! What was written in the journal, and sharing a copy of it.

use client::Event;
use client::view::ReflectionView;
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use super::say;
use crate::components::buttons::{Button, Weight};
use crate::components::frame::Section;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{EmptyState, Mood, Notice};
use crate::dom::{Node, follow};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Notes shown before "Show more".
const FIRST: usize = 20;

#[component]
pub(super) fn Notes(notes: Watched<Vec<ReflectionView>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let most = Kept::new(FIRST);
    let today = shell.view(|_, now| now.day());
    let list = move || {
        let today = today.get();
        let note = move |note| view! { <Note note today /> };
        notes.with(|notes| notes.iter().take(most.get()).cloned().map(note).collect_view())
    };
    let more = Callback::new(move |()| most.update(|most| *most += FIRST));
    follow(move || {
        if notes.with(Vec::is_empty) {
            let (title, words) = (m::journal_empty_title(lang), m::journal_empty_words(lang));
            return view! {
                <EmptyState title words />
            }
            .into_any();
        }
        view! {
            <Section title=m::journal_kept(lang)>
                <ul class="rows notes">{list}</ul>
                {move || (notes.with(Vec::len) > most.get()).then(|| {
                    view! { <Button label=m::show_more(lang) weight=Weight::Wide on_press=more /> }
                })}
            </Section>
        }
        .into_any()
    })
}

#[component]
fn Note(note: ReflectionView, today: Day) -> impl IntoView {
    let lang = lang();
    let is_void = note.void.is_some();
    let prompt = note.prompt.clone().map(|prompt| view! { <p class="meta">{prompt}</p> });
    let can_share = !note.is_shared && !is_void;
    view! {
        <li class="note">
            <p class="jot-head">
                <span class="num">{say::day_and_time(lang, note.when, today)}</span>
                {shared_words(lang, note.is_shared)}
            </p>
            {prompt}
            <p class="lines" class:void=is_void>{note.text.clone()}</p>
            {can_share.then(|| view! { <Share note /> })}
        </li>
    }
}

fn shared_words(lang: Lang, is_shared: bool) -> Option<Node> {
    is_shared.then(|| {
        view! { <span class="due"><Icon sign=Sign::Share /> {m::journal_is_shared(lang)}</span> }
    })
}

/// Private until one says otherwise, and then it is said who will read it, by name.
#[component]
fn Share(note: ReflectionView) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = Kept::new(false);
    let open = Callback::new(move |()| asks.set(true));
    let keep = Callback::new(move |()| asks.set(false));
    let id = note.id;
    let share = Callback::new(move |()| shell.dispatch(Event::Share(id.clone())));
    follow(move || {
        if !asks.get() {
            let label = m::journal_share(lang);
            return view! { <Button label sign=Sign::Share weight=Weight::Text on_press=open /> }
                .into_any();
        }
        let readers: Vec<String> =
            shell.read(|client, now| client.me(now).readers).into_iter().map(|r| r.name).collect();
        let who = if readers.is_empty() {
            m::who_log_nobody(lang).to_owned()
        } else {
            m::who_log_today(lang, &readers.join(", "))
        };
        let words = [m::journal_share_words(lang), &who].join(" ");
        view! {
            <Arrive>
                <Notice mood=Mood::Offer sign=Sign::Share title=m::journal_share_title(lang) words>
                    <Button label=m::journal_share_keep(lang) on_press=keep />
                    <Button label=m::journal_share(lang) weight=Weight::Ink on_press=share />
                </Notice>
            </Arrive>
        }
        .into_any()
    })
}
