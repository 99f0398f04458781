//! Ropes cannot keep work here, and says why in one sentence.

use client::Fault;
use leptos::prelude::*;
use view::view;

use crate::components::buttons::MainButton;
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, lang};
use crate::shell::{Shell, Unfit};

/// The store cannot be opened or read.
#[component]
pub(super) fn NoStoreScreen(fault: Fault) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let (title, words) = match fault {
        Fault::Full => (m::store_full_title(lang), m::store_full_words(lang).to_owned()),
        Fault::Closed | Fault::TooLong | Fault::WrongPin => {
            (m::private_title(lang), m::private_words(lang).to_owned())
        }
        Fault::Other(reason) => (m::store_title(lang), m::store_words(lang, &reason)),
    };
    let again = Callback::new(move |()| shell.start_again());
    view! {
        <Stopped title words>
            <Foot>
                <Dock edge=true>
                    <MainButton label=m::panic_again(lang) sign=Sign::Renew on_press=again />
                </Dock>
            </Foot>
        </Stopped>
    }
}

/// The browser cannot do it at all.
#[component]
pub(super) fn UnfitScreen(unfit: Unfit) -> impl IntoView {
    let lang = lang();
    let (title, words) = match unfit {
        Unfit::Insecure => (m::https_title(lang), m::https_words(lang)),
        Unfit::TooOld => (m::old_browser_title(lang), m::old_browser_words(lang)),
    };
    view! { <Stopped title words=words.to_owned()>""</Stopped> }
}

#[component]
fn Stopped(title: &'static str, words: String, children: Children) -> impl IntoView {
    view! {
        <div class="app app-bare">
            <Page>
                <h1>"Ropes"</h1>
                <Notice mood=Mood::Alarm sign=Sign::Alert title words />
            </Page>
            {children()}
        </div>
    }
}
