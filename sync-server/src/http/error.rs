//! One error type for all handlers: what the client is told, and what only the log says.

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::EndCode;
use protocol::http::{Problem, ProblemCode};

use super::answers::Refused;
use crate::access::NotRegistered;
use crate::auth::{NoRandomness, NotInvited};
use crate::limits::TooOften;
use crate::store::StoreError;
use crate::trust::TrustError;

/// Seconds after which a phone that found the server full should come again.
const AGAIN: u64 = 30;

#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("refused: {}", .0.as_str())]
    Refused(ProblemCode, Option<String>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    Trust(TrustError),
    #[error("a blocking task did not finish")]
    Stopped(#[from] tokio::task::JoinError),
    #[error("the server is stopping")]
    Stopping,
    #[error("more requests than one device or address may make")]
    TooOften(TooOften),
    #[error("as many connections as the server takes")]
    Full,
}

impl HttpError {
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::Refused(ProblemCode::BadRequest, Some(detail.into()))
    }

    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::Refused(ProblemCode::Forbidden, Some(detail.into()))
    }

    /// The stable code, with the status it is sent with.
    fn code(&self) -> (ProblemCode, u16) {
        let own = |code: &str, status| (ProblemCode::Other(code.to_owned()), status);
        match self {
            Self::Refused(code, _) => (code.clone(), code.status()),
            Self::Store(StoreError::UnknownDocument(_) | StoreError::UnknownPerson(_)) => {
                (ProblemCode::NotFound, 404)
            }
            Self::Store(StoreError::Full(_)) => own("storage-full", 507),
            Self::Store(StoreError::Busy(_)) => own("storage-busy", 503),
            Self::Store(StoreError::LastAdmin) => own("last-admin", 409),
            Self::Store(
                StoreError::Corrupt(_)
                | StoreError::Other(_)
                | StoreError::KeyTaken(_)
                | StoreError::NoOrganisation
                | StoreError::Newer(_),
            ) => own("storage-failed", 500),
            Self::NoRandomness(_) | Self::Trust(_) | Self::Stopped(_) => own("server-failed", 500),
            Self::Stopping => own(EndCode::Stopping.as_str(), 503),
            Self::Full => own(EndCode::ServerFull.as_str(), 503),
            Self::TooOften(_) => (ProblemCode::TooManyRequests, 429),
        }
    }
}

impl From<ProblemCode> for HttpError {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code, None)
    }
}

impl From<TooOften> for HttpError {
    fn from(error: TooOften) -> Self {
        Self::TooOften(error)
    }
}

impl From<NotRegistered> for HttpError {
    fn from(error: NotRegistered) -> Self {
        let detail = error.to_string();
        match error {
            NotRegistered::Period => Self::bad_request(detail),
            NotRegistered::Forbidden => Self::Refused(ProblemCode::Forbidden, Some(detail)),
            NotRegistered::TooMany => Self::Refused(ProblemCode::TooManyDocuments, Some(detail)),
            NotRegistered::Store(error) => error.into(),
        }
    }
}

impl From<TrustError> for HttpError {
    fn from(error: TrustError) -> Self {
        let detail = error.to_string();
        match error {
            TrustError::Store(error) => error.into(),
            TrustError::NoRandomness(error) => error.into(),
            TrustError::NotAKey | TrustError::NotOurReceipt => Self::bad_request(detail),
            TrustError::TooManyKeys => Self::Refused(ProblemCode::TooManyKeys, Some(detail)),
            TrustError::NoSecret
            | TrustError::Unreadable(_)
            | TrustError::BadgeKey
            | TrustError::Contended => Self::Trust(error),
        }
    }
}

impl From<NotInvited> for HttpError {
    fn from(error: NotInvited) -> Self {
        match error {
            NotInvited::Store(error) => error.into(),
            NotInvited::NoRandomness(error) => error.into(),
        }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let (code, status) = self.code();
        let is_ours = status >= 500 && !matches!(self, Self::Stopping | Self::Full);
        if is_ours {
            log(&self);
        }
        let after = |seconds: u64| Some([(header::RETRY_AFTER, HeaderValue::from(seconds))]);
        let (detail, after) = match self {
            Self::Refused(_, detail) => (detail, None),
            Self::TooOften(TooOften(seconds)) => (None, after(seconds)),
            Self::Full => (Some(self.to_string()), after(AGAIN)),
            Self::Store(_)
            | Self::NoRandomness(_)
            | Self::Trust(_)
            | Self::Stopped(_)
            | Self::Stopping => (None, None),
        };
        let problem = Problem { status, detail, ..Problem::new(code) };
        let kind = HeaderValue::from_static(Problem::CONTENT_TYPE);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let refused = Extension(Refused(problem.code));
        (status, refused, after, [(header::CONTENT_TYPE, kind)], body).into_response()
    }
}

/// With every cause: the client hears only the code.
fn log(error: &HttpError) {
    let mut causes = Vec::new();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    tracing::error!(%error, causes = causes.join(": "), "a request failed");
}
