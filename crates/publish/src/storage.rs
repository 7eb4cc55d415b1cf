//! Where a site is written: a folder, or memory in tests and in a browser's desk.

use std::collections::BTreeMap;
use std::io;

/// Files by path, `/` between the parts, relative to the site's root.
pub trait Storage {
    /// The bytes of a file; `None` if there is none.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// The bytes of a file that has no more than so many; `None` if there is none.
    ///
    /// # Errors
    /// When the storage cannot be read, and [`io::ErrorKind::FileTooLarge`] when there are
    /// more.
    fn read_up_to(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.read(path)? {
            Some(bytes) if bytes.len() > limit => Err(io::ErrorKind::FileTooLarge.into()),
            bytes => Ok(bytes),
        }
    }

    /// Whether a file has just these bytes; `None` if there is none. No more is read than it
    /// takes to know.
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

    /// Writes a file, whole or not at all.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Deletes a file; that it is not there is no error.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn delete(&mut self, path: &str) -> io::Result<()>;

    /// Writes a file into a folder that nobody reads before [`Storage::swap`] puts it in
    /// its place, and that is cleared if it never does: it need not last before then.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn stage(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(path, bytes)
    }

    /// As [`Storage::stage`], with whatever is in the storage at `from`, which stays there.
    ///
    /// # Errors
    /// When the storage cannot be read or written.
    fn stage_from(&mut self, from: &str, path: &str) -> io::Result<()> {
        match self.read(from)? {
            Some(bytes) => self.stage(path, &bytes),
            None => Ok(()),
        }
    }

    /// Deletes all files below a folder that [`Storage::stage`] made.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn clear(&mut self, folder: &str) -> io::Result<()> {
        for path in self.list(folder)? {
            self.delete(&path)?;
        }
        Ok(())
    }

    /// Puts the folder `staged` in the place of `folder`, whole or not at all where
    /// the system can; what `folder` held is gone. What was staged lasts before that.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()>;
}

/// Something in a site that is neither a file nor a folder, or either in the place of the
/// other: a link, a pipe, a device. It is not followed, opened, replaced or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is a link, or no plain file")]
pub struct NotPlain {
    /// Where it is, from the site's root.
    pub path: String,
}

impl NotPlain {
    /// What of this kind an error is about, if it is.
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
