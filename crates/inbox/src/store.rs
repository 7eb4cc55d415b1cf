//! The storage of letters and the journal: a folder, or memory in tests.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Files by path with `/` as separator, relative to the folder of letters.
///
/// Operations are atomic if the process ends: each is done or not done. Only
/// [`Store::append`] may be done in part.
pub trait Store {
    /// The names of the files in a folder, sorted; empty if the folder does not exist.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// The first `limit + 1` bytes of a file; `None` if there is no file.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn read(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>>;

    /// When a file was last modified, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When there is no file.
    fn written(&self, path: &str) -> io::Result<i64>;

    /// Writes a file atomically.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Writes bytes at an offset and truncates the rest of the file. The data is on disk
    /// when this returns.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn append(&mut self, path: &str, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Renames a file, and replaces any file that has the new name.
    ///
    /// # Errors
    /// When the file cannot be renamed.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;

    /// Deletes a file; does nothing if it does not exist.
    ///
    /// # Errors
    /// When the file cannot be deleted.
    fn delete(&mut self, path: &str) -> io::Result<()>;
}

/// A store in memory; all files have the same modification time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryStore {
    /// The contents of the files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The modification time, in seconds since 1970-01-01T00:00:00Z.
    pub written: i64,
}

fn absent() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl Store for MemoryStore {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let names = self.files.keys().filter_map(|path| {
            path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned)
        });
        Ok(names.collect())
    }

    fn read(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let most = limit.saturating_add(1);
        Ok(self.files.get(path).map(|it| it.iter().take(most).copied().collect()))
    }

    fn written(&self, path: &str) -> io::Result<i64> {
        self.files.get(path).map(|_| self.written).ok_or_else(absent)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn append(&mut self, path: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.files.entry(path.to_owned()).or_default();
        file.truncate(usize::try_from(at).unwrap_or(usize::MAX));
        file.extend_from_slice(bytes);
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let bytes = self.files.remove(from).ok_or_else(absent)?;
        self.files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.files.remove(path);
        Ok(())
    }
}

/// The first `limit + 1` bytes of a file; `None` if there is no file.
pub(crate) fn bounded(path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
