//! The key that signs for the person who works here.
//!
//! The browser makes it and never shows the half that signs. A browser without such keys gets random
//! bytes kept beside the work, and the second module signs with them: whoever can read the phone's
//! storage can read those.

use std::rc::Rc;

use client::seed::{answered, ask_public, ask_signature};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::store::Store;
use super::{clock, seal, shim};

/// The fields of what is kept: the public half, and the key itself or what it is made of.
const SHOWN: &str = "shown";
const KEY: &str = "key";
/// The second module's function for all of it.
pub(super) const ANSWER: &str = "answer";

/// The public half of the key there is, else of a new one.
pub(super) async fn make(store: &Rc<Store>) -> Result<Vec<u8>, String> {
    let kept = store.key(None).await.map_err(said)?;
    if kept.is_object() {
        return bytes(&kept, SHOWN);
    }
    if let Ok(made) = shim::ask("makeKey", &[]).await
        && let Ok(kept) = store.key(Some(made)).await
    {
        return bytes(&kept, SHOWN);
    }
    let seed = clock::random();
    let public = asked(ask_public(seed)).await?;
    let made = of_seed(&public, &seed).map_err(said)?;
    bytes(&store.key(Some(made)).await.map_err(said)?, SHOWN)
}

pub(super) async fn sign(store: &Rc<Store>, message: Vec<u8>) -> Result<Vec<u8>, String> {
    let kept = store.key(None).await.map_err(said)?;
    if let Ok(seed) = bytes(&kept, KEY) {
        let seed = seed.try_into().map_err(|_| KEY.to_owned())?;
        return asked(ask_signature(seed, message)).await;
    }
    let message = Uint8Array::from(message.as_slice());
    let signature = shim::ask("signWith", &[&kept, &message]).await.map_err(said)?;
    Ok(Uint8Array::new(&signature).to_vec())
}

async fn asked(request: Vec<u8>) -> Result<Vec<u8>, String> {
    let reply = seal::call(ANSWER, &request).await?;
    answered(&reply).ok_or_else(|| ANSWER.to_owned())
}

fn of_seed(public: &[u8], seed: &[u8]) -> Result<JsValue, JsValue> {
    let made = Object::new();
    Reflect::set(&made, &SHOWN.into(), &Uint8Array::from(public))?;
    Reflect::set(&made, &KEY.into(), &Uint8Array::from(seed))?;
    Ok(made.into())
}

fn bytes(kept: &JsValue, field: &str) -> Result<Vec<u8>, String> {
    let value = Reflect::get(kept, &field.into()).map_err(said)?;
    value.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).map_err(said)
}

/// An error in the browser's words.
fn said(error: JsValue) -> String {
    format!("{error:?}")
}
