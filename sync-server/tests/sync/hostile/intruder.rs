//! One hostile connection: it says what it likes and remembers every byte that came back.

use std::time::Duration;

use automerge::sync::Message as SyncMessage;
use documents::Hash;
use futures_util::{SinkExt, StreamExt};
use protocol::wire::{Frame, decode, encode};
use tokio_tungstenite::tungstenite::Message;

use super::attack::{Outcome, Route, join};
use crate::phone::{Socket, dial};
use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Intruder {
    pub(crate) socket: Socket,
    pub(crate) me: String,
    pub(crate) server: String,
    /// All that came, sync data as it stands inside its frame.
    pub(crate) came: Vec<u8>,
}

impl Intruder {
    pub(crate) async fn join(world: &World, device: &str) -> Self {
        let me = format!("{device}.0");
        let socket = dial(world, Some(device)).await.unwrap();
        let mut intruder = Self { socket, me, server: String::new(), came: Vec::new() };
        intruder.say(&join(&intruder.me)).await;
        let Some(Frame::Peer { sender, .. }) = intruder.hear().await else { panic!("no peer") };
        intruder.server = sender;
        intruder
    }

    pub(crate) fn route(&self) -> Route<'_> {
        Route { me: &self.me, server: &self.server }
    }

    pub(crate) async fn say(&mut self, frame: &Frame) {
        self.socket.send(Message::Binary(encode(frame).into())).await.unwrap();
    }

    /// The next frame; `None` at the end of the connection.
    pub(crate) async fn hear(&mut self) -> Option<Frame> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("the server says nothing") {
                Some(Ok(Message::Binary(bytes))) => {
                    self.came.extend_from_slice(&bytes);
                    return Some(decode(&bytes).unwrap());
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

/// What one frame says about a document; `written` names the change that would confirm.
pub(crate) fn outcome(
    frame: &Frame,
    written: impl Fn(&str) -> Option<Hash>,
) -> Option<(String, Outcome)> {
    let (document, outcome) = match frame {
        Frame::DocUnavailable { document, .. } => (document, Outcome::Unavailable),
        Frame::Refused { document, .. } => (document, Outcome::Refused),
        Frame::Sync { document, data, .. } | Frame::Request { document, data, .. } => {
            let message = SyncMessage::decode(data).unwrap();
            let confirms = message.heads.iter().any(|head| Some(head.0) == written(document));
            (document, if confirms { Outcome::Confirmed } else { Outcome::Shown })
        }
        Frame::Join { .. }
        | Frame::Peer { .. }
        | Frame::Ephemeral { .. }
        | Frame::RemoteSubscriptionChange { .. }
        | Frame::RemoteHeadsChanged { .. }
        | Frame::Error { .. }
        | Frame::Leave { .. }
        | Frame::Unknown { .. } => return None,
    };
    Some((document.clone(), outcome))
}
