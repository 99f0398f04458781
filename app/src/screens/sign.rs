//! Signing what was seen: one level a screen, with all that is signed, and one tap each. There is no way
//! to sign several at once.

use client::view::{SignPage, SignProblem, SignStep};
use client::{Attest, Event};
use domain::{CompetencyId, Day, EntryId};
use leptos::prelude::*;
use view::view;

use super::say;
use crate::components::buttons::{Button, LinkButton, MainButton, MainLink, Weight};
use crate::components::frame::{Dock, Foot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::components::rows::{Fact, Facts};
use crate::dom::Node;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

type Shown = Watched<Option<(SignPage, Day)>>;

#[component]
pub(super) fn SignScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    shell.dispatch(Event::Attest(Attest::Open(id.clone())));
    let page = {
        let id = id.clone();
        shell.view(move |client, now| client.sign_page(&id).map(|page| (page, now.day())))
    };
    let passed = Kept::new(Vec::<CompetencyId>::new());
    let step = Watched::new(move || next(page, &passed.get()));
    let busy = Watched::new(move || match is_busy(page) {
        true => m::sign_busy(lang).to_owned(),
        false => String::new(),
    });
    let id = StoredValue::new(id);
    let sign = Callback::new(move |()| {
        if let Some(step) = step.get_untracked() {
            let (observation, competency) = (id.get_value(), step.competency);
            shell.dispatch(Event::Attest(Attest::Level { observation, competency }));
        }
    });
    let pass = Callback::new(move |()| {
        if let Some(step) = step.get_untracked() {
            passed.update(|passed| passed.push(step.competency));
        }
    });
    let foot = move || match step.with(Option::is_some) {
        true => view! {
            <Dock edge=true>
                <Button label=m::sign_pass(lang) weight=Weight::Back on_press=pass />
                <MainButton label=m::sign_press(lang) missing=busy sign=Sign::Check on_press=sign />
            </Dock>
        }
        .into_any(),
        false => view! {
            <Dock edge=true>
                <MainLink label=m::sign_leave(lang) href=Route::People.path() />
            </Dock>
        }
        .into_any(),
    };
    view! {
        <Page>
            {move || page.with(|page| match page {
                Some((page, today)) => shown(lang, page, step.get().as_ref(), *today),
                None => view! { <div><h1>{m::entry_gone_title(lang)}</h1><p>{m::entry_gone_words(lang)}</p></div> },
            })}
        </Page>
        <Foot>{foot}</Foot>
    }
}

/// The next level that was neither signed nor passed over; none where nothing may be signed.
fn next(page: Shown, passed: &[CompetencyId]) -> Option<SignStep> {
    page.with(|page| {
        let (page, _) = page.as_ref().filter(|(page, _)| page.undone.is_empty())?;
        let is_open =
            |step: &&SignStep| step.signed.is_none() && !passed.contains(&step.competency);
        page.levels.iter().find(is_open).cloned()
    })
}

fn is_busy(page: Shown) -> bool {
    page.with(|page| page.as_ref().is_some_and(|(page, _)| page.is_busy))
}

fn shown(lang: Lang, page: &SignPage, step: Option<&SignStep>, today: Day) -> Node {
    let body = match step {
        Some(step) => one(lang, page, step, today),
        None => done(lang, page),
    };
    view! { <div class="stack">{body} {wrong(lang, page)}</div> }
}

/// Exactly what is signed, in words.
fn one(lang: Lang, page: &SignPage, step: &SignStep, today: Day) -> Node {
    let name = say::first_name(&page.name);
    let place = page.levels.iter().position(|other| other.competency == step.competency);
    let count = m::sign_step(
        lang,
        say::count(place.unwrap_or_default() + 1),
        say::count(page.levels.len()),
    );
    let mut facts = vec![
        Fact::new(m::sign_what(lang), page.title.clone()),
        Fact::new(m::entry_when(lang), say::day_and_time(lang, page.when, today)),
    ];
    facts.extend(page.checklist.as_ref().map(|(title, version, answers)| {
        let words = m::sign_list_words(lang, say::count(*answers), title, *version);
        Fact::new(m::sign_list(lang), words)
    }));
    let evidence = match page.of_task {
        true => m::sign_on_task(lang, &name),
        false => m::sign_on_seen(lang).to_owned(),
    };
    facts.push(Fact::new(m::sign_on(lang), evidence));
    let text = step.level.text.clone();
    let text = (!text.is_empty()).then(|| view! { <p class="lines">{text}</p> });
    let level = [&step.level.number.to_string(), " · ", &step.level.name].concat();
    view! {
        <div class="stack">
            <header class="head">
                <p class="split"><b>{m::sign_says(lang, &name)}</b> <span class="meta">{count}</span></p>
                <h1>{step.name.clone()}</h1>
            </header>
            <div class="differ">
                <b>{level}</b>
                {text}
            </div>
            <Facts facts />
        </div>
    }
}

fn done(lang: Lang, page: &SignPage) -> Node {
    let name = say::first_name(&page.name);
    let signed: Vec<_> = page.levels.iter().filter_map(|step| proven(lang, step)).collect();
    let (title, words) = match (page.undone.is_empty(), signed.is_empty()) {
        (false, _) => (m::sign_undone(lang), m::sign_undone_words(lang, &page.undone.join(", "))),
        (true, true) => (m::sign_nothing(lang), m::sign_nothing_words(lang).to_owned()),
        (true, false) => (m::sign_done(lang), m::sign_done_words(lang, &name)),
    };
    view! {
        <div class="stack">
            <header class="head"><h1>{title}</h1><p>{words}</p></header>
            {signed}
        </div>
    }
}

/// What was signed, with the way to prove it to whom it is about.
fn proven(lang: Lang, step: &SignStep) -> Option<Node> {
    let href = Route::Proof(step.signed.clone()?).path();
    let level = [&step.level.number.to_string(), " · ", &step.level.name].concat();
    Some(view! {
        <div class="stack">
            <p><b>{step.name.clone()}</b><br />{level}</p>
            <LinkButton label=m::proof_show(lang) sign=Sign::Qr weight=Weight::Wide href />
        </div>
    })
}

/// Why the last signature did not come about.
fn wrong(lang: Lang, page: &SignPage) -> Option<AnyView> {
    if let Some(fault) = &page.not_saved {
        let (title, words) = say::not_kept(lang, fault);
        return Some(view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }.into_any());
    }
    page.problem.as_ref().map(|problem| problem_notice(lang, problem))
}

pub(super) fn problem_notice(lang: Lang, problem: &SignProblem) -> AnyView {
    let (title, words) = match problem {
        SignProblem::ConnectOnce => (m::sign_connect(lang), m::sign_connect_words(lang)),
        SignProblem::NotLoaded(_) => (m::sign_not_now(lang), m::sign_not_loaded(lang)),
        SignProblem::NoKey(_) => (m::sign_not_now(lang), m::sign_no_key(lang)),
        SignProblem::Refused => (m::sign_not_now(lang), m::sign_refused(lang)),
    };
    view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }.into_any()
}
