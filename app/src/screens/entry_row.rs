//! One entry as a row: what, when, and where it is. Rows that cannot be read say so.

use client::view::{EntryBody, EntryView, Mark};
use domain::{Day, EntryId, Rated};
use leptos::prelude::*;
use view::view;

use super::{say, signed};
use crate::components::icon::Sign;
use crate::components::rows::{Lead, Row};
use crate::messages::{self as m, Lang, Marked, lang};
use crate::motif::Knot;
use crate::router::Route;

#[component]
pub(super) fn EntryRow(entry: EntryView, today: Day) -> impl IntoView {
    let lang = lang();
    view! {
        <Row
            lead=lead(&entry.body)
            title=title(lang, &entry)
            note=note(lang, &entry, today)
            state=where_it_is(lang, &entry)
            href=path_of(&entry)
            is_void=entry.void.is_some()
        />
    }
}

fn path_of(entry: &EntryView) -> String {
    if let EntryBody::Session { session, .. } = &entry.body {
        return Route::Session(session.clone()).path();
    }
    path(&entry.id)
}

pub(super) fn path(id: &EntryId) -> String {
    Route::Entry(id.clone()).path()
}

fn lead(body: &EntryBody) -> Lead {
    match body {
        EntryBody::Task { first_time: true, .. } => Lead::Sign(Sign::First),
        EntryBody::Task { first_time: false, .. } => Lead::Sign(Sign::Check),
        EntryBody::Rating { .. } => Lead::Knot(Knot::Ring),
        EntryBody::Reflection { .. } => Lead::Sign(Sign::Note),
        EntryBody::Goal { .. } => Lead::Knot(Knot::Flag),
        EntryBody::Observation(_) => Lead::Knot(Knot::Solid),
        EntryBody::Request { .. } | EntryBody::Answer { .. } => Lead::Sign(Sign::Send),
        EntryBody::Session { .. } => Lead::Sign(Sign::Pair),
        EntryBody::SignOff(_) => Lead::Knot(Knot::Sealed),
        EntryBody::Other { .. } => Lead::Sign(Sign::Renew),
        EntryBody::Unreadable { .. } => Lead::Sign(Sign::Alert),
    }
}

/// What it is, in a few words.
pub(super) fn title(lang: Lang, entry: &EntryView) -> Marked {
    let is_own = entry.is_own;
    match &entry.body {
        EntryBody::Task { name, .. } => Marked::plain(name),
        EntryBody::Rating { name, rated: Rated::Level(level), .. } if is_own => {
            m::entry_you_rated(lang, u32::from(*level), name)
        }
        EntryBody::Rating { name, rated: Rated::CannotSay, .. } if is_own => {
            m::entry_you_cannot_say(lang, name)
        }
        EntryBody::Rating { name, rated: Rated::Level(level), .. } => {
            m::person_rated(lang, u32::from(*level), name)
        }
        EntryBody::Rating { name, rated: Rated::CannotSay, .. } => {
            m::person_rated_cannot_say(lang, name)
        }
        EntryBody::Reflection { text, .. } | EntryBody::Goal { text, .. } => Marked::plain(text),
        EntryBody::Observation(seen) => match &seen.worker {
            Some(name) if is_own => Marked::plain(&m::entry_you_saw(lang, name, &seen.title)),
            Some(_) | None => Marked::plain(&m::entry_seen(lang, &seen.observer, &seen.title)),
        },
        EntryBody::Request { to } => Marked::plain(&m::entry_asked(lang, to)),
        EntryBody::Answer { reason } => Marked::plain(&m::owed_declined(lang, reason)),
        EntryBody::Session { name, .. } => Marked::plain(name),
        EntryBody::SignOff(signed) => Marked::plain(&signed::title(lang, signed.as_deref())),
        EntryBody::Other { .. } => Marked::plain(m::entry_newer(lang)),
        EntryBody::Unreadable { .. } => Marked::plain(m::unreadable_title(lang)),
    }
}

fn note(lang: Lang, entry: &EntryView, today: Day) -> String {
    let at = match &entry.body {
        EntryBody::Unreadable { .. } => return m::unreadable_words(lang).to_owned(),
        EntryBody::Task { .. }
        | EntryBody::Rating { .. }
        | EntryBody::Reflection { .. }
        | EntryBody::Goal { .. }
        | EntryBody::Observation(_)
        | EntryBody::Request { .. }
        | EntryBody::Answer { .. }
        | EntryBody::Session { .. }
        | EntryBody::SignOff(_)
        | EntryBody::Other { .. } => say::short_time(lang, entry.when, today),
    };
    let mut words = vec![at];
    words.extend(entry.void.is_some().then(|| m::saved_undone(lang).to_owned()));
    match &entry.body {
        EntryBody::Task { minutes, quantity, unit, learned, .. } => {
            words.extend(minutes.map(|minutes| m::duration(lang, minutes)));
            words.extend(quantity.map(|n| say::quantity(lang, n, unit.as_deref())));
            words.extend(learned.clone());
        }
        EntryBody::Rating { level_name, .. } => words.push(level_name.clone()),
        EntryBody::Reflection { prompt, .. } => words.extend(prompt.clone()),
        EntryBody::Goal { .. } => words.push(m::kind_goal(lang).to_owned()),
        EntryBody::Observation(seen) => words.push(seen.next_time.clone()),
        EntryBody::Request { .. } | EntryBody::Answer { .. } => {}
        EntryBody::Session { with, .. } => words.push(m::session_with_name(lang, with)),
        EntryBody::SignOff(signed) => {
            words.extend(signed.as_ref().map(|signed| signed.name.clone()));
            words.extend(signed.as_ref().map(|signed| signed::worth(lang, signed.worth)));
        }
        EntryBody::Other { .. } | EntryBody::Unreadable { .. } => {}
    }
    if entry.clock_wrong {
        words.push(m::mark_clock(lang).to_owned());
    }
    words.retain(|word| !word.is_empty());
    words.join(" · ")
}

/// Nothing to say when it is where it belongs.
fn where_it_is(lang: Lang, entry: &EntryView) -> String {
    match (entry.is_own, entry.mark) {
        (true, Mark::OnPhone) => m::safe_on_phone(lang).to_owned(),
        (true, Mark::NotAccepted) => m::mark_refused(lang).to_owned(),
        (true, Mark::OnServer) | (false, _) => String::new(),
    }
}
