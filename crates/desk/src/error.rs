//! Why a desk cannot be opened.

use std::path::PathBuf;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::words::system;
use hallboard_publish::LockError;

use crate::templates::text;

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
    /// The file that opens the desk in the browser cannot be written; with the file.
    #[error("the file that opens the desk cannot be written: {1}")]
    EntryPage(PathBuf, #[source] std::io::Error),
}

impl From<DeskError> for CliError {
    fn from(error: DeskError) -> CliError {
        let fail = |place: Option<PathBuf>, what: &str, facts: &[(&str, String)]| {
            let text = |key: &str| text(key, facts).unwrap_or_default();
            CliError::runtime(Message {
                what: text(what),
                place: place.map(|it| it.display().to_string()),
                hint: text(&format!("{what}_hint")),
            })
        };
        match error {
            DeskError::Hall(error) => error,
            DeskError::Lock(path, LockError::Held(_)) => fail(Some(path), "held", &[]),
            DeskError::Lock(path, LockError::Storage(error)) => {
                fail(Some(path), "unavailable", &[("why", system(error))])
            }
            DeskError::EntryPage(path, error) => {
                fail(Some(path), "entry_page", &[("why", system(error))])
            }
            error @ (DeskError::Random(_) | DeskError::Template(_)) => {
                fail(None, "unopened", &[("why", error.to_string())])
            }
        }
    }
}
