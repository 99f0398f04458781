//! Something that has just appeared and must be seen: it takes the focus, which brings it into sight
//! and lets a screen reader go on from there.

use leptos::html::Div;
use leptos::prelude::*;
use view::view;

#[component]
pub(super) fn Arrive(children: Children) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            // Where the focus cannot go, the words are there all the same.
            let _ = place.focus();
        }
    });
    view! {
        <div class="arrive" tabindex="-1" node_ref=place>
            {children()}
        </div>
    }
}
