//! `hallboard check`: reports all errors of a ledger at once, in its cells and in its
//! meaning, and whatever will stop other commands from writing to it.

use std::io::Write;
use std::process::ExitCode;

use hallboard_operations::check::report;
use hallboard_operations::failure::CliError;

use super::files::LedgerFile;
use super::parallel_check::check;

/// Reports everything that is wrong with the ledger.
#[derive(clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    ledger: LedgerFile,
    /// Prints a JSON object with `errors`, `warnings` and `notes`, for programs.
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Prints the findings; exit code 1 if there are errors.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let partial = self.ledger.lenient()?;
        let report = report(&partial, check(&partial.ledger));
        match self.json {
            true => report.write_json(out)?,
            false => report.print(out)?,
        }
        Ok(ExitCode::from(u8::from(!report.errors.is_empty())))
    }
}
