//! Joining, tickets and leaving.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use protocol::http::{JoinRequest, JoinResponse, ProblemCode, Ticket, roles_to_texts};

use super::HttpError;
use super::body::Body;
use crate::auth::{InviteCode, Secret, SignedIn, clear_cookie, device_id, session_cookie};
use crate::edge::Caller;
use crate::state::AppState;
use crate::store::{JoinOutcome, NewDevice, Organisation, SessionRecord};

pub(super) type SetCookie = AppendHeaders<Vec<(HeaderName, HeaderValue)>>;

/// A name for the list of devices; cut, not refused.
const NAME_CHARS: usize = 80;

/// Uses the invite up. The answer is the only place where the token or cookie ever appears.
pub(super) async fn join(
    State(state): State<AppState>,
    caller: Caller,
    Body(wish): Body<JoinRequest>,
) -> Result<(SetCookie, Json<JoinResponse>), HttpError> {
    let code: InviteCode = wish.code.parse().map_err(|_| ProblemCode::CodeMistyped)?;
    let (address, now) = (caller.network(), state.now());
    if !state.tries().may_try(address, now) {
        return Err(ProblemCode::TooManyTries.into());
    }
    let (new, secret) = new_device(&wish.device_name)?;
    let outcome = state.blocking(move |store| store.join(&code.hash(), &new, now)).await?;
    if outcome == JoinOutcome::Unknown {
        state.tries().was_wrong(address, now);
    }
    let session = joined(outcome)?;
    let welcomed = Welcomed { secret, wants_token: wish.token == Some(true) };
    welcome(&state, caller, session, welcomed).await
}

fn joined(outcome: JoinOutcome) -> Result<SessionRecord, ProblemCode> {
    match outcome {
        JoinOutcome::Joined(session) => Ok(session),
        JoinOutcome::Unknown => Err(ProblemCode::CodeUnknown),
        JoinOutcome::Used => Err(ProblemCode::CodeUsed),
        JoinOutcome::Expired => Err(ProblemCode::CodeExpired),
        JoinOutcome::Inactive => Err(ProblemCode::Revoked),
    }
}

pub(super) fn new_device(name: &str) -> Result<(NewDevice, Secret), HttpError> {
    let secret = Secret::fresh()?;
    let name = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
    Ok((NewDevice { id: device_id()?, name, secret: secret.hash() }, secret))
}

/// What a new device shows from now on: as a cookie, or as a token where it asked for one.
pub(super) struct Welcomed {
    pub(super) secret: Secret,
    pub(super) wants_token: bool,
}

/// Tells a new device who it is.
pub(super) async fn welcome(
    state: &AppState,
    caller: Caller,
    session: SessionRecord,
    Welcomed { secret, wants_token }: Welcomed,
) -> Result<(SetCookie, Json<JoinResponse>), HttpError> {
    let answer_state = state.clone();
    let directory = tokio::task::spawn_blocking(move || answer_state.fresh_directory()).await??;
    let Organisation { id, name, .. } = &directory.organisation;
    let SessionRecord { person, device } = session;
    let answer = JoinResponse {
        org: id.to_string(),
        org_name: name.clone(),
        person: person.id.to_string(),
        name: person.name,
        device: device.id.to_string(),
        peer_id: device.id.to_string(),
        server_time: state.now(),
        roles: roles_to_texts(&person.roles),
        token: wants_token.then(|| secret.reveal().to_owned()),
    };
    let cookie = (!wants_token).then(|| session_cookie(&secret, caller.is_https)).flatten();
    Ok((set_cookies(cookie), Json(answer)))
}

pub(super) fn set_cookies(cookies: impl IntoIterator<Item = HeaderValue>) -> SetCookie {
    AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)).collect())
}

pub(super) async fn ticket(
    State(state): State<AppState>,
    user: SignedIn,
) -> Result<Json<Ticket>, HttpError> {
    let ticket = Secret::fresh()?;
    state.tickets().issue(&ticket, user.device, state.now());
    Ok(Json(Ticket { ticket: ticket.reveal().to_owned() }))
}

/// Ends this session. Somebody who is signed out already is signed out. Who shows a token has no part in the
/// cookie that comes with it: another person of the same browser may be signed in by that.
pub(super) async fn sign_out(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    user: Result<SignedIn, HttpError>,
) -> Result<impl IntoResponse, HttpError> {
    let (hash, keeps_cookie) = match user {
        Ok(user) => (user.secret().map(Secret::hash), user.is_by_token()),
        Err(HttpError::Refused(..)) => (None, headers.contains_key(header::AUTHORIZATION)),
        Err(error) => return Err(error),
    };
    if let Some(hash) = hash {
        state.blocking(move |store| store.end_session(&hash)).await?;
    }
    let cleared = if keeps_cookie { Vec::new() } else { clear_cookie(caller.is_https) };
    Ok((StatusCode::NO_CONTENT, set_cookies(cleared)))
}
