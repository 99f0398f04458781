//! The save failed: the draft is kept, and its words can be taken elsewhere.

use client::Fault;
use client::view::LogForm;
use leptos::html::Div;
use leptos::prelude::*;

use super::log::Draft;
use super::say;
use crate::components::buttons::Button;
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;

/// What happened, what is safe, what to press. The form below stays as it is.
#[component]
pub(super) fn NotSaved(draft: Draft) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let fault = Memo::new(move |_| {
        draft.form.with(|form| form.as_ref().and_then(|form| form.not_saved.clone()))
    });
    let copied = RwSignal::new(false);
    let copy = Callback::new(move |()| {
        let words = draft.form.with_untracked(|form| form.as_ref().map(|form| as_text(lang, form)));
        shell.copy(words.unwrap_or_default(), move |is_done| {
            let _ = copied.try_set(is_done);
        });
    });
    let label = Signal::derive(move || {
        if copied.get() { m::fail_copied(lang) } else { m::fail_copy(lang) }.to_owned()
    });
    let place = NodeRef::<Div>::new();
    // The form is longer than the screen: the focus brings what happened into sight.
    Effect::new(move |_| {
        if let (Some(_), Some(place)) = (fault.get(), place.get()) {
            // A place that cannot take the focus is still read out: it is an alert.
            let _ = place.focus();
        }
    });
    move || {
        let (title, words) = match fault.get()? {
            Fault::Full => (m::fail_full_title(lang), m::fail_full_words(lang)),
            Fault::Closed | Fault::Other(_) => {
                (m::fail_storage_title(lang), m::fail_storage_words(lang))
            }
        };
        Some(view! {
            <div class="arrive" tabindex="-1" node_ref=place>
                <Notice mood=Mood::Alarm sign=Sign::Alert title words>
                    <Button label sign=Sign::Share on_press=copy />
                </Notice>
            </div>
        })
    }
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
