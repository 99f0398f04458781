//! The root: language, phase of the page's life, and which screen stands.

use client::Fault;
use client::view::{Phase, SyncState, SyncView};
use leptos::prelude::*;
use view::view;

use super::aid::AidScreen;
use super::all_tasks::AllTasksScreen;
use super::bar::works;
use super::card::CardScreen;
use super::competency::CompetencyScreen;
use super::devices::DevicesScreen;
use super::elsewhere::ElsewhereScreen;
use super::entry::EntryScreen;
use super::goals::GoalsScreen;
use super::home::HomeScreen;
use super::install::InstallScreen;
use super::join::JoinScreen;
use super::journal::JournalScreen;
use super::log::LogScreen;
use super::me::MeScreen;
use super::no_store::{NoStoreScreen, UnfitScreen};
use super::not_accepted::NotAcceptedScreen;
use super::observe::ObserveScreen;
use super::offers::PutOff;
use super::owed::OwedScreen;
use super::people::PeopleScreen;
use super::person::PersonScreen;
use super::progress::ProgressScreen;
use super::rate::RateScreen;
use super::safe::SafeScreen;
use super::say;
use super::scan::ScanScreen;
use super::search::SearchScreen;
use super::session::SessionScreen;
use super::session_end::SessionEndScreen;
use super::sessions::SessionsScreen;
use super::shadow::ShadowScreen;
use super::sign::SignScreen;
use super::switch::SwitchScreen;
use super::take_along::TakeAlongScreen;
use super::team::TeamScreen;
use super::who_sees::WhoSeesScreen;
use crate::components::frame::Page;
use crate::components::notice::Skeleton;
use crate::components::top::{SyncChip, Top};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::{Shell, Stage};
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
    let works = shell.view(|client, _| works(client.roles()));
    Effect::new(move |_| {
        route.track();
        shell.settle();
    });
    view! {
        <div class="app">
            <Top chip=chip details="/safe" />
            {move || screen(route.get(), works.get())}
        </div>
    }
}

/// Home is for who logs work; who only looks after others starts with their people.
#[component]
fn FirstScreen() -> impl IntoView {
    let logs = Shell::here().view(|client, _| client.roles().contains(&domain::Role::Worker));
    follow(move || match logs.get() {
        true => view! { <HomeScreen /> }.into_any(),
        false => view! { <PeopleScreen /> }.into_any(),
    })
}

/// `works`: the person logs work of their own; others start with their people.
fn screen(route: Route, works: bool) -> AnyView {
    match route {
        Route::Home if !works => view! { <PeopleScreen /> }.into_any(),
        Route::Home => view! { <FirstScreen /> }.into_any(),
        Route::Tasks => view! { <AllTasksScreen /> }.into_any(),
        Route::Log => view! { <LogScreen /> }.into_any(),
        Route::Entry(id) => view! { <EntryScreen id /> }.into_any(),
        Route::Card(id) => view! { <CardScreen id /> }.into_any(),
        Route::Scan => view! { <ScanScreen /> }.into_any(),
        Route::Rate { competency, task } => view! { <RateScreen competency task /> }.into_any(),
        Route::Progress => view! { <ProgressScreen /> }.into_any(),
        Route::Skill(id) => view! { <CompetencyScreen id person=None /> }.into_any(),
        Route::Journal => view! { <JournalScreen /> }.into_any(),
        Route::People => view! { <PeopleScreen /> }.into_any(),
        Route::Team => view! { <TeamScreen /> }.into_any(),
        Route::Person(id) => view! { <PersonScreen id /> }.into_any(),
        Route::PersonSkill(person, id) => {
            view! { <CompetencyScreen id person=Some(person) /> }.into_any()
        }
        Route::Sessions(person) => view! { <SessionsScreen person /> }.into_any(),
        Route::Session(id) => view! { <SessionScreen id /> }.into_any(),
        Route::SessionEnd(id) => view! { <SessionEndScreen id /> }.into_any(),
        Route::Shadow(id) => view! { <ShadowScreen id /> }.into_any(),
        Route::Search => view! { <SearchScreen /> }.into_any(),
        Route::Me => view! { <MeScreen /> }.into_any(),
        Route::Devices => view! { <DevicesScreen /> }.into_any(),
        Route::WhoSees => view! { <WhoSeesScreen /> }.into_any(),
        Route::Goals => view! { <GoalsScreen /> }.into_any(),
        Route::TakeAlong => view! { <TakeAlongScreen /> }.into_any(),
        Route::Install => view! { <InstallScreen /> }.into_any(),
        Route::Switch => view! { <SwitchScreen /> }.into_any(),
        Route::Safe => view! { <SafeScreen /> }.into_any(),
        Route::NotAccepted => view! { <NotAcceptedScreen /> }.into_any(),
        Route::Join(_) => view! { <JoinScreen /> }.into_any(),
        Route::Aid(id) => view! { <AidScreen id /> }.into_any(),
        Route::Observe => view! { <ObserveScreen /> }.into_any(),
        Route::Sign(id) => view! { <SignScreen id /> }.into_any(),
        Route::Owed => view! { <OwedScreen /> }.into_any(),
    }
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
