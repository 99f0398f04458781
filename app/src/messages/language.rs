//! The language of what is drawn.

use leptos::prelude::use_context;
use words::Lang;

/// The language of this screen: the root provides it as context and draws everything again when
/// it changes. Ask while a component is made, not in a handler.
pub(crate) fn lang() -> Lang {
    use_context().unwrap_or(Lang::En)
}
