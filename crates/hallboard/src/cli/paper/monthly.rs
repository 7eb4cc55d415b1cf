//! `hallboard monthly`: the page of a month to pin up, out of what is published.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_operations::print::monthly;

use super::super::files;
use super::super::hall_args::{ClockArgs, HallArgs, KeyArgs};
use super::super::keygen::ask;
use super::PaperArgs;

/// Makes the page of the month.
#[derive(clap::Args)]
pub(in crate::cli) struct MonthlyCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// A workbook to write with the same.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    #[command(flatten)]
    paper: PaperArgs,
    /// The folder of the site; the hall folder names it, if left out.
    #[arg(long, value_name = "SITE")]
    site: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl MonthlyCommand {
    /// Writes the page and the workbook, and prints which publication they show.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let flags = HallArgs { out: self.site.clone(), key: self.key.clone() };
        let context = flags.context(self.path.as_deref())?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let report = monthly(&context, &ledger, self.clock.clock(), Some(ask))?;
        let month = report.month();
        let file =
            self.paper.file(&context.ledger.path, &format!("monthly-{month}.html"));
        self.paper.write(&file, report.html(self.paper.layout())?.as_bytes())?;
        writeln!(out, "{}", t!("paper.monthly", file = file.display(), month = month))?;
        self.paper.write_print_hint(out)?;
        if let Some(file) = &self.xlsx {
            self.paper.write(file, &report.xlsx(self.paper.language())?)?;
            writeln!(out, "  {}", t!("paper.monthly_book", file = file.display()))?;
        }
        writeln!(out, "  {}", t!("paper.published", day = report.published()))?;
        Ok(ExitCode::SUCCESS)
    }
}
