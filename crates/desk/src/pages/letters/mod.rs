//! Letters to the hall: what each asks, and the decisions of officials.

mod decide;
mod view;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use form_urlencoded::Serializer;
use hallboard_feed::letter::LetterId;
use hallboard_inbox::{PICTURES, guest_picture_name, picture_name};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::inbox::{Session, official};
use hallboard_operations::register;
use minijinja::Value;
use minijinja::value::Serde;

use super::{blocking, error_page, messages, page};
use crate::server::{DeskState, Fields};
use crate::templates::text;
use view::{Attempt, LettersView};

/// Path of the page in the navigation.
const PATH: &str = "/letters";
/// The path of the pictures of handwriting.
const PICTURES_PATH: &str = "/letters/handwriting";

/// The letters, and who decides on them. Holds the hall's lock, so that no other surface
/// decides at the same time.
struct Opened {
    context: HallContext,
    session: Session,
    /// The official that the browser has chosen.
    by: Option<String>,
    _lock: hallboard_publish::Lock,
}

impl Opened {
    fn new(state: &DeskState, fields: &Fields) -> Result<Opened, CliError> {
        let context = state.context()?;
        let lock = context.take_lock()?;
        let session = Session::open(&context, (state.config.now)(), register::read)?;
        let by = fields.get("by").map(str::trim).filter(|it| !it.is_empty());
        let by = by.map(str::to_owned);
        Ok(Opened { context, session, by, _lock: lock })
    }

    /// The official who decides.
    fn official(&self) -> Result<Option<String>, CliError> {
        let panel = &self.context.settings.letters.panel;
        official(panel, self.by.as_deref()).map_err(|_unknown_or_unnamed| {
            fault("letters_who", "letters_who_hint", &[("names", panel.join(", "))])
        })
    }

    /// The page, with an attempt to decide that failed.
    fn view(mut self, attempt: Option<Attempt>) -> Result<LettersView, CliError> {
        let collected = self.session.collect(&[])?;
        // What can be undone no more is written.
        let written = self.session.commit_final()?;
        LettersView::new(&self, &collected, &written, attempt.as_ref())
    }
}

/// An error in what was filled in.
fn fault(what: &str, hint: &str, facts: &[(&str, String)]) -> CliError {
    let text = |key: &str| text(key, facts).unwrap_or_default();
    CliError::usage(Message { what: text(what), place: None, hint: text(hint) })
}

/// Lists the letters that wait, after collecting those that have come.
pub(crate) async fn letters(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    let view =
        blocking(&state, move |state| Opened::new(state, &fields)?.view(None)).await;
    shown(&state, view)
}

fn shown(
    state: &DeskState,
    view: Result<Result<LettersView, CliError>, Response>,
) -> Response {
    match view {
        Ok(Ok(view)) => {
            let content = Value::from(Serde(view));
            page(state, StatusCode::OK, ("letters.html", PATH), content)
        }
        Ok(Err(error)) => error_page(state, PATH, error),
        Err(response) => response,
    }
}

/// What became of a decision.
enum Answer {
    /// It was recorded; the page is requested anew, so that reloading repeats nothing.
    Recorded {
        by: Option<String>,
    },
    Page(Box<LettersView>),
}

/// Carries out what was chosen for a letter.
pub(crate) async fn decide(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let answer = blocking(&state, move |state| {
        let mut opened = Opened::new(state, &fields)?;
        let decided = decide::decide(&mut opened, &fields);
        match decided {
            Ok(decide::Decided::Recorded) => Ok(Answer::Recorded { by: opened.by }),
            Ok(decide::Decided::ToBeSeen) => {
                let attempt = Attempt { fields, messages: Vec::new() };
                opened.view(Some(attempt)).map(|it| Answer::Page(Box::new(it)))
            }
            Err(error) => {
                let attempt = Attempt { fields, messages: messages(error) };
                opened.view(Some(attempt)).map(|it| Answer::Page(Box::new(it)))
            }
        }
    });
    match answer.await {
        Ok(Ok(Answer::Recorded { by })) => {
            Redirect::to(&path_for(by.as_deref())).into_response()
        }
        Ok(Ok(Answer::Page(view))) => shown(&state, Ok(Ok(*view))),
        Ok(Err(error)) => error_page(&state, PATH, error),
        Err(response) => response,
    }
}

/// The path of the page for that official.
fn path_for(by: Option<&str>) -> String {
    match by {
        Some(by) => {
            let query = Serializer::new(String::new()).append_pair("by", by).finish();
            format!("{PATH}?{query}")
        }
        None => PATH.to_owned(),
    }
}

/// The picture of a letter's handwriting, or of a guest's handwritten name.
pub(crate) async fn picture(
    State(state): State<Arc<DeskState>>,
    Path((what, id)): Path<(String, String)>,
) -> Response {
    let (Ok(id), "text" | "name") = (id.parse::<LetterId>(), what.as_str()) else {
        return super::not_found(State(state)).await;
    };
    let file = match what.as_str() {
        "name" => guest_picture_name(id),
        _ => picture_name(id),
    };
    let read = blocking(&state, move |state| {
        let path = state.context()?.letters.join(PICTURES).join(file);
        Ok::<_, CliError>(std::fs::read(path).ok())
    });
    match read.await {
        Ok(Ok(Some(svg))) => {
            ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
        }
        Ok(Ok(None)) => super::not_found(State(state)).await,
        Ok(Err(error)) => error_page(&state, PATH, error),
        Err(response) => response,
    }
}
