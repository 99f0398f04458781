//! What somebody saw, to read: the line for next time first, then levels side by side, then steps.

use client::view::{ObservationView, SkillSeen, StepView};
use leptos::prelude::*;
use view::view;

use super::observe::{did_words, level_said};
use super::say;
use crate::components::buttons::{LinkButton, Weight};
use crate::components::frame::Section;
use crate::components::icon::Sign;
use crate::components::rows::{Lead, Row, Rows};
use crate::dom::Node;
use crate::messages::{self as m, Lang, Marked};
use crate::motif::Knot;
use crate::motif::draw::SmallKnot;
use crate::router::Route;

pub(super) fn observation(lang: Lang, seen: &ObservationView) -> Node {
    let line = |words: Option<String>| words.map(|words| view! { <p class="lines">{words}</p> });
    let skills: Vec<_> = seen.skills.iter().map(|skill| two_views(lang, seen, skill)).collect();
    let steps: Vec<_> = seen.steps.iter().map(|step| step_row(lang, step)).collect();
    let older = seen.is_older.then(|| view! { <p class="hint">{m::obs_older(lang)}</p> });
    let steps = (!steps.is_empty()).then(|| {
        view! { <Section title=m::obs_steps(lang)><Rows>{steps}</Rows>{older}</Section> }
    });
    let task = seen.task.clone().map(|task| {
        let href = Route::Entry(task).path();
        view! { <LinkButton label=m::obs_task(lang) weight=Weight::Wide href /> }
    });
    view! {
        <div class="stack">
            <div class="voice">
                <p class="meta">{m::obs_next(lang)}</p>
                <blockquote>{seen.next_time.clone()}</blockquote>
            </div>
            {line(seen.praise.clone())}
            {line(seen.comment.clone())}
            {skills}
            {steps}
            {task}
        </div>
    }
}

/// Self above, observer below, never "wrong". What is hidden leads to saying one's own first.
fn two_views(lang: Lang, seen: &ObservationView, skill: &SkillSeen) -> Node {
    let who = seen.worker.as_deref().map_or_else(|| m::comp_you(lang).to_owned(), say::first_name);
    let said = |knot, who: String, level: String| {
        view! { <div><dt><SmallKnot of=knot /></dt><dd><b>{who}</b> " " {level}</dd></div> }
    };
    let own = skill
        .own
        .map(|own| said(Knot::Ring, m::capital(&who), level_said(lang, own, &skill.levels)));
    let theirs = skill.rated.map(|rated| {
        said(Knot::Solid, say::first_name(&seen.observer), level_said(lang, rated, &skill.levels))
    });
    let hidden = skill.is_hidden.then(|| {
        let route = Route::Rate { competency: skill.competency.clone(), task: seen.task.clone() };
        view! {
            <div>
                <p class="hint">{m::obs_hidden(lang)}</p>
                <LinkButton label=m::comp_rate(lang) sign=Sign::Ring href=route.path() />
            </div>
        }
    });
    view! {
        <div class="differ">
            <b>{skill.name.clone()}</b>
            <dl>{own} {theirs}</dl>
            {hidden}
        </div>
    }
}

fn step_row(lang: Lang, step: &StepView) -> AnyView {
    let Some(seen) = &step.seen else { return ().into_any() };
    let (sign, did) = did_words(lang, seen.did);
    let reason = seen.reason.as_ref().map(|recorded| {
        let known = step.reasons.iter().find(|(key, _)| key == recorded);
        known.map_or(recorded, |(_, words)| words).as_str()
    });
    let words = [reason, seen.note.as_deref()].into_iter().flatten();
    let note = std::iter::once(did).chain(words).collect::<Vec<_>>().join(" · ");
    view! {
        <Row
            lead=Lead::Sign(sign)
            title=Marked::plain(&step.text)
            note
            state=if step.critical { m::obs_must(lang) } else { "" }
        />
    }
    .into_any()
}
