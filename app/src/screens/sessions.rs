//! Shadowing sessions as rows: what is due on Home, all of somebody's on their own screen.

use client::view::{SessionRow, Stage};
use domain::{Day, PersonId, Side};
use leptos::prelude::*;
use view::view;

use super::first_weeks::first_weeks;
use super::say;
use crate::components::buttons::{LinkButton, Weight};
use crate::components::frame::{BackFoot, Section, Sheet};
use crate::components::icon::Sign;
use crate::components::notice::EmptyState;
use crate::components::rows::{Lead, Row, Rows};
use crate::messages::{self as m, Lang, Marked, lang};
use crate::router::Route;
use crate::shell::Shell;

/// Of oneself, or of the person.
#[component]
pub(super) fn SessionsScreen(person: Option<PersonId>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let sessions =
        shell.view(move |client, now| (client.sessions(person.as_ref(), now), now.day()));
    let back = Callback::new(move |()| shell.back());
    let body = move || {
        let (sessions, today) = sessions.get();
        let (given, thanks) = (say::count(sessions.given), say::count(sessions.thanks));
        let side = if given > 0 { m::sessions_record(lang, given, thanks) } else { String::new() };
        let has_partner = !sessions.partners.is_empty();
        let starts = sessions.partners.into_iter().map(|(id, name, side)| {
            let name = someone(lang, &name, side.other());
            let note = match side {
                Side::Buddy => m::session_you_show(lang),
                Side::Learner => m::session_you_learn(lang),
            };
            let title = m::session_with_name(lang, &name);
            row(Sign::Pair, &title, note.to_owned(), Route::Shadow(id))
        });
        let starts = starts.collect_view();
        let rows = session_rows(sessions.rows, today);
        let scan = has_partner.then(|| {
            view! { <LinkButton label=m::scan_title(lang) sign=Sign::Qr weight=Weight::Wide href="/scan" /> }
        });
        let is_empty = rows.is_empty() && starts.is_empty();
        view! {
            <Rows>{starts}</Rows>
            {scan}
            {sessions.first_weeks.map(|plan| first_weeks(shell, plan))}
            {(!rows.is_empty()).then(|| view! {
                <Section title=m::sessions_list(lang) side><Rows>{rows}</Rows></Section>
            })}
            {is_empty.then(|| view! {
                <EmptyState title=m::sessions_empty_title(lang) words=m::sessions_empty_words(lang) />
            })}
        }
    };
    view! {
        <Sheet>
            <h1>{m::session_title(lang)}</h1>
            {body}
        </Sheet>
        <BackFoot on_press=back />
    }
}

/// The way to them.
pub(super) fn sessions_link(to: Route, note: String) -> AnyView {
    row(Sign::Pair, m::session_title(lang()), note, to)
}

pub(super) fn session_rows(rows: Vec<SessionRow>, today: Day) -> Vec<AnyView> {
    let lang = lang();
    let one = |one: SessionRow| {
        let at = say::day_and_time(lang, one.when, today);
        let (sign, note) = match one.stage {
            Stage::Planned => (Sign::Clock, m::session_planned(lang, &at)),
            Stage::Running => (Sign::Clock, m::session_running(lang, &at)),
            Stage::Ended => (Sign::Pair, at),
        };
        let with = if one.with.is_empty() { m::session_somebody(lang) } else { &one.with };
        let title = if one.name.is_empty() { m::session_title(lang) } else { &one.name };
        row(sign, title, [with, &note].join(" · "), Route::Session(one.session))
    };
    rows.into_iter().map(one).collect()
}

fn row(sign: Sign, title: &str, note: String, to: Route) -> AnyView {
    view! { <Row lead=Lead::Sign(sign) title=Marked::plain(title) note href=to.path() /> }
        .into_any()
}

/// A first name, or what they were where the name is not known here (any more).
pub(super) fn someone(lang: Lang, name: &str, side: Side) -> String {
    match (name, side) {
        ("", Side::Buddy) => m::session_a_buddy(lang).to_owned(),
        ("", Side::Learner) => m::session_a_learner(lang).to_owned(),
        (name, _) => say::first_name(name),
    }
}
