//! How many requests were answered how.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use protocol::http::ProblemCode;

use crate::metrics::{Family, Metric, Tally};
use crate::state::AppState;

/// Left in a response by whoever refuses.
#[derive(Clone)]
pub(super) struct Refused(pub(super) ProblemCode);

#[derive(Default)]
pub(crate) struct Answers {
    by_status: Tally,
    refused: Tally,
}

impl Answers {
    pub(super) fn read(&self) -> [Family; 2] {
        [
            self.by_status.by(
                "status",
                "ropes_http_answers",
                "requests answered, by kind of status",
            ),
            self.refused.family(
                "ropes_http_refused",
                "requests refused, by problem code; signed-out, revoked, code-* and \
                 too-many-tries are failed sign-ins",
            ),
        ]
    }
}

/// Middleware around everything.
pub(super) async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let answers = state.answers();
    answers.by_status.up(kind(response.status().as_u16()));
    if let Some(Refused(code)) = response.extensions().get() {
        answers.refused.up(code.as_str());
    }
    response
}

fn kind(status: u16) -> &'static str {
    match status {
        0..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        500.. => "5xx",
    }
}
