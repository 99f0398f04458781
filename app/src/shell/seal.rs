//! The second module, `app/seal`: loaded when somebody first asks for something in it. Where that does
//! not work, nothing is lost, and the next call loads again.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::shim;

/// What one of its functions makes of these bytes.
pub(super) async fn call(export: &str, input: &[u8]) -> Result<Vec<u8>, String> {
    let answer = ask(export, input).await.map_err(|error| format!("{error:?}"))?;
    bytes(&answer).ok_or_else(|| [export, " answers nothing"].concat())
}

async fn ask(export: &str, input: &[u8]) -> Result<JsValue, JsValue> {
    let module = shim::ask("loadSeal", &[]).await?;
    let function: Function = Reflect::get(&module, &export.into())?.dyn_into()?;
    function.call1(&JsValue::UNDEFINED, &Uint8Array::from(input))
}

pub(super) fn bytes(answer: &JsValue) -> Option<Vec<u8>> {
    Some(answer.dyn_ref::<Uint8Array>()?.to_vec())
}
