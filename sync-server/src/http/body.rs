//! JSON bodies whose faults are answered as problems.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use protocol::http::ProblemCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::HttpError;

/// A JSON object. By itself serde would take a list of a struct's values for it as well.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let fields: Json<Map<String, Value>> =
            Json::from_request(request, state).await.map_err(|it| refuse(&it))?;
        let value = serde_json::from_value(Value::Object(fields.0));
        Ok(Self(value.map_err(|error| HttpError::bad_request(error.to_string()))?))
    }
}

fn refuse(rejection: &JsonRejection) -> HttpError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge.into(),
        _ => HttpError::bad_request(rejection.body_text()),
    }
}
