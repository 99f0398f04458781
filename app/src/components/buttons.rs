//! Buttons: a heavy lower edge means you can press it. One hi-vis button per screen.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::watched::Watched;

/// How a button looks; what it does stays the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Frequent, 60 px.
    #[default]
    Plain,
    /// The second choice to take.
    Ink,
    /// Beside the main action.
    Back,
    /// 48 px, seldom pressed.
    Rare,
    /// Quiet: words with a line below.
    Text,
    /// As wide as its place.
    Wide,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Ink => "btn btn-ink",
            Self::Back => "btn btn-back",
            Self::Rare => "btn btn-rare",
            Self::Text => "btn btn-text",
            Self::Wide => "btn btn-wide",
        }
    }
}

/// The one thing to do next, 72 px. While something is missing it is dashed and says what; pressing
/// it then still calls, so that the screen can show where.
#[component]
pub(crate) fn MainButton(
    #[prop(into)] label: Watched<String>,
    #[prop(optional)] sign: Option<Sign>,
    /// What is missing, in place of the label. Empty: nothing.
    #[prop(into, optional)]
    missing: Watched<String>,
    on_press: Callback<()>,
) -> impl IntoView {
    let waits = Watched::new(move || missing.with(|missing| !missing.is_empty()));
    let words = move || if waits.get() { missing.get() } else { label.get() };
    view! {
        <button
            type="button"
            class="btn btn-main"
            class:btn-wait=move || waits.get()
            aria-disabled=move || waits.get().then_some("true")
            on:click=move |_| on_press.run(())
        >
            {move || (!waits.get()).then(|| sign.map(|sign| view! { <Icon sign=sign /> }))}
            {words}
        </button>
    }
}

/// The main action where it leads to another screen.
#[component]
pub(crate) fn MainLink(
    #[prop(into)] label: String,
    #[prop(optional)] sign: Option<Sign>,
    #[prop(into)] href: String,
) -> impl IntoView {
    view! {
        <a class="btn btn-main" href=href>
            {sign.map(|sign| view! { <Icon sign=sign /> })}
            {label}
        </a>
    }
}

#[component]
pub(crate) fn Button(
    #[prop(into)] label: Watched<String>,
    #[prop(optional)] sign: Option<Sign>,
    #[prop(optional)] weight: Weight,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class=weight.class() on:click=move |_| on_press.run(())>
            {sign.map(|sign| view! { <Icon sign=sign /> })}
            {move || label.get()}
        </button>
    }
}

#[component]
pub(crate) fn LinkButton(
    #[prop(into)] label: String,
    #[prop(optional)] sign: Option<Sign>,
    #[prop(optional)] weight: Weight,
    #[prop(into)] href: String,
) -> impl IntoView {
    view! {
        <a class=weight.class() href=href>
            {sign.map(|sign| view! { <Icon sign=sign /> })}
            {label}
        </a>
    }
}
