//! The sizes people download, against their limits.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{At, Failure, Result};
use crate::sample;
use crate::workspace::Workspace;

/// Everything the browser needs to show the board for the first time, without the feed.
/// It is not a target: it detects a dependency that was added unintentionally.
const MAX_BOARD: u64 = 265 * 1000;
/// The same for the pages that somebody opens for themselves: the board's program, and a part
/// of their own.
const MAX_OWN_PAGE: u64 = 470 * 1000;
/// The same for the check of certificates.
const MAX_VERIFY: u64 = 285 * 1000;
/// The sample's head, signature and snapshot.
const MAX_FEED: u64 = 60 * 1000;

/// What reads a card before the camera, which is loaded when somebody holds one there.
const MAX_SCAN: u64 = 90 * 1000;
/// The table of the keyboard for pinyin, which is loaded when somebody asks for that one.
const MAX_PINYIN: u64 = 18 * 1000;

/// Publishes the sample and measures it.
pub(crate) fn size_budget(workspace: &Workspace) -> Result<()> {
    sample::sample(workspace)?;
    measure(workspace)
}

/// Measures the published sample.
pub(crate) fn measure(workspace: &Workspace) -> Result<()> {
    let site = workspace.site();
    let board = load(&site, "index.html")?;
    let own = load(&site, "me/index.html")?;
    let report = load(&site, "report/index.html")?;
    let verify = load(&site, "verify/index.html")?;
    for (page, files, limit) in [
        ("the board", &board, MAX_BOARD),
        ("one's own record", &own, MAX_OWN_PAGE),
        ("the page for letters", &report, MAX_OWN_PAGE),
        ("the check of certificates", &verify, MAX_VERIFY),
    ] {
        let what = format!("first load of {page}, without the feed");
        held(&what, packed(files)?, limit)?;
    }
    let scan = named_in_meta(&site, "hallboard-camera", 3)?;
    held("reading of cards, where it is asked for", packed(&scan)?, MAX_SCAN)?;
    let pinyin = named_in_meta(&site, "hallboard-pinyin", 1)?;
    held("keyboard for pinyin, where it is asked for", packed(&pinyin)?, MAX_PINYIN)?;
    held("feed of the sample village", snapshot(&site.join("feed"))?, MAX_FEED)
}

fn held(what: &str, size: u64, limit: u64) -> Result<()> {
    println!("    {what}: {size} bytes of at most {limit} (brotli)");
    if size > limit {
        let what = format!("the {what} is {} bytes too large", size - limit);
        return Err(Failure::Found { what, lines: Vec::new() });
    }
    Ok(())
}

/// A page of the site and every file of the site that it names.
fn load(site: &Path, page: &str) -> Result<BTreeSet<PathBuf>> {
    let page = site.join(page);
    let html = fs::read_to_string(&page).at(&page)?;
    let folder = page.parent().unwrap_or(site);
    // What a wall alone fetches is no part of a first load at home.
    let tags = html.split('<').filter(|it| !it.contains(" data-wall"));
    let named = tags.flat_map(|it| it.split(['"', '\'']));
    let named = named.filter(|it| it.starts_with('.'));
    let files = named.map(|it| folder.join(it)).filter(|file| file.is_file());
    let files = files.map(|file| fs::canonicalize(&file).at(&file));
    let mut files: BTreeSet<PathBuf> = files.collect::<Result<_>>()?;
    files.insert(page);
    Ok(files)
}

/// The files that the page for letters names in a meta, of which there must be `count`.
fn named_in_meta(site: &Path, meta: &str, count: usize) -> Result<BTreeSet<PathBuf>> {
    let page = site.join("report/index.html");
    let html = fs::read_to_string(&page).at(&page)?;
    let named = html.split_once(&format!("name=\"{meta}\" content=\""));
    let named = named.and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    let files: BTreeSet<PathBuf> =
        named.split_whitespace().map(|it| site.join(it)).collect();
    if files.len() != count {
        let what = format!("does not name {count} files in `{meta}`");
        return Err(Failure::Unexpected { path: page, what });
    }
    Ok(files)
}

/// The bytes of these files as `publish` packed them.
fn packed(files: &BTreeSet<PathBuf>) -> Result<u64> {
    let mut total = 0;
    for file in files {
        total += packed_size(file)?;
    }
    Ok(total)
}

fn packed_size(file: &Path) -> Result<u64> {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    let packed = PathBuf::from(name);
    Ok(fs::metadata(&packed).at(&packed)?.len())
}

/// The bytes of all `.br` files in the folder of the feed.
fn snapshot(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder).at(folder)? {
        let path = entry.at(folder)?.path();
        if path.extension().is_some_and(|it| it == "br") {
            total += fs::metadata(&path).at(&path)?.len();
        }
    }
    if total == 0 {
        let what = "holds no compressed file".to_owned();
        return Err(Failure::Unexpected { path: folder.to_path_buf(), what });
    }
    Ok(total)
}
