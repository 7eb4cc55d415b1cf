//! A lock, so that only one publication runs at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use jiff::Timestamp;

/// Held while a hall publishes. The system releases it when the process ends in any way.
/// The file stays, and its existence means nothing.
#[derive(Debug)]
pub struct Lock(File);

/// The process that is publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The id of the process.
    pub process: u32,
    /// When it took the lock.
    pub since: Timestamp,
}

/// Why the lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process is publishing. The holder is unknown on systems where a locked
    /// file cannot be read.
    #[error("another publication is under way")]
    Held(Option<Holder>),
    /// The file cannot be opened or locked.
    #[error(transparent)]
    Storage(#[from] io::Error),
}

impl Lock {
    /// Takes the lock in a file.
    ///
    /// # Errors
    /// When another process holds it, or the file cannot be locked.
    pub fn take(path: &Path) -> Result<Lock, LockError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::Held(holder(&mut file)));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        let second = Timestamp::now().as_second();
        writeln!(file, "{} {second}", std::process::id())?;
        Ok(Lock(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would release it too; the file is emptied first, so that no
        // holder stays in it.
        let _emptied = self.0.set_len(0);
        let _let_go = self.0.unlock();
    }
}

fn holder(file: &mut File) -> Option<Holder> {
    file.rewind().ok()?;
    let mut text = String::new();
    file.take(100).read_to_string(&mut text).ok()?;
    let (process, since) = text.trim().split_once(' ')?;
    let since = Timestamp::from_second(since.parse().ok()?).ok()?;
    Some(Holder { process: process.parse().ok()?, since })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_lock_fails_with_the_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hall.key.lock");
        std::fs::write(&path, "what a crash left behind, longer than any holder")
            .unwrap();
        let lock = Lock::take(&path).unwrap();
        let second = Lock::take(&path);
        let Err(LockError::Held(holder)) = second else { panic!("{second:?}") };
        if cfg!(unix) {
            assert_eq!(holder.unwrap().process, std::process::id());
        }
        drop(lock);
        assert!(Lock::take(&path).is_ok());
    }
}
