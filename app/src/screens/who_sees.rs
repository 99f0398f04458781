//! Who can see what, in plain words and with names. Works without network.

use client::view::{Me, Reader, Why};
use leptos::prelude::*;
use view::view;

use crate::components::frame::{BackFoot, Section, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::components::rows::{Lead, Row, Rows};
use crate::messages::{self as m, Lang, Marked, lang};
use crate::shell::Shell;

#[component]
pub(super) fn WhoSeesScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let me = shell.view(|client, now| client.me(now));
    let back = Callback::new(move |()| shell.back());
    let name_words = move || me.with(|me: &Me| m::who_name_words(lang, &me.org));
    view! {
        <Sheet>
            <h1>{m::who_title(lang)}</h1>
            <Section title=m::who_log(lang)>
                <p>{m::who_log_words(lang)}</p>
                {move || view! { <Readers readers=me.with(|me| me.readers.clone()) /> }}
                <p>{m::who_year(lang)}</p>
                <p>{m::who_copy(lang)}</p>
            </Section>
            <Section title=m::who_journal(lang)>
                <p class="due"><Icon sign=Sign::Lock /> {m::journal_private(lang)}</p>
                <p>{m::who_journal_words(lang)}</p>
            </Section>
            <Section title=m::who_draft(lang)>
                <p>{m::who_draft_words(lang)}</p>
            </Section>
            <Section title=m::who_about(lang)>
                <p>{m::who_about_words(lang)}</p>
            </Section>
            <Section title=m::who_name(lang)>
                <p>{name_words}</p>
            </Section>
        </Sheet>
        <BackFoot on_press=back />
    }
}

#[component]
fn Readers(readers: Vec<Reader>) -> impl IntoView {
    let lang = lang();
    if readers.is_empty() {
        return view! { <p><b>{m::who_log_nobody(lang)}</b></p> }.into_any();
    }
    let row = move |reader: Reader| {
        view! {
            <Row lead=Lead::Sign(Sign::Person) title=Marked::plain(&reader.name) note=why(lang, reader.why) />
        }
    };
    view! {
        <h3>{m::who_today(lang)}</h3>
        <Rows>{readers.into_iter().map(row).collect_view()}</Rows>
    }
    .into_any()
}

fn why(lang: Lang, why: Why) -> &'static str {
    match why {
        Why::Supervisor => m::who_supervisor(lang),
        Why::Buddy => m::who_buddy(lang),
    }
}
