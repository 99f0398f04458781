//! How much room the browser gives, and whether it promises to keep it.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{page, shim};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Space {
    pub(crate) used_bytes: u64,
    pub(crate) all_bytes: u64,
    /// The browser will not clear it by itself.
    pub(crate) is_kept: bool,
}

/// `None`: the browser does not say.
pub(super) async fn measure() -> Option<Space> {
    let facts: Array = match shim::ask("storageFacts", &[]).await {
        Ok(facts) => Array::from(&facts),
        Err(error) => {
            page::complain("space", &error);
            return None;
        }
    };
    let bytes = |i| facts.get(i).as_f64().map(|bytes| bytes as u64);
    Some(Space {
        used_bytes: bytes(0)?,
        all_bytes: bytes(1)?,
        is_kept: facts.get(2) == JsValue::TRUE,
    })
}

pub(super) fn ask_to_persist() {
    wasm_bindgen_futures::spawn_local(async {
        if let Err(error) = shim::ask("requestPersist", &[]).await {
            page::complain("persist", &error);
        }
    });
}
