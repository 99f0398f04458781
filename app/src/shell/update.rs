//! A new version of the app, and putting the app on the home screen.

use wasm_bindgen::JsValue;

use super::{fitness, page, shim};
use crate::watched::Kept;

/// How the app can get onto this phone's home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Install {
    Done,
    /// The browser can do it: `Shell::install`.
    OnePress,
    /// By hand, as the three steps for iOS say.
    ByHandIos,
    /// This browser does not offer it, or not yet.
    NotOffered,
}

/// Another for every build of the app.
pub(super) fn version() -> String {
    let version = shim::call("version", &[]).ok().and_then(|version| version.as_string());
    version.unwrap_or_default()
}

/// Becomes true when a new version waits on this phone.
pub(super) fn watch_updates() -> Kept<bool> {
    let is_ready = Kept::new(false);
    shim::tell("onUpdateReady", &[&shim::callback(move || is_ready.set(true))]);
    is_ready
}

pub(super) fn watch_install() -> Kept<Install> {
    let is_installed = shim::call("isInstalled", &[]).is_ok_and(|answer| answer.is_truthy());
    let install = Kept::new(match (is_installed, fitness::is_ios()) {
        (true, _) => Install::Done,
        (false, true) => Install::ByHandIos,
        (false, false) => Install::NotOffered,
    });
    let offered = shim::callback(move || install.set(Install::OnePress));
    shim::tell("onInstallable", &[&offered]);
    page::listen(&page::window(), "appinstalled", move |_: web_sys::Event| {
        install.set(Install::Done);
    });
    install
}

/// The browser asks the person; what comes of it arrives in the signal.
pub(super) fn install(install: Kept<Install>) {
    wasm_bindgen_futures::spawn_local(async move {
        let answer = shim::ask("install", &[]).await;
        let is_done = answer.as_ref().is_ok_and(JsValue::is_truthy);
        if let Err(error) = &answer {
            page::complain("install", error);
        }
        install.set(if is_done { Install::Done } else { Install::NotOffered });
    });
}
