//! Moving between screens: the browser's history, links, focus, scroll and title.

use domain::Map;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, History, MouseEvent, ScrollRestoration, Url};

use super::page::{self, complain, document, window};
use crate::router::Route;
use crate::watched::Kept;

#[derive(Clone)]
pub(super) struct Navigation {
    route: Kept<Route>,
    state: Rc<State>,
}

#[derive(Default)]
struct State {
    /// Which of this visit's places this is; it is also noted in the browser's history.
    place: Cell<u32>,
    /// What was left at each place of this visit, and how far down it was.
    left: RefCell<Map<u32, (Route, f64)>>,
    /// What to do with focus and scroll once the screen stands.
    arriving: Cell<Option<Arrival>>,
}

#[derive(Clone, Copy)]
enum Arrival {
    New,
    /// Back or forward, to this far down.
    Again(f64),
}

impl Navigation {
    pub(super) fn new() -> Self {
        let navigation = Self { route: Kept::new(here()), state: Rc::default() };
        navigation.state.place.set(noted_place().unwrap_or_default());
        if let Err(error) = history().set_scroll_restoration(ScrollRestoration::Manual) {
            complain("history", &error);
        }
        let moved = navigation.clone();
        page::listen(&window(), "popstate", move |_: Event| moved.came_back());
        let clicked = navigation.clone();
        page::listen(&document(), "click", move |click: MouseEvent| {
            if let Some(route) = followed(&click) {
                click.prevent_default();
                clicked.go(route);
            }
        });
        navigation
    }

    pub(super) fn route(&self) -> Kept<Route> {
        self.route
    }

    pub(super) fn go(&self, route: Route) {
        if self.route.get_untracked() == route {
            return;
        }
        self.note_leaving();
        let place = self.state.place.get() + 1;
        self.state.place.set(place);
        let noted = history().push_state_with_url(&place.into(), "", Some(&route.path()));
        if let Err(error) = noted {
            complain("history", &error);
        }
        self.show(route, Arrival::New);
    }

    /// Instead of where one is: the way back does not lead here, and to no screen twice.
    pub(super) fn replace(&self, route: Route) {
        if self.route.get_untracked() == route {
            return;
        }
        if let Some(y) = self.came_from(&route) {
            // Shown now: the browser's own step back comes a moment later and finds it done.
            self.show(route, Arrival::Again(y));
            return self.back();
        }
        let place = self.state.place.get();
        let noted = history().replace_state_with_url(&place.into(), "", Some(&route.path()));
        if let Err(error) = noted {
            complain("history", &error);
        }
        self.show(route, Arrival::New);
    }

    /// Where one came from; from the first screen of this visit to the screen above it.
    pub(super) fn back(&self) {
        if self.state.place.get() == 0 {
            self.replace(self.route.get_untracked().parent());
        } else if let Err(error) = history().back() {
            complain("history", &error);
        }
    }

    /// To be called when a screen stands: title, and after a move focus and scroll.
    pub(super) fn settle(&self) {
        let arriving = self.state.arriving.take();
        page::next_frame(move || {
            page::set_title_from_heading();
            let Some(arrival) = arriving else { return };
            page::focus_heading();
            window().scroll_to_with_x_and_y(
                0.0,
                match arrival {
                    Arrival::New => 0.0,
                    Arrival::Again(y) => y,
                },
            );
        });
    }

    fn came_back(&self) {
        self.note_leaving();
        let place = noted_place().unwrap_or_default();
        self.state.place.set(place);
        let y = self.state.left.borrow().get(&place).map(|(_, y)| *y).unwrap_or_default();
        self.show(here(), Arrival::Again(y));
    }

    fn note_leaving(&self) {
        let left = (self.route.get_untracked(), window().scroll_y().unwrap_or_default());
        self.state.left.borrow_mut().insert(self.state.place.get(), left);
    }

    /// How far down it was, if the place before this one is `route`.
    fn came_from(&self, route: &Route) -> Option<f64> {
        let before = self.state.place.get().checked_sub(1)?;
        let left = self.state.left.borrow();
        left.get(&before).filter(|(left, _)| left == route).map(|(_, y)| *y)
    }

    fn show(&self, route: Route, arrival: Arrival) {
        if self.route.get_untracked() != route {
            self.state.arriving.set(Some(arrival));
            self.route.set(route);
        }
    }
}

fn history() -> History {
    #[expect(clippy::expect_used, reason = "every page has a history")]
    window().history().expect("a page has a history")
}

fn noted_place() -> Option<u32> {
    let state: JsValue = history().state().ok()?;
    state.as_f64().map(|place| place as u32)
}

/// The screen of the page's address; home where there is none.
fn here() -> Route {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let (path, query) = (part(location.pathname()), part(location.search()));
    Route::parse(&path, &query, &part(location.hash())).unwrap_or_else(|| {
        let home = Route::Home;
        let noted = history().replace_state_with_url(&0.into(), "", Some(&home.path()));
        if let Err(error) = noted {
            complain("history", &error);
        }
        home
    })
}

/// The screen a click leads to, where it is a plain click on a link of the app's own.
fn followed(click: &MouseEvent) -> Option<Route> {
    let is_plain = click.button() == 0
        && !(click.meta_key() || click.ctrl_key() || click.shift_key() || click.alt_key());
    if !is_plain || click.default_prevented() {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    let href = link.get_attribute("href")?;
    if href.starts_with('#') {
        return None;
    }
    let location = window().location();
    let url = Url::new_with_base(&href, &location.href().ok()?).ok()?;
    if url.origin() != location.origin().ok()? {
        return None;
    }
    Route::parse(&url.pathname(), &url.search(), &url.hash())
}
