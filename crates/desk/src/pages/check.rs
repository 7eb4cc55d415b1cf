//! What is wrong with the register, again whenever it is saved.

use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use hallboard_operations::check;
use hallboard_operations::failure::CliError;
use hallboard_operations::key_backup;
use hallboard_operations::register::unreadable;
use hallboard_operations::register_edit;
use hallboard_operations::report::Report;
use hallboard_workbook::read::lenient_at_in;
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::{blocking, error_page, messages, page};
use crate::server::{DeskState, Fields};
use crate::watch;

/// The report on the register as it is now.
struct Checked {
    file: String,
    report: Result<Report, CliError>,
    /// Whether a spreadsheet program has the register open.
    in_use: bool,
    /// The stamp of the file that was checked.
    stamp: String,
    /// Whether it was confirmed that the hall's key is on paper.
    key_on_paper: Result<bool, CliError>,
}

/// Shows every error and warning by sheet and row.
pub(crate) async fn check(State(state): State<Arc<DeskState>>) -> Response {
    match blocking(&state, checked).await {
        Ok(Ok(checked)) => {
            let Checked { file, report, in_use, stamp, key_on_paper } = checked;
            let mut problems = Vec::new();
            let (summary, report) = match report {
                Ok(report) => (Some(report.summary()), Some(Value::from(Serde(report)))),
                Err(error) => {
                    problems.extend(messages(error));
                    (None, None)
                }
            };
            let key_on_paper = key_on_paper.unwrap_or_else(|error| {
                problems.extend(messages(error));
                true
            });
            let problems = Value::from(Serde(problems));
            let content = context! {
                file,
                report,
                summary,
                in_use,
                stamp,
                key_on_paper,
                problems,
            };
            page(&state, StatusCode::OK, ("check.html", "/check"), content)
        }
        Ok(Err(error)) => error_page(&state, "/check", error),
        Err(response) => response,
    }
}

/// Sends one event when the register is not what it was at the stamp in the query.
pub(crate) async fn changes(
    State(state): State<Arc<DeskState>>,
    uri: Uri,
) -> Result<impl IntoResponse, StatusCode> {
    let path = blocking(&state, |state| Some(state.context().ok()?.ledger.path)).await;
    let path = path.ok().flatten().ok_or(StatusCode::NOT_FOUND)?;
    let seen = Fields::of_query(&uri).get("stamp").unwrap_or_default().to_owned();
    let event = async move {
        let changed = watch::changed(path, &seen).await;
        // Browsers ignore an event without data.
        changed.map(|()| Event::default().event("saved").data("register"))
    };
    let events = Sse::new(stream::once(event)).keep_alive(KeepAlive::default());
    Ok(([(header::CACHE_CONTROL, "no-store")], events))
}

fn checked(state: &DeskState) -> Result<Checked, CliError> {
    let context = state.context()?;
    let path: &Path = &context.ledger.path;
    // Taken before the file is read: what is saved meanwhile is checked again.
    let stamp = watch::stamp(path);
    let report = lenient_at_in(path, context.ledger.encoding)
        .map(|partial| check::report(&partial, hallboard_score::check(&partial.ledger)))
        .map_err(|error| unreadable(path, &error));
    let in_use = register_edit::closed(path).is_err();
    let key_on_paper = key_backup::status(&context).map(|it| it.confirmed.is_some());
    let file = path.display().to_string();
    Ok(Checked { file, report, in_use, stamp, key_on_paper })
}
