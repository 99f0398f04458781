//! Reading somebody's card: through the camera, from a file or picture, or by its letters.

use client::view::CardProblem;
use client::{Cards, Event};
use leptos::prelude::*;
use view::view;

use super::scan_problem::{kept, problem};
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::field::{FieldWords, LineField, LineKind};
use crate::components::frame::{BackFoot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::{Shell, Sight};
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn ScanScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::Card(Cards::Dismiss));
    let sight = Kept::new(Sight::Opening);
    shell.look_for_code(sight);
    on_cleanup(move || shell.stop_looking());
    let wrong: Watched<Option<(CardProblem, _)>> =
        shell.view(|client, now| client.card_problem().map(|problem| (problem, now.day())));
    let kept = shell.view(|client, now| (client.proof_kept(), now.day()));
    view! {
        <Page>
            <h1>{m::scan_title(lang)}</h1>
            {move || kept.with(|(kept, today)| kept.as_ref().map(|proof| self::kept(lang, proof, *today)))}
            {move || wrong.with(|wrong| {
                let (wrong, today) = wrong.as_ref()?;
                Some(problem(shell, lang, wrong, *today))
            })}
            {camera(lang, sight)}
            {move || told(shell, lang, sight)}
            {otherwise(shell, lang, sight)}
        </Page>
        <BackFoot on_press=Callback::new(move |()| shell.back()) />
    }
}

/// The way here, for who is shown cards.
pub(super) fn scan_link(shell: Shell, lang: Lang) -> AnyView {
    let may_scan = shell.view(|client, _| client.may_scan());
    follow(move || {
        may_scan.get().then(|| {
            view! { <LinkButton label=m::scan_title(lang) sign=Sign::Qr weight=Weight::Wide href="/scan" /> }
        })
    })
}

/// What the camera sees. It is there from the beginning, since the browser needs a place to show it.
fn camera(lang: Lang, sight: Kept<Sight>) -> AnyView {
    let is_open = Watched::new(move || matches!(sight.get(), Sight::Opening | Sight::Looking));
    let words = move || match sight.get() {
        Sight::Looking => m::scan_looking(lang),
        Sight::Opening => m::scan_opening(lang),
        Sight::Off | Sight::Refused | Sight::NoCamera | Sight::NoReader => "",
    };
    view! {
        <div class="camera" hidden=move || !is_open.get()>
            <video playsinline=true muted=true aria-label=m::scan_camera(lang)></video>
            <p role="status">{words}</p>
        </div>
    }
    .into_any()
}

/// Why the camera is not on, and what to do.
fn told(shell: Shell, lang: Lang, sight: Kept<Sight>) -> Option<AnyView> {
    let again = Callback::new(move |()| {
        shell.dispatch(Event::Card(Cards::Dismiss));
        shell.look_for_code(sight);
    });
    let (title, words) = match sight.get() {
        Sight::Opening | Sight::Looking => return None,
        Sight::Off => {
            let label = m::scan_again(lang);
            return Some(
                view! { <Button label sign=Sign::Qr weight=Weight::Ink on_press=again /> }
                    .into_any(),
            );
        }
        Sight::Refused => (m::scan_refused(lang), m::scan_refused_words(lang)),
        Sight::NoCamera => (m::scan_none(lang), m::scan_none_words(lang)),
        Sight::NoReader => (m::scan_unread(lang), m::scan_unread_words(lang)),
    };
    Some(
        view! {
            <Notice mood=Mood::Offer sign=Sign::EyeOff title words>
                <Button label=m::seal_again(lang) on_press=again />
            </Notice>
        }
        .into_any(),
    )
}

/// Without a camera.
fn otherwise(shell: Shell, lang: Lang, sight: Kept<Sight>) -> AnyView {
    let typed = Kept::new(String::new());
    let find = Callback::new(move |()| {
        shell.dispatch(Event::Card(Cards::Typed(typed.get_untracked())));
    });
    let words = FieldWords {
        id: "code",
        label: m::scan_code(lang).to_owned(),
        hint: m::scan_code_hint(lang).to_owned(),
        ..FieldWords::default()
    };
    // Letters find tasks of others.
    let letters = shell.read(|client, _| client.may_scan()).then(|| view! {
        <LineField words kind=LineKind::Code value=typed on_input=Callback::new(move |text| typed.set(text)) />
        <Button label=m::scan_find(lang) sign=Sign::Search weight=Weight::Wide on_press=find />
    });
    view! {
        <Section title=m::scan_else(lang)>
            <label class="btn btn-wide file">
                <Icon sign=Sign::Install />
                {m::scan_file(lang)}
                <input
                    type="file"
                    accept="image/*,.txt,text/plain"
                    on:change=move |event| shell.read_card_file(event, sight)
                />
            </label>
            {letters}
        </Section>
    }
    .into_any()
}
