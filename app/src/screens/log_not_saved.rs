//! The save failed: the draft is kept, and its words can be taken elsewhere.

use client::view::LogForm;
use leptos::prelude::*;
use view::view;

use super::arrive::Arrive;
use super::log::Draft;
use super::say;
use crate::components::buttons::Button;
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// What happened, what is safe, what to press. The form below stays as it is.
#[component]
pub(super) fn NotSaved(draft: Draft) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let fault = Watched::new(move || {
        draft.form.with(|form| form.as_ref().and_then(|form| form.not_saved.clone()))
    });
    let copied = Kept::new(false);
    let copy = Callback::new(move |()| {
        let words = draft.form.with_untracked(|form| form.as_ref().map(|form| as_text(lang, form)));
        shell.copy(words.unwrap_or_default(), move |is_done| {
            copied.set_if_there(is_done);
        });
    });
    let label = Watched::new(move || {
        if copied.get() { m::fail_copied(lang) } else { m::fail_copy(lang) }.to_owned()
    });
    follow(move || {
        let (title, words) = say::not_kept(lang, &fault.get()?);
        Some(view! {
            <Arrive>
                <Notice mood=Mood::Alarm sign=Sign::Alert title words>
                    <Button label sign=Sign::Share on_press=copy />
                </Notice>
            </Arrive>
        })
    })
}

/// The draft as plain text, for the clipboard.
fn as_text(lang: Lang, form: &LogForm) -> String {
    let draft = &form.draft;
    let minutes = draft.minutes.map(|n| m::duration(lang, n));
    let pieces = draft.quantity.map(|n| say::quantity(lang, n, form.unit.as_deref()));
    let day = m::day_with_year(lang, draft.when.day());
    let when = m::day_at_time(lang, &day, &say::clock(draft.when));
    let lines = [Some(form.name.clone()), Some(when), minutes, pieces, Some(draft.learned.clone())];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
