//! Checks the server: headers, clock, and files that should not be there.

use jiff::fmt::rfc2822;

use super::feed::CLOCK_SECONDS;
use super::web::{Response, is_loopback, resolved};
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
pub(super) fn manifest(web: &dyn Web, report: &mut Report) -> Option<Manifest> {
    let response = file(web, report, MANIFEST_PATH, MANIFEST_LIMIT);
    let manifest = response.ok().and_then(|response| Manifest::read(&response.body));
    if manifest.is_none() {
        report.found(MANIFEST_PATH, Fault::NoManifest);
    }
    manifest
}

/// Compares the server's clock with this computer's.
pub(super) fn clock(response: &Response, now: i64, report: &mut Report) {
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let date = response.header("date").and_then(|it| rfc2822::parse(it).ok());
    let Some(date) = date else { return };
    // The date of a cached response is as old as its `Age` says.
    let age = response.header("age").and_then(number).unwrap_or_default();
    let seconds = date.timestamp().as_second().saturating_add(age).saturating_sub(now);
    report.clock = Some(seconds);
    if seconds.abs() > CLOCK_SECONDS {
        report.found("", Fault::Clock { seconds });
    }
}

/// Whether caches may store a response for longer than `wanted`.
pub(super) fn caching(response: &Response, wanted: &'static str) -> Option<Fault> {
    let got = response.header("cache-control").unwrap_or_default();
    let directives = got.to_ascii_lowercase();
    let mut directives = directives.split(',').map(str::trim);
    let caching = !directives.any(|it| it == wanted || it == "no-store");
    caching.then(|| Fault::Caching { wanted, got: got.to_owned() })
}

/// Checks the headers, and looks for files that must not be served.
pub(super) fn check(web: &dyn Web, front: &Response, report: &mut Report) {
    if report.address.starts_with("http://") && !is_loopback(&report.address) {
        report.found("", Fault::Plain);
    }
    let same = |got: &str, wanted: &str| {
        let words =
            |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        words(got).eq_ignore_ascii_case(&words(wanted))
    };
    let letters = report.feed.as_ref().and_then(|feed| feed.snapshot().letters.as_ref());
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
        report.found("", Fault::Headers { names });
    }
    if let Some(caching) = caching(front, SITE_CACHE) {
        report.found("", caching);
    }
    let served = |address: &str| web.get(address, BEGINNING).ok();
    if served(&format!("{}{NOWHERE}", report.address)).is_some_and(|it| it.status == 200)
    {
        report.found(NOWHERE, Fault::Fallback);
    }
    // The whole folder of the hall may have been copied to the web, including the site.
    for folder in ["", "../"] {
        for (name, inside) in HIDDEN {
            let path = format!("{folder}{name}");
            let Some(address) = resolved(&report.address, &path) else { continue };
            let out = folder.is_empty() || !address.starts_with(report.address.as_str());
            let there = |it: &Response| {
                let has = |bytes: &[u8]| {
                    bytes.windows(inside.len()).any(|it| it == inside.as_bytes())
                };
                it.status == 200 && !it.is_page() && has(&it.body)
            };
            if out && served(&address).is_some_and(|it| there(&it)) {
                report.found(&path, Fault::Exposed);
            }
        }
    }
}
