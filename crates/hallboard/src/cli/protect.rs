//! `hallboard protect`: nobody but their owner may read the hall's secret files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::atomic_write;
use super::context::{HallArgs, HallContext};
use super::failure::CliError;
use super::terminal;

/// Takes from everybody but the owner what they may do with the hall's secret files.
#[derive(clap::Args)]
pub(super) struct Protect {
    /// The hall's folder, or its ledger; the current folder, if left out.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    /// The hall's secret key; the hall folder names it, if left out.
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
}

impl Protect {
    /// Changes the permissions and says of which files.
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

/// Says in one line on standard error which secret files others may read.
pub(super) fn warn(context: &HallContext) {
    let exposed = exposed(context);
    if exposed.is_empty() {
        return;
    }
    let files: Vec<String> =
        exposed.iter().map(|path| path.display().to_string()).collect();
    let warning = t!("protect.warning", files = files.join(", "));
    // A closed error stream hides warnings, nothing else.
    drop(writeln!(terminal::stderr(), "hallboard: {warning}"));
}

/// The secret files and folders of a hall that others than their owner may read or change.
/// Nothing on systems whose files have no such permissions.
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

/// Leaves a file, or a folder and all in it, to its owner alone.
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
        // What a link leads to is none of the hall's secrets.
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
