//! A dry run over a site: reads it, and never writes to it.

use std::collections::BTreeMap;
use std::io;

use super::storage::Storage;

/// A site with simulated changes: publishing to it performs all steps, and leaves the
/// underlying site unchanged.
pub struct DryRun<'s> {
    site: &'s dyn Storage,
    changed: BTreeMap<String, Change>,
}

/// The simulated state of a path.
enum Change {
    Bytes(Vec<u8>),
    /// The contents that the underlying site has at this path.
    Beneath(String),
    Nothing,
}

impl<'s> DryRun<'s> {
    /// A dry run without changes so far.
    #[must_use]
    pub fn over(site: &'s dyn Storage) -> DryRun<'s> {
        DryRun { site, changed: BTreeMap::new() }
    }
}

impl Storage for DryRun<'_> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self.changed.get(path) {
            Some(Change::Bytes(bytes)) => Ok(Some(bytes.clone())),
            Some(Change::Beneath(path)) => self.site.read(path),
            Some(Change::Nothing) => Ok(None),
            None => self.site.read(path),
        }
    }

    fn read_up_to(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.changed.get(path) {
            Some(Change::Bytes(bytes)) if bytes.len() > limit => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Some(Change::Bytes(bytes)) => Ok(Some(bytes.clone())),
            Some(Change::Beneath(path)) => self.site.read_up_to(path, limit),
            Some(Change::Nothing) => Ok(None),
            None => self.site.read_up_to(path, limit),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut paths = self.site.list(folder)?;
        let within = |path: &String| {
            folder.is_empty()
                || path.strip_prefix(folder).is_some_and(|it| it.starts_with('/'))
        };
        paths.retain(|path| !self.changed.contains_key(path));
        let there = self.changed.iter().filter(|(_, it)| !matches!(it, Change::Nothing));
        paths.extend(there.map(|(path, _)| path.clone()).filter(within));
        paths.sort();
        Ok(paths)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.changed.insert(path.to_owned(), Change::Bytes(bytes.to_vec()));
        Ok(())
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.changed.insert(path.to_owned(), Change::Nothing);
        Ok(())
    }

    fn stage_from(&mut self, from: &str, path: &str) -> io::Result<()> {
        let change = match self.changed.get(from) {
            Some(Change::Bytes(bytes)) => Change::Bytes(bytes.clone()),
            Some(Change::Beneath(path)) => Change::Beneath(path.clone()),
            Some(Change::Nothing) => return Ok(()),
            None => Change::Beneath(from.to_owned()),
        };
        self.changed.insert(path.to_owned(), change);
        Ok(())
    }

    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        for path in self.list(folder)? {
            self.delete(&path)?;
        }
        for path in self.list(staged)? {
            if let Some(rest) = path.strip_prefix(staged) {
                self.stage_from(&path, &format!("{folder}{rest}"))?;
            }
            self.delete(&path)?;
        }
        Ok(())
    }
}
