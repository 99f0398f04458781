//! How connections are taken: small frames leave at once. Otherwise the second of two waits until
//! the peer has acknowledged the first, which it puts off for 40 ms.

use axum::serve::{ListenerExt, TapIo};
use tokio::net::{TcpListener, TcpStream};

/// Takes connections that send without waiting for more.
pub fn without_delay(listener: TcpListener) -> TapIo<TcpListener, fn(&mut TcpStream)> {
    listener.tap_io(send_at_once)
}

fn send_at_once(stream: &mut TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::warn!(%error, "a connection will be slower than it could be");
    }
}
