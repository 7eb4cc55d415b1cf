//! Writes a site so that a reader always sees a complete one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::compress::{self, Effort};
use super::manifest::{MANIFEST_LIMIT, MANIFEST_PATH, Manifest, digest};
use super::parallel;
use super::site_path::NotASitePath;
use super::storage::{NotPlain, Storage};

/// The folder of the feed, and the folder in which the next feed is prepared.
const FEED: &str = "feed";
const NEXT_FEED: &str = ".hallboard-next-feed";

/// Files by path.
pub type Files = Vec<(String, Vec<u8>)>;

/// The planned contents of a site.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files that pages load; their names change with their contents.
    pub assets: Files,
    /// The pages, and the files that hosts read.
    pub shells: Files,
    /// The feed, by name in its folder.
    pub feed: Files,
    /// The sealed files, by path in the feed's folder. They are not compressed, because
    /// encrypted bytes cannot be.
    pub sealed: Files,
    /// Whether the app in the site stays unchanged.
    pub feed_only: bool,
}

/// What is known about a site before its manifest is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expected<'e> {
    /// The digests of the manifests that the hall wrote last; empty if it is unknown
    /// whether it wrote any.
    pub(super) manifests: &'e [String],
    /// Whether the feed in the site belongs to the hall and is signed with its key.
    pub(super) signed: bool,
}

/// Why a site was not written.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file that is not Hallboard's is in the way.
    #[error("`{0}` is in the way and is not Hallboard's")]
    InTheWay(String),
    /// A link, or another object that is not a plain file, is in the place of a file or
    /// folder of Hallboard.
    #[error("`{0}` is a link, or no plain file")]
    NotPlain(String),
    /// The name of a file of the app is not valid in a site.
    #[error("`{0}` cannot be the name of a site's file")]
    Name(String),
    /// The manifest cannot be read, so Hallboard's files are unknown.
    #[error("`{MANIFEST_PATH}` is not a manifest of Hallboard's")]
    Manifest,
    /// The storage failed.
    #[error("{path}: {error}")]
    Storage {
        /// The file.
        path: String,
        /// The error of the system.
        error: io::Error,
    },
}

pub(super) trait At<T> {
    fn at(self, path: &str) -> Result<T, SiteError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &str) -> Result<T, SiteError> {
        self.map_err(|error| match NotPlain::in_error(&error) {
            Some(NotPlain { path }) => SiteError::NotPlain(path.clone()),
            None => SiteError::Storage { path: path.to_owned(), error },
        })
    }
}

/// Writes a plan: hashed files, then pages, then the feed in one step; then superseded
/// files are deleted. All checks happen before anything is replaced.
///
/// # Errors
/// When a file of somebody else is in the way, or the storage fails; the site is then
/// completely the old one or completely the new one.
pub fn write(site: &mut dyn Storage, plan: Plan) -> Result<(), SiteError> {
    Prepared::new(site, plan, Expected::default())?.write(site)
}

/// A plan that was checked against the site.
pub(super) struct Prepared {
    assets: Files,
    shells: Files,
    feed: Files,
    /// Hallboard's files in the site, which may be replaced and deleted.
    owned: BTreeSet<String>,
    /// Those of them that are superseded and are not in the feed.
    superseded: Vec<String>,
    /// The manifest until superseded files are deleted, and the final one.
    manifests: [Vec<u8>; 2],
    /// Whether the manifest in the site is not the one that the hall wrote.
    distrusted: bool,
}

impl Prepared {
    /// Checks the plan against the site, and changes nothing.
    pub(super) fn new(
        site: &dyn Storage,
        plan: Plan,
        expected: Expected<'_>,
    ) -> Result<Prepared, SiteError> {
        let Owned { replaceable, files: mut owned, distrusted } =
            Owned::of(site, expected)?;
        let feed_only = plan.feed_only;
        let assets = with_compressed(site, plan.assets)?;
        let shells = with_compressed(site, plan.shells)?;
        let below_feed = |files: Files| -> Files {
            let placed = |(name, bytes)| (format!("{FEED}/{name}"), bytes);
            files.into_iter().map(placed).collect()
        };
        // Sealed files are sorted by name, so that their order reveals nothing about the
        // residents.
        let mut feed = below_feed(plan.sealed);
        feed.sort_by(|(a, _), (b, _)| a.cmp(b));
        feed.extend(with_compressed(site, below_feed(plan.feed))?);
        let all = || assets.iter().chain(&shells).chain(&feed);
        let planned: BTreeSet<String> = all().map(|(path, _)| path.clone()).collect();
        for (path, bytes) in all() {
            let same = site.holds(path, bytes).at(path)?;
            if same == Some(false) && !owned.contains(path) && !replaceable.includes(path)
            {
                return Err(SiteError::InTheWay(path.clone()));
            }
        }
        for folder in [FEED, NEXT_FEED] {
            let files = site.list(folder).at(folder)?;
            // By their names these can only be Hallboard's, and old ones must be removed.
            let by_name = files.into_iter().filter(|path| distrusted && is_of_feed(path));
            owned.extend(by_name);
        }
        let in_feed = |path: &&String| path.starts_with("feed/");
        let superseded: Vec<String> = owned
            .iter()
            .filter(|path| !planned.contains(*path) && !in_feed(path))
            .cloned()
            .collect();
        let kept: &[String] = if feed_only { &superseded } else { &[] };
        let manifest = |files: Vec<&String>| {
            let manifest = Manifest::of(files.into_iter().cloned());
            let manifest =
                manifest.map_err(|NotASitePath(path)| SiteError::Name(path))?;
            manifest.write().at(MANIFEST_PATH)
        };
        let manifests = [
            manifest(owned.iter().chain(&planned).collect())?,
            manifest(kept.iter().chain(&planned).collect())?,
        ];
        let superseded = if feed_only { Vec::new() } else { superseded };
        Ok(Prepared { assets, shells, feed, owned, superseded, manifests, distrusted })
    }

    /// The digests of the manifest that the site has during the deletion of superseded
    /// files, and of the final one.
    pub(super) fn manifests(&self) -> [String; 2] {
        let [until, then] = &self.manifests;
        [digest(until), digest(then)]
    }

    /// Whether the manifest in the site is not the one that the hall wrote. Nothing is
    /// deleted because of it then.
    pub(super) fn distrusts(&self) -> bool {
        self.distrusted
    }

    /// Writes the plan to the site.
    pub(super) fn write(self, site: &mut dyn Storage) -> Result<(), SiteError> {
        let [until, then] = &self.manifests;
        put_manifest(site, until)?;
        for (path, bytes) in self.assets.iter().chain(&self.shells) {
            if site.holds(path, bytes).at(path)? != Some(true) {
                site.put(path, bytes).at(path)?;
            }
        }
        swap_feed(site, &self.owned, &self.feed)?;
        for path in &self.superseded {
            match site.delete(path).at(path) {
                // Another object has replaced our file meanwhile.
                Ok(()) | Err(SiteError::NotPlain(_)) => {}
                Err(error) => return Err(error),
            }
        }
        put_manifest(site, then)
    }
}

/// Hallboard's files in a site.
struct Owned {
    /// Files that may be replaced and deleted.
    files: BTreeSet<String>,
    /// Other files that may be replaced.
    replaceable: Replaceable,
    distrusted: bool,
}

enum Replaceable {
    Nothing,
    These(BTreeSet<String>),
    Everything,
}

impl Replaceable {
    fn includes(&self, path: &str) -> bool {
        match self {
            Replaceable::Nothing => false,
            Replaceable::These(paths) => paths.contains(path),
            Replaceable::Everything => true,
        }
    }
}

impl Owned {
    /// Determines Hallboard's files by the manifest, if the hall wrote it. If somebody
    /// else wrote or removed it, its contents cannot be trusted. A site with the hall's
    /// own feed still belongs to the hall then: a publication replaces existing files,
    /// and deletes none.
    fn of(site: &dyn Storage, expected: Expected<'_>) -> Result<Owned, SiteError> {
        let bytes = match site.read_up_to(MANIFEST_PATH, MANIFEST_LIMIT) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Some(Vec::new()),
            bytes => bytes.at(MANIFEST_PATH)?,
        };
        let texts = |manifest: Manifest| -> BTreeSet<String> {
            manifest.files.iter().map(ToString::to_string).collect()
        };
        let distrusted = |replaceable| {
            let files = BTreeSet::new();
            Ok(Owned { files, replaceable, distrusted: true })
        };
        let listed = bytes.as_deref().and_then(Manifest::read).map(texts);
        let known = bytes.as_deref().is_some_and(|bytes| {
            expected.manifests.is_empty() || expected.manifests.contains(&digest(bytes))
        });
        match (bytes, listed) {
            (Some(_), Some(files)) if known => {
                let replaceable = Replaceable::Nothing;
                Ok(Owned { files, replaceable, distrusted: false })
            }
            _ if expected.signed => distrusted(Replaceable::Everything),
            (Some(_), Some(files)) => distrusted(Replaceable::These(files)),
            (Some(_), None) => Err(SiteError::Manifest),
            (None, _) => {
                let (files, replaceable) = (BTreeSet::new(), Replaceable::Nothing);
                Ok(Owned { files, replaceable, distrusted: false })
            }
        }
    }
}

/// Whether a site contains any file with a name that publications use in the feed.
pub(super) fn holds_feed(site: &dyn Storage) -> Result<bool, SiteError> {
    Ok(site.list(FEED).at(FEED)?.iter().any(|path| is_of_feed(path)))
}

/// Whether a path has a name that publications use in the feed, and nobody else does.
#[must_use]
pub fn is_of_feed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("feed/") else { return false };
    let hex = |text: &str, digits: usize| {
        text.len() == digits
            && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    };
    let sealed = name.strip_prefix("sealed/").and_then(|it| it.strip_suffix(".bin"));
    let plain = compress::ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(name);
    let snapshot =
        plain.strip_prefix("snapshot-").and_then(|it| it.strip_suffix(".json"));
    sealed.is_some_and(|it| hex(it, 32))
        || snapshot.is_some_and(|it| hex(it, 64))
        || ["head.json", "head.json.minisig"].contains(&plain)
}

fn put_manifest(site: &mut dyn Storage, bytes: &[u8]) -> Result<(), SiteError> {
    if site.holds(MANIFEST_PATH, bytes).at(MANIFEST_PATH)? == Some(true) {
        return Ok(());
    }
    site.put(MANIFEST_PATH, bytes).at(MANIFEST_PATH)
}

/// Prepares the next feed beside the old one, including files of others in that folder,
/// and exchanges the two.
fn swap_feed(
    site: &mut dyn Storage,
    owned: &BTreeSet<String>,
    feed: &Files,
) -> Result<(), SiteError> {
    site.clear(NEXT_FEED).at(NEXT_FEED)?;
    let staged =
        |path: &str| format!("{NEXT_FEED}{}", path.strip_prefix(FEED).unwrap_or(path));
    for path in site.list(FEED).at(FEED)?.iter().filter(|path| !owned.contains(*path)) {
        site.stage_from(path, &staged(path)).at(path)?;
    }
    for (path, bytes) in feed {
        site.stage(&staged(path), bytes).at(path)?;
    }
    site.swap(NEXT_FEED, FEED).at(FEED)
}

/// Each file followed by its compressed variants. Variants in the site are reused if the
/// file is unchanged.
fn with_compressed(site: &dyn Storage, files: Files) -> Result<Files, SiteError> {
    let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut fresh: Vec<&(String, Vec<u8>)> = Vec::new();
    for file in &files {
        let (path, bytes) = file;
        let same = site.holds(path, bytes).at(path)? == Some(true);
        let packed = compress::ENDINGS.map(|ending| format!("{path}.{ending}"));
        let mut found = Vec::new();
        for (ending, path) in compress::ENDINGS.iter().zip(&packed) {
            // Our compressed variants are never larger than this.
            let limit = bytes.len().saturating_add(1024);
            let form = match same {
                true => up_to(site, path, limit)?,
                false => None,
            };
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

/// The bytes of a file; `None` also if it exceeds the limit.
pub(super) fn up_to(
    site: &dyn Storage,
    path: &str,
    limit: usize,
) -> Result<Option<Vec<u8>>, SiteError> {
    match site.read_up_to(path, limit) {
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(None),
        bytes => bytes.at(path),
    }
}

type Packed = (String, [Vec<u8>; 2]);

fn compress_one((path, bytes): &(String, Vec<u8>)) -> Result<Packed, SiteError> {
    Ok((path.clone(), compress::both(bytes, Effort::for_file(path)).at(path)?))
}

/// Compresses all files, the largest first, in parallel.
fn compress_all(mut files: Vec<&(String, Vec<u8>)>) -> Result<Vec<Packed>, SiteError> {
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    let packed = parallel::each(&files, parallel::processors(), |it| compress_one(it));
    packed.into_iter().collect()
}
