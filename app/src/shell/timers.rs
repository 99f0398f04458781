//! Waiting. A timer that is dropped does not fire.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::window;

pub(super) struct Timeout {
    id: Option<i32>,
    _run: Closure<dyn FnMut()>,
}

impl Timeout {
    pub(super) fn after(ms: u32, run: impl FnOnce() + 'static) -> Self {
        let run = Closure::once(run);
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let function = run.as_ref().unchecked_ref();
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(function, ms)
            .map_err(|error| super::page::complain("setTimeout", &error))
            .ok();
        Self { id, _run: run }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            window().clear_timeout_with_handle(id);
        }
    }
}

pub(super) async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).is_err() {
            // Without timers nobody should wait for ever.
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    // The promise has no way to fail.
    let _ = JsFuture::from(promise).await;
}
