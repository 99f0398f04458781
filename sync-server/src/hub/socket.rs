//! The websocket: made of a request, and written in pieces, because its buffer stays as large as the
//! largest piece that ever went through it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::Response;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, stream};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;
pub(crate) type Sink = SplitSink<Socket, Message>;

/// Frames are a few hundred bytes; a longer one grows the buffer while it comes.
const READ_BUFFER: usize = 1 << 10;
/// With its header a piece fills a buffer of 4 KB.
const PIECE: usize = (4 << 10) - 16;

/// Answers a request that asks for a websocket; what comes of it takes messages up to `most` bytes.
pub(crate) fn upgrade(mut request: Request) -> Result<(Response, OnUpgrade), Error> {
    let answer = create_response_with_body(&request, Body::empty)?;
    Ok((answer, hyper::upgrade::on(&mut request)))
}

/// The socket, once the answer is out. It is made before anything comes, and is idle most of the time.
pub(crate) async fn open(upgrade: OnUpgrade, most: usize) -> Result<Socket, hyper::Error> {
    let config = WebSocketConfig::default().max_message_size(Some(most)).max_frame_size(Some(most));
    let config = config.read_buffer_size(READ_BUFFER).write_buffer_size(0);
    let io = TokioIo::new(upgrade.await?);
    Ok(WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await)
}

pub(crate) async fn send(sink: &mut Sink, bytes: Vec<u8>) -> Result<(), Error> {
    if bytes.len() <= PIECE {
        return sink.send(Message::Binary(bytes.into())).await;
    }
    let mut pieces = stream::iter(pieces(bytes.into()).map(Ok));
    sink.send_all(&mut pieces).await
}

fn pieces(bytes: Bytes) -> impl Iterator<Item = Message> {
    let length = bytes.len();
    (0..length).step_by(PIECE).map(move |start| {
        let end = (start + PIECE).min(length);
        let what = if start == 0 { Data::Binary } else { Data::Continue };
        let frame = Frame::message(bytes.slice(start..end), OpCode::Data(what), end == length);
        Message::Frame(frame)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_message_are_small_and_make_the_whole() {
        // SPEC H83
        for length in [PIECE + 1, 3 * PIECE, 3 * PIECE + 5] {
            let whole: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let frames: Vec<_> = pieces(whole.clone().into())
                .map(|piece| match piece {
                    Message::Frame(frame) => frame,
                    other => panic!("{other:?}"),
                })
                .collect();
            let (last, others) = frames.split_last().unwrap();
            assert!(last.header().is_final && others.iter().all(|it| !it.header().is_final));
            assert!(frames.iter().all(|frame| frame.len() <= 4 << 10));
            let kinds = frames.iter().map(|frame| frame.header().opcode);
            let mut kinds = kinds.map(|kind| kind == OpCode::Data(Data::Continue));
            assert!(kinds.next() == Some(false) && kinds.all(|continues| continues));
            let joined: Vec<u8> = frames.iter().flat_map(|it| it.payload().to_vec()).collect();
            assert_eq!(joined, whole);
        }
    }
}
