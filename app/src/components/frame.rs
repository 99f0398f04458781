//! The phone frame: one column of content between the sync line and the actions.

use leptos::prelude::*;
use view::view;

use super::buttons::{Button, Weight};
use super::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::watched::Watched;

/// A screen of its own.
#[component]
pub(crate) fn Page(children: Children) -> impl IntoView {
    view! { <main class="page" id="main" tabindex="-1">{children()}</main> }
}

/// Rises over the screen it belongs to; the sync line stays in sight.
#[component]
pub(crate) fn Sheet(children: Children) -> impl IntoView {
    view! {
        <div class="behind" aria-hidden="true"></div>
        <main class="sheet" id="main" tabindex="-1">
            {children()}
        </main>
    }
}

/// Docks and bar, at the bottom whatever is above.
#[component]
pub(crate) fn Foot(children: Children) -> impl IntoView {
    view! { <footer class="foot">{children()}</footer> }
}

/// One row of actions in the lower middle. `edge`: there is no bar below it.
#[component]
pub(crate) fn Dock(#[prop(optional)] edge: bool, children: Children) -> impl IntoView {
    view! { <div class=if edge { "dock dock-edge" } else { "dock" }>{children()}</div> }
}

/// Nothing to do here but to go back.
#[component]
pub(crate) fn BackFoot(on_press: Callback<()>) -> impl IntoView {
    view! {
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang()) weight=Weight::Back on_press />
            </Dock>
        </Foot>
    }
}

/// A part of a screen under its own heading.
#[component]
pub(crate) fn Section(
    #[prop(into)] title: Watched<String>,
    /// At the end of the heading's line: a count, a unit.
    #[prop(into, optional)]
    side: Watched<String>,
    /// Keeps to the lower end of the screen, where the thumb is.
    #[prop(optional)]
    push: bool,
    children: Children,
) -> impl IntoView {
    let beside = move || {
        let side = side.get();
        (!side.is_empty()).then(|| view! { <span class="meta">{side}</span> })
    };
    view! {
        <section class=if push { "sect push" } else { "sect" }>
            <h2 class="sect-head">{move || title.get()} {beside}</h2>
            {children()}
        </section>
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    pub(crate) sign: Sign,
    pub(crate) label: &'static str,
    pub(crate) href: &'static str,
}

/// Words hanging on a rope; the current one has its rope laid.
#[component]
pub(crate) fn BottomBar(tabs: Vec<Tab>, #[prop(into)] current: Watched<usize>) -> impl IntoView {
    let link = |(i, tab): (usize, Tab)| {
        let here = move || (current.get() == i).then_some("page");
        view! {
            <a href=tab.href aria-current=here>
                <Icon sign=tab.sign />
                {tab.label}
            </a>
        }
    };
    view! {
        <nav class="bar" aria-label=m::nav_main(lang())>
            {tabs.into_iter().enumerate().map(link).collect_view()}
        </nav>
    }
}
