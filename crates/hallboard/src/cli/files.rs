//! The arguments for a register and a resident, and reading a register with progress.

use std::path::PathBuf;

use hallboard_operations::failure::CliError;
use hallboard_operations::folder::{LedgerPlace, ledger_place};
use hallboard_operations::register::{self, unreadable};
use hallboard_workbook::read::{Located, Partial, lenient_at_in};

use super::encoding::EncodingArg;
use super::hall_args::KeyArgs;
use super::progress::Progress;

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
        // Only for its warning about permissions; other errors are reported below.
        drop(KeyArgs::default().context(self.path.as_deref()));
        let read = lenient_at_in(&place.path, place.encoding);
        read.map_err(|error| unreadable(&place.path, &error))
    }

    fn place(&self) -> Result<LedgerPlace, CliError> {
        ledger_place(self.path.as_deref(), self.encoding.get()?)
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
    register::read(place)
}
