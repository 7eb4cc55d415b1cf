//! `hallboard check`: everything that makes no sense, at once.

use std::io::Write;
use std::process::ExitCode;

use super::failure::Failure;
use super::files::LedgerFile;
use super::pieces::check;
use super::report::Report;

/// Everything in the ledger that makes no sense.
#[derive(clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    ledger: LedgerFile,
    /// For programs: a JSON object with `errors` and `warnings`.
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Prints the findings; code 1 if there are errors.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let located = self.ledger.read()?;
        let report = Report::of(&check(&located.ledger), &located);
        match self.json {
            true => report.write_json(out)?,
            false => report.print(out)?,
        }
        Ok(ExitCode::from(u8::from(!report.errors.is_empty())))
    }
}
