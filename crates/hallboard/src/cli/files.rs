//! Reads and writes the hall's files, with errors that name them.

use std::path::{Path, PathBuf};

use hallboard_score::{Register, ResidentRecord};
use hallboard_workbook::WorkbookError;
use hallboard_workbook::read::{
    Located, Partial, ReadError, lenient_at_in, located_at_in,
};

use super::context::HallArgs;
use super::encoding::EncodingArg;
use super::failure::{CliError, Message};
use super::folder::{LedgerPlace, ledger_place};
use super::hint;
use super::progress::Progress;
use super::words::system;

/// Maximum number of wrong rows reported by commands other than `check`, which reports all.
const SOME: usize = 3;

/// The ledger that a command reads.
#[derive(clap::Args)]
pub(super) struct LedgerFile {
    /// The hall's ledger or folder; default: the current folder.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    #[command(flatten)]
    encoding: EncodingArg,
}

impl LedgerFile {
    /// Reads the ledger; exit code 2 if it is malformed.
    pub(super) fn read(&self) -> Result<Located, CliError> {
        ledger_at(&self.place()?)
    }

    /// Reads as much as possible, for a report of all errors.
    pub(super) fn lenient(&self) -> Result<Partial, CliError> {
        let place = self.place()?;
        // Called only for its warning about permissions: other commands report errors of
        // the hall's folder.
        drop(HallArgs::default().office_without_site(self.path.as_deref()));
        let read = lenient_at_in(&place.path, place.encoding);
        read.map_err(|error| unreadable(&place.path, &error))
    }

    fn place(&self) -> Result<LedgerPlace, CliError> {
        ledger_place(self.path.as_deref(), &self.encoding)
    }
}

/// The resident that a command is about: the argument after the ledger, or `--resident`.
#[derive(clap::Args)]
pub(super) struct ResidentArg {
    /// The resident's id, as the argument after the ledger.
    #[arg(value_name = "ID", required_unless_present = "resident")]
    resident_id: Option<String>,
    /// The resident's id.
    #[arg(long, value_name = "ID", conflicts_with = "resident_id")]
    resident: Option<String>,
}

impl ResidentArg {
    /// The id, from whichever argument has it.
    pub(super) fn id(&self) -> &str {
        self.resident_id.as_deref().or(self.resident.as_deref()).unwrap_or_default()
    }
}

/// Reads a ledger.
pub(super) fn ledger_at(place: &LedgerPlace) -> Result<Located, CliError> {
    let _reading = Progress::start(t!("progress.reading"), None);
    ledger_quietly_at(place)
}

/// As [`ledger_at`], without a progress line, for reading several at once.
pub(super) fn ledger_quietly_at(place: &LedgerPlace) -> Result<Located, CliError> {
    let read = located_at_in(&place.path, place.encoding);
    read.map_err(|error| unreadable(&place.path, &error))
}

/// Error for a ledger that cannot be read.
pub(super) fn unreadable(path: &Path, error: &ReadError) -> CliError {
    let at = |place: &str| match place {
        "" => path.display().to_string(),
        place => format!("{}, {place}", path.display()),
    };
    let said = match error {
        ReadError::Workbook(WorkbookError::Rows(faults)) => {
            let first = faults.iter().take(SOME);
            let mut said: Vec<_> = first.map(|fault| hint::of_row(fault, at)).collect();
            if let Some(more) = faults.len().checked_sub(SOME).filter(|more| *more > 0) {
                let what = t!("read.more", count = more);
                said.push(Message::at(at(""), what, t!("read.more_hint")));
            }
            said
        }
        error => vec![hint::of_reading(error, at)],
    };
    CliError::Reported { code: 2, said }
}

/// Writes a file; the error names it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|error| {
        let what = t!("read.unwritten", why = system(error));
        CliError::runtime(Message::at(path.display(), what, t!("read.unwritten_hint")))
    })
}

/// The record of the resident with that id; an error if the ledger has none.
pub(super) fn resident<'r>(
    register: &'r Register<'_>,
    id: &str,
) -> Result<ResidentRecord<'r>, CliError> {
    register.file(id).ok_or_else(|| {
        let what = t!("read.nobody", id = id);
        CliError::usage(Message::at(id, what, t!("read.nobody_hint")))
    })
}
