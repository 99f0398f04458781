//! Starting, being taken over, taking over, waking up.

use client::{Event, Place};
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use super::fitness::{self, Unfit};
use super::handle::Shell;
use super::run::{Outside, Person, Run};
use super::timers::{Timeout, sleep};
use super::{clock, page, preferences, store, tab, update};
use crate::router::Route;
use crate::watched::Watched;

/// Whether this tab works. Once it does, `Client::phase` says what there is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is not known yet.
    Starting,
    Works,
    /// Another tab works.
    Elsewhere {
        /// This one did, until it was taken over.
        was_here: bool,
    },
    Unfit(Unfit),
}

/// Frames that arrive in quick succession are shown together.
const CALM_MS: u32 = 100;
/// A page that is loaded again gives its predecessor so long to let go before it speaks of it.
const HANDOVER_MS: i32 = 400;

impl Shell {
    pub(crate) fn stage(self) -> Watched<Stage> {
        self.stage.into()
    }

    /// "Use it here": stops the tab that works, even a frozen one, and starts.
    pub(crate) fn take_over(self) {
        spawn_local(async move {
            if self.acquire(true).await {
                self.work();
            }
        });
    }

    pub(super) fn begin(self) {
        if let Err(unfit) = fitness::judge() {
            self.stage.set(Stage::Unfit(unfit));
            return;
        }
        self.listen_for_waking();
        spawn_local(async move {
            if self.acquire(false).await {
                self.work();
            } else {
                self.wait_for_turn();
                sleep(HANDOVER_MS).await;
                if self.stage.get_untracked() == Stage::Starting {
                    self.stage.set(Stage::Elsewhere { was_here: false });
                }
            }
        });
    }

    async fn acquire(self, steal: bool) -> bool {
        tab::acquire(move || self.taken(), steal).await
    }

    /// Starts as soon as no other tab works, without being asked.
    fn wait_for_turn(self) {
        spawn_local(async move {
            while self.stage.get_untracked() != Stage::Works {
                if let Err(error) = tab::free().await {
                    return page::complain("lock", &error);
                }
                if self.stage.get_untracked() != Stage::Works && self.acquire(false).await {
                    self.work();
                }
            }
        });
    }

    fn work(self) {
        self.new_run();
        self.stage.set(Stage::Works);
        self.watch_midnight();
        spawn_local(async move {
            let person = who_works_here().await;
            let language = self.lang.get_untracked().tag().to_owned();
            let version = update::version();
            self.dispatch(Event::Started { person, language, version });
        });
    }

    /// Another tab took the work away. May be called more than once.
    fn taken(self) {
        if self.stage.get_untracked() == Stage::Works {
            self.run().end();
            self.stage.set(Stage::Elsewhere { was_here: true });
            self.wait_for_turn();
        }
    }

    /// A run never comes back: what its client knows may be old by then.
    pub(super) fn new_run(self) {
        let run = Run::new(Outside {
            changed: Box::new(move |is_urgent| self.changed(is_urgent)),
            taken: Box::new(move || self.taken()),
            go: Box::new(move |place| self.replace_or_go(place)),
            person: Box::new(move |person| self.note(person)),
        });
        self.inner().run.replace(Some(run));
        self.bump();
    }

    fn replace_or_go(self, place: Place) {
        match place {
            // What led here is done: "back" should not offer it again.
            Place::Home => self.replace(Route::Home),
            Place::Join => self.replace(Route::Join(None)),
            Place::LogForm => self.go(Route::Log),
            // A card that was read leads back to where one came from.
            Place::ObserveForm if self.route.get_untracked() == Route::Scan => {
                self.replace(Route::Observe);
            }
            Place::ObserveForm => self.go(Route::Observe),
            Place::People => self.replace(Route::People),
            // The form before it is done.
            Place::Session(id) => self.replace(Route::Session(id)),
            Place::Sign(id) => self.replace(Route::Sign(id)),
            Place::Journal => self.go(Route::Journal),
        }
    }

    fn note(self, person: Person) {
        match person {
            Person::Works { person, name } => {
                self.people.set(preferences::note_person(&person, &name));
            }
            Person::Nobody => preferences::note_nobody(),
            Person::Gone => self.people.set(preferences::forget_person()),
        }
    }

    // ---- showing -----------------------------------------------------------------------------

    fn changed(self, is_urgent: bool) {
        let inner = self.inner();
        if is_urgent {
            inner.calm.replace(None);
            self.bump();
        } else if inner.calm.borrow().is_none() {
            let timeout = Timeout::after(CALM_MS, move || {
                self.inner().calm.replace(None);
                self.bump();
            });
            inner.calm.replace(Some(timeout));
        }
    }

    fn bump(self) {
        self.version.update(|version| *version = version.wrapping_add(1));
    }

    fn watch_midnight(self) {
        let timeout = Timeout::after(clock::until_midnight(), move || {
            self.bump();
            self.watch_midnight();
        });
        self.inner().midnight.replace(Some(timeout));
    }

    fn listen_for_waking(self) {
        let woken = move |_: web_sys::Event| {
            if page::document().visibility_state() == VisibilityState::Visible {
                // Timers sleep with the phone, so midnight may have passed.
                self.watch_midnight();
                self.dispatch(Event::Woken);
            }
        };
        page::listen(&page::document(), "visibilitychange", woken);
        page::listen(&page::window(), "pageshow", woken);
        page::listen(&page::window(), "online", woken);
    }
}

/// As noted; else whoever's store is here and has not signed out, since signing out deletes it.
async fn who_works_here() -> Option<String> {
    match preferences::person() {
        Some(person) => Some(person),
        None => store::left_here().await.into_iter().next_back(),
    }
}
