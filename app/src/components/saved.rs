//! Said in place, undone in place; stays until the next action.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{self as m, lang};

/// `on_undo`: none when there is nothing to take back.
#[component]
pub(crate) fn SavedBar(
    #[prop(into)] title: String,
    #[prop(into)] detail: String,
    #[prop(optional)] on_undo: Option<Callback<()>>,
) -> impl IntoView {
    let undo = on_undo.map(|on_undo| {
        view! {
            <button type="button" class="btn" on:click=move |_| on_undo.run(())>
                <Icon sign=Sign::Undo />
                {m::undo(lang())}
            </button>
        }
    });
    view! {
        <div class="saved" role="status">
            <Icon sign=Sign::Phone class="ic ic-l" />
            <p>
                <b>{title}</b>
                <small>{detail}</small>
            </p>
            {undo}
        </div>
    }
}
