//! The publication a site holds now.

use hallboard_feed::{
    HEAD_PATH, Head, Letters, SIGNATURE_PATH, Snapshot, Trust, VerifiedFeed, verify_head,
};
use hallboard_score::Hall;

use super::error::PublishError;
use super::keys::HallKey;
use super::site::SiteError;
use super::storage::Storage;

/// The publication in a site, if it holds a whole one of that hall by that key.
pub(super) fn published(
    site: &dyn Storage,
    hall: &str,
    key: &HallKey,
) -> Result<Option<VerifiedFeed>, PublishError> {
    feed_in(site, &Trust::new(hall, &key.public_line())?)
}

fn feed_in(
    site: &dyn Storage,
    trust: &Trust,
) -> Result<Option<VerifiedFeed>, PublishError> {
    let read = |path: &str| {
        let storage = |error| SiteError::Storage { path: path.to_owned(), error };
        site.read(path).map_err(storage)
    };
    let (Some(head), Some(signature)) = (read(HEAD_PATH)?, read(SIGNATURE_PATH)?) else {
        return Ok(None);
    };
    let Ok(head) = verify_head(trust, &head, &signature) else { return Ok(None) };
    let Some(snapshot) = read(&format!("feed/{}", head.snapshot_name()))? else {
        return Ok(None);
    };
    Ok(head.open(&snapshot).ok())
}

/// The version of the publication in a site, if it holds a whole one of that hall, by the
/// key of which that is the public half as one line.
#[must_use]
pub fn version_in(site: &dyn Storage, hall: &str, public_line: &str) -> Option<u64> {
    let trust = Trust::new(hall, public_line).ok()?;
    Some(feed_in(site, &trust).ok()??.head().version())
}

/// Whose publication a site claims to hold; nothing is believed of it, the signature
/// tells later.
#[must_use]
pub fn hall_of_site(site: &dyn Storage) -> Option<Hall> {
    let card = snapshot_of_site(site)?.hall;
    Some(Hall { id: card.id, names: card.names, time_zone: card.time_zone })
}

/// How letters reach the hall, by what a site claims; nothing is believed of it.
#[must_use]
pub fn letters_of_site(site: &dyn Storage) -> Option<Letters> {
    snapshot_of_site(site)?.letters
}

fn snapshot_of_site(site: &dyn Storage) -> Option<Snapshot> {
    let head: Head = serde_json::from_slice(&site.read(HEAD_PATH).ok()??).ok()?;
    let path = format!("feed/{}", head.snapshot.name());
    serde_json::from_slice(&site.read(&path).ok()??).ok()
}
