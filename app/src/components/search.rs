//! The field that finds things on this phone while one types.

use leptos::html::Input;
use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::watched::Watched;

#[component]
pub(crate) fn SearchField(
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] value: Watched<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let clear = move |_| {
        on_input.run(String::new());
        if let Some(field) = field.get_untracked() {
            // A field that cannot take the focus is still cleared.
            let _ = field.focus();
        }
    };
    let clear_word = m::clear(lang());
    let clear_button = move || {
        value.with(|value| !value.is_empty()).then(|| {
            view! {
                <button type="button" class="x" aria-label=clear_word on:click=clear>
                    <Icon sign=Sign::Close />
                </button>
            }
        })
    };
    view! {
        <search class="search">
            <Icon sign=Sign::Search />
            <input
                node_ref=field
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                aria-label=label
                placeholder=hint
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
            />
            {clear_button}
        </search>
    }
}
