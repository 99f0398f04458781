//! The root: language, phase of the page's life, and which screen stands.

use client::Fault;
use client::view::{Phase, SyncState, SyncView};
use domain::Role;
use leptos::prelude::*;
use view::view;

use super::all_tasks::AllTasksScreen;
use super::elsewhere::ElsewhereScreen;
use super::home::HomeScreen;
use super::join::JoinScreen;
use super::later::{self, later};
use super::log::LogScreen;
use super::no_store::{NoStoreScreen, UnfitScreen};
use super::offers::PutOff;
use super::say;
use crate::components::frame::Page;
use crate::components::notice::Skeleton;
use crate::components::top::{SyncChip, Top};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::{Part, Shell, Stage};
use crate::watched::{Kept, Watched};

#[component]
pub(crate) fn App() -> impl IntoView {
    let shell = Shell::new();
    provide_context(shell);
    provide_context(PutOff(Kept::new(false)));
    follow(move || view! { <InLanguage lang=shell.lang().get() /> })
}

/// Everything is drawn again when the language changes.
#[component]
fn InLanguage(lang: Lang) -> impl IntoView {
    provide_context(lang);
    let shell = Shell::here();
    let phase = shell.view(|client, _| client.phase().clone());
    let stands = Watched::new(move || Stands::of(shell.stage().get(), phase.get()));
    Effect::new(move |_| {
        stands.track();
        shell.settle();
    });
    follow(move || match stands.get() {
        Stands::Opening => view! { <Opening /> }.into_any(),
        Stands::Join => view! { <div class="app app-bare"><JoinScreen /></div> }.into_any(),
        Stands::Work => view! { <Work /> }.into_any(),
        Stands::Elsewhere { was_here } => view! { <ElsewhereScreen was_here /> }.into_any(),
        Stands::NoStore(fault) => view! { <NoStoreScreen fault /> }.into_any(),
        Stands::Unfit(unfit) => view! { <UnfitScreen unfit /> }.into_any(),
    })
}

/// What there is to show at all.
#[derive(Clone, Debug, PartialEq)]
enum Stands {
    Opening,
    Join,
    Work,
    Elsewhere { was_here: bool },
    NoStore(Fault),
    Unfit(crate::shell::Unfit),
}

impl Stands {
    fn of(stage: Stage, phase: Phase) -> Self {
        match (stage, phase) {
            (Stage::Unfit(unfit), _) => Self::Unfit(unfit),
            (Stage::Elsewhere { was_here }, _) => Self::Elsewhere { was_here },
            (Stage::Starting, _) | (Stage::Works, Phase::Opening) => Self::Opening,
            (Stage::Works, Phase::Join) => Self::Join,
            (Stage::Works, Phase::Ready) => Self::Work,
            (Stage::Works, Phase::Elsewhere) => Self::Elsewhere { was_here: true },
            (Stage::Works, Phase::NoStore(fault)) => Self::NoStore(fault),
        }
    }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <div class="app app-bare">
            <Page>
                <h1>"Ropes"</h1>
                <Skeleton rows=5 label=m::opening(lang()) />
            </Page>
        </div>
    }
}

/// The sync line and, below it, the screen of the address.
#[component]
fn Work() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let chip = shell.view(move |client, now| chip(lang, &client.sync(), now.day()));
    let route = shell.route();
    let logs = shell.view(|client, _| client.roles().contains(&Role::Worker));
    load_in_time(shell, route, logs);
    settle_when_it_stands(shell, route, logs);
    view! {
        <div class="app">
            <Top chip=chip details="/safe" />
            {move || {
                let route = route.get();
                match first(&route, logs.get()) {
                    Some(draw) => draw(),
                    None => later(shell, lang, route),
                }
            }}
        </div>
    }
}

/// The part with the other screens is loaded for who goes to one of them, else when there is time for it. Not
/// again because it failed: that is for the person to say.
fn load_in_time(shell: Shell, route: Watched<Route>, logs: Watched<bool>) {
    Effect::new(move |_| match first(&route.get(), logs.get()) {
        Some(_) => shell.load_part_when_idle(later::load()),
        None => shell.load_part(later::load()),
    });
}

/// What is on its way is no screen yet.
fn settle_when_it_stands(shell: Shell, route: Watched<Route>, logs: Watched<bool>) {
    Effect::new(move |_| {
        let stands = first(&route.get(), logs.get()).is_some();
        if stands || matches!(shell.part().get(), Part::Here | Part::Failed) {
            shell.settle();
        }
    });
}

type Draw = fn() -> AnyView;

/// What a start and logging a task need. Home is for who logs work; who only looks after others starts with
/// their people.
fn first(route: &Route, logs: bool) -> Option<Draw> {
    let draw: Draw = match route {
        Route::Home if logs => || view! { <HomeScreen /> }.into_any(),
        Route::Tasks => || view! { <AllTasksScreen /> }.into_any(),
        Route::Log => || view! { <LogScreen /> }.into_any(),
        Route::Join(_) => || view! { <JoinScreen /> }.into_any(),
        Route::Home
        | Route::Entry(_)
        | Route::Card(_)
        | Route::Proof(_)
        | Route::Scan
        | Route::Rate { .. }
        | Route::Progress
        | Route::Skill(_)
        | Route::Journal
        | Route::People
        | Route::Team
        | Route::Person(_)
        | Route::PersonSkill(..)
        | Route::Sessions(_)
        | Route::Session(_)
        | Route::SessionEnd(_)
        | Route::Shadow(_)
        | Route::Search
        | Route::Me
        | Route::Devices
        | Route::WhoSees
        | Route::Goals
        | Route::TakeAlong
        | Route::Install
        | Route::Switch
        | Route::Safe
        | Route::NotAccepted
        | Route::Aid(_)
        | Route::Observe
        | Route::Sign(_)
        | Route::Owed => return None,
    };
    Some(draw)
}

/// "All sent" needs something that was sent; before that, what there is is saved here.
fn chip(lang: Lang, sync: &SyncView, today: domain::Day) -> SyncChip {
    match sync.state {
        SyncState::Saved => SyncChip::Saved,
        SyncState::Waiting => SyncChip::Waiting(say::count(sync.waiting)),
        SyncState::Sent => match sync.last_sent {
            Some(sent) => SyncChip::Sent(say::short_time(lang, sent, today)),
            None => SyncChip::Saved,
        },
        SyncState::Away => SyncChip::Away,
        SyncState::Attention => SyncChip::Attention,
    }
}
