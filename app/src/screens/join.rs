//! Joining: opening a link uses nothing up, pressing Join does.

use client::Event;
use client::view::JoinProblem;
use leptos::prelude::*;
use view::view;

use super::attention::is_out;
use super::say;
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::field::{FieldWords, LineField, LineKind};
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::motif::draw::Coil;
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn JoinScreen() -> impl IntoView {
    let shell = Shell::here();
    let works_here = shell.read(|client, now| {
        let name = client.me(now).name;
        (!name.is_empty() && !is_out(&client.sync_page().attention)).then(|| say::first_name(&name))
    });
    let asks = Kept::new(works_here.is_some());
    follow(move || match works_here.clone().filter(|_| asks.get()) {
        Some(name) => view! { <SomebodyHere name asks /> }.into_any(),
        None => view! { <JoinForm /> }.into_any(),
    })
}

/// Both stay on this phone; nothing is asked twice.
#[component]
fn SomebodyHere(name: String, asks: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let (title, words) = (m::join_other_title(lang, &name), m::join_other_words(lang, &name));
    let stay_words = m::join_other_stay(lang, &name);
    let stay = Callback::new(move |()| shell.replace(Route::Home));
    let go_on = Callback::new(move |()| asks.set(false));
    view! {
        <Page>
            <h1>{title}</h1>
            <p class="lead">{words}</p>
            <Coil />
        </Page>
        <Foot>
            <Dock edge=true>
                <Button label=stay_words weight=Weight::Back on_press=stay />
                <MainButton label=m::join_other_press(lang) on_press=go_on />
            </Dock>
        </Foot>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let code = Kept::new(String::new());
    let has_link = Kept::new(false);
    // Another link may be opened while this screen stands.
    Effect::new(move |_| {
        if let Route::Join(Some(link)) = shell.route().get() {
            code.set(link);
            has_link.set(true);
            shell.dispatch(Event::JoinDismissed);
        }
    });
    let words = move || if has_link.get() { m::join_ready(lang) } else { m::join_no_link(lang) };
    let phone = Kept::new(shell.device_name());
    let is_joining = shell.view(|client, _| client.is_joining());
    let problem = shell.view(|client, _| client.join_problem());
    let missing = Watched::new(move || {
        let is_empty = code.with(|code| code.trim().is_empty());
        if is_empty { m::join_need_code(lang).to_owned() } else { String::new() }
    });
    let label = Watched::new(move || {
        if is_joining.get() { m::join_busy(lang) } else { m::join_press(lang) }.to_owned()
    });
    let join = Callback::new(move |()| {
        let (code, device_name) = (code.get_untracked(), phone.get_untracked());
        if !code.trim().is_empty() {
            let is_guest = has_others(shell);
            shell.dispatch(Event::Join { code: code.trim().into(), device_name, is_guest });
        }
    });
    let type_code = Callback::new(move |words| {
        code.set(words);
        if problem.get_untracked().is_some() {
            shell.dispatch(Event::JoinDismissed);
        }
    });
    let field = |id, label: &str, hint: &str| FieldWords {
        id,
        label: label.into(),
        optional: false,
        hint: hint.into(),
    };
    view! {
        <Page>
            <header class="head">
                <h1>{m::join_title(lang)}</h1>
                <p class="lead">{words}</p>
            </header>
            {move || problem.get().map(|problem| {
                let (title, words) = problem_words(lang, problem);
                view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }
            })}
            // The keyboard's own "go".
            <div on:keydown=move |event| if event.key() == "Enter" { join.run(()) }>
                <LineField
                    words=field("code", m::join_code(lang), m::join_code_hint(lang))
                    kind=LineKind::Code
                    value=code
                    on_input=type_code
                />
            </div>
            <LineField
                words=field("phone", m::join_phone(lang), m::join_phone_hint(lang))
                value=phone
                on_input=Callback::new(move |words| phone.set(words))
            />
            <Others />
            <p class="meta push">{m::join_needs_network(lang)}</p>
        </Page>
        <Foot>
            <Dock edge=true>
                <MainButton label missing sign=Sign::Check on_press=join />
            </Dock>
        </Foot>
    }
}

/// Somebody else's work is on this phone. Who alone works here and was signed out comes back.
fn has_others(shell: Shell) -> bool {
    let is_back = shell.read(|client, _| is_out(&client.sync_page().attention));
    shell.people().with_untracked(Vec::len) > usize::from(is_back)
}

/// Whoever joined in this browser before is one tap away.
#[component]
pub(super) fn Others(#[prop(optional_no_strip)] but: Option<String>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let is_nobody = shell.read(|client, now| client.me(now).name.is_empty());
    let mut people = shell.people().get_untracked();
    people.retain(|joined| Some(&joined.person) != but.as_ref());
    let button = move |joined: crate::shell::Joined| {
        let go_on = Callback::new(move |()| {
            shell.dispatch(Event::SwitchTo { person: joined.person.clone() });
        });
        view! { <Button label=m::join_go_on(lang, &joined.name) on_press=go_on /> }
    };
    is_nobody.then(|| {
        view! { <div class="stack">{people.into_iter().map(button).collect_view()}</div> }
    })
}

fn problem_words(lang: Lang, problem: JoinProblem) -> (&'static str, String) {
    let plain = |title, words: &str| (title, words.to_owned());
    match problem {
        JoinProblem::Mistyped => plain(m::join_mistyped_title(lang), m::join_mistyped_words(lang)),
        JoinProblem::Unknown => plain(m::join_unknown_title(lang), m::join_unknown_words(lang)),
        JoinProblem::Used => plain(m::join_used_title(lang), m::join_used_words(lang)),
        JoinProblem::Expired => plain(m::join_expired_title(lang), m::join_expired_words(lang)),
        JoinProblem::TooManyTries => plain(m::join_tries_title(lang), m::join_tries_words(lang)),
        JoinProblem::NoServer => plain(m::join_away_title(lang), m::join_away_words(lang)),
        JoinProblem::NotStored => plain(m::join_store_title(lang), m::join_store_words(lang)),
        JoinProblem::Other(reason) if reason.is_empty() => {
            plain(m::join_failed_title(lang), m::join_failed_plain(lang))
        }
        JoinProblem::Other(reason) => {
            (m::join_failed_title(lang), m::join_failed_words(lang, &reason))
        }
    }
}
