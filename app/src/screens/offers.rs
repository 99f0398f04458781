//! Quiet offers on Home: a new version, and a place on the phone's home screen. Never over a form.

use client::view::SyncView;
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, lang};
use crate::shell::{Install, Shell};
use crate::watched::{Kept, Watched};

/// Put off until the app is opened again.
#[derive(Clone, Copy)]
pub(super) struct PutOff(pub(super) Kept<bool>);

#[component]
pub(super) fn Update() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let sync: Watched<SyncView> = shell.view(|client, _| client.sync());
    let is_dirty = shell.view(|client, _| client.is_dirty());
    let is_offered = Watched::new(move || shell.update_ready().get() && !is_dirty.get());
    follow(move || {
        if !is_offered.get() {
            return None;
        }
        let words = match sync.with(|sync| say::count(sync.waiting)) {
            0 => m::update_words(lang).to_owned(),
            waiting => m::update_waiting(lang, waiting),
        };
        let later = Callback::new(move |()| shell.put_off_update());
        let now = Callback::new(move |()| shell.apply_update());
        Some(view! {
            <Notice mood=Mood::Offer sign=Sign::Renew title=m::update_title(lang) words>
                <Button label=m::later(lang) on_press=later />
                <Button label=m::update_now(lang) weight=Weight::Ink on_press=now />
            </Notice>
        })
    })
}

/// On iOS a mere tab forgets its work after seven days, so this comes before the first log.
#[component]
pub(super) fn InstallHint() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let put_off = use_context::<PutOff>();
    let is_off = move || put_off.is_some_and(|put_off| put_off.0.get());
    let later = Callback::new(move |()| {
        if let Some(put_off) = put_off {
            put_off.0.set(true);
        }
    });
    follow(move || {
        if is_off() {
            return None;
        }
        let title = m::install_title(lang);
        match shell.install_state().get() {
            Install::ByHandIos => Some(view! {
                <Notice mood=Mood::Offer sign=Sign::Install title words=m::install_ios_words(lang)>
                    <Button label=m::later(lang) on_press=later />
                    <LinkButton label=m::install_how(lang) weight=Weight::Ink href="/me/install" />
                </Notice>
            }
            .into_any()),
            Install::OnePress => {
                let install = Callback::new(move |()| shell.install());
                Some(view! {
                    <Notice mood=Mood::Offer sign=Sign::Install title words=m::install_words(lang)>
                        <Button label=m::later(lang) on_press=later />
                        <Button label=m::install_press(lang) weight=Weight::Ink on_press=install />
                    </Notice>
                }
                .into_any())
            }
            Install::Done | Install::NotOffered => None,
        }
    })
}
