//! The phones that may send in the person's name, and taking one away.

use client::Event;
use client::view::{Device, MeNotice};
use leptos::prelude::*;
use view::view;

use crate::components::buttons::{Button, Weight};
use crate::components::frame::{BackFoot, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::Kept;

#[component]
pub(super) fn DevicesScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::NoticeClosed);
    shell.dispatch(Event::RefreshDevices);
    let devices = shell.view(|client, now| client.me(now).devices);
    let notice = shell.view(|client, now| client.me(now).notice);
    let rows = move || {
        let row = |device| view! { <DeviceRow device /> };
        devices.get().into_iter().map(row).collect_view()
    };
    let outcome = move || {
        match notice.get()? {
        MeNotice::DeviceRevoked => Some(view! {
            <Notice mood=Mood::Fine sign=Sign::Done title=m::me_phone_gone(lang) words="" />
        }
        .into_any()),
        MeNotice::NoServer => Some(view! {
            <Notice mood=Mood::Alarm sign=Sign::Frayed title=m::away_title(lang) words=m::me_phones_away(lang) />
        }
        .into_any()),
        MeNotice::Exported(_)
        | MeNotice::Rescued { .. }
        | MeNotice::RescueNotMine
        | MeNotice::RescueUnreadable(_)
        | MeNotice::RescueNotStored
        | MeNotice::SignOutRefused(_)
        | MeNotice::NotAcceptedFirst(_) => None,
    }
    };
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <header class="head">
                <h1>{m::me_phones(lang)}</h1>
                <p>{m::me_phones_words(lang)}</p>
            </header>
            {outcome}
            <ul class="rows">{rows}</ul>
        </Sheet>
        <BackFoot on_press=back />
    }
}

#[component]
fn DeviceRow(device: Device) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = Kept::new(false);
    let today = shell.read(|_, now| now.day());
    let note = note(lang, &device, today);
    let (name, id, is_this) = (device.name.clone(), device.id, device.is_this);
    let remove = Callback::new(move |()| shell.dispatch(Event::RevokeDevice(id.clone())));
    let keep = Callback::new(move |()| asks.set(false));
    let open = Callback::new(move |()| asks.set(true));
    let question = move || {
        asks.get().then(|| {
            view! {
                <Notice
                    mood=Mood::Offer
                    sign=Sign::Alert
                    title=m::me_phone_remove_title(lang, &name)
                    words=m::me_phone_remove_words(lang)
                >
                    <Button label=m::void_keep(lang) on_press=keep />
                    <Button label=m::me_phone_remove(lang) weight=Weight::Ink on_press=remove />
                </Notice>
            }
        })
    };
    view! {
        <li>
            <div class="row">
                <Icon sign=Sign::Phone />
                <span class="row-main">
                    <span class="row-title">{device.name}</span>
                    <span class="meta">{note}</span>
                </span>
                {move || (!is_this && !asks.get()).then(|| {
                    view! { <Button label=m::me_phone_remove(lang) weight=Weight::Rare on_press=open /> }
                })}
            </div>
            {question}
        </li>
    }
}

fn note(lang: Lang, device: &Device, today: domain::Day) -> String {
    let day = |at: domain::Moment| m::relative_day(lang, at.day(), today);
    let this = device.is_this.then(|| m::me_this_phone(lang).to_owned());
    let seen = device.last_seen.filter(|_| !device.is_this);
    let seen = seen.map(|at| m::me_phone_seen(lang, &day(at)));
    let since = Some(m::me_phone_since(lang, &day(device.since)));
    [this, seen, since].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
