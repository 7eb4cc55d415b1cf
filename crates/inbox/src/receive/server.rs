//! The router: it has one path, receives sealed bytes and responds with a status.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use axum::http::{StatusCode, response};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use hallboard_feed::letter::{LETTER_SIZES, file_name};
use hallboard_http::Limits;

use super::rate_limit::RateLimiter;
use super::store::{Incoming, StoreFault};

/// The path to which letters are posted.
pub const PATH: &str = "/letters";

/// Maximum number of connections; further ones wait to be accepted.
const CONNECTIONS: usize = 512;
/// Maximum number of connections from one address, unless all come through a proxy.
const CONNECTIONS_PER_CLIENT: usize = 64;
/// Maximum number of concurrent writes to the disk, which then takes no longer than for a
/// few.
const CONCURRENT_WRITES: usize = 32;
/// Time in seconds for which browsers may cache a preflight response.
const PREFLIGHT_SECONDS: &str = "600";
/// Time in seconds after which a client may try again when storage is full.
const FULL_SECONDS: u64 = 600;
/// The permitted methods.
const METHODS: &str = "POST, OPTIONS";

/// Time limits for clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a complete request head, and for the next request on a connection.
    pub head: Duration,
    /// For a complete body.
    pub body: Duration,
    /// For a connection; a request in progress at its end is still answered.
    pub connection: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        let seconds = Duration::from_secs;
        Timeouts { head: seconds(10), body: seconds(20), connection: seconds(300) }
    }
}

/// The server that receives letters.
pub struct Receiver {
    /// The store for received letters.
    pub store: Box<dyn Incoming>,
    /// The limiter of the rate of letters.
    pub rate_limiter: RateLimiter,
    /// The time limits for clients.
    pub timeouts: Timeouts,
    /// Origin of the hall's site, whose pages may post letters. With `None` no page of
    /// another origin may, only other programs.
    pub origin: Option<String>,
    /// Whether all requests come through the hall's own proxy, which sets
    /// `X-Forwarded-For`.
    pub behind_proxy: bool,
}

/// State shared by the handlers.
struct ServerState {
    receiver: Receiver,
    started: Instant,
    writes: Semaphore,
}

impl Receiver {
    /// Receives letters on a listener until the future is dropped.
    pub async fn serve(self, listener: TcpListener) -> Infallible {
        let Timeouts { head, body, connection } = self.timeouts;
        let limits = Limits {
            head,
            connection,
            grace: body,
            connections: CONNECTIONS,
            connections_per_client: (!self.behind_proxy)
                .then_some(CONNECTIONS_PER_CLIENT),
        };
        hallboard_http::serve(listener, self.router(), limits).await
    }

    /// Accepts `POST` of a sealed letter to [`PATH`]. Responses have a status and headers,
    /// but no body.
    fn router(self) -> Router {
        let state = Arc::new(ServerState {
            receiver: self,
            started: Instant::now(),
            writes: Semaphore::new(CONCURRENT_WRITES),
        });
        // A body with too large a `Content-Length` is refused before any of it is read.
        let limit = RequestBodyLimitLayer::new(largest_letter());
        let letters = post(store_letter.layer(limit))
            .options(preflight)
            .fallback(method_not_allowed);
        let header = SetResponseHeaderLayer::overriding;
        Router::new()
            .route(PATH, letters)
            .route_layer(from_fn_with_state(Arc::clone(&state), same_site))
            .layer(map_response(without_body))
            .layer(header(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .layer(header(header::VARY, HeaderValue::from_static("origin")))
            .with_state(state)
    }
}

/// Why a letter was not stored.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("a page of another site posts")]
    ForeignOrigin,
    #[error("too many letters came; the next is admitted in {0:?}")]
    TooMany(Duration),
    #[error("the body did not come in time")]
    TooSlow,
    #[error("the body cannot be read")]
    Body(#[from] BytesRejection),
    #[error("a body of {0} bytes is no letter")]
    NoLetter(usize),
    #[error("the letter cannot be stored")]
    Store(#[from] StoreFault),
    #[error("storing the letter was aborted")]
    Aborted(#[from] tokio::task::JoinError),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let full = Duration::from_secs(FULL_SECONDS);
        match self {
            Refusal::ForeignOrigin => StatusCode::FORBIDDEN.into_response(),
            Refusal::TooMany(wait) => retry_after(StatusCode::TOO_MANY_REQUESTS, wait),
            Refusal::TooSlow => {
                let close = [(header::CONNECTION, HeaderValue::from_static("close"))];
                (StatusCode::REQUEST_TIMEOUT, close).into_response()
            }
            Refusal::Body(rejection) => rejection.into_response(),
            Refusal::NoLetter(_) => StatusCode::BAD_REQUEST.into_response(),
            Refusal::Store(StoreFault::Full) => {
                retry_after(StatusCode::INSUFFICIENT_STORAGE, full)
            }
            Refusal::Store(StoreFault::Disk(_)) | Refusal::Aborted(_) => {
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// A refusal with a `Retry-After` header, in whole seconds.
fn retry_after(code: StatusCode, wait: Duration) -> Response {
    let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
    (code, [(header::RETRY_AFTER, seconds)]).into_response()
}

/// Extractor that succeeds if the client may send a letter now.
struct Admitted;

impl FromRequestParts<Arc<ServerState>> for Admitted {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &Arc<ServerState>,
    ) -> Result<Admitted, Response> {
        let ConnectInfo(peer) =
            ConnectInfo::<SocketAddr>::from_request_parts(parts, state)
                .await
                .map_err(IntoResponse::into_response)?;
        let receiver = &state.receiver;
        let proxied = receiver.behind_proxy.then(|| forwarded_for(&parts.headers));
        let from = proxied.flatten().unwrap_or(peer.ip());
        match receiver.rate_limiter.admit(from, state.started.elapsed()) {
            Ok(()) => Ok(Admitted),
            Err(wait) => Err(Refusal::TooMany(wait).into_response()),
        }
    }
}

/// The client's address as reported by the proxy: the last one listed is the one it saw
/// itself.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// A body with the length of a sealed letter.
struct SealedLetter(Bytes);

impl FromRequest<Arc<ServerState>> for SealedLetter {
    type Rejection = Refusal;

    async fn from_request(
        request: Request,
        state: &Arc<ServerState>,
    ) -> Result<SealedLetter, Refusal> {
        let body = Bytes::from_request(request, state);
        let bytes = match timeout(state.receiver.timeouts.body, body).await {
            Ok(body) => body?,
            Err(_elapsed) => return Err(Refusal::TooSlow),
        };
        if LETTER_SIZES.contains(&bytes.len()) {
            Ok(SealedLetter(bytes))
        } else {
            Err(Refusal::NoLetter(bytes.len()))
        }
    }
}

fn largest_letter() -> usize {
    LETTER_SIZES.into_iter().max().unwrap_or_default()
}

async fn store_letter(
    State(state): State<Arc<ServerState>>,
    _: Admitted,
    SealedLetter(bytes): SealedLetter,
) -> Result<StatusCode, Refusal> {
    let _permit = state.writes.acquire().await;
    let shared = Arc::clone(&state);
    let stored = tokio::task::spawn_blocking(move || {
        shared.receiver.store.store(&file_name(&bytes), &bytes)
    });
    stored.await??;
    Ok(StatusCode::OK)
}

async fn preflight() -> impl IntoResponse {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS),
    ];
    (StatusCode::NO_CONTENT, allowed)
}

async fn method_not_allowed() -> impl IntoResponse {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, METHODS)])
}

/// Refuses requests from pages of other sites. `tower_http::cors` would leave the refusal
/// to the browser, and thus store their letters.
async fn same_site(
    State(state): State<Arc<ServerState>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    if state.receiver.origin.as_ref().is_none_or(|site| origin != site) {
        return Refusal::ForeignOrigin.into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response
}

/// Removes the body: clients use the status and headers only.
async fn without_body(response: Response) -> Response {
    let (response::Parts { status, mut headers, .. }, _) = response.into_parts();
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    (status, headers, Body::empty()).into_response()
}
