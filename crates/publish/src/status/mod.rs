//! Checks from outside whether a site serves a complete, fresh and signed publication.
//!
//! [`examine`] requests what a visitor's browser would request, and some more, and trusts
//! only the signature: the feed is read by `hallboard-feed`. [`Web`] abstracts fetching;
//! the command fetches with `Http`, which does not exist in wasm32.

mod fault;
mod feed;
mod host;
#[cfg(not(target_arch = "wasm32"))]
mod http;
mod page;
mod pages;
mod policy;
mod web;

use hallboard_feed::VerifiedFeed;

pub use fault::{Fault, Finding};
#[cfg(not(target_arch = "wasm32"))]
pub use http::{Http, Timeouts};
pub use policy::Blocked;
pub use web::{FetchError, Response, Web, is_loopback, site_address};

/// What a site is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Seconds since 1970 by this computer's clock.
    pub now: i64,
    /// The hall's public key as one line; `None` to trust the page, which anybody with
    /// write access to the web space can change.
    pub key: Option<String>,
    /// The version in the hall's own site folder, if that is available.
    pub version: Option<u64>,
    /// The cadence in days; `None` for the one in the feed.
    pub every: Option<u16>,
}

/// The result of examining a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The address of the site after redirects.
    pub address: String,
    /// The id of the hall that the front page names.
    pub hall: Option<String>,
    /// The feed, if it could be verified.
    pub feed: Option<VerifiedFeed>,
    /// By how many seconds the server's clock is ahead of this computer's.
    pub clock: Option<i64>,
    /// The number of pages received.
    pub pages: usize,
    /// The number of files of the app received and equal to what the pages name.
    pub files: usize,
    /// The number of sealed files received.
    pub sealed: usize,
    /// The number of sealed files in the manifest.
    pub sealed_listed: usize,
    /// All faults, in the order of the checks.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether the site is complete, fresh and signed.
    #[must_use]
    pub fn has_no_errors(&self) -> bool {
        self.findings.iter().all(|it| it.fault.is_warning())
    }

    fn found(&mut self, file: &str, fault: impl Into<Fault>) {
        let found = Finding { file: file.to_owned(), fault: fault.into() };
        if !self.findings.contains(&found) {
            self.findings.push(found);
        }
    }
}

/// Examines the site at an address from [`site_address`].
#[must_use]
pub fn examine(web: &dyn Web, address: &str, expected: &Expected) -> Report {
    let mut report = Report { address: address.to_owned(), ..Report::default() };
    let Some(front) = pages::front(web, expected, &mut report) else { return report };
    let trust = pages::trust(&front.page, expected, &mut report);
    let manifest = host::manifest(web, &mut report);
    let others = pages::others(web, &front, manifest.as_ref(), &mut report);
    if let Some(trust) = trust {
        feed::check(web, &trust, expected, &mut report);
    }
    let post =
        report.feed.as_ref().and_then(|it| it.snapshot().letters.as_ref()?.post.clone());
    let mut visited = others;
    visited.insert(0, front);
    policy::check(&visited, manifest.as_ref(), post.as_deref(), &mut report);
    feed::sealed(web, manifest, &mut report);
    if let Some(front) = visited.first() {
        host::check(web, &front.response, &mut report);
    }
    report
}

/// Fetches a file of the site; an error unless it is complete.
fn file(
    web: &dyn Web,
    report: &Report,
    path: &str,
    limit: usize,
) -> Result<Response, Fault> {
    let (_, response) = web::follow(web, &format!("{}{path}", report.address), limit)?;
    complete(response, limit)
}

fn complete(response: Response, limit: usize) -> Result<Response, Fault> {
    match response.status {
        200 if response.body.len() > limit => Err(Fault::TooLarge { limit }),
        200 => Ok(response),
        status => Err(Fault::Status { status }),
    }
}
