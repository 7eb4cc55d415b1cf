//! A store in a folder.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use hallboard_publish::{UNFINISHED, put_private};

use super::store::{Store, bounded};

/// A store in a folder, which is created when needed. Only the owner can read the files
/// that it writes, where the system has file owners.
#[derive(Clone, Debug)]
pub struct LetterFolder(PathBuf);

impl LetterFolder {
    /// The store in this folder.
    #[must_use]
    pub fn new(root: &Path) -> LetterFolder {
        LetterFolder(root.to_owned())
    }
}

impl Store for LetterFolder {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.0.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Vec::new());
            }
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_complete = !name.starts_with('.') && !name.ends_with(UNFINISHED);
            if is_complete && entry.file_type()?.is_file() {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn read(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        bounded(&self.0.join(path), limit)
    }

    fn written(&self, path: &str) -> io::Result<i64> {
        written(&self.0.join(path))
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        put_private(&self.0.join(path), bytes)
    }

    fn append(&mut self, path: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(path);
        if !path.exists() {
            put_private(&path, &[])?;
        }
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        if file.metadata()?.len() > at {
            file.set_len(at)?;
        }
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let to = self.0.join(to);
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        if let Some(parent) = to.parent() {
            folder.create(parent)?;
        }
        fs::rename(self.0.join(from), to)
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.0.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// The modification time of a file, in seconds since 1970-01-01T00:00:00Z.
fn written(path: &Path) -> io::Result<i64> {
    let since = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH);
    let seconds = since.map(|it| it.as_secs()).unwrap_or_default();
    Ok(i64::try_from(seconds).unwrap_or(i64::MAX))
}
