//! Finding anything on the phone, without network.

use client::Event;
use client::view::{Found, SearchResult};
use domain::{Day, PersonId};
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place, works};
use super::entry_row::path;
use super::say;
use crate::components::buttons::{Button, Weight};
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::rows::{Lead, Row, Rows};
use crate::components::search::SearchField;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::Kept;

#[component]
pub(super) fn SearchScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let query = Kept::new(String::new());
    let result = shell.view(move |client, now| (client.search(&query.get(), now), now.day()));
    let works = shell.read(|client, _| works(client.roles()));
    let status = move || result.with(|(result, _)| status(lang, result));
    let rows = move || {
        let (result, today) = result.get();
        let row = |found| view! { <FoundRow found today works /> };
        result.found.into_iter().map(row).collect_view()
    };
    let back = Callback::new(move |()| shell.back());
    view! {
        <Page>
            <h1>{m::search_title(lang)}</h1>
            <SearchField
                label=m::search_label(lang)
                hint=m::search_hint(lang)
                value=query
                on_input=Callback::new(move |words| query.set(words))
            />
            <p class="meta" role="status">{status}</p>
            <Rows>{rows}</Rows>
        </Page>
        <Foot>
            {works.then(|| view! {
                <Dock>
                    <Button label=m::back(lang) weight=Weight::Back on_press=back />
                </Dock>
            })}
            <MainBar here=Place::Search />
        </Foot>
    }
}

fn status(lang: Lang, result: &SearchResult) -> String {
    match (result.query.trim(), result.found.len(), result.is_cut) {
        ("", ..) => m::search_start(lang).to_owned(),
        (query, 0, _) => m::search_none(lang, query),
        (_, count, true) => m::search_first(lang, say::count(count)),
        (_, count, false) => m::search_found(lang, say::count(count)),
    }
}

#[component]
fn FoundRow(found: Found, today: Day, works: bool) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    match found {
        Found::Task { id, name } if works => {
            let open = Event::OpenTask(id);
            view! {
                <Row
                    lead=Lead::Sign(Sign::Plus)
                    title=Marked::plain(&name)
                    note=m::search_log_it(lang)
                    href="/log"
                    on:click=move |_| shell.dispatch(open.clone())
                />
            }
            .into_any()
        }
        Found::Task { name, .. } => {
            view! { <Row lead=Lead::Sign(Sign::Check) title=Marked::plain(&name) note=m::kind_task(lang) /> }
                .into_any()
        }
        Found::Competency { id, name } => {
            let href = Route::Skill(id).path();
            row(Sign::Climb, &name, m::search_skill(lang).to_owned(), href)
        }
        Found::Aid { id, title } => {
            row(Sign::Checklist, &title, m::comp_help(lang).to_owned(), Route::Aid(id).path())
        }
        Found::Entry { id, owner, title, line, when } => {
            let who = owner.as_ref().and_then(|owner| name_of(shell, owner));
            let day = m::relative_day(lang, when.day(), today);
            let words = [who, Some(day), Some(line).filter(|line| !line.is_empty())];
            let note = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            row(Sign::Note, &title, note, path(&id))
        }
        Found::Person { id, name, job } => {
            row(Sign::Person, &name, job.unwrap_or_default(), Route::Person(id).path())
        }
    }
}

fn row(sign: Sign, title: &str, note: String, href: String) -> AnyView {
    view! { <Row lead=Lead::Sign(sign) title=Marked::plain(title) note href /> }.into_any()
}

fn name_of(shell: Shell, person: &PersonId) -> Option<String> {
    let people = shell.read(|client, now| client.people(now));
    let mut rows = people.teams.into_iter().flat_map(|(_, rows)| rows).chain(people.learners);
    rows.find(|row| row.person == *person).map(|row| say::first_name(&row.name))
}
