//! Two peers of automerge's own sync protocol on a plain websocket: no Ropes, no disk, no rights.

use anyhow::{Context, Result, bail};
use automerge::Automerge;
use automerge::sync::{Message, State, SyncDoc};
use documents::Document;
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{self, Message as Frame};
use tokio_tungstenite::{accept_async, client_async};

use crate::Took;

/// From connecting until a peer with nothing has what the other one has.
pub(crate) async fn sync(log: &Document) -> Result<Took> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (theirs, wanted) = (log.automerge().clone(), log.automerge().get_heads());
    let server = tokio::spawn(serve(listener, theirs));
    let start = Instant::now();
    let stream = TcpStream::connect(address).await?;
    let (mut socket, _) = client_async(format!("ws://{address}/"), stream).await?;
    let (mut doc, mut state, mut bytes) = (Automerge::new(), State::new(), 0);
    while doc.get_heads() != wanted {
        speak(&mut socket, &doc, &mut state).await?;
        bytes += hear(&mut socket, &mut doc, &mut state).await?;
    }
    let ms = start.elapsed().as_secs_f64() * 1e3;
    socket.close(None).await?;
    server.await??;
    Ok(Took { ms, bytes: bytes as f64 })
}

async fn serve(listener: TcpListener, mut doc: Automerge) -> Result<()> {
    let mut socket = accept_async(listener.accept().await?.0).await?;
    let mut state = State::new();
    while hear(&mut socket, &mut doc, &mut state).await? > 0 {
        speak(&mut socket, &doc, &mut state).await?;
    }
    Ok(())
}

async fn speak(
    socket: &mut (impl Sink<Frame, Error = tungstenite::Error> + Unpin),
    doc: &Automerge,
    state: &mut State,
) -> Result<()> {
    if let Some(message) = doc.generate_sync_message(state) {
        socket.send(Frame::Binary(message.encode().into())).await?;
    }
    Ok(())
}

/// The size of the message; 0 when the other one has left.
async fn hear(
    socket: &mut (impl Stream<Item = Result<Frame, tungstenite::Error>> + Unpin),
    doc: &mut Automerge,
    state: &mut State,
) -> Result<usize> {
    match socket.next().await.context("the connection is gone")?? {
        Frame::Binary(bytes) => {
            doc.receive_sync_message(state, Message::decode(&bytes)?)?;
            Ok(bytes.len())
        }
        Frame::Close(_) => Ok(0),
        other => bail!("no message of the protocol: {other:?}"),
    }
}
