//! A session: what both wrote, the next note, and how it goes on.

use client::view::{SessionPage, Stage};
use client::{Event, Shadow};
use domain::{Day, EntryId, Part, Side};
use leptos::prelude::*;
use view::view;

use super::session_note::{Target, jot_button, note_field};
use super::session_page::written;
use crate::components::buttons::{Button, LinkButton, MainButton, Weight};
use crate::components::frame::{Dock, Foot, Sheet};
use crate::components::icon::Sign;
use crate::messages::{self as m, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::Watched;

/// With the day it is read on.
pub(super) type Shown = Watched<Option<(SessionPage, Day)>>;

pub(super) fn shown(shell: Shell, id: &EntryId) -> Shown {
    let id = id.clone();
    shell.view(move |client, now| client.session_page(&id).map(|page| (page, now.day())))
}

#[component]
pub(super) fn SessionScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let page = shown(shell, &id);
    see_thanks(shell, page, &id);
    let target = Target::new(&id);
    let stage = Watched::new(move || {
        page.with(|page| page.as_ref().and_then(|(page, _)| page.mine.map(|_| page.stage)))
    });
    let session = StoredValue::new(id);
    let back = Callback::new(move |()| shell.back());
    let begin = Callback::new(move |()| {
        shell.dispatch(Event::Shadow(Shadow::Begin(session.get_value())));
    });
    let next = move || match stage.get() {
        Some(Stage::Planned) => {
            view! { <MainButton label=m::session_begin(lang) sign=Sign::Pair on_press=begin /> }
                .into_any()
        }
        Some(Stage::Running) => {
            let href = Route::SessionEnd(session.get_value()).path();
            view! {
                <LinkButton label=m::session_end(lang) weight=Weight::Ink href />
                {jot_button(shell, page, target)}
            }
            .into_any()
        }
        Some(Stage::Ended) => jot_button(shell, page, target),
        None => ().into_any(),
    };
    let writes = Watched::new(move || !matches!(stage.get(), None | Some(Stage::Planned)));
    view! {
        <Sheet>
            {move || match page.get() {
                Some((page, today)) => written(shell, page, today, target),
                None => view! {
                    <h1>{m::entry_gone_title(lang)}</h1>
                    <p>{m::entry_gone_words(lang)}</p>
                }
                .into_any(),
            }}
            {move || writes.get().then(|| note_field(shell, page, target))}
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                {next}
            </Dock>
        </Foot>
    }
}

/// The learner hears that the thanks were seen. Once for each opening, so that a full phone is not
/// asked again and again.
fn see_thanks(shell: Shell, page: Shown, id: &EntryId) {
    let is_new = page.with_untracked(|page| {
        page.as_ref().is_some_and(|(shown, _)| {
            let has = |side| shown.page.has(side, Part::Thanks);
            shown.mine == Some(Side::Buddy) && has(Side::Learner) && !has(Side::Buddy)
        })
    });
    if is_new {
        shell.dispatch(Event::Shadow(Shadow::Thank(id.clone())));
    }
}
