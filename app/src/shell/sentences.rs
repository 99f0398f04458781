//! What the app says, from the files that came with it. `public/shim.js` knows where they are.

use wasm_bindgen::JsValue;

use super::{page, shim};
use crate::messages::{self, Lang};

/// The language that was chosen last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Spoken, or about to be.
    Made(Lang),
    /// It could not be had; the one before is still spoken.
    NotThere(Lang),
}

/// The language to begin with.
pub(super) fn first() -> Lang {
    page::language().as_deref().and_then(Lang::from_tag).unwrap_or(Lang::En)
}

/// Returns when the sentences of a language can be asked for.
pub(super) async fn load(lang: Lang) -> Result<(), JsValue> {
    if messages::is_there(lang) {
        return Ok(());
    }
    let text = shim::ask("loadWords", &[&lang.tag().into()]).await?;
    match messages::keep(lang, &text.as_string().unwrap_or_default()) {
        true => Ok(()),
        false => Err("these words are of another version of the app".into()),
    }
}
