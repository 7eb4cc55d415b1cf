//! A site that is read and never written.

use std::collections::BTreeMap;
use std::io;

use super::storage::Storage;

/// A site with changes that are only imagined: publishing to it does all there is to
/// do, and leaves the site beneath as it is.
pub struct Rehearsal<'s> {
    site: &'s dyn Storage,
    changed: BTreeMap<String, Option<Vec<u8>>>,
}

impl<'s> Rehearsal<'s> {
    /// Nothing changed yet.
    #[must_use]
    pub fn over(site: &'s dyn Storage) -> Rehearsal<'s> {
        Rehearsal { site, changed: BTreeMap::new() }
    }
}

impl Storage for Rehearsal<'_> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self.changed.get(path) {
            Some(changed) => Ok(changed.clone()),
            None => self.site.read(path),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut paths = self.site.list(folder)?;
        let within = |path: &String| {
            folder.is_empty()
                || path.strip_prefix(folder).is_some_and(|it| it.starts_with('/'))
        };
        paths.retain(|path| !self.changed.contains_key(path));
        let there = self.changed.iter().filter(|(_, bytes)| bytes.is_some());
        paths.extend(there.map(|(path, _)| path.clone()).filter(within));
        paths.sort();
        Ok(paths)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.changed.insert(path.to_owned(), Some(bytes.to_vec()));
        Ok(())
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.changed.insert(path.to_owned(), None);
        Ok(())
    }

    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        for path in self.list(folder)? {
            self.delete(&path)?;
        }
        for path in self.list(staged)? {
            if let Some((bytes, rest)) = self.read(&path)?.zip(path.strip_prefix(staged))
            {
                self.put(&format!("{folder}{rest}"), &bytes)?;
            }
            self.delete(&path)?;
        }
        Ok(())
    }
}
