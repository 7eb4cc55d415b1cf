//! Checks the feed: the signed head, the snapshot, and the sealed files.

use hallboard_feed::sealed::SIZES;
use hallboard_feed::{
    HEAD_LIMIT, HEAD_PATH, SIGNATURE_LIMIT, SIGNATURE_PATH, Trust, VerifiedFeed,
    verify_head,
};

use super::{Expected, Fault, Finding, Report, Web, file, host};
use crate::{Manifest, SEALED_CACHE, SEALED_PATH, SITE_CACHE, SitePath};

/// The largest number of sealed files that are fetched; if there are more, a sample
/// spread over all of them.
const SEALED_MOST: usize = 64;
/// By how many seconds the issue of a head may be later than this computer's clock.
pub(super) const CLOCK_SECONDS: i64 = 300;

/// Checks the feed, and repeats the check if a publication may have been in progress.
pub(super) fn check(
    web: &dyn Web,
    trust: &Trust,
    expected: &Expected,
    report: &mut Report,
) {
    let mut feed = fetch(web, trust, report);
    if feed.as_ref().is_err_and(|it| it.fault.is_transient()) {
        web.pause();
        feed = fetch(web, trust, report);
    }
    match feed {
        Err(Finding { file, fault }) => report.found(&file, fault),
        Ok((feed, caching)) => {
            fresh(&feed, expected, report);
            if let Some(caching) = caching {
                report.found(HEAD_PATH, caching);
            }
            report.feed = Some(feed);
        }
    }
}

type Fetched = Result<(VerifiedFeed, Option<Fault>), Finding>;

fn fetch(web: &dyn Web, trust: &Trust, report: &Report) -> Fetched {
    let at = |path: &str, fault: Fault| Finding { file: path.to_owned(), fault };
    let get = |path: &str, limit: usize| {
        let response = file(web, report, path, limit).map_err(|fault| at(path, fault))?;
        match response.is_page() {
            true => Err(at(path, Fault::PageInstead)),
            false => Ok(response),
        }
    };
    let head = get(HEAD_PATH, HEAD_LIMIT)?;
    let signature = get(SIGNATURE_PATH, SIGNATURE_LIMIT)?;
    let verified = verify_head(trust, &head.body, &signature.body)
        .map_err(|refusal| at(HEAD_PATH, refusal.into()))?;
    let path = format!("feed/{}", verified.snapshot_name());
    let limit = usize::try_from(verified.snapshot_length()).unwrap_or(usize::MAX);
    let snapshot = get(&path, limit)?;
    let feed = verified.open(&snapshot.body);
    let feed = feed.map_err(|refusal| at(&path, refusal.into()))?;
    Ok((feed, host::caching(&head, SITE_CACHE)))
}

fn fresh(feed: &VerifiedFeed, expected: &Expected, report: &mut Report) {
    let Expected { now, every, version, .. } = *expected;
    let head = feed.head();
    let (issued, at) = (head.head().issued, head.head().expires);
    let served = head.version();
    if let Some(published) = version.filter(|published| *published > served) {
        report.found(HEAD_PATH, Fault::Behind { served, published });
    }
    let age = now.saturating_sub(head.issued());
    let mut display = feed.snapshot().display.clone();
    if let Some(days) = every {
        display.cadence_hours = u32::from(days) * 24;
    }
    if feed.expired(now) {
        report.found(HEAD_PATH, Fault::Expired { at });
    } else if age > display.late_after() {
        report.found(HEAD_PATH, Fault::Late { issued, hours: display.cadence_hours });
    } else if age < -CLOCK_SECONDS {
        report.found(HEAD_PATH, Fault::Ahead { issued });
    }
}

/// Checks the sealed files in the manifest, and repeats the check if some have faults.
pub(super) fn sealed(web: &dyn Web, manifest: Option<Manifest>, report: &mut Report) {
    let Some(manifest) = manifest else { return };
    let mut found = check_sealed(web, &manifest, report);
    if found.iter().any(|it| it.fault.is_transient()) {
        web.pause();
        if let Some(manifest) = host::manifest(web, report) {
            found = check_sealed(web, &manifest, report);
        }
    }
    for Finding { file, fault } in found {
        report.found(&file, fault);
    }
}

fn check_sealed(web: &dyn Web, manifest: &Manifest, report: &mut Report) -> Vec<Finding> {
    let listed = manifest.files.iter().map(SitePath::as_str);
    let listed: Vec<&str> = listed.filter(|it| is_sealed(it)).collect();
    (report.sealed_listed, report.sealed) = (listed.len(), 0);
    let mut found: Vec<Finding> = Vec::new();
    let mut size = None;
    for path in listed.iter().step_by(listed.len().div_ceil(SEALED_MOST).max(1)) {
        let mut at = |fault: Fault| {
            // Files with the same fault are reported once.
            if !found.iter().any(|it| it.fault == fault) {
                found.push(Finding { file: (*path).to_owned(), fault });
            }
        };
        let most = SIZES.into_iter().max().unwrap_or_default();
        match file(web, report, path, most) {
            Err(fault) => at(fault),
            Ok(response) => {
                let got = response.body.len();
                if response.is_page() && !SIZES.contains(&got) {
                    at(Fault::PageInstead);
                } else if !SIZES.contains(&got) || size.is_some_and(|size| size != got) {
                    at(Fault::SealedSize { got });
                } else {
                    report.sealed += 1;
                    size = Some(got);
                }
                if let Some(caching) = host::caching(&response, SEALED_CACHE) {
                    at(caching);
                }
            }
        }
    }
    found
}

/// Whether a path in the manifest is that of a sealed file, and leads nowhere else.
fn is_sealed(path: &str) -> bool {
    let name = path.strip_prefix(SEALED_PATH).and_then(|it| it.strip_suffix(".bin"));
    name.is_some_and(|it| {
        it.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    })
}
