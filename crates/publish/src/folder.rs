//! A site in a folder that others may also write to, and atomic writing of files.
//!
//! Nothing in the folder can cause access to anything outside it: links are not followed,
//! and only plain files are opened.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::parallel;
use super::storage::{NotPlain, Storage};

/// The number of files synced to disk at once: the disk handles many as fast as a few.
const SYNCED_AT_ONCE: usize = 32;

/// The size limit in bytes for reading a file if no smaller one is given.
const READ_LIMIT: usize = 64 << 20;

/// The suffix of unfinished files.
pub const UNFINISHED: &str = ".hallboard-unfinished";

/// A site in a folder.
#[derive(Clone, Debug)]
pub struct DiskStorage(PathBuf);

impl DiskStorage {
    /// The site in a folder, which need not exist yet. Unfinished files of a killed
    /// publication are deleted.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn open(root: &Path) -> io::Result<DiskStorage> {
        let folder = DiskStorage(root.to_owned());
        for path in folder.list("")?.iter().filter(|it| it.ends_with(UNFINISHED)) {
            let path = folder.0.join(path);
            if path.symlink_metadata()?.is_file() {
                fs::remove_file(path)?;
            }
        }
        Ok(folder)
    }

    /// The site in a folder for reading only; nothing is deleted.
    #[must_use]
    pub fn read_only(root: &Path) -> DiskStorage {
        DiskStorage(root.to_owned())
    }

    /// Whether a path is free, or is a plain file or folder that is reached without
    /// links.
    #[must_use]
    pub fn is_plain(&self, path: &str) -> bool {
        self.place(path, |found| found.is_file() || found.is_dir()).is_ok()
    }

    /// Whether a path is a plain file that is reached without links.
    #[must_use]
    pub fn is_file(&self, path: &str) -> bool {
        self.file(path).is_ok_and(|path| path.is_file())
    }

    fn collect_paths(&self, folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                if entry.file_name() != ".git" {
                    self.collect_paths(&path, found)?;
                }
            } else if let Ok(relative) = path.strip_prefix(&self.0) {
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
        Ok(())
    }

    /// The path of a file on disk. All parts before the last must be folders if they
    /// exist, and the last must be a plain file if it exists.
    fn file(&self, path: &str) -> io::Result<PathBuf> {
        self.place(path, fs::Metadata::is_file)
    }

    /// The path of a folder on disk.
    fn folder(&self, path: &str) -> io::Result<PathBuf> {
        self.place(path, fs::Metadata::is_dir)
    }

    fn place(
        &self,
        path: &str,
        fits: impl Fn(&fs::Metadata) -> bool,
    ) -> io::Result<PathBuf> {
        let mut place = self.0.clone();
        if path.is_empty() {
            return Ok(place);
        }
        let parts: Vec<&str> = path.split('/').collect();
        for (at, part) in parts.iter().enumerate() {
            // Files of others may have any name, but no path may leave the folder.
            let mut components = Path::new(part).components();
            let inward =
                matches!(components.next(), Some(std::path::Component::Normal(_)));
            if !inward || components.next().is_some() {
                let outward = io::ErrorKind::InvalidFilename;
                return Err(io::Error::new(outward, format!("`{path}` leads elsewhere")));
            }
            place.push(part);
            let last = at + 1 == parts.len();
            match place.symlink_metadata() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
                Ok(found) if if last { fits(&found) } else { found.is_dir() } => {}
                Ok(_) => {
                    let path = parts.get(..=at).unwrap_or_default().join("/");
                    return Err(io::Error::other(NotPlain { path }));
                }
            }
        }
        Ok(place)
    }

    /// Opens a plain file; `None` if it does not exist.
    fn opened(&self, path: &str) -> io::Result<Option<fs::File>> {
        let mut options = fs::OpenOptions::new();
        options.read(true);
        never_through_links(&mut options);
        let file = match options.open(self.file(path)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        match file.metadata()?.is_file() {
            true => Ok(Some(file)),
            false => Err(io::Error::other(NotPlain { path: path.to_owned() })),
        }
    }
}

/// Makes opening fail or return at once, even if the file was replaced by a link or a
/// pipe after it was checked.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn never_through_links(options: &mut fs::OpenOptions) {
    use rustix::fs::OFlags;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    if let Ok(flags) = i32::try_from(flags) {
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn never_through_links(_options: &mut fs::OpenOptions) {}

impl Storage for DiskStorage {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.read_up_to(path, READ_LIMIT)
    }

    fn read_up_to(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let Some(file) = self.opened(path)? else { return Ok(None) };
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        if file.metadata()?.len() >= most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        match bytes.len() > limit {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => Ok(Some(bytes)),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        self.collect_paths(&self.folder(folder)?, &mut found)?;
        found.sort();
        Ok(found)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        put_file(&self.file(path)?, bytes)
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        let path = self.file(path)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error);
            }
            _ => {}
        }
        // Deletes parent folders that are empty now.
        let parents = path.ancestors().skip(1).take_while(|it| *it != self.0);
        for parent in parents {
            if fs::remove_dir(parent).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn stage(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.file(path)?;
        let write = || fs::File::create_new(&path)?.write_all(bytes);
        match (write(), path.parent()) {
            (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                write()
            }
            (written, _) => written,
        }
    }

    fn stage_from(&mut self, from: &str, path: &str) -> io::Result<()> {
        let (source, target) = (self.place(from, |_| true)?, self.file(path)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        // A hard link works for a file, link or pipe without reading it.
        if fs::hard_link(&source, &target).is_ok() {
            return Ok(());
        }
        if let Some(mut file) = self.opened(from)? {
            io::copy(&mut file, &mut fs::File::create_new(target)?)?;
        }
        Ok(())
    }

    fn clear(&mut self, folder: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.folder(folder)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        let files: Vec<PathBuf> =
            self.list(staged)?.iter().map(|path| self.0.join(path)).collect();
        let (staged, folder) = (self.folder(staged)?, self.folder(folder)?);
        // Everything that pages and head refer to must be on disk before they are, and
        // the exchange before it is reported.
        sync_files(&files)?;
        sync_folders(&staged)?;
        sync_folder(&self.0)?;
        if folder.symlink_metadata().is_err() {
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

/// Exchanges two folders atomically. Returns `false` if the system cannot.
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

/// Replaces files one by one if folders cannot be exchanged: first the files that the
/// head refers to, then the head, then superseded files are deleted. A reader who gets a
/// head and a signature that do not match in between fetches them again.
fn replace_one_by_one(staged: &Path, folder: &Path) -> io::Result<()> {
    let mut new = DiskStorage(staged.to_owned()).list("")?;
    new.sort_by_key(|path| path.starts_with("head"));
    for path in &new {
        let to = folder.join(path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(staged.join(path), to)?;
    }
    let mut folder = DiskStorage(folder.to_owned());
    for path in folder.list("")?.iter().filter(|path| !new.contains(path)) {
        folder.delete(path)?;
    }
    fs::remove_dir_all(staged)
}

/// Writes a file atomically, and creates its folder if necessary.
///
/// # Errors
/// When it cannot be written.
pub fn put_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    put(path, bytes, &mut fs::OpenOptions::new())
}

/// Like [`put_file`], but only the owner can read the file if the system has file owners,
/// and the file is on disk when this returns, even after a power cut.
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
    // A file or link of that name is left over; it is removed, so that nothing is written
    // through it.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = options.write(true).create_new(true).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(unfinished, path)
}

/// Syncs files to disk.
fn sync_files(files: &[PathBuf]) -> io::Result<()> {
    let sync = |path: &PathBuf| {
        if !path.symlink_metadata()?.is_file() {
            return Ok(());
        }
        // Some systems only sync files that were opened for writing, and files that were
        // there before may be write-protected.
        let mut options = fs::OpenOptions::new();
        options.write(true);
        never_through_links(&mut options);
        match options.open(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            file => file?.sync_all(),
        }
    };
    parallel::each(files, SYNCED_AT_ONCE, sync).into_iter().collect()
}

/// Syncs the entries of a folder and its subfolders to disk.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync_folder(folder)
}

/// Syncs renames in a folder to disk.
///
/// # Errors
/// When syncing fails.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Does nothing: this system has no call for syncing a folder.
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
    fn swap_without_exchange_moves_nested_folders() {
        let place = tempfile::tempdir().unwrap();
        let (staged, folder) = (place.path().join("next"), place.path().join("feed"));
        let fill = |root: &Path, files: &[&str]| {
            let mut site = DiskStorage(root.to_owned());
            files.iter().for_each(|path| site.stage(path, path.as_bytes()).unwrap());
        };
        fill(&folder, &["head.json", "old.json", "sealed/0.bin", "gone/x"]);
        fill(&staged, &["head.json", "new.json", "sealed/1.bin"]);
        replace_one_by_one(&staged, &folder).unwrap();
        let left = DiskStorage(place.path().to_owned()).list("").unwrap();
        assert_eq!(left, ["feed/head.json", "feed/new.json", "feed/sealed/1.bin"]);
        assert!(!folder.join("gone").exists() && !staged.exists());
    }

    #[test]
    fn paths_outside_the_folder_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let outside = place.path().join("outside");
        fs::write(&outside, "precious").unwrap();
        let mut site = DiskStorage(place.path().join("site"));
        site.put("index.html", b"page").unwrap();
        for path in
            ["../outside", "a/../../outside", outside.to_str().unwrap(), "./x", "a//b"]
        {
            assert!(site.read(path).is_err(), "{path}");
            assert!(site.put(path, b"spoiled").is_err(), "{path}");
            assert!(site.stage(path, b"spoiled").is_err(), "{path}");
            assert!(site.stage_from("index.html", path).is_err(), "{path}");
            assert!(site.stage_from(path, "copy").is_err(), "{path}");
            assert!(site.delete(path).is_err(), "{path}");
        }
        assert!(site.list("..").is_err() && site.clear("..").is_err());
        assert_eq!(fs::read(outside).unwrap(), b"precious");
        assert_eq!(site.list("").unwrap(), ["index.html"]);
    }

    /// Links and pipes in place of a file, of a folder, and of an unfinished file.
    #[cfg(unix)]
    #[test]
    fn special_files_and_links_are_left_alone() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let outside = place.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("head.json"), "precious").unwrap();
        let root = place.path().join("site");
        fs::create_dir(&root).unwrap();
        symlink(outside.join("head.json"), root.join("file")).unwrap();
        symlink(&outside, root.join("folder")).unwrap();
        symlink(outside.join("new"), root.join("dangling")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status();
        assert!(made.unwrap().success());
        let mut site = DiskStorage::open(&root).unwrap();
        for path in ["file", "folder", "folder/head.json", "dangling", "pipe", "pipe/x"] {
            let refused = |error: io::Error| NotPlain::in_error(&error).is_some();
            assert!(refused(site.read(path).unwrap_err()), "{path}");
            assert!(refused(site.holds(path, b"x").unwrap_err()), "{path}");
            assert!(refused(site.put(path, b"x").unwrap_err()), "{path}");
            assert!(refused(site.stage(path, b"x").unwrap_err()), "{path}");
            assert!(refused(site.delete(path).unwrap_err()), "{path}");
        }
        for folder in ["folder", "pipe", "file"] {
            assert!(
                site.list(folder).is_err() && site.clear(folder).is_err(),
                "{folder}"
            );
            assert!(site.swap(folder, "feed").is_err(), "{folder}");
        }
        // A path with the suffix of unfinished files may be replaced, no matter who created it.
        symlink(outside.join("head.json"), root.join(format!("a{UNFINISHED}"))).unwrap();
        site.put("a", b"ours").unwrap();
        assert_eq!(fs::read(root.join("a")).unwrap(), b"ours");
        assert_eq!(fs::read(outside.join("head.json")).unwrap(), b"precious");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn foreign_files_in_the_feed_are_kept() {
        use std::os::unix::fs::FileTypeExt;
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("site");
        let mut site = DiskStorage::open(&root).unwrap();
        site.put("feed/head.json", b"old").unwrap();
        std::os::unix::fs::symlink("/etc/hosts", root.join("feed/link")).unwrap();
        let made =
            std::process::Command::new("mkfifo").arg(root.join("feed/pipe")).status();
        assert!(made.unwrap().success());
        let large = fs::File::create(root.join("feed/large")).unwrap();
        large.set_len(3 << 30).unwrap();
        site.stage("next/head.json", b"new").unwrap();
        for name in ["link", "pipe", "large"] {
            site.stage_from(&format!("feed/{name}"), &format!("next/{name}")).unwrap();
        }
        site.swap("next", "feed").unwrap();
        let found = |name: &str| root.join("feed").join(name).symlink_metadata().unwrap();
        assert!(found("link").is_symlink() && found("pipe").file_type().is_fifo());
        assert_eq!(found("large").len(), 3 << 30);
        assert_eq!(site.read("feed/head.json").unwrap().unwrap(), b"new");
        let too_large = site.read("feed/large").unwrap_err();
        assert_eq!(too_large.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(site.holds("feed/large", b"x").unwrap(), Some(false));
        assert!(!root.join("next").exists());
    }
}
