//! The server: what it needs, who is let in, and when it closes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hallboard_operations::context::{HallContext, HallPaths, with_suffix};
use hallboard_operations::failure::CliError;
use hallboard_publish::{App, Clock, Lock};
use minijinja::Environment;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::entry_page::EntryPage;
use crate::error::DeskError;
use crate::pages::{self, PublicationState, key_backup, letters, new, print};
use crate::security::{ENTRY_PATH, HEADERS, Refusal, Session};
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
const PUBLIC_PATHS: [&str; 4] = [ENTRY_PATH, "/tokens.css", "/desk.css", "/desk.js"];

/// Path at which an open page waits for the register to be saved. Browsers connect to it by
/// themselves, which is no use of the desk.
const CHANGES_PATH: &str = "/check/changes";

/// Paths that need no hall: there one is chosen or created.
const PATHS_WITHOUT_HALL: [&str; 7] =
    [ENTRY_PATH, "/tokens.css", "/desk.css", "/desk.js", "/new", "/open", "/language"];

/// Loads the app to publish; `None` publishes the feed only.
pub type LoadApp = Box<dyn Fn() -> Result<Option<App>, CliError> + Send + Sync>;

/// Gives the clock of a publication.
pub type Now = Box<dyn Fn() -> Clock + Send + Sync>;

/// Where a desk begins.
#[derive(Clone, Debug)]
pub enum Start {
    /// At a hall: its folder or register; if absent, the current folder.
    Hall(Option<PathBuf>),
    /// At a folder in which a hall is chosen or created.
    Folder(PathBuf),
}

/// The hall and the surroundings of a desk.
pub struct Config {
    /// The hall's paths that were given by hand.
    pub paths: HallPaths,
    /// Where the desk begins.
    pub start: Start,
    /// Loads the app to publish.
    pub app: LoadApp,
    /// Gives the clock of a publication.
    pub now: Now,
    /// The time without a request after which the desk closes.
    pub idle: Duration,
}

/// The desk of one hall, or of none until one is chosen or created. While it exists, no other
/// desk of the hall can be opened.
pub struct Desk {
    state: Arc<DeskState>,
}

/// The hall that is open.
struct OpenHall {
    /// Its folder or register; if absent, the current folder.
    path: Option<PathBuf>,
    _lock: Lock,
}

/// What requests share.
pub(crate) struct DeskState {
    pub(crate) config: Config,
    pub(crate) session: Session,
    pub(crate) templates: Environment<'static>,
    hall: Mutex<Option<OpenHall>>,
    entry_page: Mutex<EntryPage>,
    publication: Mutex<PublicationState>,
    last_use: Mutex<Instant>,
}

impl DeskState {
    /// The hall, read anew: its settings may have changed since the last request.
    ///
    /// # Errors
    /// As [`HallPaths::context`]. Pages of the hall are reached only when one is open; without
    /// one, this is the hall of the current folder.
    pub(crate) fn context(&self) -> Result<HallContext, CliError> {
        let path = lock(&self.hall).as_ref().and_then(|hall| hall.path.clone());
        self.config.paths.context(path.as_deref())
    }

    /// Whether a hall is open.
    pub(crate) fn has_hall(&self) -> bool {
        lock(&self.hall).is_some()
    }

    /// Opens the hall that `choose` names, and moves the page that opens the desk to it. Does
    /// nothing if a hall is open: the request was sent twice.
    ///
    /// # Errors
    /// If it cannot be chosen or read, or another desk of it is open.
    pub(crate) fn open_hall<E: From<DeskError>>(
        &self,
        choose: impl FnOnce() -> Result<Option<PathBuf>, E>,
    ) -> Result<(), E> {
        let mut hall = lock(&self.hall);
        if hall.is_some() {
            return Ok(());
        }
        let path = choose()?;
        let context = self.config.paths.context(path.as_deref());
        let context = context.map_err(DeskError::Hall)?;
        let file = with_suffix(&context.key, DESK_LOCK);
        let taken = Lock::take(&file).map_err(|error| DeskError::Lock(file, error))?;
        lock(&self.entry_page).move_to(EntryPage::of_hall(&context), &self.session)?;
        *hall = Some(OpenHall { path, _lock: taken });
        Ok(())
    }

    /// Writes the page that opens the desk anew, after its token was used.
    fn renew_entry_page(&self) -> Result<(), DeskError> {
        lock(&self.entry_page).write(&self.session)
    }

    /// How far the publication of this desk has come.
    pub(crate) fn publication(&self) -> MutexGuard<'_, PublicationState> {
        lock(&self.publication)
    }

    fn last_use(&self) -> MutexGuard<'_, Instant> {
        lock(&self.last_use)
    }
}

/// Locks what requests share. Nothing is left half changed by a request that panicked.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// Opens the desk, to be served on that port. Needs a tokio runtime with time.
    ///
    /// # Errors
    /// If the hall cannot be read, another desk of it is open, or the page that opens the desk
    /// cannot be written.
    pub fn open(config: Config, port: u16) -> Result<Desk, DeskError> {
        let start = config.start.clone();
        let folder = match &start {
            Start::Folder(folder) => folder.clone(),
            Start::Hall(_) => PathBuf::new(),
        };
        let state = DeskState {
            config,
            session: Session::new(port).map_err(DeskError::Random)?,
            templates: templates::environment()?,
            hall: Mutex::default(),
            entry_page: Mutex::new(EntryPage::in_folder(&folder)),
            publication: Mutex::default(),
            last_use: Mutex::new(Instant::now()),
        };
        match start {
            Start::Hall(path) => state.open_hall(|| Ok::<_, DeskError>(path))?,
            Start::Folder(_) => state.renew_entry_page()?,
        }
        Ok(Desk { state: Arc::new(state) })
    }

    /// The path and query that let a browser in, once.
    pub fn entry(&self) -> String {
        self.state.session.entry()
    }

    /// The file that lets a browser in, once; it is written anew after each use.
    pub fn entry_page(&self) -> PathBuf {
        lock(&self.state.entry_page).path().to_owned()
    }

    /// The pages of the desk.
    pub fn router(&self) -> Router {
        let file = |media_type: &'static str, text: &'static str| {
            get(move || async move { ([(header::CONTENT_TYPE, media_type)], text) })
        };
        let css = |text: &'static str| file("text/css; charset=utf-8", text);
        let script = include_str!("../templates/desk.js");
        Router::new()
            .route("/", get(|| async { Redirect::to("/check") }))
            .route(ENTRY_PATH, get(enter))
            .route("/tokens.css", css(include_str!("../../../styles/tokens.css")))
            .route("/desk.css", css(include_str!("../templates/desk.css")))
            .route("/desk.js", file("text/javascript; charset=utf-8", script))
            .route("/new", get(new::form).post(new::create))
            .route("/open", post(new::open))
            .route("/key-backup", get(key_backup::status).post(key_backup::confirm))
            .route("/print/key-backup", get(key_backup::page_to_print))
            .route("/check", get(pages::check))
            .route(CHANGES_PATH, get(pages::changes))
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
            if request.uri().path() != CHANGES_PATH {
                *state.last_use() = Instant::now();
            }
            let needs_hall = !PATHS_WITHOUT_HALL.contains(&request.uri().path());
            match needs_hall && !state.has_hall() {
                true => Redirect::to("/new").into_response(),
                false => next.run(request).await,
            }
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
    match request.uri().path() {
        ENTRY_PATH => state.session.check_host(request.headers()).map(drop)?,
        _ => state.session.check_origin(request.method(), request.headers())?,
    }
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

/// Exchanges the token of the address for the session's cookie, and goes on to the first page.
///
/// The browser comes from a file, which is another site: it would not send the new cookie after
/// a redirect, but does so from a page of the desk.
async fn enter(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    let cookie = match state.session.exchange(fields.get("token").unwrap_or_default()) {
        Ok(cookie) => cookie,
        Err(refusal) => return pages::refused(&state, refusal),
    };
    let renewed = pages::blocking(&state, DeskState::renew_entry_page).await;
    let mut response = match renewed {
        Ok(Ok(())) => pages::entered(&state),
        // The desk is open all the same; only another window cannot be opened.
        Ok(Err(error)) => pages::entered_once(&state, &error),
        Err(response) => response,
    };
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}
