//! The hall's key on paper: the page to print, and its confirmation.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hallboard_operations::failure::CliError;
use hallboard_operations::key_backup::{self, BackupStatus};
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::print::printed;
use super::{MessageView, blocking, error_page, messages, page};
use crate::server::{DeskState, Fields};

/// Path of the page.
pub(crate) const PATH: &str = "/key-backup";

/// Shows how the key gets onto paper, and whether it is there.
pub(crate) async fn status(State(state): State<Arc<DeskState>>) -> Response {
    respond(&state, Vec::new()).await
}

/// The page with the key.
pub(crate) async fn page_to_print(State(state): State<Arc<DeskState>>) -> Response {
    let made = blocking(&state, |state| key_backup::page(&state.context()?));
    match made.await {
        Ok(Ok(html)) => printed(html),
        Ok(Err(error)) => error_page(&state, PATH, error),
        Err(response) => response,
    }
}

/// Records that the key is on paper.
pub(crate) async fn confirm(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let confirmed = blocking(&state, move |state| {
        let typed = fields.get("check").unwrap_or_default();
        key_backup::confirm(&state.context()?, typed, (state.config.now)().now)
    });
    match confirmed.await {
        Ok(Ok(_)) => Redirect::to("/check").into_response(),
        Ok(Err(error)) => respond(&state, messages(error)).await,
        Err(response) => response,
    }
}

async fn respond(state: &Arc<DeskState>, messages: Vec<MessageView>) -> Response {
    let read = blocking(state, read_status).await;
    match read {
        Ok(Ok(BackupStatus { last_line, confirmed })) => {
            let content = context! {
                last_line,
                confirmed => confirmed.map(|it| it.to_string()),
                messages => Value::from(Serde(messages)),
            };
            page(state, StatusCode::OK, ("key-backup.html", PATH), content)
        }
        Ok(Err(error)) => error_page(state, PATH, error),
        Err(response) => response,
    }
}

fn read_status(state: &DeskState) -> Result<BackupStatus, CliError> {
    key_backup::status(&state.context()?)
}
