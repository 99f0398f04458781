//! The door: takes connections, encrypted or not, until it is told to stop; then lets those who
//! are in finish.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;

use super::Tls;

/// How long a peer may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait when the system has no sockets left.
const BREATH: Duration = Duration::from_millis(500);

pub struct Door {
    pub listener: TcpListener,
    pub tls: Option<Arc<Tls>>,
}

/// How the door was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Every answer was sent.
    Whole,
    /// Somebody was still being answered when time was up.
    Cut,
}

impl Door {
    /// Serves until `stop`, then waits for open requests no longer than `within`. Websockets are
    /// no requests any more: whoever keeps them ends them.
    pub async fn serve(
        self,
        router: Router,
        stop: impl Future<Output = ()>,
        within: Duration,
    ) -> Stopped {
        let (closing, closed) = watch::channel(false);
        let mut stop = pin!(stop);
        loop {
            let (socket, peer) = tokio::select! {
                () = &mut stop => break,
                accepted = accept(&self.listener) => accepted,
            };
            let guest = Guest { peer, router: router.clone(), closing: closed.clone() };
            tokio::spawn(guest.come_in(socket, self.tls.clone()));
        }
        drop((self.listener, closed));
        closing.send(true).unwrap_or_default();
        match timeout(within, closing.closed()).await {
            Ok(()) => Stopped::Whole,
            Err(_) => Stopped::Cut,
        }
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The peer was gone before it was let in.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted
                        | ErrorKind::ConnectionRefused
                        | ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

struct Guest {
    peer: SocketAddr,
    router: Router,
    closing: watch::Receiver<bool>,
}

impl Guest {
    async fn come_in(self, socket: TcpStream, tls: Option<Arc<Tls>>) {
        // Small frames go out at once.
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "a socket stays slow");
        }
        let Some(tls) = tls else { return self.talk(socket).await };
        match timeout(PATIENCE, tls.shake_hands(socket)).await {
            Ok(Ok(stream)) => self.talk(stream).await,
            Ok(Err(error)) => tracing::debug!(%error, "no handshake"),
            Err(_) => tracing::debug!("no handshake in time"),
        }
    }

    async fn talk(self, io: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        let Self { peer, router, mut closing } = self;
        let router = TowerToHyperService::new(router);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
        let mut connection = pin!(http.serve_connection(TokioIo::new(io), service).with_upgrades());
        let mut told = pin!(async { closing.wait_for(|closing| *closing).await.map(drop) });
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            _ = &mut told => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended badly");
        }
    }
}
