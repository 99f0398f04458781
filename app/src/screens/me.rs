//! The person's own page: who they are here, how the app looks, and the ways to everything kept.

use client::Event;
use client::view::{Me, MeNotice};
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use super::bar::{MainBar, Place, works};
use super::say;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::choices::{Pick, Picks, YesRow};
use crate::components::frame::{Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::components::rows::{Lead, Row, Rows};
use crate::dom::follow;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::router::Route;
use crate::shell::{Choice, Install, Shell, Theme};
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn MeScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let me = shell.view(|client, now| client.me(now));
    let name = move || me.with(|me| me.name.clone());
    view! {
        <Page>
            <header class="head">
                <h1>{name}</h1>
                <p class="meta">{move || me.with(place_at_work)}</p>
            </header>
            <Ways />
            <Looks />
            <SignOut me />
            <p class="meta version">{m::me_version(lang, env!("CARGO_PKG_VERSION"))}</p>
        </Page>
        <Foot>
            <MainBar here=Place::Me />
        </Foot>
    }
}

/// "Bicycle mechanic · Workshop · Northwind Cycles"
fn place_at_work(me: &Me) -> String {
    let words = me.job.iter().chain(&me.teams).chain([&me.org]);
    words.filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Ways() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let works = shell.view(|client, _| works(client.roles()));
    let can_install = Watched::new(move || match shell.install_state().get() {
        Install::OnePress | Install::ByHandIos => true,
        Install::Done | Install::NotOffered => false,
    });
    let way = |sign, title: &'static str, href: &'static str| {
        view! { <Row lead=Lead::Sign(sign) title=Marked::plain(title) href /> }
    };
    view! {
        <Rows>
            {move || works.get().then(|| view! {
                {way(Sign::Flag, m::me_goals(lang), "/me/goals")}
                {way(Sign::EyeOff, m::me_who(lang), "/me/who")}
            })}
            {way(Sign::Qr, m::own_card_title(lang), "/me/card")}
            {way(Sign::Send, m::me_safe(lang), "/safe")}
            {way(Sign::Search, m::me_search(lang), "/search")}
            {way(Sign::Share, m::me_export(lang), "/me/take")}
            {way(Sign::Phone, m::me_phones(lang), "/me/devices")}
            {way(Sign::People, m::me_switch(lang), "/me/switch")}
            {way(Sign::Lock, m::pin_title(lang), "/me/pin")}
            {move || can_install.get().then(|| way(Sign::Install, m::me_install(lang), "/me/install"))}
        </Rows>
    }
}

const LIKE_THE_PHONE: &str = "phone";
const LIGHT: &str = "light";
const DARK: &str = "dark";

#[component]
fn Looks() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let themes = vec![
        Pick::new(LIKE_THE_PHONE, m::me_look_phone(lang)),
        Pick::new(LIGHT, m::me_look_light(lang)),
        Pick::new(DARK, m::me_look_dark(lang)),
    ];
    let theme = Watched::new(move || {
        let picked = match shell.theme().get() {
            Theme::LikeThePhone => LIKE_THE_PHONE,
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
        };
        Some(picked.to_owned())
    });
    let choose_theme = Callback::new(move |value: String| {
        shell.choose_theme(match value.as_str() {
            LIGHT => Theme::Light,
            DARK => Theme::Dark,
            _ => Theme::LikeThePhone,
        });
    });
    let contrast = Callback::new(move |is_on| shell.choose_more_contrast(is_on));
    view! {
        <Languages />
        <Picks legend=m::me_look(lang) name="theme" picks=themes picked=theme on_pick=choose_theme />
        <YesRow label=m::me_contrast(lang) checked=shell.more_contrast() on_change=contrast />
    }
}

#[component]
fn Languages() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let picks = Lang::ALL.map(|lang| Pick::new(lang.tag(), lang.own_name())).into();
    let choose = Callback::new(move |tag: String| {
        if let Some(lang) = Lang::from_tag(&tag) {
            shell.choose_language(lang);
        }
    });
    let choice = shell.language_choice();
    let picked = Watched::new(move || {
        let picked = match choice.get() {
            Choice::Made(chosen) => chosen,
            Choice::NotThere(_) => lang,
        };
        Some(picked.tag().to_owned())
    });
    view! {
        <Picks legend=m::me_language(lang) name="language" picks picked on_pick=choose />
        {follow(move || not_there(lang, choice.get()))}
    }
}

fn not_there(lang: Lang, choice: Choice) -> AnyView {
    let Choice::NotThere(chosen) = choice else { return ().into_any() };
    let title = m::me_language_not_there(lang, chosen.own_name());
    let words = m::me_language_again(lang);
    view! { <Arrive><Notice mood=Mood::Alarm sign=Sign::Alert title words /></Arrive> }.into_any()
}

/// Refused while something is only on this phone.
#[component]
fn SignOut(me: Watched<Me>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = Kept::new(false);
    let open = Callback::new(move |()| asks.set(true));
    let keep = Callback::new(move |()| {
        asks.set(false);
        shell.dispatch(Event::NoticeClosed);
    });
    let sign_out = Callback::new(move |()| shell.dispatch(Event::SignOut));
    let refused = Watched::new(move || {
        me.with(|me| match me.notice {
            Some(MeNotice::SignOutRefused(waiting)) => {
                let words = m::me_sign_out_refused(lang, say::count(waiting));
                Some((words, m::me_rescue(lang), Route::TakeAlong))
            }
            Some(MeNotice::NotAcceptedFirst(count)) => {
                let words = m::me_sign_out_not_accepted(lang, say::count(count));
                Some((words, m::refused_look(lang), Route::NotAccepted))
            }
            _ => None,
        })
    });
    follow(move || {
        if let Some((words, label, way)) = refused.get() {
            return view! {
                <Arrive>
                    <Notice mood=Mood::Alarm sign=Sign::Alert title=m::me_sign_out(lang) words>
                        <Button label=m::close(lang) on_press=keep />
                        <LinkButton label weight=Weight::Ink href=way.path() />
                    </Notice>
                </Arrive>
            }
            .into_any();
        }
        if asks.get() {
            return view! {
                <Arrive>
                    <Section title=m::me_sign_out(lang)>
                        <p>{m::me_sign_out_words(lang)}</p>
                        <div class="cols">
                            <Button label=m::me_sign_out_stay(lang) on_press=keep />
                            <Button label=m::me_sign_out(lang) weight=Weight::Ink on_press=sign_out />
                        </div>
                    </Section>
                </Arrive>
            }
            .into_any();
        }
        view! { <Button label=m::me_sign_out(lang) weight=Weight::Text on_press=open /> }.into_any()
    })
}
