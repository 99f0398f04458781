//! A scale's levels and a person's place on it, from the client's words to the drawings'.

use client::view::{CompetencyRow, LevelWords};
use leptos::prelude::*;
use view::view;

use crate::components::levels::LevelCard;
use crate::messages::{self as m, Lang, Marked, lang};
use crate::motif::draw::Rope;
use crate::motif::{RopeSpec, Size};

pub(super) fn cards(levels: Vec<LevelWords>) -> Vec<LevelCard> {
    let card =
        |level: LevelWords| LevelCard { number: level.number, name: level.name, text: level.text };
    levels.into_iter().map(card).collect()
}

pub(super) fn rope(row: &CompetencyRow, size: Size) -> RopeSpec {
    RopeSpec {
        levels: row.levels,
        own: row.own,
        observed: row.observer,
        signed: row.signed,
        target: row.target,
        size,
        ..RopeSpec::default()
    }
}

/// What the rope says, in a sentence. `name`: the first name of whose rope it is, if not the reader's.
pub(super) fn said(lang: Lang, row: &CompetencyRow, name: Option<&str>) -> Marked {
    if let Some(level) = row.signed {
        return m::comp_signed(lang, u32::from(level));
    }
    match (row.observer.map(u32::from), row.own.map(u32::from), name) {
        (Some(seen), Some(own), None) => return m::comp_both(lang, own, seen),
        (Some(seen), Some(own), Some(name)) => return m::person_both(lang, name, own, seen),
        (Some(seen), None, _) => return m::comp_seen(lang, seen),
        (None, ..) => {}
    }
    match (row.own, row.cannot_say, name) {
        (Some(level), _, None) => m::comp_nobody_saw(lang, u32::from(level)),
        (Some(level), _, Some(name)) => m::person_say(lang, u32::from(level), name),
        (None, true, None) => Marked::plain(m::comp_cannot_say(lang)),
        (None, true, Some(name)) => Marked::plain(&m::person_cannot_say(lang, name)),
        (None, false, _) => Marked::plain(m::comp_not_started(lang)),
    }
}

pub(super) fn target(lang: Lang, row: &CompetencyRow) -> String {
    row.target.map(|level| m::comp_target(lang, u32::from(level))).unwrap_or_default()
}

/// The rope with its levels' names below; those of the person and the target stand out.
#[component]
pub(super) fn NamedRope(row: CompetencyRow, levels: Vec<LevelWords>) -> impl IntoView {
    let spec = rope(&row, Size::Large);
    let name = |level: LevelWords| {
        let here = Some(level.number) == row.own || Some(level.number) == row.target;
        view! { <span class:here=here>{level.name}</span> }
    };
    let names = levels.into_iter().map(name).collect_view();
    view! {
        <div>
            <Rope spec label=row.name.clone() />
            <p class="rope-words" aria-hidden="true">{names}</p>
        </div>
    }
}

/// What each level looks like, lowest last, as on the rating's cards.
#[component]
pub(super) fn LevelTexts(levels: Vec<LevelWords>, own: Option<u8>) -> impl IntoView {
    let row = move |level: LevelWords| {
        let text = (!level.text.is_empty()).then(|| view! { <small>{level.text}</small> });
        let mark = (own == Some(level.number))
            .then(|| view! { <span class="meta">{m::key_own(lang())}</span> });
        view! {
            <li class="row">
                <b class="num level-number">{level.number}</b>
                <span class="row-main"><b>{level.name}</b> {text}</span>
                {mark}
            </li>
        }
    };
    view! { <ul class="rows level-texts">{levels.into_iter().rev().map(row).collect_view()}</ul> }
}
