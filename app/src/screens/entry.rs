//! One entry: everything it says, where it is, and the ways to change it or take it back.

use client::view::{Around, EntryBody, EntryView, Helper, Mark};
use client::{Event, Observe};
use domain::{Day, EntryId, Rated};
use leptos::prelude::*;
use view::view;

use super::entry_row::{EntryRow, title};
use super::observation::observation;
use super::observe::tells;
use super::say;
use super::sign_off::SignOff;
use super::take_back::TakeBack;
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::frame::{Dock, Foot, Section, Sheet};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Mood, Notice};
use crate::components::rows::{Fact, Facts, Rows};
use crate::components::tag::StillTag;
use crate::dom::Node;
use crate::messages::{self as m, Lang, Words, lang};
use crate::router::Route;
use crate::shell::Shell;

#[component]
pub(super) fn EntryScreen(id: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    if let Some(owner) = shell.read(|client, _| client.owner(&id)) {
        shell.dispatch(Event::OpenPerson(owner));
    }
    let entry = shell.view(move |client, now| {
        client.entry(&id).map(|entry| (entry, client.around(&id), now.day()))
    });
    let back = Callback::new(move |()| shell.back());
    let change = move || {
        let (entry, ..) = entry.get()?;
        can_change(&entry).then(|| {
            let event = Event::OpenEdit(entry.id.clone());
            let change = Callback::new(move |()| shell.dispatch(event.clone()));
            view! { <Button label=m::entry_change(lang) weight=Weight::Ink on_press=change /> }
        })
    };
    view! {
        <Sheet>
            {move || match entry.get() {
                Some((entry, ways, today)) => view! { <EntryPage entry ways today /> }.into_any(),
                None => view! {
                    <h1>{m::entry_gone_title(lang)}</h1>
                    <p>{m::entry_gone_words(lang)}</p>
                }
                .into_any(),
            }}
        </Sheet>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <div class="grow">{change}</div>
            </Dock>
        </Foot>
    }
}

fn can_change(entry: &EntryView) -> bool {
    entry.is_own && entry.void.is_none() && matches!(entry.body, EntryBody::Task { .. })
}

#[component]
fn EntryPage(entry: EntryView, ways: Around, today: Day) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    if let EntryBody::Unreadable { problem, .. } = &entry.body {
        return view! {
            <h1>{m::unreadable_title(lang)}</h1>
            <EmptyState title=m::unreadable_kept(lang) words=m::unreadable_words(lang) />
            <p class="meta">{problem.clone()}</p>
        }
        .into_any();
    }
    let is_void = entry.void.is_some();
    let void = entry.void.as_ref().map(|reason| match reason.as_str() {
        "" => m::entry_was_undone(lang).to_owned(),
        reason => m::entry_was_voided(lang, reason),
    });
    let void = void.map(|words| view! { <p class="lead" role="status">{words}</p> });
    let clock = entry.clock_wrong.then(|| {
        view! { <Notice mood=Mood::Offer sign=Sign::Clock title=m::clock_title(lang) words=m::entry_clock(lang) /> }
    });
    let refused = (entry.is_own && entry.mark == Mark::NotAccepted).then(|| {
        view! {
            <Notice mood=Mood::Alarm sign=Sign::Alert title=m::refused_title(lang, 1) words=m::refused_words(lang)>
                <LinkButton label=m::me_safe(lang) href="/safe" />
            </Notice>
        }
    });
    let problems = entry.problems.clone().into_iter();
    let problems = problems.map(|problem| view! { <p class="hint">{problem}</p> }).collect_view();
    let heading = title(lang, &entry);
    // A signature is taken back by another.
    let is_signature = matches!(entry.body, EntryBody::SignOff(_));
    let seen = match &entry.body {
        EntryBody::Observation(seen) => Some(observation(lang, seen).into_any()),
        EntryBody::SignOff(Some(signed)) => {
            Some(view! { <SignOff signed=(**signed).clone() today /> }.into_any())
        }
        _ => None,
    };
    view! {
        <h1 class:void=is_void><Words of=heading /></h1>
        {void}
        {refused}
        <TagList body=entry.body.clone() />
        {seen}
        <Facts facts=facts(lang, &entry, today) />
        {clock}
        {problems}
        <RateLink entry=entry.clone() />
        {can_change(&entry).then(|| {
            let href = Route::Card(entry.id.clone()).path();
            view! { <LinkButton label=m::card_show(lang) sign=Sign::Qr weight=Weight::Wide href /> }
        })}
        {around(shell, lang, &entry.id, ways, today)}
        {(entry.is_own && !is_void && !is_signature).then(|| view! { <TakeBack id=entry.id.clone() /> })}
    }
    .into_any()
}

#[component]
fn TagList(body: EntryBody) -> impl IntoView {
    let EntryBody::Task { tags, .. } = body else { return None };
    let tag = |(_, name): (domain::CompetencyId, String)| view! { <StillTag name /> };
    let tags = (!tags.is_empty()).then(|| tags.into_iter().map(tag).collect_view())?;
    Some(view! { <div class="tags" role="group" aria-label=m::entry_skills(lang())>{tags}</div> })
}

fn facts(lang: Lang, entry: &EntryView, today: Day) -> Vec<Fact> {
    let mut facts =
        vec![Fact::new(m::entry_when(lang), say::day_and_time(lang, entry.when, today))];
    match &entry.body {
        EntryBody::Task {
            minutes,
            quantity,
            unit,
            first_time,
            learned_from,
            helper,
            learned,
            ..
        } => {
            let fact = |term, value: Option<String>| value.map(|value| Fact::new(term, value));
            facts.extend(fact(m::entry_time(lang), minutes.map(|n| m::duration(lang, n))));
            let pieces = quantity.map(|n| say::quantity(lang, n, unit.as_deref()));
            facts.extend(fact(m::entry_quantity(lang), pieces));
            facts.extend(
                first_time.then(|| Fact::new(m::entry_first_time(lang), m::entry_yes(lang))),
            );
            let helped =
                learned_from.as_ref().map(|from| say::helped_by(lang, from, helper.as_deref()));
            facts.extend(fact(m::entry_helped(lang), helped));
            facts.extend(fact(m::entry_learned(lang), learned.clone()));
        }
        EntryBody::Rating { rated, level_name, .. } => {
            let level = match rated {
                Rated::Level(_) => level_name.clone(),
                Rated::CannotSay => m::rate_cannot_say(lang).to_owned(),
            };
            facts.push(Fact::new(m::table_level(lang), level));
        }
        EntryBody::Reflection { prompt, .. } => {
            facts.extend(prompt.clone().map(|prompt| Fact::new(m::entry_question(lang), prompt)));
        }
        EntryBody::Goal { competency, reached, .. } => {
            facts.extend(competency.clone().map(|name| Fact::new(m::goals_skill(lang), name)));
            let reached = reached.map(|at| say::day_and_time(lang, at, today));
            facts.extend(reached.map(|at| Fact::new(m::goals_done(lang), at)));
        }
        EntryBody::Session { with, .. } => {
            facts.push(Fact::new(m::session_with(lang), with.clone()));
        }
        EntryBody::Other { kind } => facts.push(Fact {
            note: m::entry_newer_words(lang).to_owned(),
            ..Fact::new(m::entry_kind(lang), kind.clone())
        }),
        EntryBody::Observation(_) | EntryBody::Request { .. } | EntryBody::SignOff(_) => {}
        EntryBody::Answer { .. } | EntryBody::Unreadable { .. } => {}
    }
    facts.push(Fact::new(m::entry_saved(lang), say::day_and_time(lang, entry.saved, today)));
    let edited = entry.edited.map(|at| say::day_and_time(lang, at, today));
    facts.extend(edited.map(|at| Fact::new(m::entry_changed(lang), at)));
    if entry.is_own {
        facts.push(Fact::new(m::entry_where(lang), m::capital(mark(lang, entry.mark))));
    }
    facts
}

fn mark(lang: Lang, mark: Mark) -> &'static str {
    match mark {
        Mark::OnPhone => m::safe_on_phone(lang),
        Mark::OnServer => m::safe_on_server(lang),
        Mark::NotAccepted => m::mark_refused(lang),
    }
}

/// Who saw this task, and the ways to be seen or to watch.
fn around(shell: Shell, lang: Lang, id: &EntryId, around: Around, today: Day) -> Node {
    let Around { seen, may_ask, may_observe, may_sign } = around;
    let rows: Vec<_> = seen.into_iter().map(|entry| view! { <EntryRow entry today /> }).collect();
    let rows = (!rows.is_empty()).then(|| {
        let title = m::entry_seen_list(lang);
        view! { <Section title><Rows>{rows}</Rows></Section> }
    });
    let ask = |who: Helper| {
        let label = m::ask_watch(lang, &who.first_name);
        let what = Observe::Ask { to: who.person, task: id.clone() };
        tells(shell, "btn btn-wide", Sign::Send, &label, what)
    };
    let ask: Vec<_> = may_ask.into_iter().map(ask).collect();
    let watch = may_observe.map(|person| {
        let what = Observe::Open { person, task: Some(id.clone()), request: None };
        tells(shell, "btn btn-wide", Sign::Checklist, m::obs_start(lang), what)
    });
    let sign = may_sign.then(|| {
        let href = Route::Sign(id.clone()).path();
        view! { <LinkButton label=m::sign_title(lang) sign=Sign::Check weight=Weight::Wide href /> }
    });
    view! { <div class="stack">{rows} {ask} {watch} {sign}</div> }
}

/// The skills of an own task can be rated later too.
#[component]
fn RateLink(entry: EntryView) -> impl IntoView {
    let EntryBody::Task { tags, .. } = entry.body else { return None };
    let competency = tags.into_iter().next().map(|(id, _)| id);
    let competency = competency.filter(|_| entry.is_own && entry.void.is_none())?;
    let href = Route::Rate { competency, task: Some(entry.id) }.path();
    Some(
        view! { <LinkButton label=m::saved_rate(lang()) sign=Sign::Ring weight=Weight::Wide href /> },
    )
}
