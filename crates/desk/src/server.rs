//! The server: what it needs, who is let in, and when it closes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hallboard_operations::context::{HallContext, HallPaths, with_suffix};
use hallboard_operations::failure::CliError;
use hallboard_publish::{App, Clock, Lock, LockError};
use minijinja::Environment;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::pages::{self, PublicationState, letters, print};
use crate::security::{HEADERS, Refusal, Session};
use crate::templates;

/// Suffix of the name of the desk's lock, after that of the key.
const DESK_LOCK: &str = ".desk.lock";

/// Maximum size of a form in bytes.
const FORM_BYTES: usize = 64 * 1024;

/// Limits of a server that one person uses.
const LIMITS: hallboard_http::Limits = hallboard_http::Limits {
    head: Duration::from_secs(10),
    connection: Duration::from_secs(600),
    grace: Duration::from_secs(60),
    connections: 64,
    connections_per_client: None,
};

/// Paths that anybody may read: they contain nothing of the hall.
const PUBLIC_PATHS: [&str; 3] = ["/enter", "/tokens.css", "/desk.css"];

/// Loads the app to publish; `None` publishes the feed only.
pub type LoadApp = Box<dyn Fn() -> Result<Option<App>, CliError> + Send + Sync>;

/// Gives the clock of a publication.
pub type Now = Box<dyn Fn() -> Clock + Send + Sync>;

/// The hall and the surroundings of a desk.
pub struct Config {
    /// The hall's paths that were given by hand.
    pub paths: HallPaths,
    /// The hall's folder or register; if absent, the current folder.
    pub hall: Option<PathBuf>,
    /// Loads the app to publish.
    pub app: LoadApp,
    /// Gives the clock of a publication.
    pub now: Now,
    /// The time without a request after which the desk closes.
    pub idle: Duration,
}

impl Config {
    /// The hall, read anew: its settings may have changed since the last request.
    ///
    /// # Errors
    /// As [`HallPaths::context`].
    pub fn context(&self) -> Result<HallContext, CliError> {
        self.paths.context(self.hall.as_deref())
    }
}

/// Why a desk cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The hall cannot be read.
    #[error("the hall cannot be read")]
    Hall(CliError),
    /// Another desk of this hall is open, or that cannot be determined; with the lock file.
    #[error("the desk of this hall cannot be locked: {1}")]
    Lock(PathBuf, #[source] LockError),
    /// The system has no random bytes for the session's secrets.
    #[error("no random bytes: {0}")]
    Random(#[source] std::io::Error),
    /// A template is not well-formed.
    #[error("a template is not well-formed: {0}")]
    Template(#[from] minijinja::Error),
}

/// The desk of one hall. While it exists, no other desk of the hall can be opened.
pub struct Desk {
    state: Arc<DeskState>,
    _lock: Lock,
}

/// What requests share.
pub(crate) struct DeskState {
    pub(crate) config: Config,
    pub(crate) session: Session,
    pub(crate) templates: Environment<'static>,
    publication: Mutex<PublicationState>,
    last_use: Mutex<Instant>,
}

impl DeskState {
    /// How far the publication of this desk has come.
    pub(crate) fn publication(&self) -> MutexGuard<'_, PublicationState> {
        self.publication.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn last_use(&self) -> MutexGuard<'_, Instant> {
        self.last_use.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fields of a form, or of a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    fn parse(encoded: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The fields in the query of a request.
    pub(crate) fn of_query(uri: &Uri) -> Fields {
        Fields::parse(uri.query().unwrap_or_default().as_bytes())
    }

    /// The first value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().find(|(it, _)| it == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All values of a field, as of checked boxes of one name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let named = self.0.iter().filter(|(it, _)| it == name);
        named.map(|(_, value)| value.as_str()).collect()
    }
}

impl Desk {
    /// Opens the desk of a hall, to be served on that port. Needs a tokio runtime with time.
    ///
    /// # Errors
    /// If the hall cannot be read, or another desk of it is open.
    pub fn open(config: Config, port: u16) -> Result<Desk, DeskError> {
        let context = config.context().map_err(DeskError::Hall)?;
        let path = with_suffix(&context.key, DESK_LOCK);
        let lock = Lock::take(&path).map_err(|error| DeskError::Lock(path, error))?;
        let state = DeskState {
            config,
            session: Session::new(port).map_err(DeskError::Random)?,
            templates: templates::environment()?,
            publication: Mutex::default(),
            last_use: Mutex::new(Instant::now()),
        };
        Ok(Desk { state: Arc::new(state), _lock: lock })
    }

    /// The path and query that let a browser in, once; `None` after that.
    pub fn entry(&self) -> Option<String> {
        self.state.session.entry()
    }

    /// The pages of the desk.
    pub fn router(&self) -> Router {
        let css = |text: &'static str| {
            get(move || async move {
                ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text)
            })
        };
        Router::new()
            .route("/", get(|| async { Redirect::to("/check") }))
            .route("/enter", get(enter))
            .route("/tokens.css", css(include_str!("../../../styles/tokens.css")))
            .route("/desk.css", css(include_str!("../templates/desk.css")))
            .route("/check", get(pages::check))
            .route("/letters", get(letters::letters))
            .route("/letters/decide", post(letters::decide))
            .route("/letters/handwriting/{what}/{id}", get(letters::picture))
            .route("/publish", get(pages::publish).post(pages::start_publication))
            .route("/publish/progress", get(pages::progress))
            .route("/print", get(print::overview))
            .route("/print/cards", post(print::cards))
            .route("/print/signs", get(print::signs))
            .route("/print/monthly", get(print::monthly))
            .route("/print/monthly.xlsx", get(print::monthly_workbook))
            .route("/print/forms", get(print::forms))
            .route(
                "/print/certificate",
                get(print::certificate_choice).post(print::certificate),
            )
            .route("/site", get(pages::site))
            .route("/language", post(pages::set_language))
            .fallback(pages::not_found)
            .layer(from_fn_with_state(Arc::clone(&self.state), guard))
            .with_state(Arc::clone(&self.state))
    }

    /// Serves until the desk has not been used for the configured time.
    pub async fn serve(&self, listener: TcpListener) {
        tokio::select! {
            never = hallboard_http::serve(listener, self.router(), LIMITS) => match never {},
            () = self.unused() => {}
        }
    }

    /// Returns when no request was answered for the configured time and no publication is
    /// under way.
    async fn unused(&self) {
        loop {
            if self.state.publication().is_running() {
                *self.state.last_use() = Instant::now();
            }
            let until = *self.state.last_use() + self.state.config.idle;
            if Instant::now() >= until {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }
}

/// Answers permitted requests only, and adds the headers of every response.
async fn guard(
    State(state): State<Arc<DeskState>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match admit(&state, request).await {
        Ok(request) => {
            *state.last_use() = Instant::now();
            next.run(request).await
        }
        Err(refusal) => pages::refused(&state, refusal),
    };
    for (name, value) in HEADERS {
        // A page to print has a content policy of its own.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The request, if it is permitted; of a form, with its fields.
async fn admit(state: &DeskState, request: Request) -> Result<Request, Refusal> {
    state.session.check_origin(request.method(), request.headers())?;
    if PUBLIC_PATHS.contains(&request.uri().path()) {
        return Ok(request);
    }
    state.session.check_cookie(request.headers())?;
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (mut head, body) = request.into_parts();
    let body =
        to_bytes(body, FORM_BYTES).await.map_err(|_too_large| Refusal::FormToken)?;
    let fields = Fields::parse(&body);
    state.session.check_form_token(fields.get("form_token"))?;
    head.extensions.insert(fields);
    Ok(Request::from_parts(head, Body::empty()))
}

/// Exchanges the token of the address for the session's cookie. The redirect removes the
/// token from the address that the browser shows.
async fn enter(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    match state.session.exchange(fields.get("token").unwrap_or_default()) {
        Ok(cookie) => {
            let to = HeaderValue::from_static("/check");
            let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, to)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(refusal) => pages::refused(&state, refusal),
    }
}
