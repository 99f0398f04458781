//! Panics caught, and what caused them kept at a distance for a while.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::DeviceId;

use crate::hub::Settings;
use crate::hub::lock::Lock;
use crate::hub::metrics::Metrics;
use crate::store::DocumentId;

const FOR_MS: i64 = 10 * 60_000;

/// Which documents are left alone until when: for one device, or for all where the document itself
/// cannot be loaded. Whoever is left alone gets no answer, so nothing looks received.
#[derive(Debug, Default)]
pub(crate) struct Isolation(Lock<HashMap<(Option<DeviceId>, DocumentId), i64>>);

/// The work panicked. Whatever it worked on must be thrown away.
#[derive(Debug)]
pub(crate) struct Panicked;

impl Isolation {
    pub(crate) fn holds(&self, device: &DeviceId, document: DocumentId, now: i64) -> bool {
        let mut until = self.0.lock();
        if until.is_empty() {
            return false;
        }
        until.retain(|_, until| now < *until);
        [None, Some(device.clone())].into_iter().any(|who| until.contains_key(&(who, document)))
    }

    /// The document cannot be loaded for anybody.
    pub(crate) fn leave_alone(&self, document: DocumentId, now: i64) {
        self.0.lock().insert((None, document), now.saturating_add(FOR_MS));
    }

    /// Does work on a document that may panic.
    pub(crate) fn guard<T>(
        &self,
        (device, document, now): (Option<&DeviceId>, DocumentId, i64),
        (settings, metrics): (&Settings, &Metrics),
        work: impl FnOnce() -> T,
    ) -> Result<T, Panicked> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            if let Some(probe) = settings.probe {
                probe(document);
            }
            work()
        }));
        outcome.map_err(|_| {
            metrics.panics.up();
            let whose = device.map_or("everybody", DeviceId::as_str);
            tracing::error!(document = %document, device = whose, "panicked; left alone");
            self.0.lock().insert((device.cloned(), document), now.saturating_add(FOR_MS));
            Panicked
        })
    }
}
