//! Stores letters unchanged in a folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use hallboard_feed::letter::is_file_name;
use hallboard_publish::{UNFINISHED, sync_folder};

/// The store of letters until the hall collects them.
pub trait Incoming: Send + Sync {
    /// Stores a letter completely and durably, or not at all.
    ///
    /// # Errors
    /// If the letter is not stored.
    fn store(&self, name: &str, bytes: &[u8]) -> Result<Stored, StoreFault>;
}

/// The result of storing a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The letter is new.
    New,
    /// The letter was already stored.
    Again,
}

/// Why a letter is not stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// No space: the disk is full, or the maximum number of letters waits.
    #[error("no room for another letter")]
    Full,
    /// Another error of the disk.
    #[error("{0}")]
    Disk(io::Error),
}

impl From<io::Error> for StoreFault {
    fn from(error: io::Error) -> StoreFault {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => StoreFault::Full,
            _ => StoreFault::Disk(error),
        }
    }
}

/// A folder of letters.
#[derive(Debug)]
pub struct LettersFolder {
    folder: PathBuf,
    /// Maximum number of letters waiting in the folder.
    most: usize,
    /// An upper bound of the number of waiting letters: some may have been removed since
    /// the count.
    waiting: AtomicUsize,
    /// Number for the name of the next temporary file.
    next: AtomicUsize,
}

impl LettersFolder {
    /// Opens a folder for at most `most` waiting letters. Creates it if necessary,
    /// accessible to its owner only, and deletes temporary files left in it.
    ///
    /// # Errors
    /// If the folder cannot be created or read.
    pub fn open(folder: &Path, most: usize) -> io::Result<LettersFolder> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
                fs::remove_file(entry.path())?;
            }
        }
        let folder = LettersFolder {
            folder: folder.to_owned(),
            most,
            waiting: AtomicUsize::new(0),
            next: AtomicUsize::new(0),
        };
        folder.count()?;
        Ok(folder)
    }

    fn count(&self) -> io::Result<usize> {
        let mut waiting = 0_usize;
        for entry in fs::read_dir(&self.folder)? {
            let letter = is_file_name(&entry?.file_name().to_string_lossy());
            waiting = waiting.saturating_add(usize::from(letter));
        }
        self.waiting.store(waiting, Ordering::Relaxed);
        Ok(waiting)
    }

    fn write(&self, unfinished: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(unfinished, path)?;
        sync_folder(&self.folder)
    }
}

impl Incoming for LettersFolder {
    fn store(&self, name: &str, bytes: &[u8]) -> Result<Stored, StoreFault> {
        if !is_file_name(name) {
            return Err(StoreFault::Disk(io::ErrorKind::InvalidInput.into()));
        }
        let path = self.folder.join(name);
        if path.try_exists()? {
            return Ok(Stored::Again);
        }
        if self.waiting.load(Ordering::Relaxed) >= self.most && self.count()? >= self.most
        {
            return Err(StoreFault::Full);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{name}.{number}{UNFINISHED}"));
        if let Err(error) = self.write(&unfinished, &path, bytes) {
            // If the file cannot be deleted now, the next [`LettersFolder::open`] deletes
            // it.
            drop(fs::remove_file(&unfinished));
            return Err(error.into());
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Ok(Stored::New)
    }
}

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::file_name;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |it: io::Result<fs::DirEntry>| it.unwrap().file_name();
        let mut names: Vec<_> =
            entries.map(|it| name(it).into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_letter_is_one_file() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("letters/incoming");
        let letters = LettersFolder::open(&folder, 10).unwrap();
        let bytes = [7; 1024];
        let name = file_name(&bytes);
        assert_eq!(letters.store(&name, &bytes).unwrap(), Stored::New);
        assert_eq!(letters.store(&name, &bytes).unwrap(), Stored::Again);
        assert_eq!(names(&folder), [name.as_str()]);
        assert_eq!(fs::read(folder.join(&name)).unwrap(), bytes);
        #[cfg(unix)]
        for (path, expected) in [(folder.clone(), 0o700), (folder.join(&name), 0o600)] {
            let mode = fs::metadata(&path).unwrap().permissions();
            let mode = std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777;
            assert_eq!(mode, expected, "{}", path.display());
        }
        for name in ["../a.letter", "a", &format!("{}/x", file_name(&[]))] {
            assert!(letters.store(name, &bytes).is_err(), "{name}");
        }
    }

    #[test]
    fn number_of_waiting_letters_is_limited() {
        let place = tempfile::tempdir().unwrap();
        let letters = LettersFolder::open(place.path(), 2).unwrap();
        let store = |byte: u8| letters.store(&file_name(&[byte]), &[byte]);
        assert!(store(1).is_ok() && store(2).is_ok());
        assert!(matches!(store(3), Err(StoreFault::Full)));
        assert!(matches!(store(2), Ok(Stored::Again)));
        fs::remove_file(place.path().join(file_name(&[1]))).unwrap();
        assert!(store(3).is_ok(), "room again once one was taken out");
        let again = LettersFolder::open(place.path(), 2).unwrap();
        assert!(matches!(again.store(&file_name(&[4]), &[4]), Err(StoreFault::Full)));
    }

    #[test]
    fn temporary_files_are_deleted_on_open() {
        let place = tempfile::tempdir().unwrap();
        let unfinished = place.path().join(format!("{}.0{UNFINISHED}", file_name(&[1])));
        fs::write(&unfinished, b"half").unwrap();
        fs::write(place.path().join("notes.txt"), b"the hall's own").unwrap();
        LettersFolder::open(place.path(), 2).unwrap();
        assert_eq!(names(place.path()), ["notes.txt"]);
    }

    #[test]
    fn full_disk_is_distinguished_from_other_errors() {
        let fault = |kind: io::ErrorKind| StoreFault::from(io::Error::from(kind));
        assert!(matches!(fault(io::ErrorKind::StorageFull), StoreFault::Full));
        assert!(matches!(fault(io::ErrorKind::QuotaExceeded), StoreFault::Full));
        assert!(matches!(fault(io::ErrorKind::PermissionDenied), StoreFault::Disk(_)));
    }
}
