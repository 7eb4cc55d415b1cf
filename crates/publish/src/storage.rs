//! The storage of a site: a folder, or memory in tests and in wasm32.

use std::collections::BTreeMap;
use std::io;

/// Files by path with `/` as separator, relative to the site's root.
pub trait Storage {
    /// The bytes of a file; `None` if there is none.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// The bytes of a file of at most `limit` bytes; `None` if there is no file.
    ///
    /// # Errors
    /// When the storage cannot be read; [`io::ErrorKind::FileTooLarge`] when the file is
    /// larger.
    fn read_up_to(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.read(path)? {
            Some(bytes) if bytes.len() > limit => Err(io::ErrorKind::FileTooLarge.into()),
            bytes => Ok(bytes),
        }
    }

    /// Whether a file has exactly these bytes; `None` if there is no file. Reads no more
    /// than necessary.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn holds(&self, path: &str, bytes: &[u8]) -> io::Result<Option<bool>> {
        match self.read_up_to(path, bytes.len()) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(Some(false)),
            found => Ok(found?.map(|it| it == bytes)),
        }
    }

    /// The paths of all files below a folder (`""` for all), sorted.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Writes a file atomically.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Deletes a file; does nothing if it does not exist.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn delete(&mut self, path: &str) -> io::Result<()>;

    /// Writes a file into a folder that nobody reads before [`Storage::swap`] moves it
    /// into place. It need not be on disk before then; if the swap never happens, the
    /// folder is cleared.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn stage(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(path, bytes)
    }

    /// Like [`Storage::stage`], with the contents of the file `from`, which stays in
    /// place.
    ///
    /// # Errors
    /// When the storage cannot be read or written.
    fn stage_from(&mut self, from: &str, path: &str) -> io::Result<()> {
        match self.read(from)? {
            Some(bytes) => self.stage(path, &bytes),
            None => Ok(()),
        }
    }

    /// Deletes all files below a folder that [`Storage::stage`] created.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn clear(&mut self, folder: &str) -> io::Result<()> {
        for path in self.list(folder)? {
            self.delete(&path)?;
        }
        Ok(())
    }

    /// Replaces `folder` with the folder `staged`, atomically if the system can. The old
    /// contents are deleted. Staged files are on disk before the exchange.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()>;
}

/// An object in a site that is neither a plain file nor a folder, or one of them in place
/// of the other: a link, a pipe, a device. It is not followed, opened, replaced or
/// deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is a link, or no plain file")]
pub struct NotPlain {
    /// The path, relative to the site's root.
    pub path: String,
}

impl NotPlain {
    /// The object that an error is about, if it is of this kind.
    #[must_use]
    pub fn in_error(error: &io::Error) -> Option<&NotPlain> {
        error.get_ref()?.downcast_ref()
    }
}

/// A site in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryStorage(pub BTreeMap<String, Vec<u8>>);

impl Storage for MemoryStorage {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).cloned())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Ok(self.0.keys().filter(|path| path.starts_with(&prefix)).cloned().collect())
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.0.remove(path);
        Ok(())
    }

    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        for path in self.list(folder)? {
            self.0.remove(&path);
        }
        for path in self.list(staged)? {
            if let Some((bytes, rest)) =
                self.0.remove(&path).zip(path.strip_prefix(staged))
            {
                self.0.insert(format!("{folder}{rest}"), bytes);
            }
        }
        Ok(())
    }
}
