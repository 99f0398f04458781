//! Who waits for whom: what I was asked to watch, and what I asked others.

use client::view::{Feedback, OwedRow, OwedState};
use client::{Event, Observe, Shadow};
use domain::{Day, Moment};
use leptos::prelude::*;
use view::view;

use super::observe::tells;
use super::say;
use crate::components::disclosure::Disclosure;
use crate::components::frame::{BackFoot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::EmptyState;
use crate::components::rows::{Lead, Row, Rows};
use crate::dom::Node;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::router::Route;
use crate::shell::Shell;

const HOUR_MS: i64 = 3_600_000;

#[component]
pub(super) fn OwedScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let owed = shell.view(|client, now| (client.owed(now), now));
    let lists = move || {
        owed.with(|(owed, now)| {
            let mine: Vec<_> = owed.by_me.iter().map(|row| by_me(shell, lang, row, *now)).collect();
            let theirs: Vec<_> = owed.to_me.iter().map(|row| to_me(lang, row, *now)).collect();
            let nothing = (mine.is_empty() && theirs.is_empty()).then(|| {
                let (title, words) = (m::owed_none(lang), m::owed_none_words(lang));
                view! { <EmptyState title words coil=true /> }
            });
            let (by_me, to_me) =
                (list(m::owed_by_me(lang), mine), list(m::owed_to_me(lang), theirs));
            view! { <div class="stack">{nothing} {by_me} {to_me}</div> }
        })
    };
    view! {
        <Page>
            <h1>{m::owed_title(lang)}</h1>
            {lists}
        </Page>
        <BackFoot on_press=Callback::new(move |()| shell.back()) />
    }
}

fn list(title: &'static str, rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| view! { <Section title><Rows>{rows}</Rows></Section> }.into_any())
}

/// One tap to watch; or no, with a reason.
fn by_me(shell: Shell, lang: Lang, row: &OwedRow, now: Moment) -> AnyView {
    let request = row.request.clone();
    let no = |words: fn(Lang) -> &'static str| {
        let (request, reason) = (request.clone(), words(lang).to_owned());
        let what = Observe::Decline { request, reason };
        tells(shell, "btn btn-wide", Sign::Close, words(lang), what)
    };
    let reasons = [m::owed_no_time, m::owed_no_seen, m::owed_no_other];
    let reasons: Vec<_> = reasons.into_iter().map(no).collect();
    let watch = match row.in_session {
        true => go_along(shell, lang, row),
        false => {
            let (person, task) = (row.person.clone(), row.task.clone());
            let watch = Observe::Open { person, task, request: Some(request.clone()) };
            tells(shell, "btn btn-ink", Sign::Checklist, m::owed_watch(lang), watch)
        }
    };
    let (title, note) = (Marked::plain(&row.name), note(lang, row, now));
    view! {
        <Row lead=Lead::Sign(Sign::Person) title note>
            <div class="stack owed-do">
                {watch}
                <Disclosure summary=m::owed_no(lang)>
                    <div class="stack">{reasons}</div>
                </Disclosure>
            </div>
        </Row>
    }
    .into_any()
}

/// A buddy answers by a session.
fn go_along(shell: Shell, lang: Lang, row: &OwedRow) -> Node {
    let start =
        Event::Shadow(Shadow::Start { with: row.person.clone(), what: row.task_type.clone() });
    view! {
        <button type="button" class="btn btn-ink" on:click=move |_| shell.dispatch(start.clone())>
            <Icon sign=Sign::Pair />
            {m::owed_go_along(lang)}
        </button>
    }
}

fn to_me(lang: Lang, row: &OwedRow, now: Moment) -> AnyView {
    let note = match &row.state {
        OwedState::Open | OwedState::Answered(_) => note(lang, row, now),
        OwedState::Expired => [&row.what, " · ", m::owed_expired(lang)].concat(),
        OwedState::Declined(reason) => [&row.what, " · ", &m::owed_declined(lang, reason)].concat(),
    };
    let href = Route::Entry(row.task.clone().unwrap_or_else(|| row.request.clone())).path();
    let title = Marked::plain(&row.name);
    view! { <Row lead=Lead::Sign(Sign::Person) title note href /> }.into_any()
}

/// What, since when, and how long it still stands.
fn note(lang: Lang, row: &OwedRow, now: Moment) -> String {
    let hours = ((row.expires.utc_ms - now.utc_ms) / HOUR_MS).max(0) as u32;
    let asked = m::owed_asked(lang, &say::short_time(lang, row.asked, now.day()));
    [&row.what, " · ", &asked, " · ", &m::owed_left(lang, hours)].concat()
}

/// One rope, two ends: how much each side waits for. Nothing where nobody waits.
pub(super) fn owed_strip(lang: Lang, (by_me, to_me): (usize, usize)) -> Option<Node> {
    (by_me + to_me > 0).then(|| {
        view! {
            <nav class="owed" aria-label=m::owed_title(lang)>
                {end(by_me, m::owed_by_me(lang))}
                <i class="tie"></i>
                {end(to_me, m::owed_to_me(lang))}
            </nav>
        }
    })
}

fn end(count: usize, words: &'static str) -> Node {
    view! {
        <a href="/owed">
            <b class="num">{count}</b>
            <span>{words}</span>
        </a>
    }
}

/// What the newest observation says, on Home.
pub(super) fn voice(lang: Lang, feedback: &Feedback, today: Day) -> Node {
    let when = m::relative_day(lang, feedback.when.day(), today);
    let name = say::first_name(&feedback.name);
    let head = [&name, " · ", &feedback.title, " · ", &when].concat();
    view! {
        <a class="voice" href=Route::Entry(feedback.entry.clone()).path()>
            <span class="voice-head"><span class="meta">{head}</span> <Icon sign=Sign::Next /></span>
            <blockquote>{feedback.next_time.clone()}</blockquote>
        </a>
    }
}
