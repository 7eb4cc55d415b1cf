//! `hallboard key-backup`: the hall's key on paper.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::atomic_write;
use hallboard_operations::failure::CliError;
use hallboard_operations::key_backup::{self, BACKUP_PAGE};

use jiff::Timestamp;

use super::hall_args::KeyArgs;

/// Makes the page with the hall's key to print, or confirms that it was printed.
#[derive(clap::Args)]
pub(super) struct KeyBackupCommand {
    /// The hall's folder or its register; default: the current folder.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    /// The file for the page; default: `key-backup.html` beside the key.
    #[arg(long, value_name = "FILE", conflicts_with = "confirm")]
    page: Option<PathBuf>,
    /// Confirms the paper: the last three characters on it.
    #[arg(long, value_name = "CHARACTERS")]
    confirm: Option<String>,
}

impl KeyBackupCommand {
    /// Writes the page, or records that it is on paper.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.hall.as_deref())?;
        if let Some(typed) = &self.confirm {
            let done = key_backup::confirm(&context, typed, Timestamp::now())?;
            writeln!(out, "{}", t!("key_backup.confirmed"))?;
            if done.page_removed {
                writeln!(out, "{}", t!("key_backup.page_removed", file = BACKUP_PAGE))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let file = self.page.unwrap_or_else(|| context.key.with_file_name(BACKUP_PAGE));
        let page = key_backup::page(&context)?;
        atomic_write::new_private(&file, page.as_bytes())?;
        let line = key_backup::status(&context)?.last_line;
        let (file, hall) = (file.display(), context.ledger.path.display());
        writeln!(
            out,
            "{}",
            t!("key_backup.made", file = file, line = line, hall = hall)
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
