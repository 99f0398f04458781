//! Rating oneself. Nothing is chosen beforehand, and earlier ratings stay hidden until it is saved.

use client::Event;
use client::view::RatingForm;
use domain::{CompetencyId, EntryId, Rated};
use leptos::prelude::*;
use view::view;

use super::levels::{NamedRope, cards};
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::frame::{Dock, Foot, Sheet};
use crate::components::icon::{Icon, Sign};
use crate::components::levels::LevelCards;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, Words, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

#[component]
pub(super) fn RateScreen(competency: CompetencyId, task: Option<EntryId>) -> impl IntoView {
    let shell = Shell::here();
    let form = {
        let (competency, task) = (competency.clone(), task.clone());
        shell.view(move |client, _| client.rating_form(&competency, task.as_ref()))
    };
    let count = {
        let competency = competency.clone();
        shell.view(move |client, _| {
            client.competency_page(&competency, None).map_or(0, |page| page.climb.len())
        })
    };
    // What was rated before this screen stood does not count as saved by it.
    let before = count.get_untracked();
    let is_saved = Watched::new(move || count.get() > before);
    let chosen = Kept::new(None::<Rated>);
    let name = Watched::new(move || form.with(|form| form.as_ref().map(|form| form.name.clone())));
    let heading = move || name.get().unwrap_or_else(|| m::entry_gone_title(lang()).to_owned());
    view! {
        <Sheet>
            <h1>{heading}</h1>
            {move || {
                if is_saved.get() {
                    let competency = competency.clone();
                    view! { <Saved competency before chosen /> }.into_any()
                } else {
                    view! { <Choose form chosen /> }.into_any()
                }
            }}
        </Sheet>
        {move || {
            if is_saved.get() {
                view! { <DoneDock form /> }.into_any()
            } else {
                view! { <SaveDock form chosen /> }.into_any()
            }
        }}
    }
}

#[component]
fn Choose(form: Watched<Option<RatingForm>>, chosen: Kept<Option<Rated>>) -> impl IntoView {
    let lang = lang();
    let levels = form.with_untracked(|form| form.as_ref().map(|form| form.levels.clone()));
    let levels = cards(levels.unwrap_or_default());
    let failed = Watched::new(move || {
        form.with(|form| form.as_ref().is_some_and(|form| form.not_saved.is_some()))
    });
    view! {
        <p class="lead">{m::rate_question(lang)}</p>
        {move || (failed.get() && chosen.get().is_some()).then(|| view! {
            <Notice
                mood=Mood::Alarm
                sign=Sign::Alert
                title=m::fail_storage_title(lang)
                words=m::rate_not_saved(lang)
            />
        })}
        <LevelCards
            levels
            chosen=chosen
            on_choose=Callback::new(move |rated| chosen.set(Some(rated)))
        />
        <p class="hint"><Icon sign=Sign::EyeOff /> {m::rate_hidden(lang)}</p>
    }
}

#[component]
fn SaveDock(form: Watched<Option<RatingForm>>, chosen: Kept<Option<Rated>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let missing = Watched::new(move || {
        if chosen.get().is_none() { m::rate_choose(lang).to_owned() } else { String::new() }
    });
    let label =
        Watched::new(move || chosen.get().map(|rated| save_as(lang, rated)).unwrap_or_default());
    let save = Callback::new(move |()| {
        let asked = form.with_untracked(|form| {
            form.as_ref().map(|form| (form.competency.clone(), form.task.clone()))
        });
        if let (Some((competency, task)), Some(rated)) = (asked, chosen.get_untracked()) {
            shell.dispatch(Event::Rate { competency, rated, task });
        }
    });
    let back = Callback::new(move |()| shell.back());
    view! {
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton label missing sign=Sign::Check on_press=save />
            </Dock>
        </Foot>
    }
}

fn save_as(lang: Lang, rated: Rated) -> String {
    match rated {
        Rated::Level(level) => m::rate_save(lang, u32::from(level)),
        Rated::CannotSay => m::rate_save_cannot_say(lang).to_owned(),
    }
}

/// Only now the earlier ratings.
#[component]
fn Saved(competency: CompetencyId, before: usize, chosen: Kept<Option<Rated>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let (page, today) =
        shell.read(|client, now| (client.competency_page(&competency, None), now.day()));
    let page = page?;
    let said = match chosen.get_untracked() {
        Some(Rated::Level(level)) => m::rate_saved(lang, u32::from(level)),
        Some(Rated::CannotSay) | None => {
            crate::messages::Marked::plain(m::rate_saved_cannot_say(lang))
        }
    };
    let earlier = page.climb.iter().take(before).rev().find_map(|point| {
        Some(m::rate_before(
            lang,
            &m::relative_day(lang, point.day, today),
            u32::from(point.level?),
        ))
    });
    let earlier = match earlier {
        Some(words) => view! { <Words of=words /> }.into_any(),
        None => m::rate_first(lang).into_any(),
    };
    let saved = m::sync_saved(lang);
    Some(view! {
        <div class="rated">
            <p class="lead" role="status"><Words of=said /></p>
            <NamedRope row=page.row levels=page.levels />
            <p>{earlier}</p>
            <p class="hint"><Icon sign=Sign::Phone /> {saved}</p>
        </div>
    })
}

#[component]
fn DoneDock(form: Watched<Option<RatingForm>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let done = Callback::new(move |()| shell.back());
    let next = Watched::new(move || {
        form.with(|form| {
            form.as_ref().and_then(|form| Some((form.next.clone()?, form.task.clone())))
        })
    });
    follow(move || {
        let done = match next.get() {
            Some((competency, task)) => {
                let route = Route::Rate { competency, task };
                let go_on = Callback::new(move |()| shell.replace(route.clone()));
                view! {
                    <Button label=m::rate_done(lang) weight=Weight::Back on_press=done />
                    <MainButton label=m::rate_next(lang) on_press=go_on />
                }
                .into_any()
            }
            None => {
                view! { <MainButton label=m::rate_done(lang) sign=Sign::Check on_press=done /> }
                    .into_any()
            }
        };
        view! { <Foot><Dock edge=true>{done}</Dock></Foot> }
    })
}
