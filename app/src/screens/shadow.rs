//! Before a session with somebody: which task, and now or later.

use client::view::SessionForm;
use client::{Event, Shadow};
use domain::{Moment, PersonId, TaskTypeId};
use leptos::prelude::*;
use view::view;

use super::log_when::{iso_day, parse_day, parse_minute};
use super::sessions::someone;
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::field::{FieldWords, LineField, LineKind};
use crate::components::frame::{BackFoot, Dock, Foot, Section, Sheet};
use crate::components::icon::Sign;
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Tasks to pick from; another can be written down as a note.
const TASKS: usize = 6;
const OTHER: &str = "";

#[component]
pub(super) fn ShadowScreen(id: PersonId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let form = shell.read(|client, _| client.session_form(&id));
    let back = Callback::new(move |()| shell.back());
    match form {
        Some(form) => choose(shell, id, form),
        None => view! {
            <Sheet><h1>{m::session_title(lang)}</h1><p>{m::session_no_pair(lang)}</p></Sheet>
            <BackFoot on_press=back />
        }
        .into_any(),
    }
}

fn choose(shell: Shell, with: PersonId, form: SessionForm) -> AnyView {
    let lang = lang();
    let name = someone(lang, &form.name, form.side.other());
    let picked = Kept::new(Some(OTHER.to_owned()));
    let what = move || picked.get_untracked().and_then(|id| TaskTypeId::new(id).ok());
    let tasks = form.tasks.iter().take(TASKS);
    let mut picks: Vec<_> = tasks.map(|(id, name)| Pick::new(id.as_str(), name)).collect();
    picks.push(Pick::new(OTHER, m::session_other_task(lang)));
    let with = StoredValue::new(with);
    let start = Callback::new(move |()| {
        let (with, what) = (with.get_value(), what());
        shell.dispatch(Event::Shadow(Shadow::Start { with, what }));
    });
    let plan = Callback::new(move |at| {
        let (with, what) = (with.get_value(), what());
        shell.dispatch(Event::Shadow(Shadow::Plan { with, what, at }));
    });
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <h1>{m::session_with_name(lang, &name)}</h1>
            <Picks
                legend=m::session_which(lang)
                name="task"
                picks
                picked
                on_pick=Callback::new(move |value| picked.set(Some(value)))
            />
            {later(shell, plan)}
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton label=m::session_start(lang) sign=Sign::Pair on_press=start />
            </Dock>
        </Foot>
    }
    .into_any()
}

/// A day and a time, from an hour from now on.
fn later(shell: Shell, on_plan: Callback<Moment>) -> AnyView {
    let lang = lang();
    let at = Kept::new(shell.read(|_, now| now.plus_ms(3_600_000)));
    let day = Watched::new(move || iso_day(at.get().day()));
    let time = Watched::new(move || m::clock(at.get().minute_of_day()));
    let on_day = Callback::new(move |text: String| {
        if let Some(day) = parse_day(&text) {
            at.update(|at| *at = day.at(at.minute_of_day(), at.offset_min));
        }
    });
    let on_time = Callback::new(move |text: String| {
        if let Some(minute) = parse_minute(&text) {
            at.update(|at| *at = at.day().at(minute, at.offset_min));
        }
    });
    let plan = Callback::new(move |()| on_plan.run(at.get_untracked()));
    let words = |id, label: &str| FieldWords { id, label: label.into(), ..FieldWords::default() };
    view! {
        <Section title=m::session_later(lang)>
            <div class="pair">
                <LineField words=words("plan-day", m::log_when_day(lang)) kind=LineKind::Date value=day on_input=on_day />
                <LineField words=words("plan-time", m::log_when_time(lang)) kind=LineKind::Time value=time on_input=on_time />
            </div>
            <Button label=m::session_plan(lang) sign=Sign::Clock weight=Weight::Wide on_press=plan />
        </Section>
    }
    .into_any()
}
