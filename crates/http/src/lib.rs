//! Serves a [`Router`] of axum over HTTP/1.1 with bounds that `axum::serve` has not: how long
//! a head and a connection may take, how many connections there are, and how many of them one
//! client has.
//!
//! What bounds a body is the router's: only it knows how large one may be.

mod client;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_layer::Layer;

pub use client::client_key;
use client::{ConnectionGuard, Connections};

/// The most bytes of a head; the least that hyper accepts.
const HEAD_BYTES: usize = 8192;
/// After an error to accept a connection, as when the system has no more files to open.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// What clients can take of a server at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time for a whole head, and for the next request on a connection.
    pub head: Duration,
    /// Time for a whole connection; then no further request is read from it.
    pub connection: Duration,
    /// Time for the request that is being answered when the time of its connection ends.
    pub grace: Duration,
    /// Connections at once; further ones wait to be accepted.
    pub connections: usize,
    /// Connections at once of one client (see [`client_key`]); further ones are closed.
    /// `None` where all come through one proxy.
    pub connections_per_client: Option<usize>,
}

/// Serves `router` on `listener` until the future is dropped.
///
/// Handlers can extract `ConnectInfo<SocketAddr>`. Needs a tokio runtime with I/O and time.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits) -> Infallible {
    let connections = Arc::new(Connections::default());
    let room = Arc::new(Semaphore::new(limits.connections));
    loop {
        let permit = Arc::clone(&room).acquire_owned().await;
        match listener.accept().await {
            Ok((stream, peer)) => {
                let most = limits.connections_per_client;
                let Some(guard) = ConnectionGuard::new(&connections, peer.ip(), most)
                else {
                    continue;
                };
                let router = router.clone();
                tokio::spawn(async move {
                    let _until_closed = (permit, guard);
                    serve_connection(stream, peer, router, limits).await;
                });
            }
            Err(_transient) => tokio::time::sleep(ACCEPT_RETRY).await,
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
) {
    let service = Extension(ConnectInfo(peer)).layer(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    if timeout(limits.connection, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        // An error here is one of the client's connection: there is nobody to report it to.
        drop(timeout(limits.grace, connection).await);
    }
}
