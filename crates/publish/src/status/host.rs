//! Checks the server: headers, clock, and files that should not be there.

use jiff::fmt::rfc2822;

use super::feed::CLOCK_SECONDS;
use super::web::{Answer, is_loopback, resolved};
use super::{Fault, Report, Web, file};
use crate::{
    FRAMED_HERE, MANIFEST_LIMIT, MANIFEST_PATH, Manifest, POLICY_HEADER, SETTINGS_FILE,
    SITE_CACHE, headers, origin_of, policy,
};

/// A path that exists on no site.
const NOWHERE: &str = "feed/hallboard-status-asks-for-what-is-not-there.json";
/// The number of bytes that are enough to recognise a file of the hall.
const BEGINNING: usize = 4096;

/// Files of a hall's folder that must not be on the web, with a text that each contains.
const HIDDEN: [(&str, &str); 7] = [
    ("hall.key", "comment:"),
    ("hall.key.memory.json", "hallboard-"),
    ("hall.key.rolls.json", "hallboard-"),
    ("hall.key.cards.json", "hallboard-"),
    ("hall.key.letters.json", "hallboard-"),
    ("register.xlsx", "PK\u{3}\u{4}"),
    (SETTINGS_FILE, "["),
];

/// Fetches the manifest.
pub(super) fn manifest(web: &dyn Web, seen: &mut Report) -> Option<Manifest> {
    let answer = file(web, seen, MANIFEST_PATH, MANIFEST_LIMIT);
    let manifest = answer.ok().and_then(|answer| Manifest::read(&answer.body));
    if manifest.is_none() {
        seen.found(MANIFEST_PATH, Fault::NoManifest);
    }
    manifest
}

/// Compares the server's clock with this computer's.
pub(super) fn clock(answer: &Answer, now: i64, seen: &mut Report) {
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let date = answer.header("date").and_then(|it| rfc2822::parse(it).ok());
    let Some(date) = date else { return };
    // The date of a cached response is as old as its `Age` says.
    let age = answer.header("age").and_then(number).unwrap_or_default();
    let seconds = date.timestamp().as_second().saturating_add(age).saturating_sub(now);
    seen.clock = Some(seconds);
    if seconds.abs() > CLOCK_SECONDS {
        seen.found("", Fault::Clock { seconds });
    }
}

/// Whether caches may store a response for longer than `wanted`.
pub(super) fn kept(answer: &Answer, wanted: &'static str) -> Option<Fault> {
    let got = answer.header("cache-control").unwrap_or_default();
    let directives = got.to_ascii_lowercase();
    let mut directives = directives.split(',').map(str::trim);
    let kept = !directives.any(|it| it == wanted || it == "no-store");
    kept.then(|| Fault::Kept { wanted, got: got.to_owned() })
}

/// Checks the headers, and looks for files that must not be served.
pub(super) fn look(web: &dyn Web, front: &Answer, seen: &mut Report) {
    if seen.address.starts_with("http://") && !is_loopback(&seen.address) {
        seen.found("", Fault::Plain);
    }
    let same = |got: &str, wanted: &str| {
        let words =
            |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        words(got).eq_ignore_ascii_case(&words(wanted))
    };
    let letters = seen.feed.as_ref().and_then(|feed| feed.snapshot().letters.as_ref());
    let post = letters.and_then(|it| origin_of(it.post.as_deref()?));
    let names: Vec<&'static str> = headers(post.as_deref())
        .into_iter()
        .filter(|(name, wanted)| {
            let got = front.header(&name.to_ascii_lowercase());
            // Some hosts send this value for every page, because one page needs it.
            let framed = || policy(post.as_deref(), FRAMED_HERE);
            let fits = |got: &str| {
                same(got, wanted) || (*name == POLICY_HEADER && same(got, &framed()))
            };
            !got.is_some_and(fits)
        })
        .map(|(name, _)| name)
        .collect();
    if !names.is_empty() {
        seen.found("", Fault::Headers { names });
    }
    if let Some(kept) = kept(front, SITE_CACHE) {
        seen.found("", kept);
    }
    let served = |address: &str| web.get(address, BEGINNING).ok();
    if served(&format!("{}{NOWHERE}", seen.address)).is_some_and(|it| it.status == 200) {
        seen.found(NOWHERE, Fault::Fallback);
    }
    // The whole folder of the hall may have been copied to the web, including the site.
    for folder in ["", "../"] {
        for (name, inside) in HIDDEN {
            let path = format!("{folder}{name}");
            let Some(address) = resolved(&seen.address, &path) else { continue };
            let out = folder.is_empty() || !address.starts_with(seen.address.as_str());
            let there = |it: &Answer| {
                let has = |bytes: &[u8]| {
                    bytes.windows(inside.len()).any(|it| it == inside.as_bytes())
                };
                it.status == 200 && !it.is_page() && has(&it.body)
            };
            if out && served(&address).is_some_and(|it| there(&it)) {
                seen.found(&path, Fault::Exposed);
            }
        }
    }
}
