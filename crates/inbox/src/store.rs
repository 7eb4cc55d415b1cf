//! Where letters and the journal lie: a folder, or memory in tests.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Files by path, `/` between the parts, relative to the folder of letters.
///
/// Whatever an operation did when the process ends in its midst, it did not do half of it;
/// only what is put to the end of a file may be there in part.
pub trait Store {
    /// The names of the files in a folder, sorted; none if there is no such folder.
    ///
    /// # Errors
    /// When it cannot be read.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// The bytes of a file, `limit` and one more at the most; `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>>;

    /// When a file was written last, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When there is none.
    fn written(&self, path: &str) -> io::Result<i64>;

    /// Writes a file, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Writes bytes into a file from a place on; what stood behind it is gone. They are
    /// there for good when this returns.
    ///
    /// # Errors
    /// When they cannot be written.
    fn append(&mut self, path: &str, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file another name, in the place of whatever has it.
    ///
    /// # Errors
    /// When it cannot.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;

    /// Deletes a file; that it is not there is no error.
    ///
    /// # Errors
    /// When it cannot.
    fn delete(&mut self, path: &str) -> io::Result<()>;
}

/// A store in memory; every file in it was written at the same moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryStore {
    /// The files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// When they were written, in seconds since 1970-01-01T00:00:00Z.
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

/// The bytes of a file, `limit` and one more at the most.
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
