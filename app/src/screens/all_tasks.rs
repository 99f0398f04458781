//! All tasks of the catalogue, found while one types, and "something else" in own words.

use client::Event;
use client::view::{Recency, Tile as TaskTile};
use domain::{Day, TaskTypeId, fold};
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::{Button, Weight};
use crate::components::frame::{BackFoot, Section, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::components::rows::Rows;
use crate::components::search::SearchField;
use crate::messages::{self as m, Lang, lang};
use crate::motif::draw::Times;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn AllTasksScreen() -> impl IntoView {
    let shell = Shell::here();
    let pick = Callback::new(move |task| shell.dispatch(Event::OpenTask(task)));
    let own = Callback::new(move |title| shell.dispatch(Event::OpenOwnTask { title }));
    let back = Callback::new(move |()| shell.back());
    view! { <TaskChooser pick own back /> }
}

/// Also inside the form, to change what was done.
#[component]
pub(super) fn TaskChooser(
    pick: Callback<TaskTypeId>,
    own: Callback<String>,
    back: Callback<()>,
) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let query = Kept::new(String::new());
    let home = shell.view(|client, now| {
        let home = client.home(now);
        (home.tiles, home.day)
    });
    let found = Watched::new(move || {
        let query = fold(&query.get());
        home.with(|(tiles, _)| tiles.iter().filter(|tile| matches(tile, &query)).cloned().collect())
    });
    let rows = move |lately: bool| {
        let today = home.with(|(_, day)| *day);
        let all: Vec<TaskTile> = found.get();
        let wanted = all.into_iter().filter(move |tile| is_known(tile) == lately);
        wanted.map(|tile| view! { <TaskRow tile today pick /> }).collect_view()
    };
    let some = move |lately: bool| {
        Watched::new(move || {
            found.with(|all: &Vec<TaskTile>| all.iter().any(|t| is_known(t) == lately))
        })
    };
    let (has_known, has_other) = (some(true), some(false));
    let list = move |has: Watched<bool>, title: &'static str, lately: bool| {
        move || {
            has.get().then(
                || view! { <Section title=title><Rows>{move || rows(lately)}</Rows></Section> },
            )
        }
    };
    view! {
        <Sheet>
            <h1>{m::log_title(lang)}</h1>
            <SearchField
                label=m::log_find(lang)
                hint=m::log_find(lang)
                value=query
                on_input=Callback::new(move |words| query.set(words))
            />
            {list(has_known, m::log_recent(lang), true)}
            {list(has_other, m::log_all(lang), false)}
            {move || found.with(Vec::is_empty).then(|| {
                view! { <p role="status">{m::log_none_found(lang)}</p> }
            })}
            <OwnWords query own />
        </Sheet>
        <BackFoot on_press=back />
    }
}

fn matches(tile: &TaskTile, query: &str) -> bool {
    let name = fold(&tile.name);
    query.split_whitespace().all(|word| name.contains(word))
}

fn is_known(tile: &TaskTile) -> bool {
    tile.times_today > 0 || !matches!(tile.recency, Recency::Never { .. })
}

#[component]
fn TaskRow(tile: TaskTile, today: Day, pick: Callback<TaskTypeId>) -> impl IntoView {
    let lang = lang();
    let note = note(lang, &tile, today);
    let is_favourite = matches!(tile.recency, Recency::Favourite { .. });
    let star = is_favourite.then(|| view! { <Icon sign=Sign::Star class="ic ic-s ic-fav" /> });
    let times =
        (tile.times_today > 0).then(|| view! { <Times done=say::count(tile.times_today) /> });
    let task = tile.task_type;
    view! {
        <li>
            <button type="button" class="row" on:click=move |_| pick.run(task.clone())>
                <span class="row-main">
                    <span class="row-title">{tile.name}</span>
                    <span class="meta row-note">{star} {times} {note}</span>
                </span>
                <Icon sign=Sign::Plus />
            </button>
        </li>
    }
}

fn note(lang: Lang, tile: &TaskTile, today: Day) -> String {
    match tile.recency {
        _ if tile.times_today > 0 => m::today(lang).to_owned(),
        Recency::LastOn(day) => m::relative_day(lang, day, today),
        Recency::Favourite { minutes } | Recency::Never { minutes } => {
            minutes.map(|minutes| m::duration(lang, minutes)).unwrap_or_default()
        }
    }
}

/// What is searched for becomes the task's name, so that nobody types it twice.
#[component]
fn OwnWords(query: Kept<String>, own: Callback<String>) -> impl IntoView {
    let lang = lang();
    let words = Watched::new(move || query.with(|query| query.trim().to_owned()));
    let label = Watched::new(move || {
        words.with(|words| match words.as_str() {
            "" => m::log_own(lang).to_owned(),
            words => m::log_own_named(lang, words),
        })
    });
    view! {
        <Section title=m::log_own(lang)>
            <p class="hint">{m::log_own_hint(lang)}</p>
            <Button
                label
                sign=Sign::Note
                weight=Weight::Wide
                on_press=Callback::new(move |()| own.run(words.get_untracked()))
            />
        </Section>
    }
}
