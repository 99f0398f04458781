//! Authentication as a type: a handler that names [`SignedIn`] runs only for a known device.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use domain::{DeviceId, PersonId, Role};
use protocol::http::ProblemCode;

use super::Secret;
use super::cookie::{Shown, from_cookie};
use crate::http::HttpError;
use crate::state::AppState;
use crate::store::{SessionRecord, Store, StoreError};

/// The device is noted as seen at most this often.
const SEEN_EVERY_MS: i64 = 60_000;

/// A known, unrevoked device of an active person, by cookie or bearer token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub person: PersonId,
    pub device: DeviceId,
    pub name: String,
    pub roles: Vec<Role>,
    proof: Proof,
}

/// How somebody showed who they are.
#[derive(Clone, Debug)]
enum Proof {
    Cookie(Shown),
    Bearer(Secret),
    Ticket,
}

impl Proof {
    fn secret(&self) -> Option<&Secret> {
        match self {
            Self::Cookie(shown) => Some(&shown.secret),
            Self::Bearer(secret) => Some(secret),
            Self::Ticket => None,
        }
    }
}

/// The same for the websocket, where a one-time `?ticket=` counts too.
#[derive(Clone, Debug)]
pub struct SyncUser(pub SignedIn);

impl SignedIn {
    pub fn is_admin(&self) -> bool {
        self.roles.contains(&Role::Admin)
    }

    pub(crate) fn is_by_token(&self) -> bool {
        matches!(self.proof, Proof::Bearer(_))
    }

    pub(super) fn cookie(&self) -> Option<&Shown> {
        match &self.proof {
            Proof::Cookie(shown) => Some(shown),
            Proof::Bearer(_) | Proof::Ticket => None,
        }
    }

    pub(crate) fn secret(&self) -> Option<&Secret> {
        self.proof.secret()
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, HttpError> {
        let proof = proof_in(&parts.headers);
        by_secret(state, proof.ok_or(ProblemCode::SignedOut)?).await
    }
}

impl FromRequestParts<AppState> for SyncUser {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, HttpError> {
        match ticket_in(&parts.uri) {
            Some(ticket) => by_ticket(state, &ticket).await.map(Self),
            None => SignedIn::from_request_parts(parts, state).await.map(Self),
        }
    }
}

fn proof_in(headers: &HeaderMap) -> Option<Proof> {
    match headers.get(header::AUTHORIZATION) {
        Some(value) => {
            let token = value.to_str().ok()?.strip_prefix("Bearer ")?;
            Some(Proof::Bearer(Secret::sent(token.trim())))
        }
        None => from_cookie(headers).map(Proof::Cookie),
    }
}

pub(super) fn ticket_in(uri: &Uri) -> Option<Secret> {
    let mut pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == "ticket").map(|(_, value)| Secret::sent(value))
}

async fn by_secret(state: &AppState, proof: Proof) -> Result<SignedIn, HttpError> {
    let hash = proof.secret().ok_or(ProblemCode::SignedOut)?.hash();
    let (now, noting) = (state.now(), state.clone());
    let session = state
        .blocking(move |store| {
            let session = store.session(&hash)?;
            session.as_ref().map_or(Ok(()), |session| note_seen(&noting, store, session, now))?;
            Ok(session)
        })
        .await?;
    admit(state, session, proof)
}

async fn by_ticket(state: &AppState, ticket: &Secret) -> Result<SignedIn, HttpError> {
    let device = state.tickets().redeem(ticket, state.now()).ok_or(ProblemCode::SignedOut)?;
    let session = state
        .blocking(move |store| {
            let Some(device) = store.device(&device)? else { return Ok(None) };
            let person = store.person(&device.person)?;
            Ok(person.map(|person| SessionRecord { person, device }))
        })
        .await?;
    admit(state, session, Proof::Ticket)
}

fn note_seen(
    state: &AppState,
    store: &dyn Store,
    session: &SessionRecord,
    now: i64,
) -> Result<(), StoreError> {
    let device = &session.device;
    let is_due = device.revoked_at.is_none() && now - device.last_seen >= SEEN_EVERY_MS;
    if is_due { state.seen().note(store, &device.id, now) } else { Ok(()) }
}

/// Revoked and unknown are told apart: the phone says different sentences.
fn admit(
    state: &AppState,
    session: Option<SessionRecord>,
    proof: Proof,
) -> Result<SignedIn, HttpError> {
    let SessionRecord { person, device } = session.ok_or(ProblemCode::SignedOut)?;
    if device.revoked_at.is_some() || !person.is_active {
        return Err(ProblemCode::Revoked.into());
    }
    state.requests().by_device(&device.id, state.now())?;
    let (name, roles) = (person.name, person.roles);
    Ok(SignedIn { person: person.id, device: device.id, name, roles, proof })
}
