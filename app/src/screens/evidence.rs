//! What a skill's level is based on: ratings along a cord, and the tasks that used it.

use client::view::{CompetencyPage, EntryBody, EntryView, ObservationView};
use domain::{CompetencyId, Day};
use leptos::prelude::*;
use view::view;

use super::entry_row::{EntryRow, path};
use super::observe::level_said;
use super::say;
use crate::components::buttons::{Button, Weight};
use crate::components::disclosure::Disclosure;
use crate::components::frame::Section;
use crate::components::notice::EmptyState;
use crate::components::rows::{CordItem, CordList, Rows};
use crate::messages::{self as m, Lang, lang};
use crate::motif::Knot;
use crate::watched::Kept;

/// Ratings on the cord before "Show more".
const RATINGS: usize = 4;

/// Ratings on the cord, then the tasks behind their count.
#[component]
pub(super) fn Evidence(page: CompetencyPage, today: Day, name: Option<String>) -> impl IntoView {
    let lang = lang();
    let things = page.evidence.len();
    if things == 0 {
        let words = m::comp_empty_words(lang);
        return view! { <EmptyState title=m::capital(m::comp_no_task(lang)) words /> }.into_any();
    }
    let is_rating = |entry: &EntryView| {
        matches!(entry.body, EntryBody::Rating { .. } | EntryBody::Observation(_))
    };
    let of = page.row.competency.clone();
    let (ratings, tasks): (Vec<_>, Vec<_>) = page.evidence.into_iter().partition(is_rating);
    let cord = (!ratings.is_empty()).then(|| view! { <Ratings ratings of today name /> });
    let done = (!tasks.is_empty()).then(|| {
        let last = page.row.last_task.map(|day| m::relative_day(lang, day, today));
        let last = last.map(|day| m::comp_last_task(lang, &day)).unwrap_or_default();
        let summary = [m::comp_tasks(lang, say::count(tasks.len())), last].join(", ");
        let row = move |entry: EntryView| view! { <EntryRow entry today /> };
        view! {
            <Disclosure summary>
                <Rows>{tasks.into_iter().map(row).collect_view()}</Rows>
            </Disclosure>
        }
    });
    view! {
        <Section title=m::comp_based_on(lang) side=m::comp_things(lang, say::count(things))>
            {cord} {done}
        </Section>
    }
    .into_any()
}

/// The newest of them; the drawing above has them all.
#[component]
fn Ratings(
    ratings: Vec<EntryView>,
    of: CompetencyId,
    today: Day,
    name: Option<String>,
) -> impl IntoView {
    let lang = lang();
    let shows_all = Kept::new(ratings.len() <= RATINGS + 1);
    let more = Callback::new(move |()| shows_all.set(true));
    let items = move || {
        let most = if shows_all.get() { ratings.len() } else { RATINGS };
        let item = |entry: &EntryView| match &entry.body {
            EntryBody::Observation(seen) => observed_item(lang, entry, seen, &of, today),
            _ => rating_item(lang, entry, today, name.as_deref()),
        };
        ratings.iter().take(most).map(item).collect_view()
    };
    view! {
        <CordList>{items}</CordList>
        {move || (!shows_all.get()).then(|| {
            view! { <Button label=m::show_more(lang) weight=Weight::Rare on_press=more /> }
        })}
    }
}

fn observed_item(
    lang: Lang,
    entry: &EntryView,
    seen: &ObservationView,
    of: &CompetencyId,
    today: Day,
) -> AnyView {
    let skill = seen.skills.iter().find(|skill| &skill.competency == of);
    let level = skill.and_then(|skill| Some(level_said(lang, skill.rated?, &skill.levels)));
    let level = level.unwrap_or_else(|| m::obs_hidden(lang).to_owned());
    let side = m::capital(&m::relative_day(lang, entry.when.day(), today));
    let lines = vec![level, seen.next_time.clone()];
    let (head, href) = (seen.observer.clone(), path(&entry.id));
    view! { <CordItem knot=Knot::Solid head side lines href /> }
}

fn rating_item(lang: Lang, entry: &EntryView, today: Day, name: Option<&str>) -> AnyView {
    let head = match name {
        Some(name) => m::comp_they_rated(lang, name),
        None => m::comp_you_rated(lang).to_owned(),
    };
    let line = match &entry.body {
        EntryBody::Rating { rated: domain::Rated::Level(level), level_name, .. } => {
            [m::comp_level(lang, u32::from(*level)), level_name.clone()].join(". ")
        }
        _ => m::rate_cannot_say(lang).to_owned(),
    };
    let side = m::capital(&m::relative_day(lang, entry.when.day(), today));
    view! { <CordItem knot=Knot::Ring head side lines=vec![line] href=path(&entry.id) /> }
}
