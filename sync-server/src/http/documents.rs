//! Which documents there are for the caller, and making new ones known.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::{Kind, Period};
use protocol::http::{DocumentDto, PutDocument, PutDocumentAnswer, RegisteredDocument};

use super::HttpError;
use super::body::Body;
use super::etag::json_or_not_modified;
use crate::access::{Listed, Wish, documents_for, register};
use crate::auth::SignedIn;
use crate::state::AppState;

pub(super) async fn list(
    State(state): State<AppState>,
    user: SignedIn,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (fresh, today) = (state.clone(), state.today());
    let listed = state
        .blocking(move |store| {
            documents_for(store, &*fresh.fresh_directory()?, &user.person, today)
        })
        .await?;
    let lines: Vec<DocumentDto> = listed.into_iter().map(line).collect();
    Ok(json_or_not_modified(&headers, &lines))
}

fn line(Listed { document, access }: Listed) -> DocumentDto {
    DocumentDto::from(&RegisteredDocument {
        document_id: document.id.to_string(),
        kind: document.kind,
        author: document.author,
        subject: document.subject,
        period: document.period,
        access,
    })
}

/// Who asks is the author, whatever the body says.
pub(super) async fn put(
    State(state): State<AppState>,
    user: SignedIn,
    Body(body): Body<PutDocument>,
) -> Result<Json<PutDocumentAnswer>, HttpError> {
    let kind = Kind::parse(&body.kind)
        .ok_or_else(|| HttpError::bad_request("there is no such kind of document"))?;
    let wish = Wish { kind, subject: body.subject, period: body.period.map(Period) };
    let (fresh, now) = (state.clone(), state.now());
    let registered = state
        .blocking(move |store| {
            let directory = fresh.fresh_directory()?;
            Ok(register(store, &directory, &user.person, wish, now))
        })
        .await??;
    Ok(Json(PutDocumentAnswer { document_id: registered.id.to_string() }))
}
