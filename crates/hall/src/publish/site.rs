//! Writing a site so that whoever looks, whenever, sees a whole one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::compress::{self, Effort};
use super::manifest::{MANIFEST_PATH, Manifest};
use super::parallel;
use super::storage::Storage;

/// The folder of the feed, and where the next one is made ready.
const FEED: &str = "feed";
const NEXT_FEED: &str = ".hallboard-next-feed";

/// Files by path.
pub type Files = Vec<(String, Vec<u8>)>;

/// What a site is to hold.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What shells load, under names that change with their bytes.
    pub assets: Files,
    /// The pages and what hosts read.
    pub shells: Files,
    /// The feed, by name within its folder.
    pub feed: Files,
    /// What of the feed is sealed, by path within its folder: it goes as it is, for
    /// nothing sealed can be compressed.
    pub sealed: Files,
    /// Whether the app in the site stays as it is.
    pub feed_only: bool,
}

/// Why a site was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file in the way that is not Hallboard's.
    #[error("`{0}` is in the way and is not Hallboard's")]
    InTheWay(String),
    /// The manifest cannot be read, so nothing is known to be Hallboard's.
    #[error("`{MANIFEST_PATH}` is not a manifest of Hallboard's")]
    Manifest,
    /// The storage failed.
    #[error("{path}: {error}")]
    Storage {
        /// The file.
        path: String,
        /// What the system said.
        error: io::Error,
    },
}

trait At<T> {
    fn at(self, path: &str) -> Result<T, SiteError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &str) -> Result<T, SiteError> {
        self.map_err(|error| SiteError::Storage { path: path.to_owned(), error })
    }
}

/// Writes what is planned: hashed files, then shells, then the feed in one step, then
/// what is superseded goes. Fails before anything is replaced wherever it can know.
///
/// # Errors
/// When something foreign is in the way or the storage fails; the site is then the old
/// one, whole, or the new one, whole.
pub fn write(site: &mut dyn Storage, plan: Plan) -> Result<(), SiteError> {
    let owned = owned_files(site)?;
    let feed_only = plan.feed_only;
    let assets = with_compressed(site, plan.assets)?;
    let shells = with_compressed(site, plan.shells)?;
    let below_feed = |files: Files| -> Files {
        let placed = |(name, bytes)| (format!("{FEED}/{name}"), bytes);
        files.into_iter().map(placed).collect()
    };
    // What is sealed lies in the order of its names, whoever it is of.
    let mut feed = below_feed(plan.sealed);
    feed.sort_by(|(a, _), (b, _)| a.cmp(b));
    feed.extend(with_compressed(site, below_feed(plan.feed))?);
    let planned: BTreeSet<String> =
        assets.iter().chain(&shells).chain(&feed).map(|(path, _)| path.clone()).collect();
    for (path, bytes) in assets.iter().chain(&shells).chain(&feed) {
        if !owned.contains(path)
            && site.read(path).at(path)?.is_some_and(|it| it != *bytes)
        {
            return Err(SiteError::InTheWay(path.clone()));
        }
    }
    put_manifest(site, owned.union(&planned).cloned())?;
    for (path, bytes) in assets.iter().chain(&shells) {
        if site.read(path).at(path)?.as_ref() != Some(bytes) {
            site.put(path, bytes).at(path)?;
        }
    }
    swap_feed(site, &owned, &feed)?;
    let in_feed = |path: &String| path.starts_with("feed/");
    let superseded: Vec<&String> =
        owned.iter().filter(|path| !planned.contains(*path) && !in_feed(path)).collect();
    let mut kept = planned.clone();
    for path in superseded {
        if feed_only {
            kept.insert(path.clone());
        } else {
            site.delete(path).at(path)?;
        }
    }
    put_manifest(site, kept)
}

fn owned_files(site: &dyn Storage) -> Result<BTreeSet<String>, SiteError> {
    match site.read(MANIFEST_PATH).at(MANIFEST_PATH)? {
        None => Ok(BTreeSet::new()),
        Some(bytes) => Ok(Manifest::read(&bytes).ok_or(SiteError::Manifest)?.files),
    }
}

fn put_manifest(
    site: &mut dyn Storage,
    files: impl IntoIterator<Item = String>,
) -> Result<(), SiteError> {
    let bytes = Manifest::of(files).write().at(MANIFEST_PATH)?;
    if site.read(MANIFEST_PATH).at(MANIFEST_PATH)?.as_ref() == Some(&bytes) {
        return Ok(());
    }
    site.put(MANIFEST_PATH, &bytes).at(MANIFEST_PATH)
}

/// Makes the next feed ready beside the old one, with what others keep in that folder,
/// and exchanges them.
fn swap_feed(
    site: &mut dyn Storage,
    owned: &BTreeSet<String>,
    feed: &Files,
) -> Result<(), SiteError> {
    for left in site.list(NEXT_FEED).at(NEXT_FEED)? {
        site.delete(&left).at(&left)?;
    }
    let staged =
        |path: &str| format!("{NEXT_FEED}{}", path.strip_prefix(FEED).unwrap_or(path));
    for path in site.list(FEED).at(FEED)?.iter().filter(|path| !owned.contains(*path)) {
        if let Some(bytes) = site.read(path).at(path)? {
            site.stage(&staged(path), &bytes).at(path)?;
        }
    }
    for (path, bytes) in feed {
        site.stage(&staged(path), bytes).at(path)?;
    }
    site.swap(NEXT_FEED, FEED).at(FEED)
}

/// Each file followed by its compressed forms; those in the site serve again where the
/// file is the same.
fn with_compressed(site: &dyn Storage, files: Files) -> Result<Files, SiteError> {
    let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut fresh: Vec<&(String, Vec<u8>)> = Vec::new();
    for file in &files {
        let (path, bytes) = file;
        let same = site.read(path).at(path)?.as_ref() == Some(bytes);
        let packed = compress::ENDINGS.map(|ending| format!("{path}.{ending}"));
        let mut found = Vec::new();
        for (ending, path) in compress::ENDINGS.iter().zip(&packed) {
            let form = site.read(path).at(path)?.filter(|_| same);
            found.extend(form.filter(|form| compress::is_form_of(ending, form, bytes)));
        }
        if found.len() == packed.len() {
            known.extend(packed.into_iter().zip(found));
        } else {
            fresh.push(file);
        }
    }
    for (path, packed) in compress_all(fresh)? {
        for (ending, bytes) in compress::ENDINGS.iter().zip(packed) {
            known.insert(format!("{path}.{ending}"), bytes);
        }
    }
    let forms = |path: &str| compress::ENDINGS.map(|ending| format!("{path}.{ending}"));
    let mut all = Files::new();
    for (path, bytes) in files {
        let packed =
            forms(&path).into_iter().filter_map(|path| known.remove_entry(&path));
        let packed: Vec<_> = packed.collect();
        all.push((path, bytes));
        all.extend(packed);
    }
    Ok(all)
}

type Packed = (String, [Vec<u8>; 2]);

fn compress_one((path, bytes): &(String, Vec<u8>)) -> Result<Packed, SiteError> {
    Ok((path.clone(), compress::both(bytes, Effort::for_file(path)).at(path)?))
}

/// The largest first, as many at once as there are processors.
fn compress_all(mut files: Vec<&(String, Vec<u8>)>) -> Result<Vec<Packed>, SiteError> {
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    let packed = parallel::each(&files, parallel::processors(), |it| compress_one(it));
    packed.into_iter().collect()
}
