//! What both wrote in a session, each under their own name, in the order of time.

use client::view::SessionPage;
use client::{Event, Shadow};
use domain::{Aspect, Day, Outcome, Part, Rated, Said, Side};
use leptos::prelude::*;
use view::view;

use super::say;
use super::session_note::Target;
use super::session_words::{level_words, question};
use super::sessions::someone;
use super::take_back::TakeBack;
use crate::components::buttons::{Button, Weight};
use crate::components::frame::Section;
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::components::rows::{CordItem, CordList, Lead, Row, Rows};
use crate::messages::{self as m, Lang, Marked, Words, lang};
use crate::motif::draw::{Rope, SmallKnot};
use crate::motif::{Knot, RopeSpec};
use crate::shell::Shell;

pub(super) fn written(shell: Shell, page: SessionPage, today: Day, target: Target) -> AnyView {
    let lang = lang();
    let names = Names {
        buddy: someone(lang, &page.buddy, Side::Buddy),
        learner: someone(lang, &page.learner, Side::Learner),
    };
    let (mut jots, mut outcomes, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for said in &page.page.said {
        let name = names.of(said.side);
        match said.part {
            Part::Jot => jots.push(jot(lang, said, name, page.mine == Some(said.side), target)),
            Part::Outcome(outcome) => outcomes.push(rating(lang, said.side, outcome, name)),
            Part::NextTime => next.push(next_time(lang, said, name)),
            Part::Half | Part::Void | Part::Began | Part::Ended | Part::Thanks => {}
        }
    }
    let title = if page.name.is_empty() { m::session_title(lang) } else { &page.name };
    let title = title.to_owned();
    let jots = (!jots.is_empty()).then(|| {
        view! {
            <Section title=m::session_both_wrote(lang)><CordList>{jots}</CordList></Section>
        }
    });
    let outcomes = (!outcomes.is_empty()).then(|| {
        view! {
            <Section title=m::session_ratings(lang)><Rows>{outcomes}</Rows></Section>
        }
    });
    let hints = hints(lang, &page, &names).into_iter();
    let hints = hints.map(|line| view! { <p class="hint">{line}</p> }).collect_view();
    let take_back = page.half.clone().map(|id| view! { <TakeBack id /> });
    view! {
        <header class="head">
            <p class="meta">{when(lang, &page, today)}</p>
            <h1>{title}</h1>
        </header>
        <div class="key">
            <span><SmallKnot of=Knot::Ring /> <Words of=m::session_learned(lang, &names.learner) /></span>
            <span><SmallKnot of=Knot::Solid /> <Words of=m::session_showed(lang, &names.buddy) /></span>
        </div>
        {hints}
        {jots}
        {outcomes}
        {next}
        {thanks(shell, &page, &names, today)}
        {take_back}
    }
    .into_any()
}

/// First names of both.
struct Names {
    buddy: String,
    learner: String,
}

impl Names {
    fn of(&self, side: Side) -> &str {
        match side {
            Side::Buddy => &self.buddy,
            Side::Learner => &self.learner,
        }
    }
}

fn jot(lang: Lang, said: &Said, name: &str, is_own: bool, target: Target) -> AnyView {
    let knot = match said.side {
        Side::Buddy => Knot::Solid,
        Side::Learner => Knot::Ring,
    };
    let (id, text) = (said.id.clone(), said.text.clone());
    let lines = vec![text.clone()];
    let change = is_own.then(|| {
        let edit = Callback::new(move |()| target.reword(id.clone(), text.clone()));
        view! { <Button label=m::change(lang) weight=Weight::Text on_press=edit /> }
    });
    view! { <CordItem knot head=name side=say::clock(said.at) lines>{change}</CordItem> }.into_any()
}

fn rating(lang: Lang, side: Side, outcome: Outcome, name: &str) -> AnyView {
    let level = match outcome.rated {
        Rated::Level(level) => Some(level),
        Rated::CannotSay => None,
    };
    let rope = (outcome.about == Aspect::Alone).then(|| {
        let (own, observed) = match side {
            Side::Learner => (level, None),
            Side::Buddy => (None, level),
        };
        let (levels, width) = (outcome.levels, Some(88.0));
        let spec = RopeSpec { levels, own, observed, width, ..RopeSpec::default() };
        view! { <span class="row-side"><Rope spec label=name /></span> }
    });
    let title = [name, ": ", question(lang, outcome.about)].concat();
    view! { <Row title=Marked::plain(&title) note=level_words(lang, outcome)>{rope}</Row> }
        .into_any()
}

fn next_time(lang: Lang, said: &Said, name: &str) -> AnyView {
    let (title, words) = (m::session_next_by(lang, name), said.text.clone());
    view! { <Notice mood=Mood::Offer sign=Sign::Flag title words /> }.into_any()
}

fn ending(page: &SessionPage, side: Side) -> Option<String> {
    page.page.find(side, Part::Ended).map(|said| say::clock(said.at))
}

/// "Shadowing · Tue 12 May, 13:10 to 13:55"
fn when(lang: Lang, page: &SessionPage, today: Day) -> String {
    let from = page.page.began().or(page.page.planned);
    let from = from.map(|at| say::day_and_time(lang, at, today)).unwrap_or_default();
    let line = [m::session_title(lang), &from].join(" · ");
    match (ending(page, Side::Buddy), ending(page, Side::Learner)) {
        (Some(at), None) | (None, Some(at)) => m::session_until(lang, &line, &at),
        (Some(_), Some(_)) | (None, None) => line,
    }
}

/// Whose half is not here, who took theirs back, and both endings.
fn hints(lang: Lang, page: &SessionPage, names: &Names) -> Vec<String> {
    let mut lines = Vec::new();
    for side in [Side::Buddy, Side::Learner] {
        let (name, has) = (names.of(side), |part| page.page.has(side, part));
        if has(Part::Half) {
            continue;
        }
        if has(Part::Void) {
            lines.push(m::session_void(lang, name));
        } else if page.mine != Some(side) && page.page.began().is_some() {
            lines.push(m::session_missing(lang, name));
        }
    }
    if let (Some(one), Some(other)) = (ending(page, Side::Buddy), ending(page, Side::Learner)) {
        lines.push(m::session_endings(lang, &names.buddy, &one, &names.learner, &other));
    }
    lines
}

/// One tap by the learner; the buddy's phone says when they were seen.
fn thanks(shell: Shell, page: &SessionPage, names: &Names, today: Day) -> Option<AnyView> {
    let lang = lang();
    let is_mine = page.mine == Some(Side::Learner);
    let Some(said) = page.page.find(Side::Learner, Part::Thanks) else {
        let can_thank = is_mine && page.page.began().is_some();
        let thank = Event::Shadow(Shadow::Thank(page.page.session.clone()));
        let on_press = Callback::new(move |()| shell.dispatch(thank.clone()));
        let label = m::session_thank(lang, &names.buddy);
        return can_thank.then(|| {
            view! { <Button label sign=Sign::Heart weight=Weight::Wide on_press /> }.into_any()
        });
    };
    let title = match is_mine {
        true => m::session_you_thanked(lang, &names.buddy),
        false => m::session_thanked(lang, &names.buddy, &names.learner),
    };
    let seen = page.page.find(Side::Buddy, Part::Thanks).map(|_| m::session_thanks_seen(lang));
    let at = say::short_time(lang, said.at, today);
    let note = match seen {
        Some(seen) => [&at, seen].join(" · "),
        None => at,
    };
    let title = Marked::plain(&title);
    Some(view! { <Rows><Row lead=Lead::Sign(Sign::Heart) title note /></Rows> }.into_any())
}
