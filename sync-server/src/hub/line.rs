//! One connection as steps: a frame in, a frame out, an end. The socket's tasks take the same steps
//! of the core; here somebody else decides when, so that every order of them can be tried.

use std::sync::Arc;

use protocol::wire::{self, Frame};

use crate::hub::Core;
use crate::hub::connection::{Connection, Who};
use crate::hub::lanes::Lane;
use crate::hub::mailbox::{Farewell, Next};
use crate::store::DocumentId;

/// A connection without a socket. Dropping it is the peer's end.
pub struct Line {
    core: Arc<Core>,
    connection: Arc<Connection>,
}

/// What goes to the peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Frame(Vec<u8>),
    /// The last thing said.
    Close {
        code: u16,
        reason: String,
    },
}

impl Line {
    pub(crate) fn new(core: Arc<Core>, who: Who) -> Self {
        let connection = core.welcome(who);
        Self { core, connection }
    }

    /// Whether the next frame of the peer may be read.
    pub fn has_room(&self) -> bool {
        !self.connection.mailbox.is_full()
    }

    /// Takes a binary frame of the peer.
    pub fn hear(&self, bytes: &[u8]) {
        if !self.connection.mailbox.takes_in() {
            return;
        }
        self.core.metrics.frames_in.up();
        self.core.metrics.bytes_in.add(bytes.len());
        let step = self.connection.session.lock().on_binary(bytes);
        self.core.follow(&self.connection, step);
    }

    /// What goes to the peer next; `None` while there is nothing to say.
    pub fn say(&self) -> Option<Said> {
        while let Some(next) = self.connection.mailbox.take() {
            let frame = match next {
                Next::Frame(frame) => Some(frame),
                Next::Document(document) => self.compose(document),
                Next::Close(Farewell { code, reason }) => {
                    return Some(Said::Close { code, reason });
                }
            };
            if let Some(frame) = frame {
                let bytes = wire::encode(&frame);
                self.core.metrics.frames_out.up();
                self.core.metrics.bytes_out.add(bytes.len());
                return Some(Said::Frame(bytes));
            }
        }
        None
    }

    fn compose(&self, document: DocumentId) -> Option<Frame> {
        self.core.compose(&self.connection, document, Lane::All).done().flatten()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.core.part(&self.connection);
    }
}
