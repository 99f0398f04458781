//! Tool tags with an eyelet: the skills of an entry. Removing is undone in place.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::watched::Watched;

/// Stays where it is when removed: dashed, and put back by the same button, so that neither the
/// finger nor the focus loses its place.
#[component]
pub(crate) fn Tag(
    #[prop(into)] name: String,
    #[prop(into)] kept: Watched<bool>,
    /// The tag shall be kept, or not.
    on_keep: Callback<bool>,
) -> impl IntoView {
    let lang = lang();
    let spoken = {
        let name = name.clone();
        move || {
            if kept.get() { m::log_remove(lang, &name) } else { m::log_put_back(lang, &name) }
        }
    };
    let icon = move || {
        let sign = if kept.get() { Sign::Close } else { Sign::Undo };
        view! { <Icon sign=sign /> }
    };
    view! {
        <span class="tag" data-state=move || (!kept.get()).then_some("off")>
            {name}
            <button
                type="button"
                class="x"
                aria-label=spoken
                on:click=move |_| on_keep.run(!kept.get_untracked())
            >
                {icon}
            </button>
        </span>
    }
}

/// Only shown.
#[component]
pub(crate) fn StillTag(#[prop(into)] name: String) -> impl IntoView {
    view! { <span class="tag tag-still">{name}</span> }
}

#[component]
pub(crate) fn AddTag(#[prop(into)] label: String, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button type="button" class="tag tag-add" on:click=move |_| on_press.run(())>
            <Icon sign=Sign::Plus class="ic ic-s" />
            {label}
        </button>
    }
}

#[component]
pub(crate) fn Tags(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="tags" role="group" aria-label=label>{children()}</div> }
}
