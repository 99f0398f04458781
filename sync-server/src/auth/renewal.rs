//! A session's secret is replaced now and then, and nobody is signed out by that: the old one ends
//! only once the new one was shown a while after it was given. Until then an answer that got lost, a
//! browser that was killed before it wrote its cookie, or a request under way does no harm.

use axum::http::HeaderValue;

use super::cookie::clear_outdated;
use super::{Secret, SignedIn, session_cookie};
use crate::edge::Caller;
use crate::http::HttpError;
use crate::state::AppState;
use crate::store::Rotation;

/// The cookies to answer with: the same again for longer, or the next. A token is never replaced:
/// whoever has it could not hear of another.
pub(crate) async fn renew(
    state: &AppState,
    user: &SignedIn,
    caller: Caller,
) -> Result<Vec<HeaderValue>, HttpError> {
    let Some(shown) = user.cookie() else { return Ok(Vec::new()) };
    let next = Secret::fresh()?;
    let (old, new, now) = (shown.secret.hash(), next.hash(), state.now());
    let cookie = match state.blocking(move |store| store.rotate(&old, &new, now)).await? {
        Rotation::Kept => session_cookie(&shown.secret, caller.is_https),
        Rotation::Replaced => session_cookie(&next, caller.is_https),
        // The next one is on its way: this one must not come after it.
        Rotation::Succeeded => return Ok(Vec::new()),
    };
    let outdated = shown.is_outdated(caller.is_https) && caller.is_https;
    Ok(cookie.into_iter().chain(outdated.then(clear_outdated).flatten()).collect())
}
