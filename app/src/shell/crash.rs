//! What happens when the app itself fails: words on the console and on the screen. The module is dead
//! afterwards, so the page draws them without it.

use std::panic;

use wasm_bindgen::JsValue;

use super::shim;

pub(super) fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show(&info.to_string().into());
    }));
}

/// The page's own words, and this as what went wrong.
pub(super) fn show(error: &JsValue) {
    shim::tell("showCrash", &[error]);
}
