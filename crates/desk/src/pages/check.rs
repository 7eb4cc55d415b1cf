//! What is wrong with the register.

use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
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
use crate::server::DeskState;

/// The report on the register as it is now.
struct Checked {
    file: String,
    report: Report,
    /// Whether a spreadsheet program has the register open.
    in_use: bool,
    /// Whether it was confirmed that the hall's key is on paper.
    key_on_paper: Result<bool, CliError>,
}

/// Shows every error and warning by sheet and row.
pub(crate) async fn check(State(state): State<Arc<DeskState>>) -> Response {
    match blocking(&state, checked).await {
        Ok(Ok(checked)) => {
            let Checked { file, report, in_use, key_on_paper } = checked;
            let summary = report.summary();
            let report = Value::from(Serde(&report));
            let (key_on_paper, key_messages) = match key_on_paper {
                Ok(on_paper) => (on_paper, Vec::new()),
                Err(error) => (true, messages(error)),
            };
            let key_messages = Value::from(Serde(key_messages));
            let content =
                context! { file, report, summary, in_use, key_on_paper, key_messages };
            page(&state, StatusCode::OK, ("check.html", "/check"), content)
        }
        Ok(Err(error)) => error_page(&state, "/check", error),
        Err(response) => response,
    }
}

fn checked(state: &DeskState) -> Result<Checked, CliError> {
    let context = state.context()?;
    let path: &Path = &context.ledger.path;
    let partial = lenient_at_in(path, context.ledger.encoding)
        .map_err(|error| unreadable(path, &error))?;
    let report = check::report(&partial, hallboard_score::check(&partial.ledger));
    let in_use = register_edit::closed(path).is_err();
    let key_on_paper = key_backup::status(&context).map(|it| it.confirmed.is_some());
    Ok(Checked { file: path.display().to_string(), report, in_use, key_on_paper })
}
