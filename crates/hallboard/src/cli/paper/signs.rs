//! `hallboard signs`: a sign for the door of every household that agreed to one.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use hallboard_operations::failure::CliError;
use hallboard_operations::print::{SignsRequest, signs};
use hallboard_paper::SignSize;

use super::super::files;
use super::super::hall_args::{ClockArgs, KeyArgs};
use super::PaperArgs;

/// The page's name beside the register, where no other is given.
const PAGE: &str = "signs.html";

/// Makes the page with the signs.
#[derive(clap::Args)]
pub(in crate::cli) struct SignsCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Only the signs of these households.
    #[arg(long, value_name = "ID")]
    household: Vec<String>,
    /// How large the signs are.
    #[arg(long, value_enum, value_name = "SIZE", default_value = "a5")]
    size: SizeArg,
    #[command(flatten)]
    paper: PaperArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum SizeArg {
    A5,
    A6,
}

impl SignsCommand {
    /// Writes the page, and prints how to use it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.path.as_deref())?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let on = context.moment(self.clock.clock(), &ledger.hall)?.day();
        let request = SignsRequest {
            households: self.household,
            size: match self.size {
                SizeArg::A5 => SignSize::Half,
                SizeArg::A6 => SignSize::Quarter,
            },
            layout: self.paper.layout(),
        };
        let page = signs(&context, &ledger, on, &request)?;
        let file = self.paper.file(&context.ledger.path, PAGE);
        self.paper.write(&file, page.html.as_bytes())?;
        let (count, sheets) = (page.signs, page.sheets);
        let done =
            t!("paper.signs", file = file.display(), count = count, pages = sheets);
        writeln!(out, "{done}")?;
        self.paper.write_print_hint(out)?;
        for line in [t!("paper.cut_signs"), t!("paper.consent_of", day = on)] {
            writeln!(out, "  {line}")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
