//! Rows on ruled paper, a competency's row, a log along a cord, and facts.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{Marked, Words};
use crate::motif::draw::{CordKnot, Rope, SmallKnot};
use crate::motif::{Knot, RopeSpec};

#[component]
pub(crate) fn Rows(children: Children) -> impl IntoView {
    view! { <ul class="rows">{children()}</ul> }
}

/// What stands before a row's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    Sign(Sign),
    Knot(Knot),
}

impl Lead {
    fn picture(self) -> AnyView {
        match self {
            Self::Sign(sign) => view! { <Icon sign=sign /> }.into_any(),
            Self::Knot(knot) => view! { <SmallKnot of=knot /> }.into_any(),
        }
    }
}

/// A row that leads somewhere has a `href` and ends in an arrow; another may have children.
#[component]
pub(crate) fn Row(
    #[prop(optional, into)] lead: Option<Lead>,
    title: Marked,
    /// The small line below; empty: none.
    #[prop(into, optional)]
    note: String,
    /// A word at the end: "on this phone".
    #[prop(into, optional)]
    state: String,
    #[prop(into, optional)] href: Option<String>,
    /// Crossed out: taken back.
    #[prop(optional)]
    is_void: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let note = (!note.is_empty()).then(|| view! { <span class="meta">{note}</span> });
    let state = (!state.is_empty()).then(|| view! { <span class="state-word">{state}</span> });
    let words = view! {
        {lead.map(Lead::picture)}
        <span class="row-main" class:void=is_void>
            <span class="row-title"><Words of=title /></span>
            {note}
        </span>
        {state}
    };
    let children = children.map(|children| children());
    match href {
        Some(href) => view! {
            <li>
                <a class="row" href=href>
                    {words}
                    <Icon sign=Sign::Next />
                </a>
            </li>
        }
        .into_any(),
        None => view! { <li class="row">{words} {children}</li> }.into_any(),
    }
}

/// One competency in a list: name, what is due, its rope, and the same in words.
#[component]
pub(crate) fn CompetencyRow(
    #[prop(into)] name: String,
    spec: RopeSpec,
    /// "3 by 30 Jun", behind a flag; empty: none.
    #[prop(into, optional)]
    due: String,
    words: Marked,
    #[prop(into)] href: String,
) -> impl IntoView {
    let due = (!due.is_empty())
        .then(|| view! { <span class="due"><Icon sign=Sign::Flag /> {due}</span> });
    view! {
        <li>
            <a class="comp" href=href>
                <span class="comp-top">
                    <b>{name.clone()}</b>
                    {due}
                </span>
                <Rope spec=spec label=name />
                <span class="comp-words">
                    <span><Words of=words /></span>
                    <Icon sign=Sign::Next class="ic ic-s" />
                </span>
            </a>
        </li>
    }
}

#[component]
pub(crate) fn CordList(children: Children) -> impl IntoView {
    view! { <ol class="cord">{children()}</ol> }
}

/// One thing on the cord: who or what, when, and what was said.
#[component]
pub(crate) fn CordItem(
    knot: Knot,
    #[prop(into)] head: String,
    #[prop(into)] side: String,
    /// Lines of text below; empty ones are left out.
    #[prop(default = vec![])]
    lines: Vec<String>,
    #[prop(into, optional)] href: Option<String>,
    /// A button below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let lines = lines.map(|line| view! { <span class="jot-line">{line}</span> }).collect_view();
    let words = view! {
        <span class="jot-head">
            <b>{head}</b>
            <span class="num">{side}</span>
        </span>
        {lines}
    };
    let body = match href {
        Some(href) => view! { <a class="jot" href=href>{words}</a> }.into_any(),
        None => {
            let below = children.map(|children| children());
            view! { <div class="jot">{words} {below}</div> }.into_any()
        }
    };
    view! {
        <li>
            <CordKnot of=knot />
            {body}
        </li>
    }
}

/// One line of an entry's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) term: &'static str,
    pub(crate) value: String,
    /// Smaller, below; empty: none.
    pub(crate) note: String,
}

impl Fact {
    pub(crate) fn new(term: &'static str, value: impl Into<String>) -> Self {
        Self { term, value: value.into(), note: String::new() }
    }
}

#[component]
pub(crate) fn Facts(facts: Vec<Fact>) -> impl IntoView {
    let row = |fact: Fact| {
        let note = (!fact.note.is_empty()).then(|| view! { <small>{fact.note}</small> });
        view! {
            <div>
                <dt>{fact.term}</dt>
                <dd>{fact.value} {note}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{facts.into_iter().map(row).collect_view()}</dl> }
}
