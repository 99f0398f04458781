//! A newcomer's first weeks, for them and their buddy: what is done, and the next in one tap.

use client::view::{FirstWeeks, WeekTask};
use client::{Event, Shadow};
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::{Button, Weight};
use crate::components::disclosure::Disclosure;
use crate::components::frame::Section;
use crate::components::icon::Sign;
use crate::components::rows::{Lead, Row, Rows};
use crate::messages::{self as m, Lang, Marked, lang};
use crate::shell::Shell;

/// What is open stands in the list, what is done behind a fold.
pub(super) fn first_weeks(shell: Shell, plan: FirstWeeks) -> AnyView {
    let lang = lang();
    let FirstWeeks { with, week, tasks } = plan;
    let (done, open): (Vec<_>, Vec<_>) = tasks.into_iter().partition(|task| task.sessions > 0);
    let next = open.first().map(|task| {
        let start = Shadow::Start { with, what: Some(task.task_type.clone()) };
        let start = Callback::new(move |()| shell.dispatch(Event::Shadow(start.clone())));
        let label = m::weeks_start(lang, &task.name);
        view! { <Button label sign=Sign::Pair weight=Weight::Wide on_press=start /> }
    });
    let side = m::weeks_count(lang, say::count(done.len()), say::count(done.len() + open.len()));
    let rows: Vec<_> = open.iter().map(|task| row(lang, task, week)).collect();
    let behind = (!done.is_empty()).then(|| {
        let rows: Vec<_> = done.iter().map(|task| row(lang, task, week)).collect();
        view! { <Disclosure summary=m::weeks_done(lang)><Rows>{rows}</Rows></Disclosure> }
    });
    view! {
        <Section title=m::weeks_title(lang) side>
            <p class="meta">{m::weeks_now(lang, week)}</p>
            {next}
            <Rows>{rows}</Rows>
            {behind}
        </Section>
    }
    .into_any()
}

fn row(lang: Lang, task: &WeekTask, week: u32) -> AnyView {
    let is_late = task.sessions == 0 && u32::from(task.week) < week;
    let names: Vec<_> = task.with.iter().map(|name| say::first_name(name)).collect();
    let went = (task.sessions > 0).then(|| m::weeks_went(lang, &names.join(", ")));
    let logged = (task.logged > 0).then(|| m::comp_tasks(lang, say::count(task.logged)));
    let late = is_late.then(|| m::weeks_late(lang).to_owned());
    let parts = [Some(m::weeks_week(lang, u32::from(task.week))), late, went, logged];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let sign = if task.sessions > 0 { Sign::Done } else { Sign::Ring };
    view! { <Row lead=Lead::Sign(sign) title=Marked::plain(&task.name) note /> }.into_any()
}
