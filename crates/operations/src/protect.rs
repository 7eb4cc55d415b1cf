//! Who can read the hall's secret files.

use std::path::{Path, PathBuf};

use crate::context::HallContext;

/// The secret files and folders of a hall that others than their owner may read or change.
/// Nothing on systems whose files have no such permissions.
#[must_use]
pub fn exposed(context: &HallContext) -> Vec<PathBuf> {
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
///
/// # Errors
/// If permissions cannot be read or set.
#[cfg(unix)]
pub fn close(path: &Path) -> std::io::Result<()> {
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

/// Such systems have no such permissions.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn close(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
