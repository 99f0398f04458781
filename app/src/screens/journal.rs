//! The journal: a question of the day, and what one wants to keep. Nobody reads along.

use client::view::{GoalView, Journal, JournalDraft, ReflectionView};
use client::{Event, Fault};
use domain::Day;
use leptos::prelude::*;

use super::arrive::Arrive;
use super::bar::{MainBar, Place};
use super::goals::GoalRows;
use super::say;
use crate::components::buttons::{Button, LinkButton, MainButton, Weight};
use crate::components::field::{FieldWords, WriteField};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{EmptyState, Mood, Notice};
use crate::messages::{self as m, Lang, lang};
use crate::shell::Shell;

/// Notes shown before "Show more".
const FIRST: usize = 20;

#[component]
pub(super) fn JournalScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let journal = shell.view(|client, now| {
        // The entry of an untouched draft is new each time; what the screen shows of it is not.
        let Journal { prompt, draft, reflections, goals, not_saved, saved } = client.journal(now);
        Shown { prompt, text: draft.text, reflections, goals, not_saved, is_saved: saved }
    });
    let is_empty = Memo::new(move |_| journal.with(|journal| journal.text.trim().is_empty()));
    let is_free = RwSignal::new(false);
    let save = Callback::new(move |()| {
        let mut draft = draft_now(shell, is_free.get_untracked());
        draft.text = draft.text.trim().to_owned();
        if !draft.text.is_empty() {
            shell.dispatch(Event::SaveReflection(draft));
        }
    });
    let missing = Signal::derive(move || {
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
            <Notes journal />
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
fn Write(journal: Memo<Shown>, is_free: RwSignal<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let prompt = Memo::new(move |_| journal.with(|journal| journal.prompt.clone()));
    let text = Signal::derive(move || journal.with(|journal| journal.text.clone()));
    let is_saved = Memo::new(move |_| journal.with(|journal| journal.is_saved));
    let fault = Memo::new(move |_| journal.with(|journal| journal.not_saved.clone()));
    let on_input = Callback::new(move |text| {
        let draft = draft_now(shell, is_free.get_untracked());
        shell.dispatch(Event::JournalChanged(JournalDraft { text, ..draft }));
    });
    let asks = Memo::new(move |_| !is_free.get() && prompt.with(Option::is_some));
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
    is_free: RwSignal<bool>,
    prompt: Memo<Option<String>>,
    text: Signal<String>,
) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let other = Callback::new(move |()| {
        is_free.set(false);
        shell.dispatch(Event::SkipPrompt);
    });
    let free = Callback::new(move |()| is_free.set(true));
    move || {
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
    }
}

#[component]
fn NotKept(fault: Fault) -> impl IntoView {
    let lang = lang();
    let (title, words) = match fault {
        Fault::Full => (m::fail_full_title(lang), m::fail_full_words(lang)),
        Fault::Closed | Fault::Other(_) => {
            (m::fail_storage_title(lang), m::fail_storage_words(lang))
        }
    };
    view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }
}

#[component]
fn JournalGoals(journal: Memo<Shown>) -> impl IntoView {
    let lang = lang();
    let goals = Memo::new(move |_| journal.with(|journal| journal.goals.clone()));
    view! {
        <Section title=m::progress_goals(lang)>
            {move || view! { <GoalRows goals=goals.get() /> }}
            <LinkButton label=m::goals_new(lang) sign=Sign::Flag weight=Weight::Wide href="/me/goals" />
        </Section>
    }
}

#[component]
fn Notes(journal: Memo<Shown>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let most = RwSignal::new(FIRST);
    let notes = Memo::new(move |_| journal.with(|journal| journal.reflections.clone()));
    let today = shell.view(|_, now| now.day());
    let list = move || {
        let today = today.get();
        let note = move |note| view! { <Note note today /> };
        notes.with(|notes| notes.iter().take(most.get()).cloned().map(note).collect_view())
    };
    let more = Callback::new(move |()| most.update(|most| *most += FIRST));
    move || {
        if notes.with(Vec::is_empty) {
            let (title, words) = (m::journal_empty_title(lang), m::journal_empty_words(lang));
            return view! {
                <EmptyState title words />
            }
            .into_any();
        }
        view! {
            <Section title=m::journal_kept(lang)>
                <ul class="rows notes">{list}</ul>
                {move || (notes.with(Vec::len) > most.get()).then(|| {
                    view! { <Button label=m::show_more(lang) weight=Weight::Wide on_press=more /> }
                })}
            </Section>
        }
        .into_any()
    }
}

#[component]
fn Note(note: ReflectionView, today: Day) -> impl IntoView {
    let lang = lang();
    let is_void = note.void.is_some();
    let prompt = note.prompt.clone().map(|prompt| view! { <p class="meta">{prompt}</p> });
    let can_share = !note.is_shared && !is_void;
    view! {
        <li class="note">
            <p class="jot-head">
                <span class="num">{say::day_and_time(lang, note.when, today)}</span>
                {shared_words(lang, note.is_shared)}
            </p>
            {prompt}
            <p class="lines" class:void=is_void>{note.text.clone()}</p>
            {can_share.then(|| view! { <Share note /> })}
        </li>
    }
}

fn shared_words(lang: Lang, is_shared: bool) -> impl IntoView {
    is_shared.then(|| {
        view! { <span class="due"><Icon sign=Sign::Share /> {m::journal_is_shared(lang)}</span> }
    })
}

/// Private until one says otherwise, and then it is said who will read it, by name.
#[component]
fn Share(note: ReflectionView) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let asks = RwSignal::new(false);
    let open = Callback::new(move |()| asks.set(true));
    let keep = Callback::new(move |()| asks.set(false));
    let id = note.id;
    let share = Callback::new(move |()| shell.dispatch(Event::Share(id.clone())));
    move || {
        if !asks.get() {
            let label = m::journal_share(lang);
            return view! { <Button label sign=Sign::Share weight=Weight::Text on_press=open /> }
                .into_any();
        }
        let readers: Vec<String> =
            shell.read(|client, now| client.me(now).readers).into_iter().map(|r| r.name).collect();
        let who = if readers.is_empty() {
            m::who_log_nobody(lang).to_owned()
        } else {
            m::who_log_today(lang, &readers.join(", "))
        };
        let words = [m::journal_share_words(lang), &who].join(" ");
        view! {
            <Arrive>
                <Notice mood=Mood::Offer sign=Sign::Share title=m::journal_share_title(lang) words>
                    <Button label=m::journal_share_keep(lang) on_press=keep />
                    <Button label=m::journal_share(lang) weight=Weight::Ink on_press=share />
                </Notice>
            </Arrive>
        }
        .into_any()
    }
}
