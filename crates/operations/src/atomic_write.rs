//! Files and folders that are written completely or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{CliError, Message};

/// Prefix of the names of temporary files and folders, which lie beside their targets.
const UNFINISHED: &str = ".hallboard-unfinished-";

/// A temporary file or folder; removed on drop.
struct TempPath(PathBuf);

impl TempPath {
    fn with_suffix(path: &Path) -> Result<TempPath, CliError> {
        let Some(name) = path.file_name() else {
            return Err(refused(path, t!("file.no_name"), t!("file.no_name_hint")));
        };
        let mut unfinished = OsString::from(UNFINISHED);
        unfinished.push(name);
        let unfinished = TempPath(path.with_file_name(unfinished));
        unfinished.clear();
        Ok(unfinished)
    }

    /// Removes the file or folder; a missing one is no error.
    fn clear(&self) {
        let gone = match self.0.is_dir() {
            true => fs::remove_dir_all(&self.0),
            false => fs::remove_file(&self.0),
        };
        // If it cannot be removed, writing to it will fail and report that.
        drop(gone);
    }
}

impl Drop for TempPath {
    fn drop(&mut self) {
        self.clear();
    }
}

fn refused(path: &Path, what: impl ToString, hint: impl ToString) -> CliError {
    CliError::usage(Message::at(path.display(), what, hint))
}

/// The error for a path that cannot be written.
pub fn failed(path: &Path, error: &io::Error) -> CliError {
    CliError::runtime(unwritten(path.display(), error))
}

/// The message for a path that cannot be written.
pub fn unwritten(place: impl ToString, error: &impl std::fmt::Display) -> Message {
    let what = t!("file.unwritten", error = error);
    Message::at(place, what, t!("file.unwritten_hint"))
}

/// Returns an error if the path exists and may not be replaced.
fn free(path: &Path, replace: bool) -> Result<(), CliError> {
    match path.symlink_metadata() {
        Ok(_) if !replace => {
            Err(refused(path, t!("file.exists"), t!("file.exists_hint")))
        }
        _ => Ok(()),
    }
}

/// Writes a file: `fill` writes to a temporary path, which is then renamed.
pub fn file(
    path: &Path,
    replace: bool,
    fill: impl FnOnce(&Path) -> Result<(), CliError>,
) -> Result<(), CliError> {
    free(path, replace)?;
    if path.is_dir() {
        return Err(refused(path, t!("file.is_folder"), t!("file.is_folder_hint")));
    }
    let unfinished = TempPath::with_suffix(path)?;
    fill(&unfinished.0)?;
    persist(&unfinished.0, path).map_err(|error| failed(path, &error))
}

/// Writes a new file that only its owner can read; never overwrites an existing one.
pub fn new_private(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| failed(path, &error))
}

/// Renames a finished file to its final path, with the permissions of the file that it
/// replaces.
pub fn persist(unfinished: &Path, path: &Path) -> io::Result<()> {
    if let Ok(replaced) = fs::metadata(path) {
        fs::set_permissions(unfinished, replaced.permissions())?;
    }
    fs::OpenOptions::new().write(true).open(unfinished)?.sync_all()?;
    fs::rename(unfinished, path)?;
    // The rename is durable only once the folder is synced too.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Calls `work` with a temporary path beside `path`, and removes the temporary file or
/// folder afterwards.
pub fn with_suffix(
    path: &Path,
    work: impl FnOnce(&Path) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let unfinished = TempPath::with_suffix(path)?;
    work(&unfinished.0)
}

/// Writes a folder: `fill` writes its files into a temporary one, which is then renamed. An
/// existing folder is replaced only if all its files are `ours`.
pub fn folder(
    path: &Path,
    replace: bool,
    ours: impl Fn(&str) -> bool,
    fill: impl FnOnce(&Path) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let there = fs::read_dir(path).ok();
    let mut empty = true;
    for entry in there.into_iter().flatten() {
        let name = entry.map_err(|error| failed(path, &error))?.file_name();
        let name = name.to_string_lossy();
        if replace && !ours(&name) {
            let what = t!("file.foreign", name = name);
            return Err(refused(path, what, t!("file.foreign_hint")));
        }
        empty = false;
    }
    free(path, replace || (empty && path.is_dir()))?;
    if path.is_file() {
        return Err(refused(path, t!("file.is_file"), t!("file.is_file_hint")));
    }
    let unfinished = TempPath::with_suffix(path)?;
    let to_failure = |error: io::Error| failed(path, &error);
    fs::create_dir_all(&unfinished.0).map_err(to_failure)?;
    fill(&unfinished.0)?;
    let old = TempPath::with_suffix(&path.with_file_name(old_name(path)))?;
    if path.is_dir() {
        fs::rename(path, &old.0).map_err(to_failure)?;
    }
    fs::rename(&unfinished.0, path)
        .inspect_err(|_| drop(fs::rename(&old.0, path)))
        .map_err(to_failure)
}

/// Fills a new or empty folder: `fill` writes into a temporary folder, whose files are
/// moved only when all are complete.
pub fn new_folder(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let to_failure = |error: io::Error| failed(path, &error);
    if !path.is_dir() {
        return folder(path, false, |_| false, fill);
    }
    if fs::read_dir(path).map_err(to_failure)?.next().is_some() {
        return Err(refused(path, t!("file.not_empty"), t!("file.not_empty_hint")));
    }
    let unfinished = TempPath(path.join(format!("{UNFINISHED}new")));
    fs::create_dir(&unfinished.0).map_err(to_failure)?;
    fill(&unfinished.0)?;
    let mut moved = Vec::new();
    let all = names(&unfinished.0).and_then(|names| {
        for name in names {
            fs::rename(unfinished.0.join(&name), path.join(&name))?;
            moved.push(path.join(name));
        }
        Ok(())
    });
    all.map_err(|error| {
        moved.iter().for_each(|file| drop(fs::remove_file(file)));
        to_failure(error)
    })
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

fn old_name(path: &Path) -> OsString {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push("-old");
    name
}
