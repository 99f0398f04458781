//! What needs the person, and what to do about it.

use client::Event;
use client::view::Attention;
use leptos::prelude::*;
use view::view;

use super::reasons::why;
use super::say;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, lang};
use crate::router::Route;
use crate::shell::Shell;

/// The session is over: nothing can be sent before joining again.
pub(super) fn is_out(attention: &[Attention]) -> bool {
    attention.iter().any(|item| matches!(item, Attention::SignedOut | Attention::Revoked))
}

/// What it is and what to do, in words.
#[component]
pub(super) fn AttentionNotice(item: Attention) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let rescue = Callback::new(move |()| shell.dispatch(Event::MakeRescueFile));
    let make = move || view! { <Button label=m::me_rescue_make(lang) on_press=rescue /> };
    let alarm = Mood::Alarm;
    match item {
        Attention::SignedOut => view! {
            <Notice mood=alarm sign=Sign::Alert title=m::signed_out_title(lang) words=m::signed_out_words(lang)>
                {make()}
            </Notice>
        }
        .into_any(),
        Attention::Revoked => view! {
            <Notice mood=alarm sign=Sign::Alert title=m::revoked_title(lang) words=m::revoked_words(lang)>
                {make()}
            </Notice>
        }
        .into_any(),
        Attention::NotAccepted { title, code, reason } => {
            let words = [&why(lang, &code, &reason), m::refused_words(lang)].join(" ");
            let title = if title.is_empty() { m::refused_title(lang, 1) } else { m::refused_named(lang, &title) };
            view! {
                <Notice mood=alarm sign=Sign::Alert title words>
                    <Button label=m::refused_copy(lang) on_press=rescue />
                </Notice>
            }
            .into_any()
        }
        Attention::NotAcceptedEntries(count) => {
            let title = m::refused_title(lang, say::count(count));
            view! {
                <Notice mood=alarm sign=Sign::Alert title words=m::refused_words(lang)>
                    <LinkButton label=m::refused_look(lang) href=Route::NotAccepted.path() />
                </Notice>
            }
            .into_any()
        }
        Attention::UnreadableDocument { document, kind } => {
            let again =
                Callback::new(move |()| shell.dispatch(Event::TryAgain(document.clone())));
            let title = match kind.as_str() {
                "journal" => m::unreadable_journal_title(lang),
                _ => m::unreadable_log_title(lang),
            };
            view! {
                <Notice mood=alarm sign=Sign::Alert title words=m::unreadable_log_words(lang)>
                    <Button label=m::unreadable_again(lang) on_press=again />
                    {make()}
                </Notice>
            }
            .into_any()
        }
        Attention::DamagedDocument => {
            let title = m::damaged_title(lang);
            view! { <Notice mood=alarm sign=Sign::Alert title words=m::damaged_words(lang) /> }
                .into_any()
        }
        Attention::UnreadableRecords(count) => {
            let title = m::unreadable_rows(lang, say::count(count));
            view! {
                <Notice mood=Mood::Offer sign=Sign::Alert title words=m::unreadable_rows_words(lang) />
            }
            .into_any()
        }
        Attention::UpdateNeeded => {
            let update = Callback::new(move |()| shell.apply_update());
            view! {
                <Notice mood=alarm sign=Sign::Renew title=m::sync_update_title(lang) words=m::sync_update_words(lang)>
                    <Button label=m::update_now(lang) weight=Weight::Ink on_press=update />
                </Notice>
            }
            .into_any()
        }
        Attention::ClockWrong => {
            let words = shell.read(|_, now| {
                let day = m::day_with_year(lang, now.day());
                m::sync_clock_words(lang, &m::day_at_time(lang, &day, &say::clock(now)))
            });
            view! { <Notice mood=alarm sign=Sign::Clock title=m::clock_title(lang) words /> }.into_any()
        }
    }
}
