//! The browser, for everybody else: the only place that names web-sys. It does what the client says
//! and decides nothing about the work itself.

mod clock;
mod codes;
mod crash;
mod device;
mod files;
mod fitness;
mod handle;
mod http;
mod keys;
mod lifecycle;
mod navigation;
mod page;
mod parts;
mod preferences;
mod run;
mod seal;
mod sentences;
mod settings;
mod shim;
mod socket;
mod space;
mod store;
mod tab;
mod timers;
mod update;

pub(crate) use codes::{Code, Sight};
pub(crate) use fitness::Unfit;
pub(crate) use handle::Shell;
pub(crate) use lifecycle::Stage;
pub(crate) use parts::Part;
pub(crate) use preferences::{Joined, Theme};
pub(crate) use sentences::Choice;
pub(crate) use space::Space;
pub(crate) use update::Install;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Draws the app into the page, once its sentences are there. Called once.
pub(crate) fn start<V: IntoView + 'static>(app: fn() -> V) {
    crash::install();
    spawn_local(async move {
        if let Err(error) = sentences::load(sentences::first()).await {
            return crash::show(&error);
        }
        match page::app_root() {
            Some(root) => leptos::mount::mount_to(root, app).forget(),
            None => leptos::logging::error!("the page has no element for the app"),
        }
    });
}
