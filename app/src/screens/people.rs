//! A supervisor's people and a buddy's learners: who did what last, as far as this phone knows.

use client::view::{BuddyDoubt, People, PersonRow};
use domain::{BUDDY_LOAD, Day, fold};
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place, works};
use super::owed::owed_strip;
use super::say;
use super::scan::scan_link;
use super::team::team_link;
use crate::components::buttons::{LinkButton, Weight};
use crate::components::frame::{Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Mood, Notice};
use crate::components::rows::{Lead, Row, Rows};
use crate::components::search::SearchField;
use crate::dom::follow;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// More people than this are found by typing.
const FIND_FROM: usize = 9;

#[component]
pub(super) fn PeopleScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let people = shell.view(|client, now| (client.people(now), now.day()));
    let query = Kept::new(String::new());
    let size = Watched::new(move || people.with(|(people, _)| size(people)));
    let leads = Watched::new(move || people.with(|(people, _)| !people.teams.is_empty()));
    let find = move || {
        (size.get() >= FIND_FROM).then(|| {
            view! {
                <SearchField
                    label=m::people_find(lang)
                    hint=m::people_find(lang)
                    value=query
                    on_input=Callback::new(move |words| query.set(words))
                />
            }
        })
    };
    let watched = move || {
        people.with(|(people, _)| {
            let title = m::obs_watching(lang, people.observing.as_ref()?);
            let words = m::obs_draft_words(lang);
            Some(view! {
                <Notice mood=Mood::Offer sign=Sign::Checklist title words>
                    <LinkButton label=m::draft_open(lang) weight=Weight::Ink href="/observe" />
                </Notice>
            })
        })
    };
    let groups = move || {
        let query = fold(&query.get());
        let (People { teams, learners, .. }, today) = people.get();
        let learners = (m::people_learners(lang).to_owned(), learners);
        let groups = teams.into_iter().chain([learners]);
        groups
            .filter_map(|(name, mut rows)| {
                rows.retain(|row| fold(&row.name).contains(query.trim()));
                (!rows.is_empty()).then(|| view! { <Group name rows today /> })
            })
            .collect_view()
    };
    view! {
        <Page>
            <h1>{m::people_title(lang)}</h1>
            {move || people.with(|(people, _)| owed_strip(lang, people.owed))}
            {scan_link(shell, lang)}
            {move || leads.get().then(|| team_link(lang))}
            {watched}
            {find}
            {groups}
            {doubts(people)}
            {move || (size.get() == 0).then(|| view! {
                <EmptyState title=m::people_empty_title(lang) words=m::people_empty_words(lang) />
            })}
            <WorkerLinks />
        </Page>
        <Foot>
            <MainBar here=Place::People />
        </Foot>
    }
}

/// Buddies with many learners, or who rate nothing as "can teach".
fn doubts(people: Watched<(People, Day)>) -> AnyView {
    let lang = lang();
    let doubts = Watched::new(move || people.with(|(people, _)| people.doubts.clone()));
    let doubt = move |doubt: BuddyDoubt| {
        let mut words = Vec::new();
        if doubt.learners >= BUDDY_LOAD {
            words.push(m::buddy_load_words(lang, say::count(doubt.learners)));
        }
        words.extend(doubt.cannot_teach.then(|| m::buddy_cannot_teach(lang).to_owned()));
        let title = m::buddy_doubt(lang, &doubt.name);
        view! { <Notice mood=Mood::Offer sign=Sign::Pair title words=words.join(" ") /> }
    };
    follow(move || doubts.get().into_iter().map(doubt).collect_view())
}

fn size(people: &People) -> usize {
    people.teams.iter().map(|(_, rows)| rows.len()).sum::<usize>() + people.learners.len()
}

/// Who logs work too has no Search in the bar.
#[component]
fn WorkerLinks() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let works = shell.view(|client, _| works(client.roles()));
    follow(move || {
        works.get().then(|| {
            view! {
                <Rows>
                    <Row
                        lead=Lead::Sign(Sign::Search)
                        title=Marked::plain(m::me_search(lang))
                        note=m::search_hint(lang)
                        href="/search"
                    />
                </Rows>
            }
        })
    })
}

#[component]
fn Group(name: String, rows: Vec<PersonRow>, today: Day) -> impl IntoView {
    let lang = lang();
    let side = m::people_count(lang, say::count(rows.len()));
    let row = move |row: PersonRow| {
        view! {
            <Row
                lead=Lead::Sign(if row.is_missing { Sign::EyeOff } else { Sign::Person })
                title=Marked::plain(&row.name)
                note=note(lang, &row, today)
                state=week(lang, &row)
                href=Route::Person(row.person.clone()).path()
            />
        }
    };
    view! {
        <Section title=name side>
            <Rows>{rows.into_iter().map(row).collect_view()}</Rows>
        </Section>
    }
}

fn note(lang: Lang, row: &PersonRow, today: Day) -> String {
    match (&row.last, row.is_missing) {
        (Some(last), _) => {
            [last.name.clone(), m::relative_day(lang, last.when.day(), today)].join(" · ")
        }
        (None, true) => m::people_not_here(lang).to_owned(),
        (None, false) => m::people_silent(lang).to_owned(),
    }
}

fn week(lang: Lang, row: &PersonRow) -> String {
    match row.week {
        0 => String::new(),
        tasks => m::people_week(lang, tasks),
    }
}
