//! The skills of a task: taken off and put back in place, or added from the tree.

use client::view::{DraftTag, TagChoice};
use domain::{CompetencyId, fold};
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use super::log::Draft;
use crate::components::frame::Section;
use crate::components::icon::{Icon, Sign};
use crate::components::search::SearchField;
use crate::components::tag::{AddTag, Tag, Tags};
use crate::messages::{self as m, lang};
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn TagsPart(draft: Draft) -> impl IntoView {
    let lang = lang();
    let is_open = Kept::new(false);
    let ids = draft.get(|draft| {
        draft.tags.iter().map(|tag| tag.competency.clone()).collect::<Vec<CompetencyId>>()
    });
    let tags = move || {
        let ids = ids.get().unwrap_or_default();
        ids.into_iter().map(|id| view! { <DraftTagPart draft id /> }).collect_view()
    };
    let open = Callback::new(move |()| is_open.update(|is_open| *is_open = !*is_open));
    view! {
        <Tags label=m::log_skills(lang)>
            {tags}
            <AddTag label=m::log_add_skill(lang) on_press=open />
        </Tags>
        {move || is_open.get().then(|| view! { <SkillTree draft is_open /> })}
    }
}

#[component]
fn DraftTagPart(draft: Draft, id: CompetencyId) -> impl IntoView {
    let name = draft.form.with_untracked(|form| {
        let choices = form.as_ref().map(|form| form.tags.as_slice()).unwrap_or_default();
        let known = choices.iter().find(|choice| choice.competency == id);
        known.map_or_else(|| id.to_string(), |choice| choice.name.clone())
    });
    let kept = {
        let id = id.clone();
        draft.get(move |draft| draft.tags.iter().any(|tag| tag.competency == id && tag.is_on))
    };
    let keep = Callback::new(move |is_on| {
        draft.change(|draft| {
            for tag in draft.tags.iter_mut().filter(|tag| tag.competency == id) {
                tag.is_on = is_on;
            }
        });
    });
    view! { <Tag name kept=Watched::new(move || kept.get() == Some(true)) on_keep=keep /> }
}

/// Everything that can be tagged, under its area.
#[component]
fn SkillTree(draft: Draft, is_open: Kept<bool>) -> impl IntoView {
    let lang = lang();
    let query = Kept::new(String::new());
    let left = Watched::new(move || {
        let query = fold(&query.get());
        draft.form.with(|form| {
            let Some(form) = form else { return Vec::new() };
            let is_free = |choice: &&TagChoice| {
                !form.draft.tags.iter().any(|tag| tag.competency == choice.competency)
                    && fold(&choice.name).contains(query.trim())
            };
            by_area(form.tags.iter().filter(is_free).cloned().collect())
        })
    });
    let add = Callback::new(move |choice: TagChoice| {
        draft.change(|draft| {
            let TagChoice { competency, version, .. } = choice;
            draft.tags.push(DraftTag { competency, version, is_on: true });
        });
        is_open.set(false);
    });
    let areas = move || {
        let area = |(area, choices): (Option<String>, Vec<TagChoice>)| {
            let one = |choice: TagChoice| view! { <SkillChoice choice add /> };
            view! {
                {area.map(|area| view! { <h3 class="area">{area}</h3> })}
                <div class="tags">{choices.into_iter().map(one).collect_view()}</div>
            }
        };
        left.get().into_iter().map(area).collect_view()
    };
    view! {
        <Arrive>
            <Section title=m::log_pick_skill(lang)>
                <SearchField
                    label=m::log_pick_skill(lang)
                    hint=m::home_search(lang)
                    value=query
                    on_input=Callback::new(move |words| query.set(words))
                />
                {areas}
            </Section>
        </Arrive>
    }
}

#[component]
fn SkillChoice(choice: TagChoice, add: Callback<TagChoice>) -> impl IntoView {
    let name = choice.name.clone();
    view! {
        <button type="button" class="tag tag-add" on:click=move |_| add.run(choice.clone())>
            <Icon sign=Sign::Plus class="ic ic-s" />
            {name}
        </button>
    }
}

/// Neighbours of one area together, in the framework's order.
fn by_area(choices: Vec<TagChoice>) -> Vec<(Option<String>, Vec<TagChoice>)> {
    let mut areas: Vec<(Option<String>, Vec<TagChoice>)> = Vec::new();
    for choice in choices {
        match areas.iter_mut().find(|(area, _)| *area == choice.area) {
            Some((_, list)) => list.push(choice),
            None => areas.push((choice.area.clone(), vec![choice])),
        }
    }
    areas
}
