//! One phone on the wire: it joins, asks for one document, and exchanges sync messages about it.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use protocol::wire::{self, Frame, PeerMeta, VERSION};
use tests::wait;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::workshop::Post;

/// How soon a phone that was cut off connects again.
pub(crate) const AGAIN: Duration = Duration::from_secs(1);
/// Thousands of phones live in one process.
const READ_BUFFER: usize = 16 << 10;

pub(crate) struct Phone {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    me: String,
    server: String,
    document: String,
    spoke: bool,
}

pub(crate) enum Heard {
    Sync(Vec<u8>),
    Unavailable,
}

impl Phone {
    pub(crate) async fn join(address: &str, post: &Post) -> Result<Self> {
        let mut request = address.into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", post.secret).parse()?);
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
        let connecting = connect_async_with_config(request, Some(config), true);
        let socket = timeout(wait::PATIENCE, connecting).await.context("no connection")??.0;
        let (me, document) = (format!("phone-of-{}", post.secret), post.document.clone());
        let mut phone = Self { socket, me, server: String::new(), document, spoke: false };
        let meta = PeerMeta { storage_id: None, is_ephemeral: true, ropes: None };
        let (sender, versions) = (phone.me.clone(), vec![VERSION.to_owned()]);
        phone.send(&Frame::Join { sender, versions, meta }).await?;
        phone.server = timeout(wait::PATIENCE, phone.welcome()).await.context("no welcome")??;
        Ok(phone)
    }

    async fn welcome(&mut self) -> Result<String> {
        loop {
            if let Frame::Peer { sender, .. } = self.frame().await? {
                return Ok(sender);
            }
        }
    }

    /// Says a sync message; the first one asks for the document.
    pub(crate) async fn say(&mut self, data: Vec<u8>) -> Result<()> {
        let (sender, target) = (self.me.clone(), self.server.clone());
        let document = self.document.clone();
        let frame = match std::mem::replace(&mut self.spoke, true) {
            true => Frame::Sync { sender, target, document, data },
            false => Frame::Request { sender, target, document, data },
        };
        self.send(&frame).await
    }

    /// The next message about the document. Nothing is lost when the wait is given up.
    pub(crate) async fn hear(&mut self) -> Result<Heard> {
        loop {
            match self.frame().await? {
                Frame::Sync { document, data, .. } | Frame::Request { document, data, .. }
                    if document == self.document =>
                {
                    return Ok(Heard::Sync(data));
                }
                Frame::DocUnavailable { .. } => return Ok(Heard::Unavailable),
                Frame::Error { message, .. } => bail!("the server says: {message}"),
                Frame::Join { .. }
                | Frame::Peer { .. }
                | Frame::Request { .. }
                | Frame::Sync { .. }
                | Frame::Ephemeral { .. }
                | Frame::RemoteSubscriptionChange { .. }
                | Frame::RemoteHeadsChanged { .. }
                | Frame::Leave { .. }
                | Frame::Refused { .. }
                | Frame::Unknown { .. } => {}
            }
        }
    }

    async fn frame(&mut self) -> Result<Frame> {
        loop {
            match self.socket.next().await.context("the server is gone")?? {
                Message::Binary(bytes) => return Ok(wire::decode(&bytes)?),
                Message::Close(frame) => bail!("the server closed: {frame:?}"),
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    async fn send(&mut self, frame: &Frame) -> Result<()> {
        Ok(self.socket.send(Message::Binary(wire::encode(frame).into())).await?)
    }
}
