//! Why a card leads nowhere, in words, with what to do.

use client::Observe;
use client::view::{CardProblem, ProofProblem, Reason, SignedView, Unread};
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::observe::tells;
use super::{say, signed};
use crate::components::buttons::LinkButton;
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::messages::{self as m, Lang};
use crate::router::Route;
use crate::shell::Shell;

pub(super) fn problem(shell: Shell, lang: Lang, problem: &CardProblem, today: Day) -> AnyView {
    if let CardProblem::Watched { seen, worker, task, request } = problem {
        let href = Route::Entry(seen.clone()).path();
        let what = Observe::Open {
            person: worker.clone(),
            task: Some(task.clone()),
            request: request.clone(),
        };
        let again = tells(shell, "btn btn-ink", Sign::Checklist, m::scan_watch_again(lang), what);
        return view! {
            <Notice mood=Mood::Offer sign=Sign::Done title=m::scan_watched(lang) words=m::scan_watched_words(lang)>
                <LinkButton label=m::scan_watched_look(lang) href />
                {again}
            </Notice>
        }
        .into_any();
    }
    if matches!(problem, CardProblem::Proof(ProofProblem::Held)) {
        let (title, words) = (m::proof_held(lang), m::proof_held_words(lang));
        return view! { <Notice mood=Mood::Offer sign=Sign::Done title words /> }.into_any();
    }
    let (title, words) = said(lang, problem, today);
    view! { <Notice mood=Mood::Alarm sign=Sign::Alert title words /> }.into_any()
}

/// What a proof says that was just kept, and that it does not count yet.
pub(super) fn kept(lang: Lang, proof: &SignedView, today: Day) -> AnyView {
    let href = Route::Skill(proof.competency.clone()).path();
    let when = say::day_and_time(lang, proof.observed, today);
    let level = match proof.level {
        Some(_) => signed::level(lang, proof) + ".",
        None => m::obs_hidden(lang).to_owned(),
    };
    let says = m::proof_says(lang, &proof.name, &when, &proof.signer);
    let words = [says.as_str(), &level, m::proof_kept_words(lang)].join(" ");
    view! {
        <Notice mood=Mood::Offer sign=Sign::Done title=m::proof_kept(lang) words>
            <LinkButton label=m::proof_look(lang) href />
        </Notice>
    }
    .into_any()
}

fn unproven(lang: Lang, problem: &ProofProblem) -> (String, String) {
    let words = |title: &str, words: &str| (title.to_owned(), words.to_owned());
    match problem {
        ProofProblem::ConnectOnce => words(m::sign_connect(lang), m::proof_connect_words(lang)),
        ProofProblem::NotChecked => words(m::proof_unchecked(lang), m::proof_unchecked_words(lang)),
        ProofProblem::Held => words(m::proof_held(lang), m::proof_held_words(lang)),
        ProofProblem::NotInCharge(name) => {
            words(&m::proof_not_in_charge(lang, name), m::proof_not_in_charge_words(lang))
        }
        ProofProblem::NotKept(fault) => {
            let (title, told) = say::not_kept(lang, fault);
            words(title, told)
        }
        ProofProblem::Not(Reason::OtherOrganisation) => {
            words(m::proof_org(lang), m::proof_nothing_kept(lang))
        }
        ProofProblem::Not(Reason::OtherSubject) => {
            words(m::proof_other(lang), m::proof_other_words(lang))
        }
        ProofProblem::Not(Reason::OrganisationNotConfirmed) => {
            words(m::proof_key(lang), m::proof_key_words(lang))
        }
        ProofProblem::Not(reason) => {
            let why = signed::reason_words(lang, *reason);
            words(m::proof_not(lang), &m::proof_not_words(lang, why))
        }
    }
}

fn said(lang: Lang, problem: &CardProblem, today: Day) -> (String, String) {
    let words = |title: &str, words: &str| (title.to_owned(), words.to_owned());
    match problem {
        CardProblem::Unread(Unread::Foreign) => {
            words(m::scan_foreign(lang), m::scan_foreign_words(lang))
        }
        CardProblem::Unread(Unread::Torn) => words(m::scan_torn(lang), m::scan_torn_words(lang)),
        CardProblem::Unread(Unread::Newer) => words(m::scan_newer(lang), m::scan_newer_words(lang)),
        CardProblem::OtherOrganisation => words(m::scan_org(lang), m::scan_org_words(lang)),
        CardProblem::Own => words(m::scan_own(lang), m::scan_own_words(lang)),
        CardProblem::Stale(made) => {
            let when = say::day_and_time(lang, *made, today);
            words(m::scan_stale(lang), &m::scan_stale_words(lang, &when))
        }
        CardProblem::NotYours(Some(name)) => {
            words(&m::scan_not_yours(lang, name), m::scan_not_yours_words(lang))
        }
        CardProblem::NotYours(None) => words(m::scan_stranger(lang), m::scan_not_yours_words(lang)),
        CardProblem::TakenBack => words(m::scan_taken_back(lang), m::scan_taken_back_words(lang)),
        CardProblem::Proof(problem) => unproven(lang, problem),
        CardProblem::Mistyped => words(m::scan_mistyped(lang), m::scan_mistyped_words(lang)),
        CardProblem::NotHere => words(m::scan_not_here(lang), m::scan_not_here_words(lang)),
        CardProblem::Watched { .. } => words(m::scan_watched(lang), m::scan_watched_words(lang)),
    }
}
