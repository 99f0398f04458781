//! One request to the server this page came from.

use client::{HttpRequest, Method};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Response};

use super::page::window;
use super::timers::Timeout;

/// After this an answer is not worth waiting for.
const PATIENCE_MS: u32 = 20_000;

/// Status and body. An error means that no whole answer came: no network, no server, too slow.
pub(super) async fn send(request: &HttpRequest) -> Result<(u16, Vec<u8>), JsValue> {
    let abort = AbortController::new()?;
    let signal = abort.signal();
    let _patience = Timeout::after(PATIENCE_MS, move || abort.abort());
    let init = RequestInit::new();
    init.set_signal(Some(&signal));
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    });
    let headers = Headers::new()?;
    if let Some(body) = &request.body {
        headers.set("content-type", "application/json")?;
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    if let Some(token) = &request.token {
        headers.set("authorization", &["Bearer ", token].concat())?;
    }
    if let Some(known) = &request.known {
        headers.set("if-none-match", known)?;
    }
    init.set_headers(&headers);
    let promise = window().fetch_with_str_and_init(&request.path, &init);
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok((response.status(), Uint8Array::new(&body).to_vec()))
}
