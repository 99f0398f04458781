//! Sign-offs in words: who signed what, and what that is worth now.

use client::view::{Deed, Reason, Signed, SignedView, Worth};
use domain::Day;
use leptos::prelude::*;
use view::view;

use super::entry_row::path;
use super::say;
use crate::components::frame::Section;
use crate::components::rows::{CordItem, CordList};
use crate::messages::{self as m, Lang};
use crate::motif::Knot;

/// All that was signed of a skill, the latest first; nothing where nothing was.
pub(super) fn signed(lang: Lang, signed: &Signed, today: Day) -> Option<AnyView> {
    let note = match (signed.is_stuck, signed.is_checking) {
        (true, _) => Some(m::signed_stuck(lang)),
        (false, true) => Some(m::signed_checking(lang)),
        (false, false) => None,
    };
    if signed.rows.is_empty() && !signed.is_checking {
        return None;
    }
    let items: Vec<_> = signed.rows.iter().map(|row| item(lang, row, today)).collect();
    let note = note.map(|note| view! { <p class="hint" role="status">{note}</p> });
    Some(
        view! { <Section title=m::signed_title(lang)><CordList>{items}</CordList>{note}</Section> }
            .into_any(),
    )
}

fn item(lang: Lang, row: &SignedView, today: Day) -> AnyView {
    let side = m::capital(&m::relative_day(lang, row.observed.day(), today));
    let lines =
        vec![level(lang, row), row.reason.clone().unwrap_or_default(), worth(lang, row.worth)];
    let knot = if row.worth == Worth::Counts { Knot::Sealed } else { Knot::Solid };
    let head = title(lang, Some(row));
    // Of what has not arrived there is the task that it is about.
    match row.entry.as_ref().or(row.evidence.as_ref()) {
        Some(entry) => view! { <CordItem knot head side lines href=path(entry) /> }.into_any(),
        None => view! { <CordItem knot head side lines /> }.into_any(),
    }
}

/// "Ingrid signed this off"
pub(super) fn title(lang: Lang, row: Option<&SignedView>) -> String {
    let Some(row) = row else { return m::signed_unchecked(lang).to_owned() };
    let name = say::first_name(&row.signer);
    match (row.deed, row.is_own) {
        (Deed::Signed, true) => m::signed_you(lang).to_owned(),
        (Deed::Signed, false) => m::signed_by(lang, &name),
        (Deed::Corrected, true) => m::signed_you_corrected(lang).to_owned(),
        (Deed::Corrected, false) => m::signed_corrected(lang, &name),
        (Deed::TookBack, true) => m::signed_you_took_back(lang).to_owned(),
        (Deed::TookBack, false) => m::signed_took_back(lang, &name),
        (Deed::Confirmed, _) => m::signed_confirmed(lang, &name),
    }
}

pub(super) fn level(lang: Lang, row: &SignedView) -> String {
    match row.level {
        Some(level) => [&m::comp_level(lang, u32::from(level)), " · ", &row.level_name].concat(),
        None => m::obs_hidden(lang).to_owned(),
    }
}

pub(super) fn worth(lang: Lang, worth: Worth) -> String {
    match worth {
        Worth::Counts => m::worth_counts(lang).to_owned(),
        Worth::Proof => m::worth_proof(lang).to_owned(),
        Worth::Waits => m::worth_waits(lang).to_owned(),
        Worth::Unconfirmed => m::worth_unconfirmed(lang).to_owned(),
        Worth::Not(reason) => match why(lang, reason) {
            Why::Says(words) => words.to_owned(),
            Why::Because(why) => m::worth_not(lang, why),
        },
    }
}

/// Why something is not worth anything, by itself.
pub(super) fn reason_words(lang: Lang, reason: Reason) -> &'static str {
    match why(lang, reason) {
        Why::Says(words) | Why::Because(words) => words,
    }
}

/// What became of it needs no "does not count".
enum Why {
    Says(&'static str),
    Because(&'static str),
}

fn why(lang: Lang, reason: Reason) -> Why {
    match reason {
        Reason::ChangedAfterSignOff => Why::Says(m::worth_changed(lang)),
        Reason::EvidenceGone => Why::Says(m::worth_gone(lang)),
        Reason::Corrected => Why::Says(m::worth_corrected(lang)),
        Reason::Voided => Why::Says(m::worth_taken_back(lang)),
        Reason::Unreadable
        | Reason::BadSignature
        | Reason::BadCertificate
        | Reason::OtherSigner
        | Reason::BadReceipt
        | Reason::OtherReceipt => Why::Because(m::why_not_whole(lang)),
        Reason::OtherOrganisation
        | Reason::OtherSubject
        | Reason::OtherEntry
        | Reason::OtherPlace
        | Reason::OwnSkill => Why::Because(m::why_elsewhere(lang)),
        Reason::NoCertificate | Reason::OrganisationNotConfirmed => {
            Why::Because(m::why_unknown(lang))
        }
        Reason::KeyReplaced
        | Reason::CertificateNotYetValid
        | Reason::CertificateExpired
        | Reason::RootReplaced => Why::Because(m::why_expired(lang)),
        Reason::DeviceRevoked => Why::Because(m::why_revoked(lang)),
        Reason::NoRelation | Reason::RelationEnded => Why::Because(m::why_not_theirs(lang)),
        Reason::ObservedLater => Why::Because(m::why_dated(lang)),
        Reason::UnknownCompetencyVersion => Why::Because(m::why_version(lang)),
    }
}
