//! What needs every own document open at once, and so waits until they are.

use documents::DocumentId;
use exchange::RescuedDocument;

use crate::client::Client;
use crate::held::{Held, Opening};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Errand {
    MakeRescue,
    TakeRescue(Vec<RescuedDocument>),
    ExportJson,
}

impl Client {
    /// Opens what is closed, and runs the errand then.
    pub(crate) fn when_open(&mut self, errand: Errand) {
        self.errands.push(errand);
        for id in self.own_ids() {
            self.open(id);
        }
        self.run_errands();
    }

    /// A document that cannot be opened is waited for no longer; one that is written anew is.
    pub(crate) fn run_errands(&mut self) {
        let under = |id: &DocumentId| {
            let held = self.shelf.get(id);
            held.is_some_and(|h| matches!(h.opening, Opening::Under) || h.rewriting.is_some())
        };
        if self.own_ids().iter().any(under) {
            return;
        }
        for errand in std::mem::take(&mut self.errands) {
            match errand {
                Errand::MakeRescue => self.make_rescue(),
                Errand::TakeRescue(documents) => self.take_rescue(&documents),
                Errand::ExportJson => self.export_json(),
            }
        }
    }

    pub(crate) fn own_ids(&self) -> Vec<DocumentId> {
        let own = |held: &&Held| self.is_own(held);
        self.shelf.values().filter(own).map(|held| held.id).collect()
    }
}
