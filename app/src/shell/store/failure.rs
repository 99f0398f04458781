//! Why the store did not do it, from what the browser calls it.

use client::Fault;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The browser's quota, or the phone, is full.
    Full,
    /// The connection went away; a new one may work. Browsers say why in many ways.
    Gone(String),
    /// Another tab works now.
    Taken,
    Other(String),
}

impl Failure {
    pub(super) fn from_js(error: &JsValue) -> Self {
        match error.dyn_ref::<DomException>() {
            Some(error) => Self::from_exception(error),
            None => Self::Other(format!("{error:?}")),
        }
    }

    pub(super) fn from_exception(error: &DomException) -> Self {
        Self::from_words(&error.name(), &error.message())
    }

    fn from_words(name: &str, message: &str) -> Self {
        let words = format!("{name}: {message}");
        match name {
            "QuotaExceededError" => Self::Full,
            // Only the mark of `turn::guard` is added; all else is put.
            "ConstraintError" => Self::Taken,
            // Safari says `UnknownError` when it has killed the connection of a page in the
            // background; Chromium says `AbortError` or `InvalidStateError`.
            "AbortError" | "InvalidStateError" | "TransactionInactiveError" | "UnknownError" => {
                Self::Gone(words)
            }
            _ => Self::Other(words),
        }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Full => Self::Full,
            Failure::Gone(words) => {
                leptos::logging::error!("the store is gone: {words}");
                Self::Closed
            }
            Failure::Taken => Self::Closed,
            Failure::Other(words) => Self::Other(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC F6, F7
    #[test]
    fn what_the_browser_says_becomes_full_gone_or_other() {
        let check = |name, expected| assert_eq!(Failure::from_words(name, "m"), expected);
        check("QuotaExceededError", Failure::Full);
        check("ConstraintError", Failure::Taken);
        check("InvalidStateError", Failure::Gone("InvalidStateError: m".into()));
        check("UnknownError", Failure::Gone("UnknownError: m".into()));
        check("VersionError", Failure::Other("VersionError: m".into()));
    }
}
