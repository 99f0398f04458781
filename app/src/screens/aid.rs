//! Help for the job: a short text, kept on the phone.

use client::view::AidView;
use domain::AidId;
use leptos::prelude::*;
use view::view;

use crate::components::frame::{BackFoot, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::dom::Node;
use crate::messages::{self as m, lang};
use crate::shell::Shell;

#[component]
pub(super) fn AidScreen(id: AidId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let aid = shell.view(move |client, _| client.aid(&id));
    let back = Callback::new(move |()| shell.back());
    view! {
        <Sheet>
            {move || match aid.get() {
                Some(aid) => view! {
                    <h1>{aid.title.clone()}</h1>
                    <AidBody aid is_titled=false />
                }
                .into_any(),
                None => view! { <h1>{m::aid_gone(lang)}</h1> }.into_any(),
            }}
        </Sheet>
        <BackFoot on_press=back />
    }
}

/// Paragraphs are split at empty lines; a link needs the network and says so.
#[component]
pub(super) fn AidBody(aid: AidView, is_titled: bool) -> impl IntoView {
    let lang = lang();
    let good = aid
        .is_good_practice
        .then(|| view! { <p class="due"><Icon sign=Sign::Star /> {m::aid_good(lang)}</p> });
    let title = is_titled.then(|| view! { <h2>{aid.title.clone()}</h2> });
    let link = aid.link.map(|href| {
        view! {
            <p>
                <a class="btn btn-wide" href=href target="_blank" rel="noopener noreferrer">
                    {m::aid_open(lang)}
                </a>
                <span class="meta">{m::aid_needs_network(lang)}</span>
            </p>
        }
    });
    view! {
        <article class="aid">
            {title} {good} {paragraphs(&aid.body)} {link}
        </article>
    }
}

fn paragraphs(body: &str) -> Vec<Node> {
    let body: Vec<String> = body.replace("\r\n", "\n").split("\n\n").map(str::to_owned).collect();
    body.into_iter().map(|words| view! { <p class="lines">{words}</p> }).collect_view()
}
