//! One skill: the rope, how it climbs, what that is based on, and help for the job.

use client::Event;
use client::view::{ClimbPoint, CompetencyPage};
use domain::{CompetencyId, Day, InOrder, PersonId};
use leptos::prelude::*;
use view::view;

use super::aid::AidBody;
use super::bar::{MainBar, Place, works};
use super::evidence::Evidence;
use super::levels::{LevelTexts, NamedRope, said, target};
use super::say;
use super::signed::signed;
use crate::components::buttons::{Button, MainLink, Weight};
use crate::components::disclosure::{Disclosure, Numbers, NumbersBehind};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::messages::{self as m, Lang, Words, lang};
use crate::motif::draw::Climb;
use crate::motif::{ClimbSpec, Seen, Voice};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::Watched;

/// Month names that fit below the drawing.
const MONTHS_NAMED: usize = 6;

/// `person`: whose skill it is; none: one's own.
#[component]
pub(super) fn CompetencyScreen(id: CompetencyId, person: Option<PersonId>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let is_own = person.is_none();
    if let Some(person) = &person {
        shell.dispatch(Event::OpenPerson(person.clone()));
    }
    let name = person.as_ref().and_then(|person| {
        shell.read(|client, now| Some(say::first_name(&client.person_page(person, now)?.row.name)))
    });
    let name = StoredValue::new(name);
    let page = {
        let id = id.clone();
        shell.view(move |client, now| {
            client.competency_page(&id, person.as_ref()).map(|page| (page, now.day()))
        })
    };
    let works = shell.read(|client, _| works(client.roles()));
    let can_rate = Watched::new(move || {
        works && page.with(|page| page.as_ref().is_some_and(|(page, _)| page.can_rate))
    });
    let rate = Route::Rate { competency: id, task: None }.path();
    let back = Callback::new(move |()| shell.back());
    let place = if is_own { Place::Progress } else { Place::People };
    view! {
        <Page>
            {move || match page.get() {
                Some((page, today)) => {
                    view! { <SkillPage page today name=name.get_value() /> }.into_any()
                }
                None => view! {
                    <h1>{m::skill_gone_title(lang)}</h1>
                    <p>{m::skill_gone_words(lang)}</p>
                }
                .into_any(),
            }}
        </Page>
        <Foot>
            <Dock>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                {move || can_rate.get().then(|| {
                    view! { <MainLink label=m::comp_rate(lang) sign=Sign::Ring href=rate.clone() /> }
                })}
            </Dock>
            <MainBar here=place />
        </Foot>
    }
}

#[component]
fn SkillPage(page: CompetencyPage, today: Day, name: Option<String>) -> impl IntoView {
    let lang = lang();
    let due = target(lang, &page.row);
    let due = (!due.is_empty())
        .then(|| view! { <span class="due"><Icon sign=Sign::Flag /> {due}</span> });
    let words = said(lang, &page.row, name.as_deref());
    let whose = name.clone().map(|name| view! { <p class="meta">{name}</p> });
    let has_climb = page.climb.iter().chain(&page.observed).any(|point| point.level.is_some());
    let climb = has_climb.then(|| {
        let (levels, points) = (page.row.levels, page.climb.clone());
        view! { <ClimbSection levels points observed=page.observed.clone() today /> }
    });
    let own = page.row.own;
    view! {
        <header class="head">
            <div class="split">
                <h1>{page.row.name.clone()}</h1>
                {due}
            </div>
            {whose}
        </header>
        <NamedRope row=page.row.clone() levels=page.levels.clone() />
        <p class="lead"><Words of=words /></p>
        {signed(lang, &page.signed, today)}
        {climb}
        <Evidence page=page.clone() today name />
        <Section title=m::comp_levels(lang)>
            <LevelTexts levels=page.levels own />
        </Section>
        <Aids aids=page.aids />
    }
}

#[component]
fn ClimbSection(
    levels: u8,
    points: Vec<ClimbPoint>,
    observed: Vec<ClimbPoint>,
    today: Day,
) -> impl IntoView {
    let lang = lang();
    let said = points.iter().map(|point| (Voice::Own, point));
    let said = said.chain(observed.iter().map(|point| (Voice::Observed, point)));
    let mut said: Vec<(Voice, &ClimbPoint)> = said.collect();
    said.order_by_key(|(_, point)| point.day);
    let seen: Vec<Seen> = said
        .iter()
        .filter_map(|(voice, p)| Some(Seen { day: p.day.0, level: p.level?, voice: *voice }))
        .collect();
    let (first, last) = ClimbSpec::days(&seen, today.0, None);
    let spec = ClimbSpec {
        levels,
        seen,
        today: today.0,
        today_word: m::today(lang).to_owned(),
        target: None,
        months: months(lang, first, last),
    };
    let say_day: fn(Lang, i32) -> String = |lang, day| m::day_with_year(lang, Day(day));
    let row = |(voice, point): &(Voice, &ClimbPoint)| {
        let level = match (voice, point.level.map(u32::from)) {
            (Voice::Own, Some(level)) => level.to_string(),
            (Voice::Own, None) => m::rate_cannot_say(lang).into(),
            (Voice::Observed | Voice::Signed, Some(level)) => m::rope_observed(lang, level),
            (Voice::Observed | Voice::Signed, None) => m::rope_observed_none(lang).into(),
        };
        vec![m::day_with_year(lang, point.day), level]
    };
    let numbers = Numbers {
        caption: m::comp_climbs(lang).into(),
        heads: vec![m::table_day(lang), m::table_level(lang)],
        rows: said.iter().rev().map(row).collect(),
    };
    view! {
        <Section title=m::comp_climbs(lang)>
            <Climb spec say_day />
            <NumbersBehind numbers />
        </Section>
    }
}

/// The first days of the months in sight, thinned out until their names fit.
fn months(lang: Lang, first: i32, last: i32) -> Vec<(i32, String)> {
    let (mut year, mut month, _) = Day(first).ymd();
    let mut all = Vec::new();
    loop {
        let day = Day::from_ymd(year, month, 1);
        if day.0 > last {
            break;
        }
        if day.0 >= first {
            all.push((day.0, m::month_short(lang, day).to_owned()));
        }
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let step = all.len().div_ceil(MONTHS_NAMED).max(1);
    all.into_iter().step_by(step).collect()
}

#[component]
fn Aids(aids: Vec<client::view::AidView>) -> impl IntoView {
    let one = |aid: client::view::AidView| {
        view! { <Disclosure summary=aid.title.clone()><AidBody aid is_titled=false /></Disclosure> }
    };
    (!aids.is_empty()).then(|| {
        let list = aids.into_iter().map(one).collect_view();
        view! { <Section title=m::comp_help(lang())>{list}</Section> }
    })
}
