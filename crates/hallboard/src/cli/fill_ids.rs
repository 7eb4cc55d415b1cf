//! `hallboard fill-ids`: gives ids to the rows without one, in the file itself.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::atomic_write;
use hallboard_operations::failure::CliError;
use hallboard_operations::folder::ledger_place;
use hallboard_operations::register_edit::{bytes, fill_ids};
use hallboard_workbook::read::Made;

use super::encoding::EncodingArg;
use super::files;

/// Maximum number of ids listed one by one.
const MAX_LISTED: usize = 30;

/// Writes an id into every row without one, and changes nothing else.
#[derive(clap::Args)]
pub(super) struct FillIds {
    /// The hall's ledger or folder; default: the current folder.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    #[command(flatten)]
    encoding: EncodingArg,
    /// Prints what would be written, without writing it.
    #[arg(long)]
    dry_run: bool,
}

impl FillIds {
    /// Writes the ids, or prints those that it would write.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let place = ledger_place(self.path.as_deref(), self.encoding.get()?)?;
        let path = &place.path;
        let before = bytes(path).map_err(|error| atomic_write::failed(path, &error))?;
        let located = files::ledger_at(&place)?;
        let made = &located.made;
        let file = path.display();
        if made.is_empty() {
            writeln!(out, "{}", t!("fill_ids.nothing", file = file))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.dry_run {
            writeln!(out, "{}", t!("fill_ids.would", file = file, count = made.len()))?;
        } else {
            fill_ids(path, &before, &located)?;
            writeln!(out, "{}", t!("fill_ids.written", file = file, count = made.len()))?;
        }
        for Made { sheet, row, id, .. } in made.iter().take(MAX_LISTED) {
            writeln!(out, "  {}", t!("fill_ids.id", sheet = sheet, row = row, id = id))?;
        }
        if let Some(more) = made.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
            writeln!(out, "  {}", t!("fill_ids.more", count = more))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
