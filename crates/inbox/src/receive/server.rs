//! The server: one path, sealed bytes in, a status out.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::{Body, Bytes};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use hallboard_feed::letter::{LETTER_SIZES, file_name};

use super::gate::{RateLimiter, whose};
use super::store::{Incoming, StoreFault};

/// The path letters are posted to.
pub const PATH: &str = "/letters";

/// The most connections at once; more wait outside.
const CONNECTIONS: usize = 512;
/// The most of them from one address, unless all come through a proxy.
const CONNECTIONS_EACH: usize = 64;
/// How many letters are put on the disk at once: it writes many as fast as a few.
const STORING: usize = 32;
/// The most bytes of a head; the least that hyper knows.
const HEAD: usize = 8192;
/// How long a browser may remember what it was told it may do.
const PREFLIGHT_SECONDS: &str = "600";
/// Until there may be room again.
const FULL_SECONDS: u64 = 600;

/// How long anybody is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a whole head, and for the next request on a connection.
    pub head: Duration,
    /// For a whole body.
    pub body: Duration,
    /// For a whole connection; what is under way then is still answered.
    pub connection: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        let seconds = Duration::from_secs;
        Timeouts { head: seconds(10), body: seconds(20), connection: seconds(300) }
    }
}

/// What takes letters in.
pub struct Receiver {
    /// Where they are kept.
    pub store: Box<dyn Incoming>,
    /// How much anybody may send.
    pub gate: RateLimiter,
    /// How long anybody is waited for.
    pub patience: Timeouts,
    /// The origin of the hall's site, whose pages may post; `None` lets no page of another
    /// origin post, only programs.
    pub origin: Option<String>,
    /// Whether all comes through the hall's own proxy, which says from whom.
    pub behind_proxy: bool,
}

struct Desk {
    receiver: Receiver,
    opened: Instant,
    storing: Semaphore,
    connections: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection of an address, counted for as long as it lasts.
struct ConnectionGuard {
    desk: Arc<Desk>,
    from: IpAddr,
}

type Answer = Response<Empty<Bytes>>;

impl Receiver {
    /// Takes letters in from a listener, until it is dropped.
    pub async fn serve(self, listener: TcpListener) -> Infallible {
        let desk = Arc::new(Desk {
            receiver: self,
            opened: Instant::now(),
            storing: Semaphore::new(STORING),
            connections: Mutex::default(),
        });
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let permit = Arc::clone(&room).acquire_owned().await;
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let Some(counted) = ConnectionGuard::new(&desk, peer.ip()) else {
                        continue;
                    };
                    let desk = Arc::clone(&desk);
                    tokio::spawn(async move {
                        let _until_the_end = (permit, counted);
                        desk.connection(stream, peer).await;
                    });
                }
                // As when the system has no more files to open: it passes.
                Err(_passing) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

impl ConnectionGuard {
    fn new(desk: &Arc<Desk>, from: IpAddr) -> Option<ConnectionGuard> {
        let from = whose(from);
        let mut all = desk.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(from).or_default();
        if *count >= CONNECTIONS_EACH && !desk.receiver.behind_proxy {
            return None;
        }
        *count = count.saturating_add(1);
        Some(ConnectionGuard { desk: Arc::clone(desk), from })
    }
}

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        let all = &self.desk.connections;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.from) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                all.remove(&self.from);
            }
        }
    }
}

impl Desk {
    async fn connection(self: Arc<Desk>, stream: TcpStream, peer: SocketAddr) {
        let patience = self.receiver.patience;
        let desk = Arc::clone(&self);
        let service = service_fn(move |request| {
            let desk = Arc::clone(&desk);
            async move {
                Ok::<_, Infallible>(
                    desk.answer(&request_of(&request, peer), request).await,
                )
            }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        if timeout(patience.connection, connection.as_mut()).await.is_err() {
            connection.as_mut().graceful_shutdown();
            // Whoever went away meanwhile, or dawdles still, is nobody to tell.
            drop(timeout(patience.body, connection).await);
        }
    }

    async fn answer<B>(self: &Arc<Desk>, asked: &Asked, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut answer = match self.admitted(asked) {
            Ok(()) => self.taken_in(request).await,
            Err(refused) => refused,
        };
        let headers = answer.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = asked.origin.clone().filter(|it| self.is_site(it)) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        answer
    }

    fn is_site(&self, origin: &HeaderValue) -> bool {
        self.receiver.origin.as_ref().is_some_and(|site| origin == site)
    }

    /// What can be said before anything of a body is read.
    fn admitted(&self, asked: &Asked) -> Result<(), Answer> {
        if asked.path != PATH {
            return Err(status(StatusCode::NOT_FOUND));
        }
        if asked.origin.as_ref().is_some_and(|it| !self.is_site(it)) {
            return Err(status(StatusCode::FORBIDDEN));
        }
        match asked.method {
            Method::POST => {}
            Method::OPTIONS => return Err(preflight()),
            _ => {
                let allowed = (header::ALLOW, "POST, OPTIONS");
                return Err(with(status(StatusCode::METHOD_NOT_ALLOWED), &[allowed]));
            }
        }
        let largest = LETTER_SIZES.into_iter().max().unwrap_or_default();
        if asked.least_length > u64::try_from(largest).unwrap_or(u64::MAX) {
            return Err(status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let proxied = asked.forwarded.filter(|_| self.receiver.behind_proxy);
        let from = proxied.unwrap_or(asked.peer);
        let admitted = self.receiver.gate.admit(from, self.opened.elapsed());
        admitted.map_err(|wait| later(StatusCode::TOO_MANY_REQUESTS, wait))
    }

    async fn taken_in<B>(self: &Arc<Desk>, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let largest = LETTER_SIZES.into_iter().max().unwrap_or_default();
        let body = Limited::new(request.into_body(), largest).collect();
        let bytes = match timeout(self.receiver.patience.body, body).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                return status(StatusCode::PAYLOAD_TOO_LARGE);
            }
            Ok(Err(_broken)) => return status(StatusCode::BAD_REQUEST),
            Err(_slow) => return closing(StatusCode::REQUEST_TIMEOUT),
        };
        if !LETTER_SIZES.contains(&bytes.len()) {
            return status(StatusCode::BAD_REQUEST);
        }
        let _permit = self.storing.acquire().await;
        let desk = Arc::clone(self);
        let stored = tokio::task::spawn_blocking(move || {
            desk.receiver.store.store(&file_name(&bytes), &bytes)
        });
        match stored.await {
            Ok(Ok(_new_or_again)) => status(StatusCode::OK),
            Ok(Err(StoreFault::Full)) => {
                later(StatusCode::INSUFFICIENT_STORAGE, Duration::from_secs(FULL_SECONDS))
            }
            Ok(Err(StoreFault::Disk(_))) | Err(_) => {
                status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// What of a request is looked at before its body.
struct Asked {
    peer: IpAddr,
    method: Method,
    path: String,
    origin: Option<HeaderValue>,
    /// From whom, as a proxy says: the last of those it names is the one it saw itself.
    forwarded: Option<IpAddr>,
    least_length: u64,
}

fn request_of<B: Body>(request: &Request<B>, peer: SocketAddr) -> Asked {
    let forwarded = || {
        let last = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    Asked {
        peer: peer.ip(),
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        origin: request.headers().get(header::ORIGIN).cloned(),
        forwarded: forwarded(),
        least_length: request.body().size_hint().lower(),
    }
}

fn status(code: StatusCode) -> Answer {
    let mut answer = Response::new(Empty::new());
    *answer.status_mut() = code;
    answer
}

fn with(mut answer: Answer, headers: &[(HeaderName, &'static str)]) -> Answer {
    for (name, value) in headers {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn closing(code: StatusCode) -> Answer {
    with(status(code), &[(header::CONNECTION, "close")])
}

/// Refused for now: to be tried again after that time, in whole seconds.
fn later(code: StatusCode, wait: Duration) -> Answer {
    let mut answer = status(code);
    let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
    answer.headers_mut().insert(header::RETRY_AFTER, seconds);
    answer
}

fn preflight() -> Answer {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS),
    ];
    with(status(StatusCode::NO_CONTENT), &allowed)
}
