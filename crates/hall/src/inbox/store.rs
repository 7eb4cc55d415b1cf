//! Where letters and the journal lie: a folder, or memory in tests.

use std::collections::BTreeMap;
use std::io;

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
pub struct Drawer {
    /// The files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// When they were written, in seconds since 1970-01-01T00:00:00Z.
    pub written: i64,
}

fn absent() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl Store for Drawer {
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

pub use folder::LetterFolder;

mod folder {
    use std::fs;
    use std::io::{self, Read, Seek, SeekFrom, Write};
    use std::path::{Path, PathBuf};
    use std::time::UNIX_EPOCH;

    use super::Store;
    use crate::publish::{UNFINISHED, put_private};

    /// A store in a folder, which need not be there yet. What is written into it only its
    /// owner can read, where the system knows owners.
    #[derive(Clone, Debug)]
    pub struct LetterFolder(PathBuf);

    impl LetterFolder {
        /// The store in that folder.
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
                let whole = !name.starts_with('.') && !name.ends_with(UNFINISHED);
                if whole && entry.file_type()?.is_file() {
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

    /// The bytes of a file, `limit` and one more at the most.
    pub(in crate::inbox) fn bounded(
        path: &Path,
        limit: usize,
    ) -> io::Result<Option<Vec<u8>>> {
        let file = match fs::File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// When a file was written last.
    fn written(path: &Path) -> io::Result<i64> {
        let since = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH);
        let seconds = since.map(|it| it.as_secs()).unwrap_or_default();
        Ok(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

pub(super) use folder::bounded;
