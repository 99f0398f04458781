//! Notices: an offer, something that blocks, something confirmed. And what a screen without
//! content says.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::motif::draw::Coil;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Something to take or leave.
    Offer,
    /// Not safe yet, or blocked: barrier tape, read out at once.
    Alarm,
    /// Confirmed.
    Fine,
}

#[component]
pub(crate) fn Notice(
    mood: Mood,
    sign: Sign,
    #[prop(into)] title: String,
    #[prop(into)] words: String,
    /// Keeps to the lower end of the screen.
    #[prop(optional)]
    push: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, role) = match mood {
        Mood::Offer => ("notice", "status"),
        Mood::Alarm => ("notice notice-alarm", "alert"),
        Mood::Fine => ("notice notice-ok", "status"),
    };
    let words = (!words.is_empty()).then(|| view! { <p>{words}</p> });
    let buttons = children.map(|children| view! { <div class="cols">{children()}</div> });
    view! {
        <section class=class class:push=push role=role>
            <Icon sign=sign />
            <h2>{title}</h2>
            {words}
            {buttons}
        </section>
    }
}

/// Says what will be here, and how it gets here.
#[component]
pub(crate) fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] words: String,
    /// With the picture of a coil of rope.
    #[prop(optional)]
    coil: bool,
) -> impl IntoView {
    view! {
        <div class="empty">
            {coil.then(|| view! { <Coil /> })}
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
}

/// Rows that are on their way, so that nothing jumps when they come.
#[component]
pub(crate) fn Skeleton(
    #[prop(default = 4)] rows: u32,
    #[prop(into)] label: String,
) -> impl IntoView {
    let rows = (0..rows).map(|_| view! { <i class="skeleton-row"></i> }).collect_view();
    view! {
        <div class="skeleton" role="status">
            <span class="vh">{label}</span>
            {rows}
        </div>
    }
}
