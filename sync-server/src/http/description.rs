//! The description of this surface for programs. It is written by hand, and tests hold it against
//! the routes and against what the server really says.

use axum::http::{HeaderName, HeaderValue, header};

/// An OpenAPI 3.1 document.
const DESCRIPTION: &str = include_str!("openapi.json");

pub(super) async fn description() -> ([(HeaderName, HeaderValue); 2], &'static str) {
    let json = HeaderValue::from_static("application/json");
    let fresh = HeaderValue::from_static("no-cache");
    ([(header::CONTENT_TYPE, json), (header::CACHE_CONTROL, fresh)], DESCRIPTION)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::http::{API, OPERATION};

    // SPEC S75
    #[test]
    fn the_description_has_exactly_the_routes_that_there_are() {
        let described: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let paths = described["paths"].as_object().unwrap().iter();
        let described: BTreeSet<_> = paths
            .flat_map(|(path, calls)| {
                calls.as_object().unwrap().keys().map(move |call| (call.as_str(), path.as_str()))
            })
            .collect();
        let sync = [("get", "/sync")];
        let routes: BTreeSet<_> = API.iter().chain(OPERATION).chain(&sync).copied().collect();
        assert_eq!(described, routes);
    }
}
