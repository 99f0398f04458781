//! Putting Ropes on the home screen. On iOS by hand, in three pictures; elsewhere by one press.

use leptos::prelude::*;
use view::view;

use super::offers::PutOff;
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::frame::{Dock, Foot, Sheet};
use crate::components::icon::Sign;
use crate::components::notice::EmptyState;
use crate::messages::{self as m, Marked, Words, lang};
use crate::shell::{Install, Shell};

/// Pictures of the three steps; the words beside them say the same.
const PICTURES: [&str; 3] = [
    include_str!("../../style/install-1.svg"),
    include_str!("../../style/install-2.svg"),
    include_str!("../../style/install-3.svg"),
];

#[component]
pub(super) fn InstallScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let put_off = use_context::<PutOff>();
    let later = Callback::new(move |()| shell.back());
    let did = Callback::new(move |()| {
        if let Some(put_off) = put_off {
            put_off.0.set(true);
        }
        shell.back();
    });
    let install = Callback::new(move |()| shell.install());
    let state = shell.install_state();
    let body = move || {
        match state.get() {
        Install::ByHandIos => view! { <ByHand /> }.into_any(),
        Install::OnePress => view! { <p class="lead">{m::install_words(lang)}</p> }.into_any(),
        Install::Done => {
            view! { <EmptyState title=m::install_done(lang) words=m::install_words(lang) coil=true /> }
                .into_any()
        }
        Install::NotOffered => {
            view! { <EmptyState title=m::install_not_offered(lang) words=m::install_menu(lang) coil=true /> }
                .into_any()
        }
    }
    };
    let main = move || match state.get() {
        Install::ByHandIos => {
            Some(view! { <MainButton label=m::install_did(lang) sign=Sign::Check on_press=did /> })
        }
        Install::OnePress => Some(
            view! { <MainButton label=m::install_press(lang) sign=Sign::Install on_press=install /> },
        ),
        Install::Done | Install::NotOffered => None,
    };
    view! {
        <Sheet>
            <h1>{m::install_title(lang)}</h1>
            {body}
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::later(lang) weight=Weight::Back on_press=later />
                {main}
            </Dock>
        </Foot>
    }
}

#[component]
fn ByHand() -> impl IntoView {
    let lang = lang();
    let steps = [m::install_ios_1(lang), m::install_ios_2(lang), m::install_ios_3(lang)];
    let step = |(i, (words, picture)): (usize, (Marked, &'static str))| {
        view! {
            <li>
                <span class="draw-box" aria-hidden="true" inner_html=picture></span>
                <p><b class="num">{i + 1}</b> <Words of=words /></p>
            </li>
        }
    };
    view! {
        <p>{m::install_ios_words(lang)}</p>
        <ol class="how">
            {steps.into_iter().zip(PICTURES).enumerate().map(step).collect_view()}
        </ol>
    }
}
