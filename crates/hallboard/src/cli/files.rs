//! Files of the hall's, read and written with errors that name them.

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

/// How many wrong rows are told where it is not `check` that tells them all.
const SOME: usize = 3;

/// The ledger a command is about.
#[derive(clap::Args)]
pub(super) struct LedgerFile {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    #[command(flatten)]
    encoding: EncodingArg,
}

impl LedgerFile {
    /// Reads it; an error of shape is an exit with code 2.
    pub(super) fn read(&self) -> Result<Located, CliError> {
        ledger_at(&self.place()?)
    }

    /// Reads what can be read of it, for a report of everything that is wrong.
    pub(super) fn lenient(&self) -> Result<Partial, CliError> {
        let place = self.place()?;
        // Where there is a hall's folder, whatever is wrong with it is told elsewhere.
        drop(HallArgs::default().office_without_site(self.path.as_deref()));
        let read = lenient_at_in(&place.path, place.encoding);
        read.map_err(|error| unreadable(&place.path, &error))
    }

    fn place(&self) -> Result<LedgerPlace, CliError> {
        ledger_place(self.path.as_deref(), &self.encoding)
    }
}

/// The resident a command is about: behind the ledger, or named by `--resident`.
#[derive(clap::Args)]
pub(super) struct ResidentArg {
    /// The resident's id, behind the ledger.
    #[arg(value_name = "ID", required_unless_present = "resident")]
    resident_id: Option<String>,
    /// The resident's id.
    #[arg(long, value_name = "ID", conflicts_with = "resident_id")]
    resident: Option<String>,
}

impl ResidentArg {
    /// The id, wherever it stands.
    pub(super) fn id(&self) -> &str {
        self.resident_id.as_deref().or(self.resident.as_deref()).unwrap_or_default()
    }
}

/// Reads a ledger.
pub(super) fn ledger_at(place: &LedgerPlace) -> Result<Located, CliError> {
    let _reading = Progress::start(t!("progress.reading"), None);
    ledger_quietly_at(place)
}

/// As [`ledger_at`], while many are read at once: nothing is drawn.
pub(super) fn ledger_quietly_at(place: &LedgerPlace) -> Result<Located, CliError> {
    let read = located_at_in(&place.path, place.encoding);
    read.map_err(|error| unreadable(&place.path, &error))
}

/// What is wrong with the ledger at that path.
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

/// Writes a file whole, or says why not.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|error| {
        let what = t!("read.unwritten", why = system(error));
        CliError::runtime(Message::at(path.display(), what, t!("read.unwritten_hint")))
    })
}

/// The file of the resident of that id, who must be in the ledger.
pub(super) fn resident<'r>(
    register: &'r Register<'_>,
    id: &str,
) -> Result<ResidentRecord<'r>, CliError> {
    register.file(id).ok_or_else(|| {
        let what = t!("read.nobody", id = id);
        CliError::usage(Message::at(id, what, t!("read.nobody_hint")))
    })
}
