//! Receipts for a server that no longer has what it gave them for, as after an older backup was restored
//! there.

use exchange::seal::as_answered;
use json::Json;

use crate::client::{Awaited, Client};

/// So many fit into one request.
const AT_ONCE: usize = 64;

impl Client {
    /// The server was found to lack something it had.
    pub(crate) fn note_restored(&mut self) {
        self.seals.is_to_hand_back = true;
        self.hand_back();
    }

    /// All that are kept: which of them it lacks cannot be told from here.
    pub(crate) fn hand_back(&mut self) {
        let is_on_its_way = self.awaits(|awaited| *awaited == Awaited::HandedBack);
        if !self.seals.is_to_hand_back || is_on_its_way || !self.link.is_connected() {
            return;
        }
        let kept: Vec<Json> =
            self.seals.receipts.values().filter_map(|kept| as_answered(kept)).collect();
        if kept.is_empty() {
            self.seals.is_to_hand_back = false;
        }
        for some in kept.chunks(AT_ONCE) {
            let receipts = Json::object().with("receipts", Json::List(some.to_vec()));
            self.post("/api/receipts", Some(receipts.to_bytes()), Awaited::HandedBack);
        }
    }

    /// What did not arrive goes with the next connection.
    pub(crate) fn on_handed_back(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let is_done = matches!(answer, Some((204, _)));
        if is_done && !self.awaits(|awaited| *awaited == Awaited::HandedBack) {
            self.seals.is_to_hand_back = false;
        }
    }
}
