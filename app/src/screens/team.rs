//! A supervisor's team before a shift: who has not been seen for long, and who can do what.

use client::Event;
use client::view::{Able, Narrow, Narrows, Renewal, Team, Unseen};
use domain::{CompetencyId, Day, TaskTypeId};
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place};
use super::say;
use super::team_matrix::markup;
use crate::components::buttons::{Button, Weight};
use crate::components::disclosure::Disclosure;
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::EmptyState;
use crate::components::rows::{Lead, Row, Rows};
use crate::dom::{Node, follow};
use crate::messages::{self as m, Lang, Marked, Words, lang};
use crate::motif::Knot;
use crate::motif::draw::SmallKnot;
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Of a list of people, so many stand open.
const FIRST: usize = 3;

#[component]
pub(super) fn TeamScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::OpenTeam);
    let team = shell.view(|client, now| (client.team(now), now.day()));
    let narrows = Watched::new(move || team.with(|(team, _)| team.narrows.clone()));
    view! {
        <Page>
            <header class="head">
                <h1>{m::team_title(lang)}</h1>
                {move || team.with(|(team, today)| state(lang, team, *today))}
            </header>
            {move || team.with(|(team, today)| unseen(lang, &team.unseen, *today))}
            {move || team.with(|(team, today)| renewals(lang, &team.renewals, *today))}
            <WhoCanDoWhat narrows />
        </Page>
        <Foot>
            <Dock>
                <Button
                    label=m::back(lang)
                    weight=Weight::Back
                    on_press=Callback::new(move |()| shell.back())
                />
            </Dock>
            <MainBar here=Place::People />
        </Foot>
    }
}

#[component]
fn WhoCanDoWhat(narrows: Watched<Narrows>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let (narrow, least) = (Kept::new(String::new()), Kept::new(0_u8));
    let people = shell.view(move |client, now| {
        (client.matrix(&narrow_of(&narrow.get()), least.get(), now), now.day())
    });
    // Written anew only where what it says differs.
    let table = Watched::new(move || {
        people.with(|(matrix, today)| match matrix.rows.is_empty() || matrix.skills.is_empty() {
            true => String::new(),
            false => markup(lang, matrix, *today),
        })
    });
    let who = shell.view(move |client, now| {
        let Narrow::Skill(skill) = narrow_of(&narrow.get()) else { return None };
        Some((client.who_can(&skill, least.get().max(1), now), now.day()))
    });
    let able = move || {
        let (who, today) = who.get()?;
        let signed = who_can(lang, m::team_signed(lang), who.signed, today);
        let seen = who_can(lang, m::team_observed(lang), who.seen, today);
        let ended = who_can(lang, m::team_was_signed(lang), who.ended, today);
        Some(view! { <div class="stack">{signed} {seen} {ended}</div> })
    };
    view! {
        <Section title=m::team_can(lang)>
            {move || choices(lang, narrows.get(), narrow, least)}
            {able}
            {drawn(lang, table)}
        </Section>
    }
}

/// The table in a region that scrolls by itself, and what its signs say.
fn drawn(lang: Lang, table: Watched<String>) -> AnyView {
    let is_there = Watched::new(move || table.with(|table| !table.is_empty()));
    follow(move || match is_there.get() {
        true => view! {
            <div class="matrix-wrap" tabindex="0" role="region" aria-label=m::team_region(lang)>
                <table class="matrix" inner_html=table></table>
            </div>
            {key(lang)}
        }
        .into_any(),
        false => view! {
            <EmptyState title=m::team_nobody(lang) words=m::team_nobody_words(lang) />
        }
        .into_any(),
    })
}

/// The way here, for who has a team.
pub(super) fn team_link(lang: Lang) -> AnyView {
    view! {
        <Rows>
            <Row
                lead=Lead::Sign(Sign::People)
                title=Marked::plain(m::team_title(lang))
                note=m::team_link_words(lang)
                href=Route::Team.path()
            />
        </Rows>
    }
    .into_any()
}

/// How old what is shown is, and what is not in it.
fn state(lang: Lang, team: &Team, today: Day) -> Node {
    let as_of = match team.as_of {
        Some(at) => m::team_as_of(lang, &say::short_time(lang, at, today)),
        None => m::team_only_here(lang).to_owned(),
    };
    let left_out = (team.left_out > 0)
        .then(|| view! { <span class="hint">{m::team_left_out(lang, team.left_out)}</span> });
    view! { <p class="stack"><span class="meta">{as_of}</span> {left_out}</p> }
}

fn unseen(lang: Lang, unseen: &[Unseen], today: Day) -> Option<AnyView> {
    let row = |one: &Unseen| {
        let last = match one.last {
            Some(day) => m::team_last_seen(lang, &m::relative_day(lang, day, today)),
            None => m::team_never(lang).to_owned(),
        };
        let note = [last, m::team_tasks(lang, one.tasks)].join(" · ");
        let (title, href) = (Marked::plain(&one.name), Route::Person(one.person.clone()).path());
        view! { <Row lead=Lead::Sign(Sign::EyeOff) title note href /> }.into_any()
    };
    few(lang, m::team_unseen(lang), unseen.iter().map(row).collect())
}

fn renewals(lang: Lang, renewals: &[Renewal], today: Day) -> Option<AnyView> {
    let row = |one: &Renewal| {
        let day = m::relative_day(lang, one.until, today);
        let words = match one.is_over {
            true => m::team_ended(lang, &day),
            false => m::team_ends(lang, &day),
        };
        let note = [one.skill_name.as_str(), &words].join(" · ");
        let href = Route::PersonSkill(one.person.clone(), one.skill.clone()).path();
        let sign = if one.is_over { Sign::Alert } else { Sign::Renew };
        view! { <Row lead=Lead::Sign(sign) title=Marked::plain(&one.name) note href /> }.into_any()
    };
    few(lang, m::team_renew(lang), renewals.iter().map(row).collect())
}

/// The first stand open; nothing where there is none.
fn few(lang: Lang, title: &'static str, mut rows: Vec<AnyView>) -> Option<AnyView> {
    let side = say::count(rows.len()).to_string();
    let rest = rows.split_off(FIRST.min(rows.len()));
    let rest = (!rest.is_empty()).then(|| {
        view! { <Disclosure summary=m::show_more(lang)><Rows>{rest}</Rows></Disclosure> }
    });
    (!rows.is_empty()).then(|| {
        view! {
            <Section title side>
                <Rows>{rows}</Rows>
                {rest}
            </Section>
        }
        .into_any()
    })
}

fn who_can(lang: Lang, title: &'static str, able: Vec<Able>, today: Day) -> Option<Node> {
    let row = |one: Able| {
        let level = m::comp_level(lang, u32::from(one.level));
        let day = one.day.map(|day| m::relative_day(lang, day, today));
        let note = [Some(level), day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let href = Route::Person(one.person).path();
        view! { <Row lead=Lead::Sign(Sign::Person) title=Marked::plain(&one.name) note href /> }
            .into_any()
    };
    let rows: Vec<_> = able.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| view! { <div><h3>{title}</h3><Rows>{rows}</Rows></div> })
}

// ---- what to look at -----------------------------------------------------------------------------

/// The browser's own lists: long, and known to every hand.
fn choices(lang: Lang, narrows: Narrows, narrow: Kept<String>, least: Kept<u8>) -> Node {
    let areas = narrows.areas.iter().map(|(id, name)| (value('a', id.as_str()), name.clone()));
    let tasks = narrows.tasks.iter().map(|(id, name)| (value('t', id.as_str()), name.clone()));
    let skills = narrows.skills.iter().map(|(id, name)| (value('s', id.as_str()), name.clone()));
    let groups = vec![
        group(m::team_areas(lang), areas.collect()),
        group(m::team_tasks_with(lang), tasks.collect()),
        group(m::team_one_skill(lang), skills.collect()),
    ];
    let level = |level: u8| {
        let words = m::team_at_least(lang, u32::from(level));
        view! { <option value=level.to_string()>{words}</option> }
    };
    let levels: Vec<_> = (1..=narrows.levels).map(level).collect();
    view! {
        <div class="team-choices">
            <div class="field">
                <label class="label" for="team-skills">{m::team_skills(lang)}</label>
                <select
                    class="write line-field"
                    id="team-skills"
                    prop:value=move || narrow.get()
                    on:change:target=move |event| narrow.set(event.target().value())
                >
                    <option value="">{m::team_all_skills(lang)}</option>
                    {groups}
                </select>
            </div>
            <div class="field">
                <label class="label" for="team-level">{m::team_level(lang)}</label>
                <select
                    class="write line-field"
                    id="team-level"
                    prop:value=move || least.get().to_string()
                    on:change:target=move |event| {
                        least.set(event.target().value().parse().unwrap_or_default());
                    }
                >
                    <option value="0">{m::team_any_level(lang)}</option>
                    {levels}
                </select>
            </div>
        </div>
    }
}

fn group(label: &'static str, choices: Vec<(String, String)>) -> Option<Node> {
    let option = |(value, name): (String, String)| view! { <option value=value>{name}</option> };
    let options: Vec<_> = choices.into_iter().map(option).collect();
    (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
}

fn value(kind: char, id: &str) -> String {
    let mut value = String::from(kind);
    value.push('/');
    value + id
}

fn narrow_of(value: &str) -> Narrow {
    let narrow = value.split_once('/').and_then(|(kind, id)| {
        Some(match kind {
            "a" => Narrow::Area(CompetencyId::new(id).ok()?),
            "t" => Narrow::Task(TaskTypeId::new(id).ok()?),
            "s" => Narrow::Skill(CompetencyId::new(id).ok()?),
            _ => return None,
        })
    });
    narrow.unwrap_or_default()
}

/// What the signs in a cell say.
fn key(lang: Lang) -> Node {
    let sign = |knot: Knot, words: &'static str| {
        view! { <span><SmallKnot of=knot /> <Words of=Marked::plain(words) /></span> }.into_any()
    };
    let signs = vec![
        sign(Knot::Ring, m::team_key_own(lang)),
        sign(Knot::Solid, m::team_key_seen(lang)),
        sign(Knot::Both, m::team_key_both(lang)),
        sign(Knot::Sealed, m::team_signed(lang)),
        sign(Knot::Flag, m::key_target(lang)),
    ];
    view! { <p class="key team-key">{signs}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_leads_back_to_what_it_narrows_down_to() {
        let id = CompetencyId::new("4.A / x").unwrap();
        assert_eq!(narrow_of(&value('a', id.as_str())), Narrow::Area(id.clone()));
        assert_eq!(narrow_of(&value('s', id.as_str())), Narrow::Skill(id));
        let task = TaskTypeId::new("t1").unwrap();
        assert_eq!(narrow_of(&value('t', task.as_str())), Narrow::Task(task));
        for odd in ["", "x/1", "a/", "a"] {
            assert_eq!(narrow_of(odd), Narrow::All, "{odd}");
        }
    }
}
