//! What everybody holds of the shell: events in, views out.

use std::cell::RefCell;
use std::rc::Rc;

use client::{Client, Event};
use domain::Moment;
use leptos::prelude::*;

use super::lifecycle::Stage;
use super::navigation::Navigation;
use super::parts::Part;
use super::preferences::{Joined, Theme};
use super::run::Run;
use super::sentences::{self, Choice};
use super::timers::Timeout;
use super::update::Install;
use super::{clock, page, preferences, update};
use crate::messages::Lang;
use crate::router::Route;
use crate::watched::{Kept, Watched};

/// A handle that can be copied anywhere; it lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    /// Grows with every change of the client.
    pub(super) version: Kept<u32>,
    pub(super) stage: Kept<Stage>,
    pub(super) lang: Kept<Lang>,
    pub(super) choice: Kept<Choice>,
    pub(super) theme: Kept<Theme>,
    pub(super) more_contrast: Kept<bool>,
    pub(super) people: Kept<Vec<Joined>>,
    pub(super) part: Kept<Part>,
    pub(super) update_ready: Kept<bool>,
    pub(super) install: Kept<Install>,
    pub(super) route: Kept<Route>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

pub(super) struct Inner {
    pub(super) navigation: Navigation,
    /// Set from the moment that there is a shell.
    pub(super) run: RefCell<Option<Rc<Run>>>,
    /// Shows what arrived, soon.
    pub(super) calm: RefCell<Option<Timeout>>,
    /// Shows the new day at midnight.
    pub(super) midnight: RefCell<Option<Timeout>>,
}

impl Shell {
    /// Made once, by the root, which provides it to everything it draws.
    pub(crate) fn new() -> Self {
        let navigation = Navigation::new();
        let lang = sentences::first();
        let shell = Self {
            version: Kept::new(0),
            stage: Kept::new(Stage::Starting),
            lang: Kept::new(lang),
            choice: Kept::new(Choice::Made(lang)),
            theme: Kept::new(preferences::theme()),
            more_contrast: Kept::new(preferences::has_more_contrast()),
            people: Kept::new(preferences::people()),
            part: Kept::new(Part::Unasked),
            update_ready: update::watch_updates(),
            install: update::watch_install(),
            route: navigation.route(),
            inner: StoredValue::new_local(Rc::new(Inner {
                navigation,
                run: RefCell::default(),
                calm: RefCell::default(),
                midnight: RefCell::default(),
            })),
        };
        page::set_root_attribute("lang", Some(lang.tag()));
        shell.new_run();
        shell.begin();
        shell
    }

    /// To be called while a component is made, not in a handler.
    #[expect(clippy::expect_used, reason = "the root provides it before it draws anything")]
    pub(crate) fn here() -> Self {
        use_context().expect("the root provides the shell")
    }

    // ---- the client --------------------------------------------------------------------------

    pub(crate) fn dispatch(self, event: Event) {
        self.run().dispatch(event);
    }

    /// A view that is read again when the client has changed, and drawn again when it differs.
    pub(crate) fn view<T>(
        self,
        read: impl Fn(&Client, Moment) -> T + Send + Sync + 'static,
    ) -> Watched<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Watched::new(move || {
            self.version.track();
            self.read(&read)
        })
    }

    /// Reads once, without following changes: for handlers.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Client, Moment) -> T) -> T {
        read(&self.run().client(), clock::now())
    }

    // ---- moving ------------------------------------------------------------------------------

    pub(crate) fn route(self) -> Watched<Route> {
        self.route.into()
    }

    pub(crate) fn go(self, route: Route) {
        self.inner().navigation.go(route);
    }

    /// Goes there without a way back to here.
    pub(crate) fn replace(self, route: Route) {
        self.inner().navigation.replace(route);
    }

    pub(crate) fn back(self) {
        self.inner().navigation.back();
    }

    /// To be called when a screen stands: its heading becomes the title and, after a move, gets the
    /// focus.
    pub(crate) fn settle(self) {
        self.inner().navigation.settle();
    }

    // ---- for the other files of the shell ----------------------------------------------------

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    #[expect(clippy::expect_used, reason = "`new` sets it before anybody has a shell")]
    pub(super) fn run(self) -> Rc<Run> {
        self.inner().run.borrow().clone().expect("a shell has a run")
    }
}
