//! Files out of the app and into it.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement};

use super::page::{complain, window};
use super::shim;

/// On a phone the person chooses where the file goes; elsewhere, or where sharing is not possible,
/// it is downloaded.
pub(super) fn offer(name: String, media_type: &'static str, bytes: &[u8]) {
    let (name, media_type) = (JsValue::from(name), JsValue::from(media_type));
    let bytes = JsValue::from(Uint8Array::from(bytes));
    wasm_bindgen_futures::spawn_local(async move {
        if is_handheld() {
            match shim::ask("shareFile", &[&name, &media_type, &bytes]).await {
                Ok(outcome) if outcome != "unsupported" => return,
                Ok(_) => {}
                Err(error) => complain("share", &error),
            }
        }
        shim::tell("downloadFile", &[&name, &media_type, &bytes]);
    });
}

/// The content of the file that was chosen in an `<input type="file">`, which is then emptied so that
/// the same file can be chosen again.
pub(super) async fn chosen(event: &Event) -> Option<Vec<u8>> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    let bytes = JsFuture::from(file.array_buffer()).await;
    input.set_value("");
    match bytes {
        Ok(bytes) => Some(Uint8Array::new(&bytes).to_vec()),
        Err(error) => {
            complain("file", &error);
            None
        }
    }
}

fn is_handheld() -> bool {
    let query = window().match_media("(pointer: coarse)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
