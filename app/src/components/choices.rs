//! Choices: a yes row, and one of a few. Both are the browser's own inputs.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::watched::Watched;

#[component]
pub(crate) fn YesRow(
    #[prop(into)] label: String,
    #[prop(optional)] sign: Option<Sign>,
    #[prop(into)] checked: Watched<bool>,
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="yes">
            <input
                type="checkbox"
                prop:checked=checked
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            {sign.map(|sign| view! { <Icon sign=sign /> })}
            {label}
            <span class="box">
                <Icon sign=Sign::Check />
            </span>
        </label>
    }
}

/// One of the things to pick from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Pick {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// `name`: of the radio group, unique on the screen. Nothing is picked beforehand unless it is so.
#[component]
pub(crate) fn Picks(
    #[prop(into)] legend: String,
    name: &'static str,
    picks: Vec<Pick>,
    #[prop(into)] picked: Watched<Option<String>>,
    on_pick: Callback<String>,
) -> impl IntoView {
    let row = move |pick: Pick| {
        let value = StoredValue::new(pick.value);
        let is_picked =
            move || picked.with(|picked| value.with_value(|value| picked.as_ref() == Some(value)));
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name=name
                    prop:checked=is_picked
                    on:change=move |_| on_pick.run(value.get_value())
                />
                {pick.label}
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{legend}</legend>
            <div class="picks">{picks.into_iter().map(row).collect_view()}</div>
        </fieldset>
    }
}
