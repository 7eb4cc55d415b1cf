//! Serves an axum [`Router`] over HTTP/1.1 with limits that `axum::serve` does not have: on
//! the time for a request head and for a connection, on the number of connections, and on
//! the connections of one client.
//!
//! Limits on bodies belong to the router, which alone has the permitted sizes.

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

/// Maximum size of a request head in bytes; hyper accepts no smaller limit.
const HEAD_BYTES: usize = 8192;
/// Delay after a failed `accept`, for example when the process has too many open files.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// Limits on what clients can use of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time for a complete request head, and for the next request on a connection.
    pub head: Duration,
    /// Total time of a connection, after which no further request is read from it.
    pub connection: Duration,
    /// Additional time to finish the current request when the time of its connection is up.
    pub grace: Duration,
    /// Maximum number of connections; further ones wait to be accepted.
    pub connections: usize,
    /// Maximum number of connections of one client (see [`client_key`]); further ones are
    /// closed. `None` if all connections come through one proxy.
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
        // An error of the client's connection, which nobody needs to see.
        drop(timeout(limits.grace, connection).await);
    }
}
