//! Copies of published ledgers, stored outside the site so that an earlier state can be
//! published again. They are purged of everybody who has left since.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use hallboard_feed::Instant;
use hallboard_feed::edition::Remaining;
use hallboard_score::{Consent, Day, EntryKind, Ledger, read_ledger};
use hallboard_workbook::consent_entries::Consents;
use hallboard_workbook::json::to_json;
use serde::{Deserialize, Serialize};

use super::folder::{UNFINISHED, put_private};
use super::moment::Moment;
use super::purge::purged_ledger;

const INDEX: &str = "copies.json";
const INDEX_FORMAT: &str = "hallboard-copies/1";
const ENDING: &str = ".json.gz";

/// The copies of a hall, in their own folder.
#[derive(Clone, Debug)]
pub struct Copies {
    folder: PathBuf,
    keep: usize,
}

/// An entry in the list of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The version of the publication.
    pub version: u64,
    /// When it was published; unknown if the list of copies was lost.
    pub issued: Option<Instant>,
    /// The day of the publication; unknown if the list of copies was lost.
    pub as_of: Option<Day>,
}

/// The list of copies, and the people in any of them: the data that each publication
/// needs without unpacking all copies.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    format: String,
    residents: BTreeSet<String>,
    /// Households with a consent of their own.
    households: BTreeSet<String>,
    copies: Vec<Copy>,
}

/// Why a copy cannot be used or written.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is no copy of this version.
    #[error("there is no copy of version {0}")]
    Unknown(u64),
    /// The file is not a valid ledger.
    #[error("{path}: {what}")]
    Unreadable {
        /// Its file.
        path: PathBuf,
        /// The fault.
        what: String,
    },
    /// The folder or a file in it cannot be read or written.
    #[error("{path}: {error}")]
    Storage {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
}

trait At<T> {
    fn at(self, path: &Path) -> Result<T, CopyError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, CopyError> {
        self.map_err(|error| CopyError::Storage { path: path.to_owned(), error })
    }
}

impl Copies {
    /// The copies in a folder, of which the newest `keep` are kept.
    #[must_use]
    pub fn new(folder: PathBuf, keep: u16) -> Copies {
        Copies { folder, keep: usize::from(keep) }
    }

    /// All copies, the newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Copy>, CopyError> {
        let known = self.index().map(|index| index.copies).unwrap_or_default();
        let copies = self.versions()?.into_iter().rev().map(|version| {
            let known = known.iter().find(|it| it.version == version).copied();
            known.unwrap_or(Copy { version, issued: None, as_of: None })
        });
        Ok(copies.collect())
    }

    /// The ledger of the newest copy that can be read.
    #[must_use]
    pub fn newest(&self) -> Option<Ledger> {
        let versions = self.versions().ok()?;
        versions.into_iter().rev().find_map(|version| self.read(version).ok())
    }

    /// The ledger of a version, as far as the copy contains it.
    ///
    /// # Errors
    /// When there is no such copy, or it cannot be read.
    pub fn read(&self, version: u64) -> Result<Ledger, CopyError> {
        let path = self.path(version);
        let packed = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(CopyError::Unknown(version));
            }
            packed => packed.at(&path)?,
        };
        let mut bytes = Vec::new();
        let unreadable =
            |what: String| CopyError::Unreadable { path: path.clone(), what };
        GzDecoder::new(packed.as_slice())
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(error.to_string()))?;
        read_ledger(&bytes).map_err(|error| unreadable(error.to_string()))
    }

    /// Removes everybody who has left from every copy. A copy that is invalid cannot be
    /// purged and is deleted. A copy that cannot be read or written because of the
    /// storage does not stop the purge of the others.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read or written.
    pub fn purge(&self, consents: &Consents, _at: &Moment) -> Result<(), CopyError> {
        let cleared = self.clear_unfinished();
        self.purge_versions(consents)?;
        cleared
    }

    fn purge_versions(&self, consents: &Consents) -> Result<(), CopyError> {
        let versions = self.versions()?;
        let index = self.index().filter(|index| index.covers(&versions));
        if index.as_ref().is_some_and(|index| index.all_stay(consents))
            || (versions.is_empty() && index.is_none())
        {
            return Ok(());
        }
        let mut next = Index::default();
        next.copies.extend(index.map(|index| index.copies).unwrap_or_default());
        next.copies.retain(|it| versions.contains(&it.version));
        let mut failed = None;
        for version in versions {
            if let Err(error) = self.purge_one(version, consents, &mut next) {
                failed = failed.or(Some(error));
                continue;
            }
            if !next.copies.iter().any(|it| it.version == version) {
                next.copies.push(Copy { version, issued: None, as_of: None });
            }
        }
        // With the old index, the next purge processes all copies again.
        failed.map_or_else(|| self.put_index(&next), Err)
    }

    fn purge_one(
        &self,
        version: u64,
        consents: &Consents,
        index: &mut Index,
    ) -> Result<(), CopyError> {
        match self.read(version) {
            Ok(ledger) => {
                let purged = purged_ledger(&ledger, consents);
                if purged != ledger {
                    self.put(version, &purged)?;
                }
                index.add_people(&purged);
                Ok(())
            }
            Err(CopyError::Storage { path, error }) => {
                Err(CopyError::Storage { path, error })
            }
            Err(_unreadable) => {
                let path = self.path(version);
                fs::remove_file(&path).at(&path)
            }
        }
    }

    /// Adds a copy of the ledger that was just published, and deletes the oldest surplus
    /// copies.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn add(
        &self,
        copy: Copy,
        ledger: &Ledger,
        consents: &Consents,
        _at: &Moment,
    ) -> Result<(), CopyError> {
        if self.keep > 0 {
            let purged = purged_ledger(ledger, consents);
            let mut index = self.index().unwrap_or_default();
            let versions = self.versions()?;
            index.copies.retain(|it| versions.contains(&it.version));
            index.copies.push(copy);
            index.add_people(&purged);
            // The index is written first: it may list more than there is, but never less.
            self.put_index(&index)?;
            self.put(copy.version, &purged)?;
        }
        let versions = self.versions()?;
        let surplus = versions.len().saturating_sub(self.keep);
        for version in versions.into_iter().take(surplus) {
            let path = self.path(version);
            fs::remove_file(&path).at(&path)?;
        }
        Ok(())
    }

    fn path(&self, version: u64) -> PathBuf {
        self.folder.join(format!("{version}{ENDING}"))
    }

    fn put(&self, version: u64, ledger: &Ledger) -> Result<(), CopyError> {
        let path = self.path(version);
        let pack = || {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(&to_json(ledger)?)?;
            put_private(&path, &packer.finish()?)
        };
        pack().at(&path)
    }

    fn index(&self) -> Option<Index> {
        let bytes = fs::read(self.folder.join(INDEX)).ok()?;
        let index: Index = serde_json::from_slice(&bytes).ok()?;
        (index.format == INDEX_FORMAT).then_some(index)
    }

    fn put_index(&self, index: &Index) -> Result<(), CopyError> {
        let path = self.folder.join(INDEX);
        let put = || put_private(&path, &serde_json::to_vec(index)?);
        put().at(&path)
    }

    /// The versions of the existing copies, the oldest first.
    fn versions(&self) -> Result<Vec<u64>, CopyError> {
        let names = self.names()?;
        let version = |name: &String| name.strip_suffix(ENDING)?.parse::<u64>().ok();
        let mut versions: Vec<u64> = names.iter().filter_map(version).collect();
        versions.sort_unstable();
        Ok(versions)
    }

    fn names(&self) -> Result<Vec<String>, CopyError> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            entries => entries.at(&self.folder)?,
        };
        let name = |entry: io::Result<fs::DirEntry>| {
            Ok(entry.at(&self.folder)?.file_name().to_string_lossy().into_owned())
        };
        entries.map(name).collect()
    }

    /// Deletes unfinished files of a killed publication, which may contain data to be
    /// purged.
    fn clear_unfinished(&self) -> Result<(), CopyError> {
        for name in self.names()?.iter().filter(|name| name.ends_with(UNFINISHED)) {
            let path = self.folder.join(name);
            fs::remove_file(&path).at(&path)?;
        }
        Ok(())
    }
}

impl Default for Index {
    fn default() -> Index {
        Index {
            format: INDEX_FORMAT.to_owned(),
            residents: BTreeSet::new(),
            households: BTreeSet::new(),
            copies: Vec::new(),
        }
    }
}

impl Index {
    fn covers(&self, versions: &[u64]) -> bool {
        let known = |version: &u64| self.copies.iter().any(|it| it.version == *version);
        versions.iter().all(known)
    }

    fn all_stay(&self, consents: &Consents) -> bool {
        self.residents.iter().all(|id| consents.takes_part(id))
            && self.households.iter().all(|id| consents.household_agrees(id))
    }

    fn add_people(&mut self, ledger: &Ledger) {
        let residents = ledger.residents.iter().map(|it| it.id.to_string());
        self.residents.extend(residents);
        for entry in &ledger.entries {
            if let EntryKind::Consent {
                to: Consent::Household { household, .. }, ..
            } = &entry.kind
            {
                self.households.insert(household.to_string());
            }
        }
    }
}
