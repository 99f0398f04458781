//! Level cards: the rope is the radio. Nothing is chosen beforehand, and "can't say yet" is off the
//! rope: it is no level.

use domain::Rated;
use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{self as m, lang};
use crate::watched::Watched;

/// One level of the scale, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LevelCard {
    /// Counted from 1.
    pub(crate) number: u8,
    /// "I do it alone"
    pub(crate) name: String,
    /// What that looks like; may be empty.
    pub(crate) text: String,
}

/// `levels` from the lowest up; the highest is drawn on top.
#[component]
pub(crate) fn LevelCards(
    levels: Vec<LevelCard>,
    #[prop(into)] chosen: Watched<Option<Rated>>,
    on_choose: Callback<Rated>,
) -> impl IntoView {
    let card = move |level: LevelCard| {
        let rated = Rated::Level(level.number);
        view! {
            <label class="level">
                <input
                    type="radio"
                    name="level"
                    prop:checked=move || chosen.get() == Some(rated)
                    on:change=move |_| on_choose.run(rated)
                />
                <span class="level-rope">
                    <i class="level-knot"></i>
                </span>
                <span class="level-card">
                    <b>
                        <span class="num">{level.number}</span>
                        {level.name}
                    </b>
                    <span>{level.text}</span>
                </span>
            </label>
        }
    };
    let cards = levels.into_iter().rev().map(card).collect_view();
    view! {
        <div class="rating" role="radiogroup" aria-label=m::rate_levels(lang())>
            <div class="levels">{cards}</div>
            <div class="off-rope">
                <label class="yes">
                    <input
                        type="radio"
                        name="level"
                        prop:checked=move || chosen.get() == Some(Rated::CannotSay)
                        on:change=move |_| on_choose.run(Rated::CannotSay)
                    />
                    <Icon sign=Sign::EyeOff />
                    {m::rate_cannot_say(lang())}
                    <span class="box">
                        <Icon sign=Sign::Check />
                    </span>
                </label>
            </div>
        </div>
    }
}
