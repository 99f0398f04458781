//! Goals: one's own, without anybody's approval.

use client::Event;
use client::view::GoalView;
use domain::CompetencyId;
use leptos::prelude::*;
use view::view;

use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::field::{FieldWords, LineField};
use crate::components::frame::{Dock, Foot, Section, Sheet};
use crate::components::icon::Sign;
use crate::components::notice::EmptyState;
use crate::messages::{self as m, lang};
use crate::motif::Knot;
use crate::motif::draw::SmallKnot;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn GoalsScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let goals = shell.view(|client, now| client.journal(now).goals);
    let text = Kept::new(String::new());
    let skill = Kept::new(None::<CompetencyId>);
    let missing = Watched::new(move || {
        let is_empty = text.with(|text| text.trim().is_empty());
        if is_empty { m::goals_need_words(lang).to_owned() } else { String::new() }
    });
    let save = Callback::new(move |()| {
        let goal = text.get_untracked();
        if !goal.trim().is_empty() {
            shell.dispatch(Event::AddGoal { text: goal, competency: skill.get_untracked() });
            text.set(String::new());
            skill.set(None);
        }
    });
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            <h1>{m::goals_title(lang)}</h1>
            {move || goals.with(Vec::is_empty).then(|| view! {
                <EmptyState title=m::goals_empty_title(lang) words=m::goals_empty_words(lang) />
            })}
            {move || {
                let part = |is_reached: bool| {
                    let mut goals = goals.get();
                    goals.retain(|goal| goal.reached.is_some() == is_reached);
                    goals
                };
                let section = |title: &'static str, goals: Vec<GoalView>| {
                    (!goals.is_empty()).then(|| view! { <Section title><GoalRows goals /></Section> })
                };
                view! {
                    {section(m::goals_open(lang), part(false))}
                    {section(m::goals_done(lang), part(true))}
                }
            }}
            <Section title=m::goals_new(lang) push=true>
                <div on:keydown=move |event| if event.key() == "Enter" { save.run(()) }>
                    <LineField
                        words=FieldWords { id: "goal", label: m::goals_label(lang).into(), ..FieldWords::default() }
                        value=text
                        on_input=Callback::new(move |words| text.set(words))
                    />
                </div>
                <SkillSelect skill />
            </Section>
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton label=m::goals_save(lang) missing sign=Sign::Flag on_press=save />
            </Dock>
        </Foot>
    }
}

/// The browser's own list: long, and known to every hand.
#[component]
fn SkillSelect(skill: Kept<Option<CompetencyId>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let skills = shell.read(|client, now| client.progress(now).competencies);
    let option = |row: client::view::CompetencyRow| {
        view! { <option value=row.competency.to_string()>{row.name}</option> }
    };
    let value = move || skill.get().map(|id| id.to_string()).unwrap_or_default();
    view! {
        <div class="field">
            <label class="label" for="goal-skill">
                {m::goals_skill(lang)} <span class="meta">" " {m::if_you_want(lang)}</span>
            </label>
            <select
                class="write line-field"
                id="goal-skill"
                prop:value=value
                on:change:target=move |event| skill.set(CompetencyId::new(event.target().value()).ok())
            >
                <option value="">{m::goals_no_skill(lang)}</option>
                {skills.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// Open ones can be reached right here.
#[component]
pub(super) fn GoalRows(goals: Vec<GoalView>) -> impl IntoView {
    (!goals.is_empty()).then(|| {
        let row = |goal| view! { <GoalRow goal /> };
        view! { <ul class="rows">{goals.into_iter().map(row).collect_view()}</ul> }
    })
}

#[component]
fn GoalRow(goal: GoalView) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let today = shell.read(|_, now| now.day());
    let said = match goal.reached {
        Some(at) => m::goals_reached(lang, &m::relative_day(lang, at.day(), today)),
        None => m::goals_since(lang, &m::relative_day(lang, goal.when.day(), today)),
    };
    let skill = goal.competency.map(|(_, name)| name);
    let note: Vec<String> =
        [Some(m::goals_mine(lang).to_owned()), skill, Some(said)].into_iter().flatten().collect();
    let reach = goal.reached.is_none().then(|| {
        let event = Event::GoalReached(goal.id);
        let reach = Callback::new(move |()| shell.dispatch(event.clone()));
        view! { <Button label=m::goals_reach(lang) weight=Weight::Rare on_press=reach /> }
    });
    view! {
        <li class="row">
            <SmallKnot of=Knot::Flag />
            <span class="row-main">
                <span class="row-title">{goal.text}</span>
                <span class="meta">{note.join(" · ")}</span>
            </span>
            {reach}
        </li>
    }
}
