//! The current publication in a site.

use hallboard_feed::{
    HEAD_LIMIT, HEAD_PATH, Head, Letters, SIGNATURE_LIMIT, SIGNATURE_PATH,
    SNAPSHOT_LIMIT, Snapshot, Trust, VerifiedFeed, verify_head,
};
use hallboard_score::{Hall, read_json};

use super::error::PublishError;
use super::keys::HallKey;
use super::site::up_to;
use super::storage::Storage;

/// The publication in a site, if it is complete, of this hall, and signed with this key.
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

/// Whether the head in a site names another hall or key: this hall must not replace it
/// then.
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

/// The publication in a site, if it is complete, of this hall, and signed with the key
/// whose public half is `public_line`.
#[must_use]
pub fn verified_feed_in(
    site: &dyn Storage,
    hall: &str,
    public_line: &str,
) -> Option<VerifiedFeed> {
    let trust = Trust::new(hall, public_line).ok()?;
    feed_in(site, &trust).ok()?
}

/// The version of the publication in a site that [`verified_feed_in`] accepts.
#[must_use]
pub fn version_in(site: &dyn Storage, hall: &str, public_line: &str) -> Option<u64> {
    Some(verified_feed_in(site, hall, public_line)?.head().version())
}

/// The hall that a site claims to belong to. This is not verified; the signature is
/// checked later.
#[must_use]
pub fn hall_of_site(site: &dyn Storage) -> Option<Hall> {
    let card = snapshot_of_site(site)?.hall;
    Some(Hall { id: card.id, names: card.names, time_zone: card.time_zone })
}

/// The letter settings that a site claims; not verified.
#[must_use]
pub fn letters_of_site(site: &dyn Storage) -> Option<Letters> {
    snapshot_of_site(site)?.letters
}

fn snapshot_of_site(site: &dyn Storage) -> Option<Snapshot> {
    let head: Head = read_json(&up_to(site, HEAD_PATH, HEAD_LIMIT).ok()??).ok()?;
    let path = format!("feed/{}", head.snapshot.name());
    read_json(&up_to(site, &path, SNAPSHOT_LIMIT).ok()??).ok()
}
