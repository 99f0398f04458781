//! The form of one task, filled in before it opens. What is typed is the client's draft, so nothing
//! is lost when the phone rings.

use client::Event;
use client::view::{LogDraft, LogForm};
use domain::{EntryId, Typed};
use leptos::prelude::*;
use view::view;

use super::log_help::Help;
use super::log_not_saved::NotSaved;
use super::log_tags::TagsPart;
use super::log_task::{CameBack, ChangeTask, OwnTitle, Title};
use super::log_when::{WhenPart, is_in_the_future};
use super::log_who::WhoPart;
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::choices::YesRow;
use crate::components::field::{FieldWords, WriteField};
use crate::components::frame::{Dock, Foot, Sheet};
use crate::components::icon::Sign;
use crate::components::stepper::{Stepper, Steps};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

const MOST_MINUTES: u32 = 24 * 60;
const MOST_PIECES: u32 = 9_999;

/// The draft as the parts of the form see it.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) form: Watched<Option<LogForm>>,
    shell: Shell,
}

impl Draft {
    /// One value of the draft, followed.
    pub(super) fn get<T>(
        self,
        read: impl Fn(&LogDraft) -> T + Send + Sync + 'static,
    ) -> Watched<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Watched::new(move || self.form.with(|form| form.as_ref().map(|form| read(&form.draft))))
    }

    pub(super) fn change(self, change: impl FnOnce(&mut LogDraft)) {
        if let Some(mut draft) = self.now() {
            change(&mut draft);
            self.shell.dispatch(Event::DraftChanged(draft));
        }
    }

    pub(super) fn now(self) -> Option<LogDraft> {
        self.shell.read(|client, _| client.log_form()).map(|form| form.draft)
    }
}

#[component]
pub(super) fn LogScreen() -> impl IntoView {
    let shell = Shell::here();
    let form = shell.view(|client, _| client.log_form());
    let entry =
        Watched::new(move || form.with(|form| form.as_ref().map(|form| form.draft.entry.clone())));
    let is_choosing = Kept::new(false);
    let draft = Draft { form, shell };
    // Opened by its address. Once the form was here, whoever takes it away also goes on.
    if entry.with_untracked(Option::is_none) {
        shell.replace(Route::Home);
    }
    follow(move || {
        let entry: EntryId = entry.get()?;
        Some(if is_choosing.get() {
            view! { <ChangeTask draft is_choosing /> }.into_any()
        } else {
            view! { <TaskForm draft entry is_choosing /> }.into_any()
        })
    })
}

#[component]
fn TaskForm(draft: Draft, entry: EntryId, is_choosing: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let came_back = shell.read(|client, now| client.home(now).draft.is_some());
    let is_edit = draft.get(|draft| draft.is_edit);
    let is_now = Kept::new(!came_back && is_edit.get_untracked() != Some(true));
    let is_own = draft.get(|draft| matches!(draft.what, Typed::Own(_)));
    let minutes = draft.get(|draft| draft.minutes);
    let first_time = draft.get(|draft| draft.first_time);
    let learned = draft.get(|draft| draft.learned.clone());
    view! {
        <Sheet>
            <NotSaved draft />
            {came_back.then(|| view! { <CameBack /> })}
            <Title draft is_choosing />
            {move || (is_own.get() == Some(true)).then(|| view! { <OwnTitle draft /> })}
            <Help draft />
            <TagsPart draft />
            <Stepper
                steps=minute_steps(lang)
                value=Watched::new(move || minutes.get().flatten())
                on_change=Callback::new(move |n| draft.change(|draft| draft.minutes = n))
            />
            <Pieces draft />
            <YesRow
                label=m::log_first_time(lang)
                sign=Sign::First
                checked=Watched::new(move || first_time.get() == Some(true))
                on_change=Callback::new(move |yes| draft.change(|draft| draft.first_time = yes))
            />
            <WhoPart draft />
            <WriteField
                words=FieldWords {
                    id: "learned",
                    label: m::log_learned(lang).into(),
                    optional: true,
                    hint: String::new(),
                }
                value=Watched::new(move || learned.get().unwrap_or_default())
                on_input=Callback::new(move |words| draft.change(|draft| draft.learned = words))
                speak=true
            />
            <WhenPart draft is_now />
        </Sheet>
        <SaveDock draft is_now entry />
    }
}

fn minute_steps(lang: Lang) -> Steps {
    Steps {
        label: m::log_minutes(lang).into(),
        unit: m::log_minutes_unit(lang).into(),
        less: m::log_minutes_less(lang, 5),
        more: m::log_minutes_more(lang, 5),
        step: 5,
        most: MOST_MINUTES,
    }
}

/// Only where the task says what is counted.
#[component]
fn Pieces(draft: Draft) -> impl IntoView {
    let lang = lang();
    let unit = Watched::new(move || {
        draft.form.with(|form| form.as_ref().and_then(|form| form.unit.clone()))
    });
    let value = draft.get(|draft| draft.quantity);
    follow(move || {
        let steps = Steps {
            label: m::log_quantity(lang).into(),
            unit: unit.get()?,
            less: m::log_quantity_less(lang).into(),
            more: m::log_quantity_more(lang).into(),
            step: 1,
            most: MOST_PIECES,
        };
        Some(view! {
            <Stepper
                steps
                value=Watched::new(move || value.get().flatten())
                on_change=Callback::new(move |n| draft.change(|draft| draft.quantity = n))
            />
        })
    })
}

#[component]
fn SaveDock(draft: Draft, is_now: Kept<bool>, entry: EntryId) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let failed = Watched::new(move || {
        draft.form.with(|form| form.as_ref().is_some_and(|form| form.not_saved.is_some()))
    });
    let missing = draft.get(move |draft| match &draft.what {
        Typed::Own(title) if title.trim().is_empty() => m::log_need_task(lang).to_owned(),
        Typed::Own(_) | Typed::Type { .. } => String::new(),
    });
    let label = Watched::new(move || {
        if failed.get() { m::fail_again(lang) } else { m::log_save(lang) }.to_owned()
    });
    let save = Callback::new(move |()| {
        let Some(mut filled) = draft.now().filter(|draft| draft.entry == entry) else { return };
        let now = shell.read(|_, now| now);
        if is_now.get_untracked() {
            filled.when = now;
        }
        let is_ready = missing.get_untracked().is_none_or(|missing| missing.is_empty());
        if is_ready && !is_in_the_future(filled.when, now) {
            shell.dispatch(Event::SaveTask(filled));
        }
    });
    let back = Callback::new(move |()| shell.back());
    view! {
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton
                    label
                    sign=Sign::Check
                    missing=Watched::new(move || missing.get().unwrap_or_default())
                    on_press=save
                />
            </Dock>
        </Foot>
    }
}
