//! Publishing a hall: [`PublicationJob`] carries out one publication, from taking the lock to
//! saving a copy, and [`Summary`] words its [`Outcome`].
//!
//! A publication is of a whole register without errors ([`valid_ledger`]), of an earlier one
//! ([`crate::rollback`]), or only removes those who have withdrawn ([`Readable`]).

mod job;
mod people;
mod readable;
mod summary;

use hallboard_publish::CopyError;
use hallboard_score::{Ledger, check};
use hallboard_workbook::read::{Located, Remark, hall_findings};

use crate::context::HallContext;
use crate::failure::{CliError, Message};
use crate::report::Report;
use crate::words::system;

pub use job::{Outcome, Phase, Progress, PublicationJob};
pub use people::{PeopleNames, doubts};
pub use readable::Readable;
pub use summary::{Summary, entry_changes, manifest_distrusted, until, valid_until};

/// A register that is not published because of its errors.
pub struct InvalidLedger {
    /// The errors.
    pub report: Report,
    /// The error that nothing was published.
    pub error: CliError,
}

/// The ledger of a register, if it has no errors.
///
/// # Errors
/// If it has errors, all of them.
pub fn valid_ledger(
    context: &HallContext,
    located: Located,
) -> Result<Ledger, Box<InvalidLedger>> {
    let mut findings = check(&located.ledger);
    findings.errors.extend(hall_findings(&located.ledger));
    if findings.errors.is_empty() {
        return Ok(located.ledger);
    }
    let report = Report::of(&findings, &located.ledger, &located.origins);
    let what = t!("publish.unsound", count = findings.errors.len());
    let message =
        Message::at(context.ledger.path.display(), what, t!("publish.unsound_hint"));
    Err(Box::new(InvalidLedger { report, error: CliError::runtime(message) }))
}

/// A line for every text file whose encoding was guessed.
#[must_use]
pub fn guessed_encodings(located: &Located) -> Vec<String> {
    let line = |note: &hallboard_workbook::read::Note| match note.what {
        Remark::GuessedEncoding { encoding } => {
            let sheet = &note.sheet;
            let line = t!("publish.guessed", sheet = sheet, encoding = encoding);
            Some(line.into_owned())
        }
        _ => None,
    };
    located.notes.iter().filter_map(line).collect()
}

/// Error for a copy that cannot be read or saved.
pub fn of_copies(error: &CopyError, hint: impl ToString) -> CliError {
    let message = match error {
        CopyError::Unknown(version) => Message::at(
            t!("rollback.version", version = version),
            t!("rollback.unknown"),
            t!("rollback.unknown_hint"),
        ),
        CopyError::Unreadable { path, what } => {
            let what = t!("rollback.unreadable", why = what);
            Message::at(path.display(), what, t!("rollback.unknown_hint"))
        }
        CopyError::Storage { path, error } => Message::at(
            path.display(),
            t!("publish.copies_failed", why = system(error)),
            hint,
        ),
    };
    CliError::runtime(message)
}
