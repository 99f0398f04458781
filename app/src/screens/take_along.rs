//! Taking one's work along: exports, and the rescue file for when a phone must go.

use client::Event;
use client::view::{ExportDone, MeNotice};
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::Button;
use crate::components::frame::{BackFoot, Section, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::Watched;

#[component]
pub(super) fn TakeAlongScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let counts = shell.view(|client, now| {
        let me = client.me(now);
        (say::count(me.entries), say::count(me.unsent))
    });
    let press = move |event: Event| Callback::new(move |()| shell.dispatch(event.clone()));
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <h1>{m::me_export(lang)}</h1>
            <FileNotice />
            <Section title=m::me_export_all(lang) side=Watched::new(move || m::take_count(lang, counts.get().0))>
                <p>{m::me_export_words(lang)}</p>
                <div class="cols">
                    <Button label=m::me_export_json(lang) on_press=press(Event::ExportJson) />
                    <Button label=m::me_export_csv(lang) on_press=press(Event::ExportCsv) />
                </div>
            </Section>
            <Section title=m::me_rescue(lang) side=Watched::new(move || m::take_unsent(lang, counts.get().1))>
                <p>{m::me_rescue_words(lang)}</p>
                <div class="cols">
                    <Button label=m::me_rescue_make(lang) on_press=press(Event::MakeRescueFile) />
                    <TakeFile />
                </div>
            </Section>
        </Sheet>
        <BackFoot on_press=back />
    }
}

/// What came of the last file that was made or taken.
#[component]
pub(super) fn FileNotice() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::NoticeClosed);
    let notice = shell.view(|client, now| client.me(now).notice);
    follow(move || {
        let (mood, sign, words) = outcome(lang, notice.get()?)?;
        Some(view! { <Notice mood sign title=words words="" /> })
    })
}

/// The browser's own file field, dressed as a button.
#[component]
fn TakeFile() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <label class="btn file">
            <Icon sign=Sign::Install />
            {m::me_rescue_read(lang())}
            <input
                type="file"
                accept=".zip,application/zip"
                on:change=move |event| shell.take_file(event, Event::TakeRescueFile)
            />
        </label>
    }
}

fn outcome(lang: Lang, notice: MeNotice) -> Option<(Mood, Sign, String)> {
    let fine = |words: String| Some((Mood::Fine, Sign::Done, words));
    let alarm = |words: &str| Some((Mood::Alarm, Sign::Alert, words.to_owned()));
    match notice {
        MeNotice::Exported(ExportDone::Json | ExportDone::Csv | ExportDone::NotAccepted) => {
            fine(m::take_exported(lang).into())
        }
        MeNotice::Exported(ExportDone::Rescue) => fine(m::take_rescue_made(lang).into()),
        MeNotice::Rescued { added: 0, .. } => fine(m::me_rescue_known(lang).into()),
        MeNotice::Rescued { added, .. } => fine(m::me_rescue_taken(lang, say::count(added))),
        MeNotice::RescueNotMine => alarm(m::me_rescue_other(lang)),
        MeNotice::RescueUnreadable(_) => alarm(m::me_rescue_bad(lang)),
        MeNotice::RescueNotStored => alarm(m::me_rescue_not_stored(lang)),
        MeNotice::SignOutRefused(waiting) => {
            alarm(&m::me_sign_out_refused(lang, say::count(waiting)))
        }
        MeNotice::NotAcceptedFirst(count) => {
            alarm(&m::me_sign_out_not_accepted(lang, say::count(count)))
        }
        MeNotice::DeviceRevoked | MeNotice::NoServer => None,
    }
}
