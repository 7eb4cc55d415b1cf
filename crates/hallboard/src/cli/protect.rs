//! `hallboard protect`: restricts the hall's secret files to their owner.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::atomic_write;
use hallboard_operations::context::{HallContext, HallPaths};
use hallboard_operations::failure::CliError;
use hallboard_operations::protect::{close, exposed};
use hallboard_operations::terminal;

/// Removes the permissions of everybody but the owner from the hall's secret files.
#[derive(clap::Args)]
pub(super) struct Protect {
    /// The hall's folder or its ledger; default: the current folder.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    /// The hall's secret key; default: the one named in the hall folder's settings.
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
}

impl Protect {
    /// Changes the permissions and lists the files changed.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let paths = HallPaths { key: self.key, ..HallPaths::default() };
        let context = paths.context_without_site(self.hall.as_deref())?;
        let exposed = exposed(&context);
        for path in &exposed {
            close(path).map_err(|error| atomic_write::failed(path, &error))?;
            writeln!(out, "{}", t!("protect.done", file = path.display()))?;
        }
        if exposed.is_empty() {
            writeln!(out, "{}", t!("protect.nothing"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Warns on standard error, in one line, about secret files that others may read.
pub(super) fn warn(context: &HallContext) {
    let exposed = exposed(context);
    if exposed.is_empty() {
        return;
    }
    let files: Vec<String> =
        exposed.iter().map(|path| path.display().to_string()).collect();
    let warning = t!("protect.warning", files = files.join(", "));
    // A closed standard error loses the warning, nothing else.
    drop(writeln!(terminal::stderr(), "hallboard: {warning}"));
}
