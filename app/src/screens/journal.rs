//! The journal: a question of the day, and what one wants to keep. Nobody reads along.

use client::view::{GoalView, Journal, JournalDraft, ReflectionView};
use client::{Event, Fault};
use leptos::prelude::*;
use view::view;

use super::bar::{MainBar, Place};
use super::goals::GoalRows;
use super::journal_notes::Notes;
use super::say;
use crate::components::buttons::{Button, LinkButton, MainButton, Weight};
use crate::components::field::{FieldWords, WriteField};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Mood, Notice};
use crate::components::rows::{Lead, Row};
use crate::dom::follow;
use crate::messages::{self as m, Marked, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// The way to the journal from the other screens.
#[component]
pub(super) fn JournalLink() -> impl IntoView {
    let lang = lang();
    view! {
        <Row
            lead=Lead::Sign(Sign::Note)
            title=Marked::plain(m::journal_title(lang))
            note=m::journal_private(lang)
            href="/journal"
        />
    }
}

#[component]
pub(super) fn JournalScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let journal = shell.view(|client, now| {
        // The entry of an untouched draft is new each time; what the screen shows of it is not.
        let Journal { prompt, draft, reflections, goals, not_saved, saved } = client.journal(now);
        Shown { prompt, text: draft.text, reflections, goals, not_saved, is_saved: saved }
    });
    let is_empty = Watched::new(move || journal.with(|journal| journal.text.trim().is_empty()));
    let notes = Watched::new(move || journal.with(|journal| journal.reflections.clone()));
    let is_free = Kept::new(false);
    let save = Callback::new(move |()| {
        let mut draft = draft_now(shell, is_free.get_untracked());
        draft.text = draft.text.trim().to_owned();
        if !draft.text.is_empty() {
            shell.dispatch(Event::SaveReflection(draft));
        }
    });
    let missing = Watched::new(move || {
        if is_empty.get() { m::journal_need_words(lang).to_owned() } else { String::new() }
    });
    view! {
        <Page>
            <header class="head">
                <h1>{m::journal_title(lang)}</h1>
                <p class="private"><Icon sign=Sign::Lock class="ic ic-s" /> {m::journal_private(lang)}</p>
                <p class="meta">{m::journal_operator(lang)}</p>
            </header>
            <Write journal is_free />
            <JournalGoals journal />
            <Notes notes />
        </Page>
        <Foot>
            <Dock>
                <MainButton label=m::save(lang) missing sign=Sign::Check on_press=save />
            </Dock>
            <MainBar here=Place::Journal />
        </Foot>
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Shown {
    prompt: Option<String>,
    text: String,
    reflections: Vec<ReflectionView>,
    goals: Vec<GoalView>,
    not_saved: Option<Fault>,
    is_saved: bool,
}

fn draft_now(shell: Shell, is_free: bool) -> JournalDraft {
    let draft = shell.read(|client, now| client.journal(now)).draft;
    JournalDraft { prompt: draft.prompt.filter(|_| !is_free), ..draft }
}

#[component]
fn Write(journal: Watched<Shown>, is_free: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let prompt = Watched::new(move || journal.with(|journal| journal.prompt.clone()));
    let text = Watched::new(move || journal.with(|journal| journal.text.clone()));
    let is_saved = Watched::new(move || journal.with(|journal| journal.is_saved));
    let fault = Watched::new(move || journal.with(|journal| journal.not_saved.clone()));
    let on_input = Callback::new(move |text| {
        let draft = draft_now(shell, is_free.get_untracked());
        shell.dispatch(Event::JournalChanged(JournalDraft { text, ..draft }));
    });
    let asks = Watched::new(move || !is_free.get() && prompt.with(Option::is_some));
    let question =
        move || asks.get().then(|| view! { <p class="question">{move || prompt.get()}</p> });
    let label =
        move || if asks.get() { m::journal_answer(lang) } else { m::journal_free_label(lang) };
    view! {
        {move || fault.get().map(|fault| view! { <NotKept fault /> })}
        {move || is_saved.get().then(|| view! {
            <p class="hint" role="status"><Icon sign=Sign::Check /> {m::sync_saved(lang)}</p>
        })}
        {question}
        {move || {
            let words = FieldWords { id: "note", label: label().into(), ..FieldWords::default() };
            view! { <WriteField words value=text on_input rows=4 speak=true /> }
        }}
        <PromptTools is_free prompt text />
    }
}

/// Another question, or none; what is written stays.
#[component]
fn PromptTools(
    is_free: Kept<bool>,
    prompt: Watched<Option<String>>,
    text: Watched<String>,
) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let other = Callback::new(move |()| {
        is_free.set(false);
        shell.dispatch(Event::SkipPrompt);
    });
    let free = Callback::new(move |()| is_free.set(true));
    follow(move || {
        let is_begun = text.with(|text| !text.trim().is_empty());
        if prompt.with(Option::is_none) {
            return None;
        }
        let skip = (!is_free.get()).then(|| {
            view! { <Button label=m::journal_skip(lang) weight=Weight::Rare on_press=free /> }
        });
        let another = (!is_begun || is_free.get()).then(|| {
            view! { <Button label=m::journal_other_question(lang) sign=Sign::Renew weight=Weight::Rare on_press=other /> }
        });
        Some(view! { <div class="tools">{another} {skip}</div> })
    })
}

#[component]
fn NotKept(fault: Fault) -> impl IntoView {
    let lang = lang();
    let (title, words) = say::not_kept(lang, &fault);
    view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }
}

#[component]
fn JournalGoals(journal: Watched<Shown>) -> impl IntoView {
    let lang = lang();
    let goals = Watched::new(move || journal.with(|journal| journal.goals.clone()));
    view! {
        <Section title=m::progress_goals(lang)>
            {move || view! { <GoalRows goals=goals.get() /> }}
            <LinkButton label=m::goals_new(lang) sign=Sign::Flag weight=Weight::Wide href="/me/goals" />
        </Section>
    }
}
