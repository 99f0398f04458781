//! One window works at a time; this one does not.

use leptos::prelude::*;
use view::view;

use crate::components::buttons::MainButton;
use crate::components::frame::{Dock, Foot, Page};
use crate::components::notice::EmptyState;
use crate::messages::{self as m, lang};
use crate::shell::Shell;

/// `was_here`: this window worked until another one took over.
#[component]
pub(super) fn ElsewhereScreen(was_here: bool) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let (title, words) = if was_here {
        (m::taken_title(lang), m::taken_words(lang))
    } else {
        (m::other_tab_title(lang), m::other_tab_words(lang))
    };
    let take_over = Callback::new(move |()| shell.take_over());
    view! {
        <div class="app app-bare">
            <Page>
                <h1>"Ropes"</h1>
                <EmptyState title words coil=true />
            </Page>
            <Foot>
                <Dock edge=true>
                    <MainButton label=m::other_tab_here(lang) on_press=take_over />
                </Dock>
            </Foot>
        </div>
    }
}
