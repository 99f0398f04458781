//! The part of the module that a start does not need: when it is loaded, and how that went. A part that does
//! not come is no crash: the next call loads again.

use std::future::Future;

use wasm_bindgen_futures::spawn_local;

use super::handle::Shell;
use super::shim;
use crate::watched::Watched;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Unasked,
    Coming,
    Here,
    Failed,
}

impl Shell {
    pub(crate) fn part(self) -> Watched<Part> {
        self.part.into()
    }

    /// `load` answers whether it is here; it is dropped where the part is, or is on its way.
    pub(crate) fn load_part(self, load: impl Future<Output = bool> + 'static) {
        match self.part.get_untracked() {
            Part::Coming | Part::Here => {}
            Part::Unasked | Part::Failed => {
                self.part.set(Part::Coming);
                spawn_local(async move {
                    let part = if load.await { Part::Here } else { Part::Failed };
                    self.part.set(part);
                });
            }
        }
    }

    /// The same once the phone has nothing else to do.
    pub(crate) fn load_part_when_idle(self, load: impl Future<Output = bool> + 'static) {
        if self.part.get_untracked() != Part::Unasked {
            return;
        }
        let mut load = Some(load);
        let idle = shim::callback(move || {
            if let Some(load) = load.take() {
                self.load_part(load);
            }
        });
        shim::tell("whenIdle", &[&idle]);
    }
}
