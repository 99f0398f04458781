//! Task tiles: tap what you did.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::motif::draw::Times;

/// The small line below a task's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TileNote {
    /// Done often: a star, and how long it takes.
    Favourite(String),
    /// Done so many times today, and the word for that.
    Times(u32, String),
    /// When it was done last, or its skill.
    Words(String),
}

#[component]
pub(crate) fn Tile(
    #[prop(into)] name: String,
    note: TileNote,
    #[prop(into)] href: String,
) -> impl IntoView {
    let note = match note {
        TileNote::Favourite(words) => {
            view! { <Icon sign=Sign::Star class="ic ic-fav" /> {words} }.into_any()
        }
        TileNote::Times(done, words) => view! { <Times done=done /> {words} }.into_any(),
        TileNote::Words(words) => words.into_any(),
    };
    view! {
        <a class="tile" href=href>
            {name}
            <span class="meta">{note}</span>
        </a>
    }
}

/// Two columns of tiles.
#[component]
pub(crate) fn Tiles(children: Children) -> impl IntoView {
    view! { <div class="tiles">{children()}</div> }
}
