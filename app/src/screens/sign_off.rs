//! One signature: what it says, what it is worth, the file that proves it; and for who signed, saying
//! that it was wrong.

use client::view::{Deed, SignedView, Worth};
use client::{Attest, Event};
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::say;
use super::sign::problem_notice;
use super::signed::{level, worth};
use crate::components::buttons::{Button, LinkButton, Weight};
use crate::components::choices::{Pick, Picks};
use crate::components::field::{FieldWords, LineField};
use crate::components::frame::Section;
use crate::components::icon::Sign;
use crate::components::rows::{Fact, Facts};
use crate::dom::follow;
use crate::messages::{self as m, Lang, lang};
use crate::router::Route;
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

/// Not another level: it should not stand at all.
const NONE: &str = "0";

#[component]
pub(super) fn SignOff(signed: SignedView, today: Day) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let mut facts = vec![
        Fact::new(m::goals_skill(lang), signed.name.clone()),
        Fact::new(m::table_level(lang), level(lang, &signed)),
        Fact::new(m::signed_who(lang), signed.signer.clone()),
    ];
    facts.extend(signed.reason.clone().map(|reason| Fact::new(m::signed_why(lang), reason)));
    let at = |at| say::day_and_time(lang, at, today);
    facts.extend(signed.received.map(|received| Fact::new(m::signed_received(lang), at(received))));
    let is_current = matches!(signed.worth, Worth::Counts | Worth::Waits)
        && matches!(signed.deed, Deed::Signed | Deed::Corrected);
    let evidence = signed.evidence.clone().map(|id| {
        let href = Route::Entry(id).path();
        view! { <LinkButton label=m::signed_look(lang) weight=Weight::Wide href /> }
    });
    let entry = signed.entry.clone();
    let file = Callback::new(move |()| {
        if let Some(entry) = entry.clone() {
            shell.dispatch(Event::Attest(Attest::Export(entry)));
        }
    });
    let may_export = signed.worth == Worth::Counts;
    let may_prove = signed.is_own && is_current && signed.worth == Worth::Waits;
    let proof = signed.entry.clone().filter(|_| may_prove).map(|id| {
        let href = Route::Proof(id).path();
        view! { <LinkButton label=m::proof_show(lang) sign=Sign::Qr weight=Weight::Wide href /> }
    });
    let problem = shell.view(|client, _| client.sign_problem());
    let amend = (signed.is_own && is_current).then(|| view! { <Amend signed=signed.clone() /> });
    view! {
        <div class="stack">
            <p class="lead">{worth(lang, signed.worth)}</p>
            <Facts facts />
            {evidence}
            {proof}
            {may_export.then(|| view! {
                <Button label=m::signed_file(lang) sign=Sign::Share weight=Weight::Wide on_press=file />
            })}
            {move || problem.with(|problem| problem.as_ref().map(|it| problem_notice(lang, it)))}
            {amend}
        </div>
    }
}

/// A new record: another level, or none. It needs a reason.
#[component]
fn Amend(signed: SignedView) -> impl IntoView {
    let is_open = Kept::new(false);
    let open = Callback::new(move |()| is_open.set(true));
    let signed = StoredValue::new(signed);
    follow(move || match is_open.get() {
        true => view! { <Reason signed=signed.get_value() is_open /> }.into_any(),
        false => {
            let label = m::signed_wrong(lang());
            view! { <Button label sign=Sign::Undo weight=Weight::Text on_press=open /> }.into_any()
        }
    })
}

#[component]
fn Reason(signed: SignedView, is_open: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let picked = Kept::new(None::<String>);
    let reason = Kept::new(String::new());
    let was_pressed = Kept::new(false);
    let is_ready = Watched::new(move || picked.get().is_some() && !reason.get().trim().is_empty());
    let problem = Watched::new(move || match was_pressed.get() && !is_ready.get() {
        true => m::signed_need(lang).to_owned(),
        false => String::new(),
    });
    let of = signed.entry.clone();
    let amend = Callback::new(move |()| {
        if !is_ready.get_untracked() {
            return was_pressed.set(true);
        }
        let (Some(of), reason) = (of.clone(), reason.get_untracked()) else { return };
        let level = picked.get_untracked().and_then(|level| level.parse().ok());
        shell.dispatch(Event::Attest(match level.unwrap_or_default() {
            0 => Attest::TakeBack { of, reason },
            level => Attest::Correct { of, level, reason },
        }));
        is_open.set(false);
    });
    let keep = Callback::new(move |()| is_open.set(false));
    let words =
        FieldWords { id: "amend", label: m::signed_why(lang).into(), ..FieldWords::default() };
    view! {
        <Section title=m::signed_wrong(lang)>
            <p>{m::signed_wrong_words(lang)}</p>
            <Picks
                legend=m::table_level(lang)
                name="amend"
                picks=picks(lang, shell, &signed)
                picked=picked
                on_pick=Callback::new(move |value| picked.set(Some(value)))
            />
            <LineField words value=reason on_input=Callback::new(move |text| reason.set(text)) />
            <p class="problem" role="alert">{problem}</p>
            <div class="cols">
                <Button label=m::void_keep(lang) on_press=keep />
                <Button label=m::signed_amend(lang) weight=Weight::Ink on_press=amend />
            </div>
        </Section>
    }
}

/// The other levels of the skill, and none.
fn picks(lang: Lang, shell: Shell, signed: &SignedView) -> Vec<Pick> {
    let levels = shell.read(|client, _| client.levels_of(&signed.competency));
    let others = levels.into_iter().filter(|level| Some(level.number) != signed.level);
    let pick = |level: client::view::LevelWords| {
        let number = m::number(lang, level.number.into());
        let words = [&number, " · ", &level.name].concat();
        Pick::new(number, words)
    };
    let mut picks: Vec<_> = others.map(pick).collect();
    picks.push(Pick::new(NONE, m::signed_take_back(lang)));
    picks
}
