//! `hallboard protect`: restricts the hall's secret files to their owner.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::atomic_write;
use super::context::{HallArgs, HallContext};
use super::failure::CliError;
use super::terminal;

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
        let flags = HallArgs { key: self.key, ..HallArgs::default() };
        let context = flags.quiet_office_without_site(self.hall.as_deref())?;
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

/// The hall's secret files and folders that others may read or change. Empty on systems
/// without Unix permissions.
fn exposed(context: &HallContext) -> Vec<PathBuf> {
    let secret = context.secret_files();
    secret.into_iter().filter(|path| is_exposed(path)).collect()
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path);
    found.is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_path: &Path) -> bool {
    false
}

/// Restricts a file, or a folder with all its contents, to its owner.
#[cfg(unix)]
fn close(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path)?;
    let mut permissions = found.permissions();
    permissions.set_mode(permissions.mode() & 0o700);
    std::fs::set_permissions(path, permissions)?;
    if !found.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        // Links are skipped: their targets are not the hall's secrets.
        let kind = entry.file_type()?;
        if kind.is_file() || kind.is_dir() {
            close(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn close(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
