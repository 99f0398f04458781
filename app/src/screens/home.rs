//! Home: tap what you did. Today's rope, the draft that came back, what was just saved.

use client::view::{Home, Recency, SavedBar as Saved, Tile as TaskTile};
use client::{Event, Observe};
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place};
use super::entry_row::EntryRow;
use super::journal::JournalLink;
use super::observe::tells;
use super::offers::{InstallHint, Update};
use super::owed::{owed_strip, voice};
use super::say;
use super::scan::scan_link;
use super::sessions::{session_rows, sessions_link};
use crate::components::buttons::{Button, LinkButton, MainLink, Weight};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::Sign;
use crate::components::notice::{EmptyState, Mood, Notice};
use crate::components::rows::{Lead, Row, Rows};
use crate::components::saved::SavedBar;
use crate::components::tile::{Tile, TileNote, Tiles};
use crate::dom::{Node, follow};
use crate::messages::{self as m, Lang, Marked, Words, lang};
use crate::motif::draw::TodayRope;
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::Watched;

/// Tiles beside the saved bar, which takes the room of two.
const TILES_BESIDE_SAVED: usize = 4;
/// Sessions above the tiles; the others are behind "Shadowing".
const DUE: usize = 1;
/// Tiles of a first day.
const TILES_AT_FIRST: usize = 4;

#[component]
pub(super) fn HomeScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let home = shell.view(|client, now| client.home(now));
    let part = move |read: fn(&Home) -> bool| Watched::new(move || home.with(read));
    let is_new = part(|home| home.is_new);
    let just_saved = part(|home| home.saved.as_ref().is_some_and(|saved| !saved.undone));
    let count = Watched::new(move || home.with(|home| say::count(home.tasks_today)));
    let day = Watched::new(move || home.with(|home| home.day));
    let saved = Watched::new(move || home.with(|home| home.saved.clone()));
    let tiles = Watched::new(move || home.with(shown_tiles));
    let words = move || {
        let count = if is_new.get() {
            Marked::plain(m::home_first_day(lang))
        } else {
            m::home_tasks(lang, count.get())
        };
        view! { <p class="meta">{m::day_short(lang, day.get())} " · " <Words of=count /></p> }
    };
    view! {
        <Page>
            <header class="head">
                <div class="split">
                    <h1>{m::home_title(lang)}</h1>
                    {words}
                </div>
                <TodayRope tasks=count is_new=just_saved />
            </header>
            <DraftBack home />
            {move || home.with(|home| Some(voice(lang, home.feedback.as_ref()?, home.day)))}
            {move || home.with(|home| owed_strip(lang, home.owed))}
            {scan_link(shell, lang)}
            {due(home)}
            <Update />
            {move || is_new.get().then(|| view! { <InstallHint /> <Welcome /> })}
            <Section title=Watched::new(move || tiles_title(lang, is_new.get())) push=true>
                <Tiles>
                    {move || {
                        let today = day.get();
                        let tile = move |tile| view! { <DoneTile tile today /> };
                        tiles.get().into_iter().map(tile).collect_view()
                    }}
                </Tiles>
            </Section>
            {move || (!is_new.get()).then(|| view! { <InstallHint /> })}
            <DoneToday home />
        </Page>
        <Foot>
            {move || saved.get().map(|saved| view! { <JustSaved saved /> })}
            <Dock>
                {move || saved.get().and_then(rate_link)}
                {move || {
                    let label = if is_new.get() { m::home_log_first } else { m::home_log };
                    view! { <MainLink label=label(lang) sign=Sign::Plus href="/tasks" /> }
                }}
            </Dock>
            <MainBar here=Place::Home />
        </Foot>
    }
}

fn tiles_title(lang: Lang, is_new: bool) -> String {
    if is_new { m::home_start_with(lang) } else { m::home_tap(lang) }.to_owned()
}

fn shown_tiles(home: &Home) -> Vec<TaskTile> {
    let most = match (home.is_new, &home.saved) {
        (true, _) => TILES_AT_FIRST,
        (false, Some(_)) => TILES_BESIDE_SAVED,
        (false, None) => home.shown,
    };
    home.tiles.iter().take(home.shown.min(most)).cloned().collect()
}

#[component]
fn Welcome() -> impl IntoView {
    view! { <EmptyState title=m::home_empty_title(lang()) words=m::home_empty_words(lang()) coil=true /> }
}

/// One tap opens the form, filled in.
#[component]
pub(super) fn DoneTile(tile: TaskTile, today: Day) -> impl IntoView {
    let shell = Shell::here();
    let note = tile_note(lang(), &tile, today);
    let open = Event::OpenTask(tile.task_type);
    view! {
        <Tile
            name=tile.name
            note
            href="/log"
            on:click=move |_| shell.dispatch(open.clone())
        />
    }
}

fn tile_note(lang: Lang, tile: &TaskTile, today: Day) -> TileNote {
    let minutes = |minutes: Option<u32>| minutes.map(|n| m::duration(lang, n)).unwrap_or_default();
    match tile.recency {
        _ if tile.times_today > 0 => {
            TileNote::Times(say::count(tile.times_today), m::today(lang).to_owned())
        }
        Recency::Favourite { minutes: n } => TileNote::Favourite(minutes(n)),
        Recency::LastOn(day) => TileNote::Words(m::relative_day(lang, day, today)),
        Recency::Never { minutes: n } => TileNote::Words(minutes(n)),
    }
}

/// A form that was not finished comes back as an offer.
#[component]
fn DraftBack(home: Watched<Home>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let draft = Watched::new(move || home.with(|home| home.draft.clone()));
    let minutes = shell.view(|client, _| client.log_form().and_then(|form| form.draft.minutes));
    follow(move || {
        let name = draft.get()?;
        let words = match minutes.get() {
            Some(minutes) => m::draft_words(lang, &name, &m::duration(lang, minutes)),
            None => m::draft_words_plain(lang, &name),
        };
        let drop = Callback::new(move |()| shell.dispatch(Event::DraftDropped));
        Some(view! {
            <Notice mood=Mood::Offer sign=Sign::Note title=m::draft_title(lang) words>
                <Button label=m::draft_drop(lang) on_press=drop />
                <LinkButton label=m::draft_open(lang) weight=Weight::Ink href="/log" />
            </Notice>
        })
    })
}

#[component]
fn JustSaved(saved: Saved) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let ask = ask_link(shell, lang, &saved);
    let nobody = saved.nobody.map(|why| say::nobody(lang, why));
    let nobody = nobody.map(|words| view! { <p class="hint">{words}</p> });
    let undo = Event::Undo(saved.entry);
    if saved.undone {
        let detail = m::saved_undone_detail(lang, &saved.name);
        return view! { <Dock><SavedBar title=m::saved_undone(lang) detail /></Dock> }.into_any();
    }
    let detail = match saved.minutes {
        Some(minutes) => m::saved_detail(lang, &saved.name, &m::duration(lang, minutes)),
        None => saved.name,
    };
    let on_undo = Callback::new(move |()| shell.dispatch(undo.clone()));
    view! { <Dock><SavedBar title=m::saved_title(lang) detail on_undo /> {ask} {nobody}</Dock> }
        .into_any()
}

/// To the first skill of what was just saved; the screen goes on to the others.
fn rate_link(saved: Saved) -> Option<AnyView> {
    if saved.undone || !saved.can_rate {
        return None;
    }
    let shell = Shell::here();
    let competency = shell.read(|client, _| match client.entry(&saved.entry)?.body {
        client::view::EntryBody::Task { tags, .. } => Some(tags.into_iter().next()?.0),
        _ => None,
    })?;
    let href = Route::Rate { competency, task: Some(saved.entry) }.path();
    Some(view! { <LinkButton label=m::saved_rate(lang()) weight=Weight::Back href /> })
}

/// One tap asks the supervisor to watch what was just logged.
fn ask_link(shell: Shell, lang: Lang, saved: &Saved) -> Option<Node> {
    let who = saved.ask.as_ref()?;
    let label = m::ask_watch(lang, &who.first_name);
    let what = Observe::Ask { to: who.person.clone(), task: saved.entry.clone() };
    Some(tells(shell, "btn btn-wide", Sign::Send, &label, what))
}

/// The session that runs, or comes next.
fn due(home: Watched<Home>) -> AnyView {
    let due = Watched::new(move || {
        home.with(|home| (home.sessions.iter().take(DUE).cloned().collect::<Vec<_>>(), home.day))
    });
    follow(move || {
        let (rows, today) = due.get();
        (!rows.is_empty()).then(|| view! { <Rows>{session_rows(rows, today)}</Rows> })
    })
}

/// What was done today, and the ways to everything else.
#[component]
fn DoneToday(home: Watched<Home>) -> impl IntoView {
    let lang = lang();
    let entries = Watched::new(move || home.with(|home| (home.today.clone(), home.day)));
    let rows = move || {
        let (entries, today) = entries.get();
        entries.into_iter().map(|entry| view! { <EntryRow entry today /> }).collect_view()
    };
    let has_any = Watched::new(move || home.with(|home| !home.today.is_empty()));
    let list = move || {
        has_any.get().then(|| {
            view! { <Section title=m::home_done_today(lang)><Rows>{rows}</Rows></Section> }
        })
    };
    let partners = Watched::new(move || home.with(|home| home.partners.clone()));
    let shadowing = move || {
        let names = partners.get();
        (!names.is_empty()).then(|| sessions_link(Route::Sessions(None), names))
    };
    view! {
        {list}
        <Rows>
            {shadowing}
            <JournalLink />
            <Row
                lead=Lead::Sign(Sign::Search)
                title=Marked::plain(m::home_search(lang))
                note=m::search_hint(lang)
                href="/search"
            />
        </Rows>
    }
}
