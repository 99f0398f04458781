//! A sign-off as an Open Badge for the person it is about, and what anyone needs to verify it.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use exchange::attestation::from_hex;
use exchange::badge::{base64_url, profile};
use protocol::http::ProblemCode;
use serde::{Deserialize, Serialize};

use super::HttpError;
use crate::auth::SignedIn;
use crate::badge::{Addresses, NoBadge, badge_for};
use crate::state::AppState;
use crate::trust::Issuer;

#[derive(Deserialize)]
pub(super) struct Which {
    /// The digest of the attestation, as hex.
    attestation: String,
}

/// A JSON Web Key (RFC 7517).
#[derive(Serialize)]
pub(super) struct Key {
    kty: &'static str,
    alg: &'static str,
    #[serde(rename = "use")]
    purpose: &'static str,
    kid: String,
    n: String,
    e: String,
}

/// Of the caller's own sign-offs. What may not be read and what does not exist get one answer.
pub(super) async fn badge(
    State(state): State<AppState>,
    user: SignedIn,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<([(HeaderName, HeaderValue); 1], String), HttpError> {
    let Query(which) = which.map_err(|error| HttpError::bad_request(error.body_text()))?;
    let digest = from_hex(&which.attestation).and_then(|bytes| bytes.try_into().ok());
    let digest = digest.ok_or(ProblemCode::NotFound)?;
    let (fresh, day_and_time) = (state.clone(), (state.today(), state.now()));
    let token = state
        .blocking(move |store| {
            let directory = fresh.fresh_directory()?;
            let (asked, addresses) = ((&user.person, &digest), Addresses::below(fresh.url()));
            Ok(badge_for(store, &directory, asked, &addresses, day_and_time))
        })
        .await??;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/jwt"))], token))
}

/// No secret: it stands in every badge.
pub(super) async fn issuer(State(state): State<AppState>) -> Json<impl Serialize + use<>> {
    let name = &state.directory().organisation.name;
    Json(profile(&Addresses::below(state.url()).issuer(), name))
}

/// Not found before the first badge: asking makes no key.
pub(super) async fn key(State(state): State<AppState>) -> Result<Json<Key>, HttpError> {
    let known = state.blocking(|store| Ok(Issuer::known(store))).await??;
    let public = known.ok_or(ProblemCode::NotFound)?.public();
    Ok(Json(Key {
        kty: "RSA",
        alg: "RS256",
        purpose: "sig",
        kid: Addresses::below(state.url()).key,
        n: base64_url(&public.n),
        e: base64_url(&public.e),
    }))
}

impl From<NoBadge> for HttpError {
    fn from(error: NoBadge) -> Self {
        let detail = error.to_string();
        match error {
            NoBadge::NotHere => ProblemCode::NotFound.into(),
            NoBadge::DoesNotCount(_) => Self::Refused(ProblemCode::DoesNotCount, Some(detail)),
            NoBadge::Trust(error) => error.into(),
        }
    }
}
