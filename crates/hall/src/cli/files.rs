//! Files of the hall's, read and written with errors that name them.

use std::path::{Path, PathBuf};

use hallboard_score::{Register, ResidentFile};

use super::failure::{Failure, Said};
use super::folder::ledger_path;
use super::office::OfficeFlags;
use super::progress::Progress;
use super::remedy;
use super::words::system;
use crate::read::{Located, Partial, ReadError, lenient_at, located_at};
use crate::workbook::WorkbookError;

/// How many wrong rows are told where it is not `check` that tells them all.
const SOME: usize = 3;

/// The ledger a command is about.
#[derive(clap::Args)]
pub(super) struct LedgerFile {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
}

impl LedgerFile {
    /// Reads it; an error of shape is an exit with code 2.
    pub(super) fn read(&self) -> Result<Located, Failure> {
        read(&ledger_path(self.path.as_deref())?)
    }

    /// Reads what can be read of it, for a report of everything that is wrong.
    pub(super) fn lenient(&self) -> Result<Partial, Failure> {
        let path = ledger_path(self.path.as_deref())?;
        // Where there is a hall's folder, whatever is wrong with it is told elsewhere.
        drop(OfficeFlags::default().office_without_site(self.path.as_deref()));
        lenient_at(&path).map_err(|error| unreadable(&path, &error))
    }
}

/// Reads the ledger of that path, which may be a hall folder.
pub(super) fn ledger_at(path: &Path) -> Result<Located, Failure> {
    read(&ledger_path(Some(path))?)
}

/// As [`ledger_at`], while many are read at once: nothing is drawn.
pub(super) fn ledger_quietly_at(path: &Path) -> Result<Located, Failure> {
    located_at(path).map_err(|error| unreadable(path, &error))
}

/// Reads a ledger that is no hall folder.
fn read(path: &Path) -> Result<Located, Failure> {
    let _reading = Progress::start(t!("progress.reading"), None);
    ledger_quietly_at(path)
}

/// What is wrong with the ledger at that path.
pub(super) fn unreadable(path: &Path, error: &ReadError) -> Failure {
    let at = |place: &str| match place {
        "" => path.display().to_string(),
        place => format!("{}, {place}", path.display()),
    };
    let said = match error {
        ReadError::Workbook(WorkbookError::Rows(faults)) => {
            let first = faults.iter().take(SOME);
            let mut said: Vec<_> = first.map(|fault| remedy::of_row(fault, at)).collect();
            if let Some(more) = faults.len().checked_sub(SOME).filter(|more| *more > 0) {
                let what = t!("read.more", count = more);
                said.push(Said::at(at(""), what, t!("read.more_mend")));
            }
            said
        }
        error => vec![remedy::of_reading(error, at)],
    };
    Failure::Told { code: 2, said }
}

/// Writes a file whole, or says why not.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| {
        let what = t!("read.unwritten", why = system(error));
        Failure::doing(Said::at(path.display(), what, t!("read.unwritten_mend")))
    })
}

/// The file of the resident of that id, who must be in the ledger.
pub(super) fn resident<'r>(
    register: &'r Register<'_>,
    id: &str,
) -> Result<ResidentFile<'r>, Failure> {
    register.file(id).ok_or_else(|| {
        let what = t!("read.nobody", id = id);
        Failure::usage(Said::at("--resident", what, t!("read.nobody_mend")))
    })
}
