//! The sizes people download, against their limits.

use std::fs;
use std::path::Path;

use crate::place::Place;
use crate::run::{At, Failure, Result};
use crate::sample;

/// Everything the browser needs to show the board, without the feed.
const MAX_APP: u64 = 150 * 1000;
/// The sample's head, signature and snapshot.
const MAX_FEED: u64 = 35 * 1000;

/// What is not part of the first load of the board: other routes, and what only
/// servers and the command read.
const NOT_FIRST_LOAD: [&str; 5] =
    ["feed", "rules", "_headers", "hallboard-nginx.conf", "hallboard-manifest.json"];

/// Publishes the sample and measures it.
pub(crate) fn guard(place: &Place) -> Result<()> {
    sample::sample(place)?;
    measure(place)
}

/// Measures the published sample.
pub(crate) fn measure(place: &Place) -> Result<()> {
    let site = place.site();
    let app =
        held(&site, "first load of the board, without the feed", MAX_APP, &|name| {
            !NOT_FIRST_LOAD.iter().any(|other| name.starts_with(other))
        });
    let feed =
        held(&site.join("feed"), "feed of the sample village", MAX_FEED, &|_| true);
    app.and(feed)
}

fn held(
    folder: &Path,
    what: &str,
    limit: u64,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<()> {
    let size = brotli(folder, wanted)?;
    println!("    {what}: {size} bytes of at most {limit} (brotli)");
    if size > limit {
        let what = format!("the {what} is {} bytes too large", size - limit);
        return Err(Failure::Found { what, lines: Vec::new() });
    }
    if size == 0 {
        let what = "holds no compressed file".to_owned();
        return Err(Failure::Unexpected { path: folder.to_path_buf(), what });
    }
    Ok(())
}

/// The bytes of all `.br` files below a folder whose first name is wanted.
fn brotli(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder).at(folder)? {
        let path = entry.at(folder)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !wanted(&name) {
            continue;
        }
        if path.is_dir() {
            total += brotli(&path, &|_| true)?;
        } else if path.extension().is_some_and(|it| it == "br") {
            total += fs::metadata(&path).at(&path)?.len();
        }
    }
    Ok(total)
}
