//! The publication a site holds now.

use hallboard_feed::{
    HEAD_LIMIT, HEAD_PATH, Head, Letters, SIGNATURE_LIMIT, SIGNATURE_PATH,
    SNAPSHOT_LIMIT, Snapshot, Trust, VerifiedFeed, verify_head,
};
use hallboard_score::{Hall, read_json};

use super::error::PublishError;
use super::keys::HallKey;
use super::site::up_to;
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
    let head = up_to(site, HEAD_PATH, HEAD_LIMIT)?;
    let signature = up_to(site, SIGNATURE_PATH, SIGNATURE_LIMIT)?;
    let (Some(head), Some(signature)) = (head, signature) else { return Ok(None) };
    let Ok(head) = verify_head(trust, &head, &signature) else { return Ok(None) };
    let path = format!("feed/{}", head.snapshot_name());
    let Some(snapshot) = up_to(site, &path, SNAPSHOT_LIMIT)? else { return Ok(None) };
    Ok(head.open(&snapshot).ok())
}

/// Whether the head in a site says that it is of another hall or key: then it is not for this
/// one to replace it.
pub(super) fn is_of_another(
    site: &dyn Storage,
    hall: &str,
    key: &HallKey,
) -> Result<bool, PublishError> {
    let trust = Trust::new(hall, &key.public_line())?;
    let head = up_to(site, HEAD_PATH, HEAD_LIMIT)?;
    let head = head.and_then(|bytes| read_json::<Head>(&bytes).ok());
    Ok(head.is_some_and(|head| head.hall != hall || head.key != trust.key_id()))
}

/// The publication in a site, if it holds a whole one of that hall, by the key of which that
/// is the public half as one line.
#[must_use]
pub fn verified_feed_in(
    site: &dyn Storage,
    hall: &str,
    public_line: &str,
) -> Option<VerifiedFeed> {
    let trust = Trust::new(hall, public_line).ok()?;
    feed_in(site, &trust).ok()?
}

/// The version of the publication in a site, as [`verified_feed_in`] finds it.
#[must_use]
pub fn version_in(site: &dyn Storage, hall: &str, public_line: &str) -> Option<u64> {
    Some(verified_feed_in(site, hall, public_line)?.head().version())
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
    let head: Head = read_json(&up_to(site, HEAD_PATH, HEAD_LIMIT).ok()??).ok()?;
    let path = format!("feed/{}", head.snapshot.name());
    read_json(&up_to(site, &path, SNAPSHOT_LIMIT).ok()??).ok()
}
