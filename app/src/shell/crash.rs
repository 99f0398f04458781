//! What happens when the app itself fails: words on the console and on the screen. The module is dead
//! afterwards, so the page draws them without it.

use std::panic;

use super::shim;

pub(super) fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        shim::tell("showCrash", &[&info.to_string().into()]);
    }));
}
