//! How work and levels change over time.

use client::view::{Bar, Progress, TypeTotal};
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place};
use super::goals::GoalRows;
use super::journal::JournalLink;
use super::ropes::Ropes;
use super::time_chart::{Count, Span, TimeChart, WeekMarks, chart_title};
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::frame::{Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::EmptyState;
use crate::components::rows::Rows;
use crate::messages::{self as m, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn ProgressScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let progress = shell.view(|client, now| client.progress(now));
    let part = move |has: fn(&Progress) -> bool| Watched::new(move || progress.with(has));
    let has_work = part(|progress| progress.months.iter().any(|bar| bar.tasks > 0));
    let has_ropes = part(|progress| !progress.competencies.is_empty());
    let work = move || {
        if has_work.get() {
            view! { <WorkChart progress /> <TaskTypes progress /> }.into_any()
        } else {
            let (title, words) = (m::progress_empty_title(lang), m::progress_empty_words(lang));
            view! { <EmptyState title words /> }.into_any()
        }
    };
    let href = Callback::new(|id| Route::Skill(id).path());
    let ropes = move || {
        has_ropes.get().then(|| {
            let skills = progress.with(|progress| progress.competencies.clone());
            view! { <Ropes title=m::progress_ropes(lang) skills name=None href /> }
        })
    };
    view! {
        <Page>
            <h1>{m::progress_title(lang)}</h1>
            {work}
            <Goals progress />
            {ropes}
            <Rows>
                <JournalLink />
            </Rows>
        </Page>
        <Foot>
            <MainBar here=Place::Progress />
        </Foot>
    }
}

/// Kinds of tasks shown before all of them.
const TYPES: usize = 5;
const MONTHS: &str = "months";
const WEEKS: &str = "weeks";
const TASKS: &str = "tasks";
const TIME: &str = "time";

/// The chart, and what it shows: weeks or months, tasks or time.
#[component]
fn WorkChart(progress: Watched<Progress>) -> impl IntoView {
    let lang = lang();
    let span = Kept::new(Span::Weeks);
    let count = Kept::new(Count::Tasks);
    let title = Watched::new(move || chart_title(lang, span.get(), count.get()).to_owned());
    let chart = move || {
        let (span, count) = (span.get(), count.get());
        let bars = progress.with(|progress| match span {
            Span::Weeks => progress.weeks.clone(),
            Span::Months => progress.months.clone(),
        });
        view! { <TimeChart bars span count /> }
    };
    let spans = vec![
        Pick::new(WEEKS, m::progress_weeks(lang)),
        Pick::new(MONTHS, m::progress_months(lang)),
    ];
    let counts =
        vec![Pick::new(TASKS, m::progress_count(lang)), Pick::new(TIME, m::progress_time(lang))];
    let span_value = Watched::new(move || {
        Some(if span.get() == Span::Weeks { WEEKS } else { MONTHS }.to_owned())
    });
    let count_value = Watched::new(move || {
        Some(if count.get() == Count::Tasks { TASKS } else { TIME }.to_owned())
    });
    let on_span = Callback::new(move |value: String| {
        span.set(if value == MONTHS { Span::Months } else { Span::Weeks });
    });
    let on_count = Callback::new(move |value: String| {
        count.set(if value == TIME { Count::Time } else { Count::Tasks });
    });
    view! {
        <Section title>
            {chart}
            <div class="tools switches">
                <Picks legend=m::progress_show(lang) name="span" picks=spans picked=span_value on_pick=on_span />
                <Picks legend=m::progress_count_by(lang) name="count" picks=counts picked=count_value on_pick=on_count />
            </div>
        </Section>
    }
}

/// Each kind of task with its last weeks; behind it its year, month by month.
#[component]
fn TaskTypes(progress: Watched<Progress>) -> impl IntoView {
    let lang = lang();
    let types = Watched::new(move || {
        progress.with(|progress| {
            let months: Vec<Day> = progress.months.iter().map(|bar| bar.from).collect();
            (progress.types.clone(), months)
        })
    });
    let shows_all = Kept::new(false);
    let rows = move || {
        let (types, months) = types.get();
        let most = if shows_all.get() { types.len() } else { TYPES };
        let row = |total: TypeTotal| view! { <TaskTypeRow total months=months.clone() /> };
        types.into_iter().take(most).map(row).collect_view()
    };
    let more = Callback::new(move |()| shows_all.set(true));
    let has_more = move || !shows_all.get() && types.with(|(types, _)| types.len() > TYPES);
    view! {
        <Section title=m::progress_by_task(lang) side=m::progress_year(lang)>
            <div class="type-list">{rows}</div>
            {move || has_more().then(|| {
                view! { <Button label=m::progress_all_tasks(lang) weight=Weight::Wide on_press=more /> }
            })}
        </Section>
    }
}

#[component]
fn TaskTypeRow(total: TypeTotal, months: Vec<Day>) -> impl IntoView {
    let lang = lang();
    let name = match total.task_type {
        Some(_) => total.name,
        None => m::progress_own_words(lang).to_owned(),
    };
    let words = match total.minutes {
        0 => m::comp_tasks_only(lang, total.tasks),
        minutes => [m::comp_tasks_only(lang, total.tasks), m::duration(lang, minutes)].join(" · "),
    };
    let bar = |(from, (tasks, minutes))| Bar { from, tasks, minutes };
    let bars: Vec<Bar> = months.into_iter().zip(total.monthly).map(bar).collect();
    view! {
        <details class="type-row">
            <summary class="row">
                <span class="row-main">
                    <b>{name}</b>
                    <span class="meta">{words}</span>
                </span>
                <WeekMarks weekly=total.weekly />
            </summary>
            <div class="stack">
                <TimeChart bars span=Span::Months count=Count::Tasks />
            </div>
        </details>
    }
}

#[component]
fn Goals(progress: Watched<Progress>) -> impl IntoView {
    let lang = lang();
    let goals = Watched::new(move || progress.with(|progress| progress.goals.clone()));
    view! {
        <Section title=m::progress_goals(lang)>
            {move || view! { <GoalRows goals=goals.get() /> }}
            <LinkButton label=m::goals_new(lang) sign=Sign::Flag weight=Weight::Wide href="/me/goals" />
        </Section>
    }
}
