//! The end of a session, in a minute: a few answers, each kept with its tap, and a line for next time.

use client::{Event, Shadow};
use domain::{Aspect, EntryId, Part, Rated, Side};
use leptos::prelude::*;
use view::view;

use super::session::{Shown, shown};
use super::session_note::{keep_typed, typed};
use super::session_words::{levels, question};
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::field::{FieldWords, WriteField};
use crate::components::frame::{Dock, Foot, Sheet};
use crate::components::icon::Sign;
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::Watched;

/// No level: not seen.
const NOT_SEEN: &str = "0";

#[component]
pub(super) fn SessionEndScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let page = shown(shell, &id);
    let mine =
        Watched::new(move || page.with(|page| page.as_ref().and_then(|(page, _)| page.mine)));
    let place = [id.as_str(), "/next"].concat();
    let id = StoredValue::new(id);
    let next = {
        let place = place.clone();
        Watched::new(move || typed(page, &place).or_else(|| said(page)).unwrap_or_default())
    };
    let on_input = Callback::new(move |text| keep_typed(shell, place.clone(), text));
    let end = Callback::new(move |()| {
        let (session, next_time) = (id.get_value(), next.get_untracked());
        shell.dispatch(Event::Shadow(Shadow::End { session, next_time }));
        shell.back();
    });
    let back = Callback::new(move |()| shell.back());
    let asked = move || {
        let ask = |side| move |about: &Aspect| ask(shell, id, page, side, *about);
        mine.get().map(|side| Aspect::asked(side).iter().map(ask(side)).collect_view())
    };
    let words = FieldWords {
        id: "next",
        label: m::session_next(lang).into(),
        optional: true,
        hint: m::session_next_hint(lang).into(),
    };
    view! {
        <Sheet>
            <h1>{m::session_end_title(lang)}</h1>
            <p class="hint">{m::session_end_lead(lang)}</p>
            {asked}
            <WriteField words value=next on_input speak=true />
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton label=m::session_end_now(lang) sign=Sign::Check on_press=end />
            </Dock>
        </Foot>
    }
}

/// The own line for next time, saved before.
fn said(page: Shown) -> Option<String> {
    page.with(|page| {
        let (page, _) = page.as_ref()?;
        page.page.find(page.mine?, Part::NextTime).map(|said| said.text.clone())
    })
}

fn ask(shell: Shell, id: StoredValue<EntryId>, page: Shown, side: Side, about: Aspect) -> AnyView {
    let lang = lang();
    let picked = Watched::new(move || {
        page.with(|page| {
            let said = page.as_ref()?.0.page.said.iter().rev();
            said.filter(|said| said.side == side).find_map(|said| {
                let Part::Outcome(outcome) = said.part else { return None };
                (outcome.about == about).then(|| match outcome.rated {
                    Rated::Level(level) => m::number(lang, u32::from(level)),
                    Rated::CannotSay => NOT_SEEN.to_owned(),
                })
            })
        })
    });
    let on_pick = Callback::new(move |value: String| {
        let rated = match value.parse() {
            Ok(0) | Err(_) => Rated::CannotSay,
            Ok(level) => Rated::Level(level),
        };
        let session = id.get_value();
        shell.dispatch(Event::Shadow(Shadow::Rate { session, about, rated }));
    });
    let mut picks: Vec<_> = (1..)
        .zip(levels(lang, about))
        .map(|(level, words)| Pick::new(m::number(lang, level), words))
        .collect();
    picks.push(Pick::new(NOT_SEEN, m::session_not_seen(lang)));
    let (legend, name) = (question(lang, about), about.as_str());
    view! { <Picks legend name picks picked on_pick /> }.into_any()
}
