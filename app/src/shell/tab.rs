//! One working tab per browser, through Web Locks. The lock says who starts and tells at once who was
//! taken over; that a tab which lost it writes nothing is the store's promise (`store::transaction`).

use wasm_bindgen::JsValue;

use super::{page, shim};

/// Whether this tab may work now. `on_taken` is called when another tab takes the work away.
/// `steal`: take it from whichever tab has it, even one that is frozen.
pub(super) async fn acquire(on_taken: impl FnMut() + 'static, steal: bool) -> bool {
    let on_taken = shim::callback(on_taken);
    match shim::ask("acquireTab", &[&on_taken, &JsValue::from(steal)]).await {
        Ok(is_held) => is_held.is_truthy(),
        Err(error) => {
            // Without locks the store still lets only the newest tab write.
            page::complain("lock", &error);
            true
        }
    }
}

/// Until no tab works.
pub(super) async fn free() -> Result<(), JsValue> {
    shim::ask("tabIsFree", &[]).await.map(drop)
}
