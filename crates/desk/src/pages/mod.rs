//! The pages: what the hall's operations report, filled into templates.

mod check;
pub(crate) mod key_backup;
pub(crate) mod letters;
pub(crate) mod new;
pub(crate) mod print;
mod publish;
mod site;
mod upload;

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::language::Language;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::error::DeskError;
use crate::security::Refusal;
use crate::server::{DeskState, Fields};
use crate::templates::text;

pub(crate) use check::{changes, check};
pub(crate) use publish::{PublicationState, progress, publish, start_publication};
pub(crate) use site::site;

/// The pages in the navigation, by path and by key of their name.
const PAGES: [(&str, &str); 5] = [
    ("/check", "check"),
    ("/letters", "letters"),
    ("/publish", "publish"),
    ("/print", "print"),
    ("/site", "site"),
];

/// Paths of pages that are not in the navigation, from which the language can be set too.
const OTHER_PAGES: [&str; 2] = [new::PATH, key_backup::PATH];

/// An error or a warning, as the templates show it.
#[derive(Clone, Serialize)]
struct MessageView {
    what: String,
    place: Option<String>,
    hint: Vec<String>,
}

impl From<Message> for MessageView {
    fn from(message: Message) -> MessageView {
        let Message { what, place, hint } = message;
        MessageView { what, place, hint: hint.lines().map(str::to_owned).collect() }
    }
}

/// The messages of an error.
fn messages(error: CliError) -> Vec<MessageView> {
    match error {
        CliError::Unread => Vec::new(),
        CliError::Reported { messages, .. } => {
            messages.into_iter().map(MessageView::from).collect()
        }
    }
}

/// A page from a template; `path` is that of its entry in the navigation.
fn page(
    state: &DeskState,
    status: StatusCode,
    (template, path): (&str, &str),
    content: Value,
) -> Response {
    let language = Language::current();
    let pages: &[_] = if state.has_hall() { &PAGES } else { &[] };
    let pages: Vec<_> =
        pages.iter().map(|&(path, name)| context! { path, name }).collect();
    let context = context! {
        content,
        path,
        pages,
        language => language.tag(),
        languages => Language::ALL.map(Language::tag),
        form_token => state.session.form_token(),
    };
    let template = state.templates.get_template(template);
    match template.and_then(|it| it.render(context)) {
        Ok(html) => (status, Html(html)).into_response(),
        // A mistake in a template: there is no page to show it on.
        Err(error) => {
            (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
        }
    }
}

/// A page that consists of errors.
fn error_page(state: &DeskState, path: &str, error: CliError) -> Response {
    let content =
        context! { messages => Value::from(Serde(messages(error))), report => () };
    page(state, StatusCode::OK, ("messages.html", path), content)
}

/// The page that a browser sees when it is let in; it goes on to the first page.
pub(crate) fn entered(state: &DeskState) -> Response {
    page(state, StatusCode::OK, ("entered.html", ""), context! { problem => () })
}

/// As [`entered`], if no other window can be opened afterwards.
pub(crate) fn entered_once(state: &DeskState, error: &DeskError) -> Response {
    let content = context! { problem => error.to_string() };
    page(state, StatusCode::OK, ("entered.html", ""), content)
}

/// Runs an operation that reads or writes files, apart from the threads that answer.
pub(crate) async fn blocking<T: Send + 'static>(
    state: &Arc<DeskState>,
    operation: impl FnOnce(&DeskState) -> T + Send + 'static,
) -> Result<T, Response> {
    let state = Arc::clone(state);
    let done = tokio::task::spawn_blocking(move || operation(&state)).await;
    done.map_err(|error| {
        (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
    })
}

/// The page for a request that is refused. It shows nothing of the hall.
pub(crate) fn refused(state: &DeskState, refusal: Refusal) -> Response {
    let key = match refusal {
        Refusal::Host | Refusal::Origin => "refused_origin",
        Refusal::Session => "refused_session",
        Refusal::EntryToken => "refused_entry",
        Refusal::FormToken => "refused_form",
    };
    message_page(state, StatusCode::FORBIDDEN, key)
}

/// The page for a path that does not exist.
pub(crate) async fn not_found(State(state): State<Arc<DeskState>>) -> Response {
    message_page(&state, StatusCode::NOT_FOUND, "not_found")
}

fn message_page(state: &DeskState, status: StatusCode, key: &str) -> Response {
    let text = |key: &str| text(key, &[]).unwrap_or_default();
    let hint = vec![text(&format!("{key}_hint"))];
    let message = MessageView { what: text(key), place: None, hint };
    // Without a path the page has neither navigation nor forms.
    page(
        state,
        status,
        ("messages.html", ""),
        context! { messages => Value::from(Serde([message])), report => () },
    )
}

/// Sets the language that a form names, if it names one.
fn choose_language(fields: &Fields) {
    let named = |it: &Language| Some(it.tag()) == fields.get("language");
    if let Some(language) = Language::ALL.into_iter().find(named) {
        language.set_current();
    }
}

/// Sets the language of the desk, and returns to the page from which it was set.
pub(crate) async fn set_language(Extension(fields): Extension<Fields>) -> Redirect {
    choose_language(&fields);
    let mut paths = PAGES.iter().map(|(path, _)| *path).chain(OTHER_PAGES);
    let back = paths.find(|path| Some(*path) == fields.get("path"));
    Redirect::to(back.unwrap_or("/check"))
}
