//! Registers and files, read and written with errors that name them.

use std::path::Path;

use hallboard_score::{Register, ResidentRecord};
use hallboard_workbook::WorkbookError;
use hallboard_workbook::read::{Located, ReadError, located_at_in};

use crate::failure::{CliError, Message};
use crate::folder::LedgerPlace;
use crate::hint;
use crate::words::system;

/// The number of wrong rows listed, except by `check`, which lists all.
const SOME: usize = 3;

/// How a surface reads a register: as [`read`], perhaps showing that it is under way.
pub type ReadRegister = fn(&LedgerPlace) -> Result<Located, CliError>;

/// Reads a register.
///
/// # Errors
/// If it cannot be read, or some of its rows are wrong; exit code 2.
pub fn read(place: &LedgerPlace) -> Result<Located, CliError> {
    let read = located_at_in(&place.path, place.encoding);
    read.map_err(|error| unreadable(&place.path, &error))
}

/// What is wrong with the ledger at that path.
pub fn unreadable(path: &Path, error: &ReadError) -> CliError {
    let at = |place: &str| match place {
        "" => path.display().to_string(),
        place => format!("{}{}{place}", path.display(), t!("report.comma")),
    };
    let messages = match error {
        ReadError::Workbook(WorkbookError::Rows(faults)) => {
            let first = faults.iter().take(SOME);
            let mut messages: Vec<_> =
                first.map(|fault| hint::of_row(fault, at)).collect();
            if let Some(more) = faults.len().checked_sub(SOME).filter(|more| *more > 0) {
                let what = t!("read.more", count = more);
                messages.push(Message::at(at(""), what, t!("read.more_hint")));
            }
            messages
        }
        error => vec![hint::of_reading(error, at)],
    };
    CliError::Reported { code: 2, messages }
}

/// Writes a file completely, or returns the error.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|error| unwritten(path, error))
}

/// The error for a file that cannot be written.
pub fn unwritten(path: &Path, error: std::io::Error) -> CliError {
    let what = t!("read.unwritten", why = system(error));
    CliError::runtime(Message::at(path.display(), what, t!("read.unwritten_hint")))
}

/// The file of the resident of that id, who must be in the ledger.
pub fn resident<'r>(
    register: &'r Register<'_>,
    id: &str,
) -> Result<ResidentRecord<'r>, CliError> {
    register.file(id).ok_or_else(|| {
        CliError::usage(Message::at(id, no_resident(id), t!("read.nobody_hint")))
    })
}

/// States that the register has no resident with that id.
#[must_use]
pub fn no_resident(id: &str) -> String {
    t!("read.nobody", id = id).into_owned()
}
