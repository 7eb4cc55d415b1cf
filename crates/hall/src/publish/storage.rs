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

    /// Puts the folder `staged` in the place of `folder`, whole or not at all where
    /// the system can; what `folder` held is gone. What was staged lasts before that.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()>;
}

/// A site in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf(pub BTreeMap<String, Vec<u8>>);

impl Storage for Shelf {
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

#[cfg(not(target_arch = "wasm32"))]
pub use folder::{Folder, UNFINISHED, put_file, put_private, sync_folder};

#[cfg(not(target_arch = "wasm32"))]
mod folder {
    use std::fs;
    use std::io::{self, Write};
    use std::path::{Path, PathBuf};

    use super::super::parallel;
    use super::Storage;

    /// How many files wait for the disk at once: it writes many as fast as a few.
    const SYNCED_AT_ONCE: usize = 32;

    /// The ending of files that are not whole yet.
    pub const UNFINISHED: &str = ".hallboard-unfinished";

    /// A site in a folder.
    #[derive(Clone, Debug)]
    pub struct Folder(PathBuf);

    impl Folder {
        /// The site in that folder, which need not be there yet. Files left unfinished
        /// by a publication that was killed are cleared away.
        ///
        /// # Errors
        /// When the folder cannot be read or written.
        pub fn open(root: &Path) -> io::Result<Folder> {
            let mut folder = Folder(root.to_owned());
            for path in folder.list("")? {
                if path.ends_with(UNFINISHED) {
                    folder.delete(&path)?;
                }
            }
            Ok(folder)
        }

        /// The site in that folder, to be read only: nothing is cleared away.
        #[must_use]
        pub fn as_it_is(root: &Path) -> Folder {
            Folder(root.to_owned())
        }

        fn gather(&self, folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
            let entries = match fs::read_dir(folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let path = entry.path();
                if entry.file_type()?.is_dir() {
                    if entry.file_name() != ".git" {
                        self.gather(&path, found)?;
                    }
                } else if let Ok(relative) = path.strip_prefix(&self.0) {
                    found.push(relative.to_string_lossy().replace('\\', "/"));
                }
            }
            Ok(())
        }
    }

    impl Storage for Folder {
        fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
            match fs::read(self.0.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        }

        fn list(&self, folder: &str) -> io::Result<Vec<String>> {
            let mut found = Vec::new();
            self.gather(&self.0.join(folder), &mut found)?;
            found.sort();
            Ok(found)
        }

        fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
            put_file(&self.0.join(path), bytes)
        }

        fn delete(&mut self, path: &str) -> io::Result<()> {
            let path = self.0.join(path);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error);
                }
                _ => {}
            }
            // Folders that are empty now go too; the first that is not ends it.
            let parents = path.ancestors().skip(1).take_while(|it| *it != self.0);
            for parent in parents {
                if fs::remove_dir(parent).is_err() {
                    break;
                }
            }
            Ok(())
        }

        fn stage(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
            let path = self.0.join(path);
            match (fs::write(&path, bytes), path.parent()) {
                (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(parent)?;
                    fs::write(path, bytes)
                }
                (written, _) => written,
            }
        }

        fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
            let files: Vec<PathBuf> =
                self.list(staged)?.iter().map(|path| self.0.join(path)).collect();
            let (staged, folder) = (self.0.join(staged), self.0.join(folder));
            // What pages and head speak of lasts before they do, and the exchange
            // before anything else is told of it.
            sync_files(&files)?;
            sync_folders(&staged)?;
            sync_folder(&self.0)?;
            if !folder.exists() {
                fs::rename(staged, folder)?;
            } else if exchange(&staged, &folder)? {
                sync_folder(&self.0)?;
                return fs::remove_dir_all(staged);
            } else {
                replace_one_by_one(&staged, &folder)?;
            }
            sync_folder(&self.0)
        }
    }

    /// Exchanges two folders in one step, where the system can.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn exchange(_a: &Path, _b: &Path) -> io::Result<bool> {
        Ok(false)
    }

    /// Where folders cannot be exchanged: what the head speaks of first, the head last,
    /// then what is superseded goes. A reader who meets a head and signature that
    /// disagree for that moment fetches them again.
    fn replace_one_by_one(staged: &Path, folder: &Path) -> io::Result<()> {
        let mut new = Folder(staged.to_owned()).list("")?;
        new.sort_by_key(|path| path.starts_with("head"));
        for path in &new {
            let to = folder.join(path);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::rename(staged.join(path), to)?;
        }
        let mut folder = Folder(folder.to_owned());
        for path in folder.list("")?.iter().filter(|path| !new.contains(path)) {
            folder.delete(path)?;
        }
        fs::remove_dir_all(staged)
    }

    /// Writes a file, whole or not at all, and its folder if need be.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        put(path, bytes, &mut fs::OpenOptions::new())
    }

    /// As [`put_file`], and where the system knows owners, only its owner can read it.
    /// It is there for good when this returns, whatever happens to the power.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        }
        let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
        if let Some(parent) = parent {
            folder.create(parent)?;
        }
        put(path, bytes, &mut options)?;
        sync_folder(parent.unwrap_or(Path::new(".")))
    }

    fn put(path: &Path, bytes: &[u8], options: &mut fs::OpenOptions) -> io::Result<()> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(UNFINISHED);
        let mut file =
            options.write(true).create(true).truncate(true).open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(unfinished, path)
    }

    /// Makes what was written to those files last.
    fn sync_files(files: &[PathBuf]) -> io::Result<()> {
        // Only a file that may be written can be synced on some systems.
        let sync =
            |path: &PathBuf| fs::OpenOptions::new().write(true).open(path)?.sync_all();
        parallel::each(files, SYNCED_AT_ONCE, sync).into_iter().collect()
    }

    /// Makes the names in that folder and in those within it last.
    fn sync_folders(folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                sync_folders(&entry.path())?;
            }
        }
        sync_folder(folder)
    }

    /// Makes a rename in that folder last; there is nothing to call for it elsewhere.
    ///
    /// # Errors
    /// When the disk fails.
    #[cfg(unix)]
    pub fn sync_folder(folder: &Path) -> io::Result<()> {
        fs::File::open(folder)?.sync_all()
    }

    /// Makes a rename in that folder last; there is nothing to call for it here.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn without_an_exchange_the_files_of_folders_within_go_over_too() {
            let place = tempfile::tempdir().unwrap();
            let (staged, folder) = (place.path().join("next"), place.path().join("feed"));
            let fill = |root: &Path, files: &[&str]| {
                let mut site = Folder(root.to_owned());
                files.iter().for_each(|path| site.stage(path, path.as_bytes()).unwrap());
            };
            fill(&folder, &["head.json", "old.json", "sealed/0.bin", "gone/x"]);
            fill(&staged, &["head.json", "new.json", "sealed/1.bin"]);
            replace_one_by_one(&staged, &folder).unwrap();
            let left = Folder(place.path().to_owned()).list("").unwrap();
            assert_eq!(left, ["feed/head.json", "feed/new.json", "feed/sealed/1.bin"]);
            assert!(!folder.join("gone").exists() && !staged.exists());
        }
    }
}
