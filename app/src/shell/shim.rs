//! Calls into `public/shim.js`: the browser's parts that web-sys lacks or gates.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What a function of the shim answers. An error means that the shim lacks it or that it threw.
pub(super) fn call(name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let shim = Reflect::get(&js_sys::global(), &"ropesShim".into())?;
    let function: Function = Reflect::get(&shim, &name.into())?.dyn_into()?;
    let arguments: Array = arguments.iter().copied().collect();
    function.apply(&shim, &arguments)
}

/// The same for a function that answers a promise.
pub(super) async fn ask(name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let promise: Promise = call(name, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// Calls a function whose answer does not matter; says on the console when it is not there.
pub(super) fn tell(name: &str, arguments: &[&JsValue]) {
    if let Err(error) = call(name, arguments) {
        super::page::complain(name, &error);
    }
}

/// A function for the browser that lives as long as the page.
pub(super) fn callback(run: impl FnMut() + 'static) -> JsValue {
    wasm_bindgen::closure::Closure::<dyn FnMut()>::new(run).into_js_value()
}
