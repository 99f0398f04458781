//! Who helped: buddies first, one tap.

use client::view::Helper;
use domain::{PersonId, Source};
use leptos::prelude::*;
use view::view;

use super::log::Draft;
use crate::components::buttons::{Button, Weight};
use crate::components::choices::{Pick, Picks};
use crate::messages::{self as m, Lang, lang};
use crate::watched::{Kept, Watched};

/// People shown before "Show more".
const FIRST: usize = 3;

const NO_ONE: &str = "no-one";
const CUSTOMER: &str = "customer";
const MATERIAL: &str = "material";
const COLLEAGUE: &str = "colleague";
const PERSON: &str = "person:";

#[component]
pub(super) fn WhoPart(draft: Draft) -> impl IntoView {
    let lang = lang();
    let shows_all = Kept::new(false);
    let helpers = Watched::new(move || {
        draft.form.with(|form| form.as_ref().map(|form| form.helpers.clone())).unwrap_or_default()
    });
    let source = draft.get(|draft| draft.learned_from.clone());
    let picked = Watched::new(move || source.get().flatten().as_ref().map(value_of));
    let shown = Watched::new(move || {
        let chosen = picked.get_untracked();
        helpers.with(|helpers| shown(helpers, shows_all.get(), chosen.as_deref()))
    });
    let more = move || {
        let is_cut = helpers.with(Vec::len) > shown.with(Vec::len);
        let show = Callback::new(move |()| shows_all.set(true));
        is_cut.then(|| view! { <Button label=m::log_more_people(lang) weight=Weight::Text on_press=show /> })
    };
    let on_pick = Callback::new(move |value: String| {
        draft.change(|draft| draft.learned_from = source_of(&value));
    });
    view! {
        <div class="stack">
            {move || {
                let picks = picks(lang, &shown.get());
                view! { <Picks legend=m::log_who(lang) name="who" picks picked on_pick /> }
            }}
            {more}
        </div>
    }
}

/// The first few, and whoever was picked among the rest.
fn shown(helpers: &[Helper], all: bool, picked: Option<&str>) -> Vec<Helper> {
    let is_picked = |helper: &Helper| picked == Some(person_value(&helper.person).as_str());
    let wanted = |(place, helper): &(usize, &Helper)| all || *place < FIRST || is_picked(helper);
    helpers.iter().enumerate().filter(wanted).map(|(_, helper)| helper.clone()).collect()
}

fn picks(lang: Lang, helpers: &[Helper]) -> Vec<Pick> {
    let person = |helper: &Helper| Pick::new(person_value(&helper.person), &helper.first_name);
    let others = [
        Pick::new(NO_ONE, m::log_no_one(lang)),
        Pick::new(COLLEAGUE, m::log_other_colleague(lang)),
        Pick::new(CUSTOMER, m::log_customer(lang)),
        Pick::new(MATERIAL, m::log_material(lang)),
    ];
    helpers.iter().map(person).chain(others).collect()
}

fn person_value(person: &PersonId) -> String {
    [PERSON, person.as_str()].concat()
}

fn value_of(source: &Source) -> String {
    match source {
        Source::Person(person) => person_value(person),
        Source::Colleague => COLLEAGUE.into(),
        Source::Customer => CUSTOMER.into(),
        Source::Material => MATERIAL.into(),
        Source::Myself => NO_ONE.into(),
    }
}

fn source_of(value: &str) -> Option<Source> {
    match value {
        NO_ONE => Some(Source::Myself),
        COLLEAGUE => Some(Source::Colleague),
        CUSTOMER => Some(Source::Customer),
        MATERIAL => Some(Source::Material),
        person => Some(Source::Person(PersonId::new(person.strip_prefix(PERSON)?).ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_picked_comes_back_as_it_was() {
        let person = Source::Person(PersonId::new("P1").unwrap());
        for source in
            [person, Source::Colleague, Source::Customer, Source::Material, Source::Myself]
        {
            assert_eq!(source_of(&value_of(&source)), Some(source));
        }
        assert_eq!(source_of("nobody"), None);
    }

    #[test]
    fn a_helper_far_down_the_list_stays_in_sight_when_picked() {
        let helper =
            |id: &str| Helper { person: PersonId::new(id).unwrap(), first_name: id.into() };
        let all: Vec<Helper> = ["a", "b", "c", "d", "e"].map(helper).into();
        let names = |list: Vec<Helper>| list.into_iter().map(|h| h.first_name).collect::<String>();
        assert_eq!(names(shown(&all, false, None)), "abc");
        assert_eq!(names(shown(&all, false, Some("person:e"))), "abce");
        assert_eq!(names(shown(&all, true, None)), "abcde");
    }
}
