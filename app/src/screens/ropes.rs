//! A list of ropes under their areas, with the key to read them.

use client::view::CompetencyRow as Skill;
use leptos::prelude::*;
use view::view;

use super::levels::{rope, said, target};
use crate::components::frame::Section;
use crate::components::rows::CompetencyRow;
use crate::messages::{self as m, lang};
use crate::motif::draw::SmallKnot;
use crate::motif::{Knot, Size};

/// `href`: the page of one of them. `name`: the first name of whose they are, if not the reader's.
#[component]
pub(super) fn Ropes(
    #[prop(into)] title: String,
    skills: Vec<Skill>,
    name: Option<String>,
    href: Callback<domain::CompetencyId, String>,
) -> impl IntoView {
    let lang = lang();
    let count = skills.len().to_string();
    let key_name = name.clone();
    let area = |(area, skills): (Option<String>, Vec<Skill>)| {
        let row = |skill: Skill| {
            let (spec, due) = (rope(&skill, Size::Medium), target(lang, &skill));
            let words = said(lang, &skill, name.as_deref());
            let href = href.run(skill.competency.clone());
            view! { <CompetencyRow name=skill.name spec due words href /> }
        };
        let rows = skills.into_iter().map(row).collect_view();
        view! {
            {area.map(|area| view! { <h3 class="area">{area}</h3> })}
            <ul class="rows">{rows}</ul>
        }
    };
    let areas = by_area(skills).into_iter().map(area).collect_view();
    view! {
        <Section title=title side=count>
            <Key name=key_name />
            {areas}
        </Section>
    }
}

#[component]
fn Key(name: Option<String>) -> impl IntoView {
    let lang = lang();
    let says = match name {
        Some(name) => m::key_says(lang, &name),
        None => m::key_own(lang).to_owned(),
    };
    let one = |knot, words: String| view! { <span><SmallKnot of=knot /> {words}</span> };
    view! {
        <p class="key">
            {one(Knot::Ring, says)}
            {one(Knot::Flag, m::key_target(lang).to_owned())}
        </p>
    }
}

fn by_area(skills: Vec<Skill>) -> Vec<(Option<String>, Vec<Skill>)> {
    let mut areas: Vec<(Option<String>, Vec<Skill>)> = Vec::new();
    for skill in skills {
        match areas.iter_mut().find(|(area, _)| *area == skill.area) {
            Some((_, list)) => list.push(skill),
            None => areas.push((skill.area.clone(), vec![skill])),
        }
    }
    areas
}
