//! What helps while the form is open: target levels, steps, aids, and what was learned last time.

use client::view::AidView;
use leptos::prelude::*;
use view::view;

use super::aid::AidBody;
use super::log::Draft;
use crate::components::disclosure::Disclosure;
use crate::components::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::Watched;

/// Target levels, what was learned last time, steps and aids: one tap away, and never in the way.
#[component]
pub(super) fn Help(draft: Draft) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let help = Watched::new(move || {
        draft.form.with(|form| {
            let form = form.as_ref()?;
            let has_any =
                !(form.targets.is_empty() && form.steps.is_empty() && form.aids.is_empty());
            has_any.then(|| (form.targets.clone(), form.steps.clone(), form.aids.clone()))
        })
    });
    let last = Watched::new(move || {
        draft.form.with(|form| form.as_ref().and_then(|form| form.last_learned.clone()))
    });
    let last_learned = move || {
        let (words, when) = last.get()?;
        let day = shell.read(|_, now| m::relative_day(lang, when.day(), now.day()));
        Some(view! {
            <blockquote class="last-learned">
                <span class="meta">{m::log_last_learned(lang, &day)}</span>
                {words}
            </blockquote>
        })
    };
    let behind =
        move || help.get().map(|(targets, steps, aids)| view! { <HowTo targets steps aids /> });
    view! { {behind} {last_learned} }
}

#[component]
fn HowTo(
    targets: Vec<(String, u8, String)>,
    steps: Vec<String>,
    aids: Vec<AidView>,
) -> impl IntoView {
    let lang = lang();
    let target = move |(skill, level, words): (String, u8, String)| {
        view! {
            <li>
                <Icon sign=Sign::Flag class="ic ic-s" />
                <span>{m::log_target(lang, u32::from(level), &skill)} <small>{words}</small></span>
            </li>
        }
    };
    let targets = targets.into_iter().map(target).collect_view();
    let steps = (!steps.is_empty()).then(|| {
        let steps = steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
        view! { <h2>{m::log_steps(lang)}</h2><ol class="steps">{steps}</ol> }
    });
    let aids = aids.into_iter().map(|aid| view! { <AidBody aid is_titled=true /> }).collect_view();
    view! {
        <Disclosure summary=m::log_help(lang)>
            <div class="stack help">
                <ul class="targets">{targets}</ul>
                {steps}
                {aids}
            </div>
        </Disclosure>
    }
}
