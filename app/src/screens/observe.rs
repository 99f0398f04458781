//! Watching somebody work: one step a row, one tap an answer, levels, and a line for next time.
//! Nothing is chosen beforehand. The draft is the client's, so nothing is lost when the phone rings.
//!
//! Plain functions of the form's values: a tap draws it anew, and elements that stay are kept.

use client::view::{LevelWords, ObserveForm, SkillSeen, StepView};
use client::{Event, Line, Observe};
use domain::{Did, Rated};
use leptos::prelude::*;
use view::view;

use super::levels::LevelTexts;
use super::say;
use crate::components::buttons::{Button, MainButton, Weight};
use crate::components::disclosure::Disclosure;
use crate::components::field::{FieldWords, WriteField};
use crate::components::frame::{Dock, Foot, Page, Section};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Mood, Notice};
use crate::dom::Node;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::Watched;

type Form = Watched<Option<ObserveForm>>;

#[component]
pub(super) fn ObserveScreen() -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let form = shell.view(|client, _| client.observe_form());
    // Opened by its address. Once the form was here, whoever takes it away also goes on.
    if form.with_untracked(Option::is_none) {
        shell.replace(Route::People);
    }
    let missing = Watched::new(move || match written(form, Line::NextTime).trim() {
        "" => m::obs_missing(lang).to_owned(),
        _ => String::new(),
    });
    let save = Callback::new(move |()| shell.dispatch(Event::Observe(Observe::Save)));
    let back = Callback::new(move |()| shell.back());
    view! {
        <Page>
            {move || form.with(|form| form.as_ref().map(|form| seen(shell, lang, form)))}
            {said(shell, lang, form)}
            {tells(shell, "btn btn-text", Sign::Bin, m::obs_drop(lang), Observe::Drop)}
        </Page>
        <Foot>
            <Dock edge=true>
                <Button label=m::back(lang) weight=Weight::Back on_press=back />
                <MainButton label=m::obs_save(lang) missing sign=Sign::Check on_press=save />
            </Dock>
        </Foot>
    }
}

/// A button that tells the client one thing.
pub(super) fn tells(
    shell: Shell,
    class: &'static str,
    sign: Sign,
    label: &str,
    what: Observe,
) -> Node {
    let event = Event::Observe(what);
    view! {
        <button type="button" class=class on:click=move |_| shell.dispatch(event.clone())>
            <Icon sign />
            {label.to_owned()}
        </button>
    }
}

/// A radio that tells the client one thing, pressed again too.
fn radio(
    shell: Shell,
    class: &'static str,
    name: &str,
    words: Node,
    is_on: bool,
    what: Observe,
) -> Node {
    let event = Event::Observe(what);
    view! {
        <label class=class>
            <input
                type="radio"
                name=name.to_owned()
                prop:checked=is_on
                on:click=move |_| shell.dispatch(event.clone())
            />
            {words}
        </label>
    }
}

/// Everything that is tapped.
fn seen(shell: Shell, lang: Lang, form: &ObserveForm) -> Node {
    let answered = form.steps.iter().filter(|step| step.seen.is_some()).count();
    let count = m::obs_count(lang, say::count(answered), say::count(form.steps.len()));
    let title = if form.title.is_empty() { m::obs_title(lang) } else { &form.title };
    let failed = form.not_saved.is_some().then(|| {
        let (title, words) = (m::fail_storage_title(lang), m::obs_not_saved(lang));
        view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }
    });
    let steps = form.steps.iter().enumerate();
    let steps: Vec<_> = steps.map(|(place, step)| one_step(shell, lang, place, step)).collect();
    let skills: Vec<_> = form.skills.iter().map(|skill| one_skill(shell, lang, skill)).collect();
    let least = form.least.map(|level| {
        view! { <p class="hint">{m::obs_least(lang, u32::from(level))}</p> }
    });
    let alike = form.are_alike.then(|| {
        let (title, words) = (m::obs_alike(lang), m::obs_alike_words(lang));
        view! { <Notice mood=Mood::Offer sign=Sign::Ring title words /> }
    });
    view! {
        <div class="stack">
            <header class="head">
                <p class="meta">{m::obs_watching(lang, &form.name)}</p>
                <h1>{title.to_owned()}</h1>
                {least}
                <p class="split">
                    <b>{(!form.steps.is_empty()).then_some(count)}</b>
                    <span class="meta">{m::obs_started(lang, &say::clock(form.draft.seen.when))}</span>
                </p>
            </header>
            {failed}
            {lists(shell, lang, form)}
            <div>{steps}</div>
            <div>{skills}</div>
            {alike}
        </div>
    }
}

/// Which checklist to follow, until a step is answered.
fn lists(shell: Shell, lang: Lang, form: &ObserveForm) -> Option<Node> {
    let chosen = form.draft.seen.checklist.as_ref().map(|(id, _)| id);
    let pick = |(id, title): &(domain::ChecklistId, String)| {
        let words = view! { <span>{title.clone()}</span> };
        let what = Observe::List(Some(id.clone()));
        radio(shell, "pick", "list", words, chosen == Some(id), what)
    };
    let picks: Vec<_> = form.lists.iter().map(pick).collect();
    (!picks.is_empty()).then(|| {
        view! {
            <fieldset>
                <legend>{m::obs_lists(lang)}</legend>
                <div class="picks">{picks}</div>
            </fieldset>
        }
    })
}

fn one_step(shell: Shell, lang: Lang, place: usize, step: &StepView) -> Node {
    let name = ["step-", step.id.as_str()].concat();
    let seen = step.seen.as_ref();
    let answer = |did: Did| {
        let (sign, words) = did_words(lang, did);
        let words = view! { <span><Icon sign /> {words}</span> };
        let is_on = seen.is_some_and(|seen| seen.did == did);
        radio(shell, "", &name, words, is_on, Observe::Step(step.id.clone(), did))
    };
    let answers: Vec<_> = Did::ALL.into_iter().map(answer).collect();
    let task =
        (!step.task.is_empty()).then(|| view! { <h2 class="sect-head">{step.task.clone()}</h2> });
    let must = step.critical.then(|| {
        view! { <span class="flagged"><Icon sign=Sign::Lock class="ic ic-s" /> {m::obs_must(lang)}</span> }
    });
    view! {
        <div>
            {task}
            <fieldset class="step">
                <legend>
                    <span class="num">{place + 1}</span>
                    <span>{step.text.clone()} {must}</span>
                </legend>
                <div class="answers">{answers}</div>
                {happened(shell, lang, step)}
            </fieldset>
        </div>
    }
}

/// What went wrong, a note, and when it was answered.
fn happened(shell: Shell, lang: Lang, step: &StepView) -> Option<Node> {
    let seen = step.seen.as_ref()?;
    let went_wrong = matches!(seen.did, Did::NeededHelp | Did::NotDone);
    let name = ["why-", step.id.as_str()].concat();
    let reason = |(recorded, words): &(String, String)| {
        let is_on = seen.reason.as_ref() == Some(recorded);
        let what = Observe::Reason(step.id.clone(), recorded.clone());
        radio(shell, "pick", &name, view! { <span>{words.clone()}</span> }, is_on, what)
    };
    let reasons: Vec<_> = step.reasons.iter().filter(|_| went_wrong).map(reason).collect();
    let id = step.id.clone();
    let note = move |words| shell.dispatch(Event::Observe(Observe::Note(id.clone(), words)));
    Some(view! {
        <div class="stack">
            <div class="picks" role="group" aria-label=m::obs_why(lang)>{reasons}</div>
            <label class="step-note">
                <Icon sign=Sign::Note />
                <input
                    class="write line-field"
                    placeholder=m::obs_note(lang)
                    aria-label=m::obs_note(lang)
                    prop:value=seen.note.clone().unwrap_or_default()
                    on:input:target=move |event| note(event.target().value())
                />
                <span class="meta">{say::clock(seen.at)}</span>
            </label>
        </div>
    })
}

pub(super) fn did_words(lang: Lang, did: Did) -> (Sign, &'static str) {
    match did {
        Did::Done => (Sign::Done, m::did_done(lang)),
        Did::NeededHelp => (Sign::Half, m::did_help(lang)),
        Did::NotDone => (Sign::Cross, m::did_not(lang)),
        Did::NotSeen => (Sign::Unseen, m::did_unseen(lang)),
    }
}

/// A row of numbers, their words behind them; "not observed" is always there.
fn one_skill(shell: Shell, lang: Lang, skill: &SkillSeen) -> Node {
    let name = ["level-", skill.competency.as_str()].concat();
    let choice = |rated: Rated, class, words: Node| {
        let what = Observe::Level(skill.competency.clone(), rated);
        radio(shell, class, &name, words, skill.rated == Some(rated), what)
    };
    let level = |level: &LevelWords| {
        let words =
            view! { <span><span class="num">{level.number}</span> {level.name.clone()}</span> };
        choice(Rated::Level(level.number), "", words)
    };
    let levels: Vec<_> = skill.levels.iter().map(level).collect();
    let words = view! { <span><Icon sign=Sign::EyeOff /> {m::obs_not_observed(lang)}</span> };
    let not_observed = choice(Rated::CannotSay, "pick", words);
    let texts = skill.levels.clone();
    view! {
        <fieldset class="step skill-seen">
            <legend><span class="sect-head">{m::obs_level_of(lang, &skill.name)}</span></legend>
            <div class="answers">{levels}</div>
            {not_observed}
            <Disclosure summary=m::obs_texts(lang)>
                <LevelTexts levels=texts own=None />
            </Disclosure>
        </fieldset>
    }
}

/// The line for next time, praise, and whatever else there is to say. Drawn once: it is typed in.
fn said(shell: Shell, lang: Lang, form: Form) -> AnyView {
    let field = move |line, id, label: &str, optional| {
        let words = FieldWords { id, label: label.to_owned(), optional, hint: String::new() };
        let say = move |words| shell.dispatch(Event::Observe(Observe::Words(line, words)));
        view! {
            <WriteField
                words
                value=Watched::new(move || written(form, line))
                on_input=Callback::new(say)
                speak=true
            />
        }
    };
    let template = |words: fn(Lang) -> &'static str| {
        let what = Observe::Words(Line::NextTime, words(lang).to_owned());
        tells(shell, "tag tag-add", Sign::Plus, words(lang), what)
    };
    let templates = [m::obs_next_slow, m::obs_next_check, m::obs_next_alone];
    let templates: Vec<_> = templates.into_iter().map(template).collect();
    let title = m::obs_say(lang);
    view! {
        <Section title>
            {field(Line::NextTime, "next", m::obs_next(lang), false)}
            <div class="tags" role="group" aria-label=m::obs_next_templates(lang)>{templates}</div>
            {field(Line::Praise, "praise", m::obs_praise(lang), true)}
            {field(Line::Comment, "comment", m::obs_comment(lang), true)}
            {move || form.with(|form| form.as_ref().is_some_and(|f| f.is_free)).then(|| {
                field(Line::What, "what", m::obs_what(lang), true)
            })}
        </Section>
    }
    .into_any()
}

fn written(form: Form, line: Line) -> String {
    let words = form.with(|form| {
        let seen = &form.as_ref()?.draft.seen;
        match line {
            Line::What => seen.what.clone(),
            Line::Praise => seen.praise.clone(),
            Line::NextTime => Some(seen.next_time.clone()),
            Line::Comment => seen.comment.clone(),
        }
    });
    words.unwrap_or_default()
}

/// "2 · I do it with help"
pub(super) fn level_said(lang: Lang, rated: Rated, names: &[LevelWords]) -> String {
    match rated {
        Rated::Level(level) => {
            let name = names.iter().find(|words| words.number == level);
            let name = name.map(|words| words.name.as_str()).unwrap_or_default();
            [&level.to_string(), " · ", name].concat()
        }
        Rated::CannotSay => m::obs_not_observed(lang).to_owned(),
    }
}
