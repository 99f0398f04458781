//! Certificates, whom to trust, and receipts.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Access;
use exchange::attestation::{
    PublicKey, Receipt, Record, Signed, SignedSuccession, from_hex, to_hex,
};
use protocol::http::{
    CertificateDto, CertificateWish, KeptReceipts, ProblemCode, ReceiptsDto, RootDto, SignedDto,
    SuccessionDto, TrustDto,
};
use serde::Deserialize;

use super::HttpError;
use super::body::Body;
use super::etag::json_or_not_modified;
use crate::auth::SignedIn;
use crate::state::AppState;
use crate::store::DocumentId;
use crate::trust::{Authority, TrustError, Wish, certificates_for, receipts, take_receipts_back};

/// For the device that asks, whatever the body says.
pub(super) async fn certify(
    State(state): State<AppState>,
    user: SignedIn,
    Body(wish): Body<CertificateWish>,
) -> Result<Json<SignedDto>, HttpError> {
    let key = from_hex(&wish.public_key).and_then(|bytes| bytes.try_into().ok());
    let key = PublicKey(key.ok_or(TrustError::NotAKey)?);
    let wish = Wish { person: user.person, device: user.device, key, is_guest: wish.guest };
    let (most, now) = (state.limits().device_keys, state.now());
    let certified =
        state.blocking(move |store| Ok(crate::trust::certify(store, &wish, most, now))).await??;
    Ok(Json(signed(&certified)))
}

pub(super) async fn trust(
    State(state): State<AppState>,
    user: SignedIn,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (fresh, today, now) = (state.clone(), state.today(), state.now());
    let (authority, certificates) = state
        .blocking(move |store| {
            let directory = fresh.fresh_directory()?;
            let certificates = certificates_for(store, &directory, &user.person, today)?;
            Ok(Authority::of(store, now).map(|authority| (authority, certificates)))
        })
        .await??;
    let certificates = certificates.into_iter().map(|(one, revoked_at)| CertificateDto {
        bytes: to_hex(&one.bytes),
        signature: to_hex(&one.signature),
        revoked_at,
    });
    let trust = TrustDto {
        org: authority.org.to_string(),
        fingerprint: authority.fingerprint().to_string(),
        chain: authority.chain().iter().map(succession).collect(),
        certificates: certificates.collect(),
    };
    Ok(json_or_not_modified(&headers, &trust))
}

/// No secret: whoever checks a proof compares it.
pub(super) async fn root(State(state): State<AppState>) -> Result<Json<RootDto>, HttpError> {
    let now = state.now();
    let authority = state.blocking(move |store| Ok(Authority::of(store, now))).await??;
    Ok(Json(RootDto {
        org: authority.org.to_string(),
        fingerprint: authority.fingerprint().to_string(),
        chain: authority.chain().iter().map(succession).collect(),
    }))
}

#[derive(Deserialize)]
pub(super) struct Which {
    document: String,
    #[serde(default)]
    after: u64,
}

/// A document that may not be read and one that does not exist get one answer.
pub(super) async fn receipts_of(
    State(state): State<AppState>,
    user: SignedIn,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<ReceiptsDto>, HttpError> {
    let Query(which) = which.map_err(|error| HttpError::bad_request(error.body_text()))?;
    let document = which.document.parse::<DocumentId>().map_err(|_| ProblemCode::NotFound)?;
    let (fresh, today, now) = (state.clone(), state.today(), state.now());
    let page = state
        .blocking(move |store| {
            let directory = fresh.fresh_directory()?;
            let record = store
                .document(document)?
                .filter(|record| directory.access_of(&user.person, record, today) > Access::None);
            Ok(record.map(|record| receipts(store, &directory, &record, which.after, now)))
        })
        .await?;
    let page = page.ok_or(ProblemCode::NotFound)??;
    Ok(Json(ReceiptsDto { receipts: page.receipts.iter().map(signed).collect(), next: page.next }))
}

/// After a restore, from whoever kept them: nothing is said of what is here.
pub(super) async fn take_back(
    State(state): State<AppState>,
    _user: SignedIn,
    Body(brought): Body<KeptReceipts>,
) -> Result<StatusCode, HttpError> {
    let receipts = brought.receipts.iter().map(opened).collect::<Option<Vec<_>>>();
    let receipts = receipts.ok_or(TrustError::NotOurReceipt)?;
    let now = state.now();
    state.blocking(move |store| Ok(take_receipts_back(store, &receipts, now))).await??;
    Ok(StatusCode::NO_CONTENT)
}

fn opened(one: &SignedDto) -> Option<Signed<Receipt>> {
    Signed::open(&from_hex(&one.bytes)?, &from_hex(&one.signature)?).ok()
}

fn signed<R: Record>(one: &Signed<R>) -> SignedDto {
    SignedDto { bytes: to_hex(&one.record.encode()), signature: to_hex(&one.signature) }
}

fn succession(one: &SignedSuccession) -> SuccessionDto {
    SuccessionDto {
        bytes: to_hex(&one.succession.encode()),
        by_old: to_hex(&one.by_old),
        by_new: to_hex(&one.by_new),
    }
}
