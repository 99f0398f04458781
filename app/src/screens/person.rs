//! Somebody else's log, to read: what they logged by day, their ropes, their weeks.

use client::view::{EntryView, PersonPage};
use client::{Event, Observe};
use domain::{Day, PersonId};
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place};
use super::entry_row::EntryRow;
use super::ropes::Ropes;
use super::say;
use super::sessions::sessions_link;
use super::time_chart::{Count, Span, TimeChart, chart_title};
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Skeleton};
use crate::components::rows::Rows;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Days shown before "Show more".
const DAYS: usize = 14;
const LOG: &str = "log";
const SKILLS: &str = "skills";
const WEEKS: &str = "weeks";

#[component]
pub(super) fn PersonScreen(id: PersonId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::OpenPerson(id.clone()));
    let person = id.clone();
    let page = shell
        .view(move |client, now| client.person_page(&person, now).map(|page| (page, now.day())));
    let part = Kept::new(LOG.to_owned());
    let id = StoredValue::new(id);
    let back = Callback::new(move |()| shell.back());
    let may_observe = Watched::new(move || {
        page.with(|page| page.as_ref().is_some_and(|(page, _)| page.may_observe))
    });
    let observe = Callback::new(move |()| {
        let (person, task, request) = (id.get_value(), None, None);
        shell.dispatch(Event::Observe(Observe::Open { person, task, request }));
    });
    let is_known = Watched::new(move || page.with(Option::is_some));
    let head = move || match page.get() {
        Some((page, today)) => view! { <PersonHead page today /> }.into_any(),
        None => view! { <h1>{m::person_gone_title(lang)}</h1><p>{m::person_gone_words(lang)}</p> }
            .into_any(),
    };
    let body = move || {
        let (page, today) = page.get()?;
        let body = match part.get().as_str() {
            _ if is_fetching(&page) => view! { <Fetching page /> }.into_any(),
            SKILLS => view! { <Skills page id=id.get_value() /> }.into_any(),
            WEEKS => view! { <Weeks page /> }.into_any(),
            _ => view! { <Days page today /> }.into_any(),
        };
        Some(body)
    };
    let picks = vec![
        Pick::new(LOG, m::person_log(lang)),
        Pick::new(SKILLS, m::person_skills(lang)),
        Pick::new(WEEKS, m::progress_weeks(lang)),
    ];
    view! {
        <Page>
            {head}
            {move || is_known.get().then(|| view! {
                <Picks
                    legend=m::progress_show(lang)
                    name="part"
                    picks=picks.clone()
                    picked=Watched::new(move || Some(part.get()))
                    on_pick=Callback::new(move |value| part.set(value))
                />
            })}
            {body}
            <Rows>{sessions_link(Route::Sessions(Some(id.get_value())), String::new())}</Rows>
        </Page>
        <Foot>
            <Dock>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                {move || may_observe.get().then(|| {
                    view! { <MainButton label=m::obs_start(lang) sign=Sign::Checklist on_press=observe /> }
                })}
            </Dock>
            <MainBar here=Place::People />
        </Foot>
    }
}

fn is_fetching(page: &PersonPage) -> bool {
    page.days.is_empty() && (page.is_loading || page.row.is_missing)
}

#[component]
fn PersonHead(page: PersonPage, today: Day) -> impl IntoView {
    let lang = lang();
    let name = say::first_name(&page.row.name);
    let as_of = page.as_of.map(|at| m::person_as_of(lang, &say::short_time(lang, at, today)));
    let words = [page.row.job.clone(), as_of].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <header class="head">
            <h1>{page.row.name.clone()}</h1>
            <p class="meta">{words}</p>
            <p class="hint">{m::person_read_only(lang, &name)}</p>
        </header>
    }
}

#[component]
fn Fetching(page: PersonPage) -> impl IntoView {
    let lang = lang();
    let name = say::first_name(&page.row.name);
    if page.is_loading {
        return view! { <Skeleton label=m::person_fetching(lang, &name) /> }.into_any();
    }
    let (title, words) = (m::person_nothing_title(lang, &name), m::person_nothing_words(lang));
    view! { <EmptyState title words /> }.into_any()
}

#[component]
fn Days(page: PersonPage, today: Day) -> impl IntoView {
    let lang = lang();
    if page.days.is_empty() {
        let name = say::first_name(&page.row.name);
        let title = m::person_none_yet(lang, &name);
        return view! { <EmptyState title words="" /> }.into_any();
    }
    let most = Kept::new(DAYS);
    let total = page.days.len();
    let days = page.days;
    let more = Callback::new(move |()| most.update(|most| *most += DAYS));
    let list = move || {
        let day = |(day, entries): (Day, Vec<EntryView>)| view! { <OneDay day entries today /> };
        days.iter().take(most.get()).cloned().map(day).collect_view()
    };
    view! {
        {list}
        {move || (total > most.get()).then(|| {
            view! { <Button label=m::show_more(lang) weight=Weight::Wide on_press=more /> }
        })}
    }
    .into_any()
}

#[component]
fn OneDay(day: Day, entries: Vec<EntryView>, today: Day) -> impl IntoView {
    let lang = lang();
    let title = day_title(lang, day, today);
    // The day is in the heading: rows say the time of it.
    let row = move |entry: EntryView| {
        let of = if entry.when.day() == day { day } else { today };
        view! { <EntryRow entry today=of /> }
    };
    view! {
        <Section title>
            <Rows>{entries.into_iter().map(row).collect_view()}</Rows>
        </Section>
    }
}

/// What cannot be read has no day and stands first.
fn day_title(lang: Lang, day: Day, today: Day) -> String {
    if day.0 == i32::MAX {
        return m::unreadable_day(lang).to_owned();
    }
    match today.0.saturating_sub(day.0) {
        0 | 1 => m::capital(&m::relative_day(lang, day, today)),
        _ if day.ymd().0 == today.ymd().0 => m::capital(&m::day_short(lang, day)),
        _ => m::day_with_year(lang, day),
    }
}

#[component]
fn Skills(page: PersonPage, id: PersonId) -> impl IntoView {
    let name = Some(say::first_name(&page.row.name));
    let href = Callback::new(move |skill| Route::PersonSkill(id.clone(), skill).path());
    view! { <Ropes title=m::person_skills(lang()) skills=page.competencies name href /> }
}

#[component]
fn Weeks(page: PersonPage) -> impl IntoView {
    let title = chart_title(lang(), Span::Weeks, Count::Tasks);
    view! {
        <Section title>
            <TimeChart bars=page.weeks span=Span::Weeks count=Count::Tasks />
        </Section>
    }
}
