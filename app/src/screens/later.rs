//! The screens that a start does not need. They are a part of the module that is loaded by itself: while the
//! first screen is looked at, or when somebody goes to one of them.

use std::sync::OnceLock;

use leptos::prelude::*;
use view::view;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::aid::AidScreen;
use super::all_tasks::AllTasksScreen;
use super::card::CardScreen;
use super::competency::CompetencyScreen;
use super::devices::DevicesScreen;
use super::entry::EntryScreen;
use super::goals::GoalsScreen;
use super::install::InstallScreen;
use super::join::JoinScreen;
use super::journal::JournalScreen;
use super::log::LogScreen;
use super::me::MeScreen;
use super::not_accepted::NotAcceptedScreen;
use super::observe::ObserveScreen;
use super::owed::OwedScreen;
use super::people::PeopleScreen;
use super::person::PersonScreen;
use super::progress::ProgressScreen;
use super::proof::ProofScreen;
use super::rate::RateScreen;
use super::safe::SafeScreen;
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
use crate::components::buttons::{Button, Weight};
use crate::components::frame::{BackFoot, Page};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice, Skeleton};
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::{Part, Shell};

type Draw = fn(Route) -> AnyView;

/// What draws them, from the moment that the part is here.
static DRAW: OnceLock<Draw> = OnceLock::new();

/// Loads the part; whether it is here.
pub(super) async fn load() -> bool {
    let Ok(draw) = part().await else { return false };
    DRAW.get_or_init(|| draw);
    true
}

/// The only way into the part. What it names is in no other.
#[wasm_split(screens, fallible)]
fn part() -> Result<Draw, SplitLoaderError> {
    Ok(screen)
}

/// The screen, or how it stands with the part that draws it.
pub(super) fn later(shell: Shell, lang: Lang, route: Route) -> AnyView {
    match (shell.part().get(), DRAW.get()) {
        (Part::Here, Some(draw)) => draw(route),
        (Part::Failed, _) => view! { <Missing /> }.into_any(),
        (Part::Unasked | Part::Coming | Part::Here, _) => {
            let rows = view! { <Skeleton rows=5 label=m::part_coming(lang) /> };
            instead(shell, rows)
        }
    }
}

#[component]
fn Missing() -> impl IntoView {
    let (shell, lang) = (Shell::here(), lang());
    let (title, words) = (m::part_missing(lang), m::part_missing_words(lang));
    let again = Callback::new(move |()| shell.load_part(load()));
    let said = view! {
        <Notice mood=Mood::Alarm sign=Sign::Alert title words>
            <Button label=m::seal_again(lang) weight=Weight::Ink on_press=again />
        </Notice>
    };
    instead(shell, said)
}

/// What stands where the screen would, with the way back.
fn instead(shell: Shell, what: AnyView) -> AnyView {
    let back = Callback::new(move |()| shell.back());
    view! {
        <Page><h1>"Ropes"</h1>{what}</Page>
        <BackFoot on_press=back />
    }
    .into_any()
}

fn screen(route: Route) -> AnyView {
    match route {
        Route::Home | Route::People => view! { <PeopleScreen /> }.into_any(),
        Route::Tasks => view! { <AllTasksScreen /> }.into_any(),
        Route::Log => view! { <LogScreen /> }.into_any(),
        Route::Join(_) => view! { <JoinScreen /> }.into_any(),
        Route::Entry(id) => view! { <EntryScreen id /> }.into_any(),
        Route::Card(id) => view! { <CardScreen id /> }.into_any(),
        Route::Proof(id) => view! { <ProofScreen id /> }.into_any(),
        Route::Scan => view! { <ScanScreen /> }.into_any(),
        Route::Rate { competency, task } => view! { <RateScreen competency task /> }.into_any(),
        Route::Progress => view! { <ProgressScreen /> }.into_any(),
        Route::Skill(id) => view! { <CompetencyScreen id person=None /> }.into_any(),
        Route::Journal => view! { <JournalScreen /> }.into_any(),
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
        Route::Aid(id) => view! { <AidScreen id /> }.into_any(),
        Route::Observe => view! { <ObserveScreen /> }.into_any(),
        Route::Sign(id) => view! { <SignScreen id /> }.into_any(),
        Route::Owed => view! { <OwedScreen /> }.into_any(),
    }
}
