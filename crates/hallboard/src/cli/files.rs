//! Reads and writes the hall's files, with errors that name them.

use std::path::PathBuf;

use hallboard_operations::failure::CliError;
use hallboard_operations::folder::{LedgerPlace, ledger_place};
use hallboard_operations::register::{self, unreadable};
use hallboard_workbook::read::{Located, Partial, lenient_at_in};

use super::encoding::EncodingArg;
use super::hall_args::KeyArgs;
use super::progress::Progress;

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
        // Only for its warning about permissions; other errors are reported below.
        drop(KeyArgs::default().context(self.path.as_deref()));
        let read = lenient_at_in(&place.path, place.encoding);
        read.map_err(|error| unreadable(&place.path, &error))
    }

    fn place(&self) -> Result<LedgerPlace, CliError> {
        ledger_place(self.path.as_deref(), self.encoding.get()?)
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
    register::read(place)
}
