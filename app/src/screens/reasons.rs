//! Why the server said no, in words a worker can use, and what to do.

use client::view::{EndCode, RefusalCode};

use crate::messages::{self as m, Lang};

/// Why something was not accepted; in the server's own words where we have none.
pub(super) fn why(lang: Lang, code: &str, reason: &str) -> String {
    let words = match RefusalCode::parse(code) {
        Some(RefusalCode::TooLarge | RefusalCode::InflatesTooFar) => m::refused_too_large(lang),
        Some(RefusalCode::Malformed) => m::refused_damaged(lang),
        Some(RefusalCode::Forbidden) => m::refused_not_yours(lang),
        Some(RefusalCode::RelationEnded) => m::refused_ended(lang),
        Some(RefusalCode::NotAccepted) => m::refused_rule(lang),
        Some(RefusalCode::Frozen) => m::refused_frozen(lang),
        Some(RefusalCode::TooManyDocuments) => m::refused_too_many(lang),
        None => return m::refused_other(lang, reason),
    };
    words.to_owned()
}

pub(super) fn what_to_do(lang: Lang, code: &str) -> &'static str {
    match RefusalCode::parse(code) {
        Some(RefusalCode::TooLarge | RefusalCode::InflatesTooFar) => m::refused_do_shorter(lang),
        Some(RefusalCode::Forbidden) => m::refused_do_ask(lang),
        Some(RefusalCode::RelationEnded) => m::refused_do_hand(lang),
        Some(RefusalCode::Frozen) => m::refused_do_wait(lang),
        Some(RefusalCode::Malformed | RefusalCode::NotAccepted | RefusalCode::TooManyDocuments)
        | None => m::refused_do_show(lang),
    }
}

/// Why the server ended the connection.
pub(super) fn ended(lang: Lang, code: EndCode) -> &'static str {
    match code {
        EndCode::Stopping => m::ended_stopping(lang),
        EndCode::Revoked => m::ended_revoked(lang),
        EndCode::Replaced => m::ended_replaced(lang),
        EndCode::TooManyConnections => m::ended_too_many(lang),
        EndCode::TooManyPhones => m::ended_too_many_phones(lang),
        EndCode::ServerFull => m::ended_full(lang),
        EndCode::TooManyRequests => m::ended_too_often(lang),
        EndCode::NotStored => m::ended_not_stored(lang),
        EndCode::NotKept => m::ended_not_kept(lang),
        EndCode::FrameTooLarge => m::ended_too_large(lang),
        EndCode::Unreadable => m::ended_unreadable(lang),
        EndCode::Version => m::ended_version(lang),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    // SPEC C19, H56
    #[test]
    fn each_reason_of_the_server_has_a_sentence_in_each_language() {
        for code in RefusalCode::ALL.map(RefusalCode::as_str) {
            let said: BTreeSet<_> = Lang::ALL.map(|lang| why(lang, code, "SERVER")).into();
            assert_eq!(said.len(), Lang::ALL.len(), "{code}: {said:?}");
            assert!(said.iter().all(|words| !words.contains("SERVER")), "{code}: {said:?}");
        }
        assert!(why(Lang::En, "unheard-of", "SERVER").contains("SERVER"));
        for code in EndCode::ALL {
            let said: BTreeSet<_> = Lang::ALL.map(|lang| ended(lang, code)).into();
            assert_eq!(said.len(), Lang::ALL.len(), "{said:?}");
        }
    }
}
