//! The first page of a desk without a hall: choosing one, or creating it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hallboard_operations::failure::CliError;
use hallboard_operations::language::Language;
use hallboard_operations::new_hall::{
    Contents, InvalidChoice, NewHall, NewHallError, StarterRules, halls_in, id_of,
    own_time_zone,
};
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::{MessageView, blocking, choose_language, error_page, messages, page};
use crate::error::DeskError;
use crate::server::{DeskState, Fields, Start};
use crate::templates::text;

/// Path of the page.
pub(crate) const PATH: &str = "/new";

/// What somebody has filled in so far.
struct Form {
    name: String,
    id: String,
    time_zone: String,
    rules: String,
    messages: Vec<MessageView>,
}

impl Form {
    fn empty() -> Form {
        Form {
            name: String::new(),
            id: String::new(),
            time_zone: own_time_zone(),
            rules: "short".to_owned(),
            messages: Vec::new(),
        }
    }

    fn of(fields: &Fields) -> Form {
        let field = |name: &str| fields.get(name).unwrap_or_default().trim().to_owned();
        Form {
            name: field("name"),
            id: field("id"),
            time_zone: field("time_zone"),
            rules: field("rules"),
            messages: Vec::new(),
        }
    }

    /// The hall to create, and its folder below another one.
    fn hall(&self, below: &Path) -> Result<(NewHall, PathBuf), InvalidChoice> {
        let id = Some(self.id.clone()).filter(|id| !id.is_empty());
        let id = id.or_else(|| id_of(&self.name));
        let hall = NewHall {
            name: Some(self.name.clone()),
            id,
            time_zone: Some(self.time_zone.clone()),
            contents: match self.rules.as_str() {
                "full" => Contents::Rules(StarterRules::Full),
                "sample" => Contents::Sample,
                _ => Contents::Rules(StarterRules::Short),
            },
        };
        let id = hall.id_in(below)?;
        Ok((hall, below.join(id)))
    }
}

/// Why no hall is open after all.
enum Failure {
    Choice(InvalidChoice),
    Other(CliError),
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Failure {
        Failure::Other(error.into())
    }
}

impl From<InvalidChoice> for Failure {
    fn from(choice: InvalidChoice) -> Failure {
        Failure::Choice(choice)
    }
}

impl From<NewHallError> for Failure {
    fn from(error: NewHallError) -> Failure {
        match error {
            NewHallError::Choice(choice) => Failure::Choice(choice),
            NewHallError::Failed(error) => Failure::Other(error),
        }
    }
}

impl From<Failure> for Vec<MessageView> {
    fn from(failure: Failure) -> Vec<MessageView> {
        match failure {
            Failure::Choice(choice) => {
                let field = match &choice {
                    InvalidChoice::TimeZone { .. } => "new_time_zone",
                    InvalidChoice::Id { .. } => "new_id",
                };
                let field = text(field, &[]).unwrap_or_default();
                vec![choice.message(field).into()]
            }
            Failure::Other(error) => messages(error),
        }
    }
}

/// Shows the halls there are, and the form for a new one.
pub(crate) async fn form(State(state): State<Arc<DeskState>>) -> Response {
    respond(&state, Form::empty()).await
}

/// Creates a hall and opens it.
pub(crate) async fn create(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    choose_language(&fields);
    let mut form = Form::of(&fields);
    let created = blocking(&state, move |state| {
        let form = Form::of(&fields);
        state.open_hall::<Failure>(|| {
            let (hall, folder) = form.hall(&folder(state))?;
            hall.create(&folder)?;
            Ok(Some(folder))
        })
    });
    match created.await {
        Ok(Ok(())) => Redirect::to(super::key_backup::PATH).into_response(),
        Ok(Err(failure)) => {
            form.messages = failure.into();
            respond(&state, form).await
        }
        Err(response) => response,
    }
}

/// Opens one of the halls that there are.
pub(crate) async fn open(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let opened = blocking(&state, move |state| {
        let chosen = fields.get("hall").unwrap_or_default().to_owned();
        let is_chosen = |path: &PathBuf| name_of(path) == chosen;
        let hall = halls_in(&folder(state)).into_iter().find(is_chosen);
        match hall {
            Some(hall) => {
                let opened = state.open_hall(|| Ok::<_, DeskError>(Some(hall)));
                opened.map_err(CliError::from)
            }
            // The folder is gone: the page lists those that remain.
            None => Ok(()),
        }
    });
    match opened.await {
        Ok(Ok(())) => Redirect::to("/check").into_response(),
        Ok(Err(error)) => error_page(&state, PATH, error),
        Err(response) => response,
    }
}

async fn respond(state: &Arc<DeskState>, form: Form) -> Response {
    if state.has_hall() {
        return Redirect::to("/check").into_response();
    }
    let listed = blocking(state, |state| {
        let folder = folder(state);
        let halls: Vec<String> = halls_in(&folder).iter().map(|it| name_of(it)).collect();
        (folder.display().to_string(), halls)
    });
    let (folder, halls) = match listed.await {
        Ok(listed) => listed,
        Err(response) => return response,
    };
    let Form { name, id, time_zone, rules, messages } = form;
    let content = context! {
        folder,
        halls,
        name,
        id,
        time_zone,
        rules,
        language => Language::current().tag(),
        messages => Value::from(Serde(messages)),
    };
    page(state, StatusCode::OK, ("new.html", PATH), content)
}

/// The folder in which halls are found and created.
fn folder(state: &DeskState) -> PathBuf {
    match &state.config.start {
        Start::Folder(folder) => folder.clone(),
        Start::Hall(_) => PathBuf::new(),
    }
}

/// The name of a hall's folder.
fn name_of(hall: &Path) -> String {
    hall.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
