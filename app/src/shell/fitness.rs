//! Whether this browser can keep work at all.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::page::window;

/// Why Ropes does not start here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Neither https nor this machine: the browser gives no safe place.
    Insecure,
    /// The browser lacks something that Ropes cannot do without.
    TooOld,
}

pub(super) fn judge() -> Result<(), Unfit> {
    if !window().is_secure_context() {
        return Err(Unfit::Insecure);
    }
    let is_known =
        |name: &str| Reflect::get(&window(), &name.into()).is_ok_and(|value| !value.is_undefined());
    if ["indexedDB", "crypto", "WebSocket", "AbortController"].iter().all(|name| is_known(name)) {
        Ok(())
    } else {
        Err(Unfit::TooOld)
    }
}

/// An iPhone or iPad, which installs by hand and forgets what a mere tab kept.
pub(super) fn is_ios() -> bool {
    let standalone = Reflect::get(&window().navigator(), &"standalone".into());
    standalone.is_ok_and(|value: JsValue| !value.is_undefined())
}
