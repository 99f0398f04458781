//! Documents whose processing panics: left alone for a while, read anew, and after the second time
//! frozen: they may be read, and are written again only after the operator has thawed them.

use domain::DeviceId;
use protocol::{Refusal, RefusalCode};

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::isolation::{Panicked, guarded};
use crate::store::{DocumentId, Frozen};

impl Core {
    /// Work on a document that may panic: on a connection's behalf, or for everybody.
    pub(crate) fn guard<T>(
        &self,
        connection: Option<&Connection>,
        id: DocumentId,
        work: impl FnOnce() -> T,
    ) -> Result<T, Panicked> {
        let outcome = guarded(|| {
            if let Some(probe) = self.settings.probe {
                probe(id);
            }
            work()
        });
        outcome.inspect_err(|Panicked| self.panicked(connection, id))
    }

    fn panicked(&self, connection: Option<&Connection>, id: DocumentId) {
        self.metrics.panics.up();
        let device = connection.map(|connection| &connection.device);
        let whose = device.map_or("everybody", DeviceId::as_str);
        tracing::error!(document = %id, device = whose, "panicked; left alone");
        self.isolation.hold(device, id, self.now());
        // What a reader says must not freeze somebody else's document.
        let may_write = |it: &Connection| it.session.lock().may_write(&id.to_string());
        if connection.is_none_or(may_write) && self.isolation.strike(id) {
            self.freeze(id, &format!("panicked again while working for {whose}"));
        }
    }

    fn freeze(&self, document: DocumentId, reason: &str) {
        if self.state.directory().frozen.contains(&document) {
            return;
        }
        let frozen = Frozen { document, at: self.now(), reason: reason.to_owned() };
        match self.state.store().freeze(&frozen) {
            Ok(()) => {
                self.metrics.frozen.up();
                tracing::error!(%document, "frozen: read it, then use `ropes thaw`");
                self.isolation.release(document);
                self.look.notify_one();
            }
            Err(error) => tracing::error!(%document, %error, "could not be frozen"),
        }
    }

    /// Its writer hears why nothing is taken.
    pub(crate) fn say_frozen(&self, connection: &Connection, text: &str) {
        let frame = connection.session.lock().refusal_frame(text, &frozen());
        frame.into_iter().for_each(|frame| connection.mailbox.send(frame));
    }
}

pub(crate) fn frozen() -> Refusal {
    let words = "this document was set aside until the operator has looked at it";
    Refusal::new(RefusalCode::Frozen, words)
}
