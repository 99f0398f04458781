//! The bar: what a person comes back to all day, by their roles.

use domain::Role;
use leptos::prelude::*;
use view::view;

use crate::components::frame::{BottomBar, Tab};
use crate::components::icon::Sign;
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::Watched;

/// Which of the bar's places the screen belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Home,
    Progress,
    Journal,
    People,
    Search,
    Me,
}

#[component]
pub(super) fn MainBar(here: Place) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let places = shell.view(|client, _| places(client.roles()));
    follow(move || {
        let places = places.get();
        let current = places.iter().position(|place| *place == here).unwrap_or(usize::MAX);
        let tabs = places.iter().map(|place| tab(lang, *place)).collect();
        view! { <BottomBar tabs current=Watched::fixed(current) /> }
    })
}

/// Four at most, so that each can be hit with a glove. Who both works and supervises finds the
/// journal from Home and Progress.
fn places(roles: &[Role]) -> Vec<Place> {
    let works = roles.is_empty() || roles.contains(&Role::Worker);
    let leads = roles.contains(&Role::Supervisor);
    match (works, leads) {
        (true, false) => vec![Place::Home, Place::Progress, Place::Journal, Place::Me],
        (true, true) => vec![Place::Home, Place::Progress, Place::People, Place::Me],
        (false, _) => vec![Place::People, Place::Search, Place::Me],
    }
}

/// Whether the person logs work of their own.
pub(super) fn works(roles: &[Role]) -> bool {
    places(roles).contains(&Place::Home)
}

fn tab(lang: Lang, place: Place) -> Tab {
    let (sign, label, href) = match place {
        Place::Home => (Sign::Home, m::tab_home(lang), "/"),
        Place::Progress => (Sign::Climb, m::tab_progress(lang), "/progress"),
        Place::Journal => (Sign::Note, m::tab_journal(lang), "/journal"),
        Place::People => (Sign::People, m::tab_people(lang), "/people"),
        Place::Search => (Sign::Search, m::home_search(lang), "/search"),
        Place::Me => (Sign::Person, m::tab_me(lang), "/me"),
    };
    Tab { sign, label, href }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_has_what_a_role_comes_back_to() {
        assert_eq!(places(&[Role::Worker])[2], Place::Journal);
        assert_eq!(places(&[Role::Worker, Role::Supervisor])[2], Place::People);
        assert_eq!(places(&[Role::Supervisor])[0], Place::People);
        assert_eq!(places(&[Role::Admin])[0], Place::People);
        assert!(works(&[]) && !works(&[Role::Admin]));
    }
}
