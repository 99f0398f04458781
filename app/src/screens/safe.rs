//! Is my work safe? What waits, what needs the person, and when it is tried again.

use client::Event;
use client::view::{Attention, SyncPage, SyncState, WaitingKind, WaitingRow};
use leptos::prelude::*;
use view::view;

use super::attention::{AttentionNotice, is_out};
use super::entry_row::path;
use super::reasons::ended;
use super::say;
use super::take_along::FileNotice;
use crate::components::buttons::{Button, MainButton, MainLink, Weight};
use crate::components::frame::{Dock, Foot, Section, Sheet};
use crate::components::icon::Sign;
use crate::components::rows::{Fact, Facts, Lead, Row, Rows};
use crate::dom::follow;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::motif::Knot;
use crate::shell::{Shell, Space};
use crate::watched::Watched;

/// The newest of a long queue; the count says the rest.
const SHOWN: usize = 20;

#[component]
pub(super) fn SafeScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let page = shell.view(|client, _| client.sync_page());
    let attention = Watched::new(move || page.with(|page| page.attention.clone()));
    let waiting = Watched::new(move || page.with(|page| page.waiting.clone()));
    let is_gone = Watched::new(move || attention.with(|attention| is_out(attention)));
    let answer = move || page.with(|page| answer(lang, page));
    let try_now = Callback::new(move |()| shell.dispatch(Event::SyncNow));
    let close = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <header class="head">
                <h1>{m::safe_title(lang)}</h1>
                <p class="lead" role="status">{answer}</p>
            </header>
            <FileNotice />
            {move || {
                let item = |item| view! { <AttentionNotice item /> };
                attention.get().into_iter().map(item).collect_view()
            }}
            {move || {
                let rows = waiting.get();
                (!rows.is_empty()).then(|| view! { <Queue rows /> })
            }}
            <SyncFacts page />
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::close(lang) weight=Weight::Back on_press=close />
                {move || if is_gone.get() {
                    view! { <MainLink label=m::sync_join_again(lang) href="/join" /> }.into_any()
                } else {
                    let label = m::safe_try_now(lang);
                    view! { <MainButton label sign=Sign::Send on_press=try_now /> }.into_any()
                }}
            </Dock>
        </Foot>
    }
}

fn answer(lang: Lang, page: &SyncPage) -> String {
    let is_kept = |item: &Attention| match item {
        Attention::SignedOut | Attention::Revoked | Attention::UpdateNeeded => true,
        Attention::ClockWrong | Attention::UnreadableRecords(_) => true,
        Attention::NotAccepted { .. } | Attention::NotAcceptedEntries(_) => false,
        Attention::UnreadableDocument { .. } | Attention::DamagedDocument => false,
    };
    match (page.attention.iter().all(is_kept), page.waiting.len()) {
        (false, _) => m::safe_not(lang).to_owned(),
        (true, 0) if page.sync.waiting == 0 => m::safe_all(lang).to_owned(),
        (true, _) => m::safe_waiting(lang, say::count(page.sync.waiting)),
    }
}

#[component]
fn Queue(rows: Vec<WaitingRow>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let today = shell.read(|_, now| now.day());
    let count = m::number(lang, say::count(rows.len()));
    let row = move |row: WaitingRow| {
        let kind = kind(lang, row.kind);
        let note = [say::short_time(lang, row.when, today), kind.to_owned()].join(" · ");
        view! {
            <Row
                lead=Lead::Knot(Knot::Ring)
                title=Marked::plain(&row.title)
                note
                state=m::safe_on_phone(lang)
                href=path(&row.entry)
            />
        }
    };
    view! {
        <Section title=m::safe_queue(lang) side=count>
            <Rows>{rows.into_iter().take(SHOWN).map(row).collect_view()}</Rows>
        </Section>
    }
}

pub(super) fn kind(lang: Lang, kind: WaitingKind) -> &'static str {
    match kind {
        WaitingKind::Task => m::kind_task(lang),
        WaitingKind::Rating => m::kind_rating(lang),
        WaitingKind::Reflection => m::kind_note(lang),
        WaitingKind::Goal => m::kind_goal(lang),
        WaitingKind::Observation => m::kind_observation(lang),
        WaitingKind::Request => m::kind_request(lang),
        WaitingKind::Answer => m::kind_answer(lang),
        WaitingKind::Session => m::kind_session(lang),
        WaitingKind::SignOff => m::kind_sign_off(lang),
        WaitingKind::Other => m::kind_other(lang),
    }
}

#[component]
fn SyncFacts(page: Watched<SyncPage>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let space = shell.space();
    follow(move || {
        let today = shell.read(|_, now| now.day());
        let mut facts = page.with(|page| vec![last_sent(lang, page, today), next_try(lang, page)]);
        facts.extend(space.get().map(|space| room(lang, space)));
        view! { <Facts facts /> }
    })
}

fn last_sent(lang: Lang, page: &SyncPage, today: domain::Day) -> Fact {
    let value = page.sync.last_sent.map(|at| say::day_and_time(lang, at, today));
    let value = value.unwrap_or_else(|| m::safe_never_sent(lang).to_owned());
    let note = m::safe_server_count(lang, say::count(page.on_server));
    Fact { note, ..Fact::new(m::safe_last_sent(lang), value) }
}

fn next_try(lang: Lang, page: &SyncPage) -> Fact {
    let value = match (page.is_connected, page.retry_in_s) {
        _ if is_out(&page.attention) => m::sync_next_join(lang).to_owned(),
        (true, _) if page.sync.waiting == 0 => m::sync_connected(lang).to_owned(),
        (true, _) | (false, None | Some(0)) => m::safe_next_now(lang).to_owned(),
        (false, Some(seconds)) => {
            let time = m::duration(lang, seconds.div_ceil(60));
            m::capital(&m::safe_next_in(lang, &time))
        }
    };
    let words = Fact::new(m::safe_next_try(lang), value);
    if let Some(code) = page.ended {
        return Fact { note: ended(lang, code).to_owned(), ..words };
    }
    match page.sync.state {
        SyncState::Away => Fact { note: m::away_words(lang).to_owned(), ..words },
        SyncState::Saved | SyncState::Waiting | SyncState::Sent | SyncState::Attention => words,
    }
}

fn room(lang: Lang, space: Space) -> Fact {
    let used = m::megabytes(lang, space.used_bytes);
    let value = m::safe_space_of(lang, &m::megabytes(lang, space.all_bytes), &used);
    let note = if space.is_kept { m::safe_space_kept(lang) } else { m::safe_space_may_go(lang) };
    Fact { note: note.to_owned(), ..Fact::new(m::safe_space(lang), value) }
}
