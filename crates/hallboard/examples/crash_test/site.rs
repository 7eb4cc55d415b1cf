//! Checks that a site is complete.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use hallboard_feed::sealed::Sealing;
use hallboard_feed::{
    HEAD_PATH, SIGNATURE_PATH, Trust, VerifiedFeed, VerifyError, verify_head,
};
use hallboard_publish::{DiskStorage, MANIFEST_PATH, Manifest, Storage, UNFINISHED};

use crate::Result;
use crate::hall::{Hall, WEB_SPACE};

/// Checks that the site is complete and returns its version: every page's files exist, and
/// the feed verifies, by this library and, if installed, by minisign.
pub(crate) fn whole(hall: &Hall) -> Result<u64> {
    let site = DiskStorage::read_only(&hall.path("site"));
    let feed = verified(hall, &site)?;
    minisign(&hall.path("hall.key.pub"), &hall.path("site").join(HEAD_PATH))?;
    cards_open(hall, &site, &feed)?;
    Ok(feed.head().version())
}

/// The feed of a site whose pages have all their files.
fn verified(hall: &Hall, site: &DiskStorage) -> Result<VerifiedFeed> {
    let read = |path: &str| -> Result<Vec<u8>> {
        site.read(path)?.ok_or_else(|| format!("{path} is missing").into())
    };
    for page in ["index.html", "rules/index.html"] {
        let html = String::from_utf8(read(page)?)?;
        let script = html.split("src=\"").nth(1).and_then(|it| it.split('"').next());
        let script = script.ok_or("a page without its script")?;
        read(script.trim_start_matches("../").trim_start_matches("./"))?;
    }
    let public = hall.path("hall.key.pub");
    let line = fs::read_to_string(&public)?;
    let line = line.lines().nth(1).ok_or("a public key without its line")?;
    let head_bytes = read(HEAD_PATH)?;
    let claimed: serde_json::Value = serde_json::from_slice(&head_bytes)?;
    let id = claimed.get("hall").and_then(serde_json::Value::as_str);
    let trust = Trust::new(id.ok_or("a head without a hall")?, line)?;
    let head = verify_head(&trust, &head_bytes, &read(SIGNATURE_PATH)?)?;
    let snapshot = read(&format!("feed/{}", head.snapshot_name()))?;
    Ok(head.open(&snapshot)?)
}

/// Checks that the uploaded site is complete. `false` if its head is newer than its
/// signature: a server has no step that replaces both, and readers keep the publication that
/// they have verified.
pub(crate) fn uploaded_whole(hall: &Hall) -> Result<bool> {
    let web = DiskStorage::read_only(&hall.path(WEB_SPACE));
    let Err(error) = verified(hall, &web) else { return Ok(true) };
    match error.downcast_ref::<VerifyError>() {
        Some(VerifyError::Signature) => Ok(false),
        _ => Err(format!("uploaded: {error}").into()),
    }
}

/// Checks that exactly the site is uploaded.
pub(crate) fn uploaded(hall: &Hall) -> Result<()> {
    let [site, web] =
        ["site", WEB_SPACE].map(|it| DiskStorage::read_only(&hall.path(it)));
    let (mut here, mut there) = (site.list("")?, web.list("")?);
    here.sort_unstable();
    there.sort_unstable();
    if here != there {
        return Err(format!("uploaded: {there:?}, and not {here:?}").into());
    }
    for path in here {
        if site.read(&path)? != web.read(&path)? {
            return Err(format!("uploaded: {path} differs").into());
        }
    }
    Ok(())
}

/// Every resident who takes part in the publication and has a card can open a file.
fn cards_open(hall: &Hall, site: &DiskStorage, feed: &VerifiedFeed) -> Result<()> {
    let snapshot = &feed.snapshot().hall;
    let sealing = Sealing { hall: &snapshot.id, version: feed.head().version() };
    let cards = hall.cards()?;
    let hash = feed.head().snapshot().sha256.to_string();
    let mut opened = 0;
    for resident in hall.taking_part(&hash)? {
        let mut secrets = cards.opening(&resident).peekable();
        if secrets.peek().is_none() {
            // Residents who leave lose the card before the site loses their file.
            continue;
        }
        let mut open = false;
        for secret in secrets {
            let file = site.read(&sealing.path(secret))?;
            open |= file.is_some_and(|file| sealing.open(secret, &file).is_ok());
        }
        if !open {
            return Err(format!("the card of {resident} opens nothing").into());
        }
        opened += 1;
    }
    match opened {
        0 => Err("nobody's card was tried".into()),
        _ => Ok(()),
    }
}

fn minisign(public: &Path, head: &Path) -> Result<()> {
    let mut command = Command::new("minisign");
    command.args(["-V", "-q", "-p"]).arg(public).arg("-m").arg(head);
    match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(String::from_utf8_lossy(&done.stderr).into_owned().into()),
    }
}

/// After a publication that finished, the manifest lists every file in the site, and there
/// are no temporary files.
pub(crate) fn nothing_left_over(hall: &Hall) -> Result<()> {
    let site = DiskStorage::read_only(&hall.path("site"));
    let manifest = site.read(MANIFEST_PATH)?.as_deref().and_then(Manifest::read);
    let manifest = manifest.ok_or("no manifest")?;
    for path in site.list("")? {
        if path != MANIFEST_PATH && !manifest.files.contains(path.as_str()) {
            return Err(format!("{path} was left over").into());
        }
    }
    for path in &manifest.files {
        site.read(path.as_str())?.ok_or_else(|| format!("{path} is missing"))?;
    }
    let around = DiskStorage::read_only(hall.folder()).list("")?;
    match around.iter().find(|path| path.ends_with(UNFINISHED)) {
        Some(path) => Err(format!("{path} was left unfinished").into()),
        None => Ok(()),
    }
}
