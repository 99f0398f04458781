//! The second module, `app/seal`: loaded when somebody first asks for something in it. Where that does
//! not work, nothing is lost, and the next call loads again.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::shim;

/// What one of its functions makes of these bytes.
pub(super) async fn call(export: &str, input: &[u8]) -> Result<Vec<u8>, String> {
    let answer = apply(export, &[&Uint8Array::from(input).into()]).await?;
    bytes(&answer).ok_or_else(|| [export, " answers nothing"].concat())
}

/// The same with arguments and an answer of any kind.
pub(super) async fn apply(export: &str, arguments: &[&JsValue]) -> Result<JsValue, String> {
    let module = load().await?;
    let arguments: Array = arguments.iter().copied().collect();
    let run = || {
        let function: Function = Reflect::get(&module, &export.into())?.dyn_into()?;
        function.apply(&JsValue::UNDEFINED, &arguments)
    };
    run().map_err(said)
}

pub(super) async fn load() -> Result<JsValue, String> {
    shim::ask("loadSeal", &[]).await.map_err(said)
}

pub(super) fn bytes(answer: &JsValue) -> Option<Vec<u8>> {
    Some(answer.dyn_ref::<Uint8Array>()?.to_vec())
}

/// An error in the browser's words.
fn said(error: JsValue) -> String {
    format!("{error:?}")
}
